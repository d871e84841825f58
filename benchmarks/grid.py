"""The paper's table: scikit-learn's own estimators against the fast engines, in processor seconds.

    python benchmarks/grid.py --data fashion-mnist --results runs/bench/results.sqlite

1. On --images images both answer every row in this run: seconds, accuracy of both, share of equal labels.
2. On all images: what the fast engines took stands in --results (fittingroom bench); what scikit-learn takes
   is measured here where a row is cheap, and else extrapolated from a part of the work measured here: E marks
   it and the rule stands beside it.

One thread; processor seconds include standardising, learning and predicting. An hour and a half a data set.
"""

import argparse
import dataclasses
import os
import platform
import time
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

os.environ.update({"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"})

import numpy as np

from fittingroom.data import open_source
from fittingroom.data.split import divide
from fittingroom.studies.benchmark import HELD_OUT
from fittingroom.studies.benchmark.engines import STOCK, Answer, engine_for
from fittingroom.studies.benchmark.estimators import estimator
from fittingroom.studies.benchmark.grid import Configuration, configurations
from fittingroom.studies.benchmark.question import Question, identity, material, question
from fittingroom.studies.benchmark.store import Store

SEEDS = 5


def cpu_s(work: Callable[[], object]) -> float:
    begun = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        work()
    return time.process_time() - begun


def fewer(asked: Question, n: int, m: int) -> Question:
    return dataclasses.replace(asked, images=asked.images[:n], labels=asked.labels[:n], asked=asked.asked[:m])


# --- 1. the same images, both engines


def ours_of(rows: Sequence[Configuration], asked: Question) -> tuple[dict[str, Answer], float]:
    """What the fast engine answers to all rows of one fit, and its processor seconds."""
    engine = engine_for(rows[0], "paper")
    answers: dict[str, Answer] = {}

    def work() -> None:
        answers.update({answer.row.name: answer for answer in engine.answers(rows, asked)})

    seconds = cpu_s(work)
    return answers, seconds


def stock_of(rows: Sequence[Configuration], asked: Question) -> tuple[dict[str, Answer], float]:
    """The same by scikit-learn, a fit for each row; rows of one algorithm are run once, and cost each."""
    engine = engine_for(rows[0], "paper", wanted=STOCK)
    answers: dict[str, Answer] = {}
    seconds = 0.0
    for algorithm in dict.fromkeys(row.algorithm for row in rows):
        alike = [row for row in rows if row.algorithm == algorithm]
        found: list[Answer] = []
        took = cpu_s(lambda one=alike[:1], found=found: found.extend(engine.answers(one, asked)))
        seconds += len(alike) * took
        answers.update({row.name: found[0] for row in alike})
    return answers, seconds


def side_by_side(asked: Question, truth: np.ndarray) -> None:
    print(f"\n## {len(asked.images):,} images learned, {len(asked.asked):,} asked, both in this run\n")
    print("| fit | rows | scikit-learn s | ours s | ratio | accuracy % | ours % | equal labels % | promise |")
    print("|---|---|---|---|---|---|---|---|---|")
    for rows in shared_fits():
        engine = engine_for(rows[0], "paper")
        if engine.name == STOCK:
            continue
        if rows[0].family == "GradientBoostingClassifier":  # whose 160 rounds would take hours
            rows = [row for row in rows if row.parameters["n_estimators"] == 10]  # noqa: PLW2901
        ours, fast = ours_of(rows, asked)
        theirs, stock = stock_of(rows, asked)
        right = [100 * np.mean([(a[r.name].labels == truth).mean() for r in rows]) for a in (theirs, ours)]
        equal = 100 * np.mean([(theirs[r.name].labels == ours[r.name].labels).mean() for r in rows])
        print(
            f"| {engine.group(rows[0])} | {len(rows)} | {stock:.1f} | {fast:.1f} | {stock / fast:.1f} "
            f"| {right[0]:.2f} | {right[1]:.2f} | {equal:.2f} | {engine.equivalence} |",
            flush=True,
        )


def shared_fits() -> list[list[Configuration]]:
    groups: dict[str, list[Configuration]] = {}
    for row in configurations():
        groups.setdefault(engine_for(row, "paper").group(row), []).append(row)
    return list(groups.values())


# --- 2. all images: what scikit-learn takes


@dataclass(frozen=True)
class Cost:
    """Processor seconds of one row, and how they are known."""

    seconds: float
    rule: str = "measured"


def whole(row: Configuration, asked: Question, **changes: object) -> float:
    """The row as it is, or with some settings changed, on all images."""
    learned, of_test = asked.standardised()
    model = estimator(row, mode="paper", seed=0)
    inner = {f"estimator__{name}": value for name, value in changes.items()}
    wrapped = "estimator" in model.get_params(deep=False)
    model.set_params(**(inner if wrapped else changes))
    return cpu_s(lambda: model.fit(learned, asked.labels).predict(of_test))


def by_rounds(row: Configuration, asked: Question) -> Cost:
    rounds = row.parameters["n_estimators"]
    return Cost(rounds * whole(row, asked, n_estimators=1), "E one round x rounds")


def by_trees(row: Configuration, asked: Question) -> Cost:
    trees = row.parameters["n_estimators"]
    return Cost(
        trees / 10 * whole(row, asked, n_estimators=10), "E 10 trees x trees" if trees > 10 else "measured"
    )


def by_queries(row: Configuration, asked: Question) -> Cost:
    few = 1000
    return Cost(
        len(asked.asked) / few * whole(row, dataclasses.replace(asked, asked=asked.asked[:few])),
        f"E {few:,} queries x {len(asked.asked) / few:g}",
    )


def by_passes(row: Configuration, asked: Question) -> Cost:
    short, long = (whole(row, asked, max_iter=passes) for passes in (5, 15))
    return Cost(short + (long - short) / 10 * 995, "E passes 6 to 15 x 100, cap of 1,000 reached")


def by_one_class(row: Configuration, asked: Question) -> Cost:
    one = dataclasses.replace(asked, labels=(asked.labels == 0).astype(np.int64))
    return Cost(10 * whole(row, one), "E one class x 10")


def by_growth(sizes: tuple[int, int]) -> Callable[[Configuration, Question], Cost]:
    def cost(row: Configuration, asked: Question) -> Cost:
        times = [whole(row, fewer(asked, n, len(asked.asked) * n // len(asked.images))) for n in sizes]
        power = np.log(times[1] / times[0]) / np.log(sizes[1] / sizes[0])
        seconds = times[1] * (len(asked.images) / sizes[1]) ** power
        return Cost(seconds, f"E grows from {sizes[0]:,} to {sizes[1]:,} images with the power {power:.2f}")

    return cost


def measured(row: Configuration, asked: Question) -> Cost:
    return Cost(whole(row, asked))


RULES: dict[str, Callable[[Configuration, Question], Cost]] = {
    "GradientBoostingClassifier": by_rounds,
    "RandomForestClassifier": by_trees,
    "KNeighborsClassifier": by_queries,
    "LinearSVC ovr": by_passes,
    "LinearSVC crammer_singer": by_growth((2000, 6000)),
    "LogisticRegression l1": by_growth((600, 1800)),  # at C = 100 it takes hours from 6,000 images on
    "LogisticRegression l2": by_one_class,
    "SVC": by_growth((3000, 9000)),
}


def stock_costs(asked: Question) -> dict[str, Cost]:
    """Of every algorithm once: rows that are the same algorithm under two spellings cost the same."""
    costs: dict[str, Cost] = {}
    by_algorithm: dict[str, Cost] = {}
    for row in configurations():
        family = " ".join([row.family, *_kind(row)])
        if row.algorithm not in by_algorithm:
            by_algorithm[row.algorithm] = RULES.get(family, measured)(row, asked)
            print(f"  {row.name}: {by_algorithm[row.algorithm].seconds:,.1f} s", flush=True)
        costs[row.name] = by_algorithm[row.algorithm]
    return costs


def _kind(row: Configuration) -> list[str]:
    if row.family == "LinearSVC":
        return [row.parameters["multi_class"]]
    return [row.parameters["penalty"]] if row.family == "LogisticRegression" else []


def fast_costs(results: Path, data: str) -> dict[str, float]:
    """Engine group -> processor seconds of one seed of a whole fit, the mean over seeds, from `bench`."""
    groups: dict[str, dict[int, float]] = {}
    for result in Store(results).results():
        if result.data == data and result.asked == "test" and result.mode == "paper" and result.cpu_s:
            seeds = groups.setdefault(result.group, {})
            seeds[result.seed] = max(seeds.get(result.seed, 0.0), result.cpu_s)
    return {group: float(np.mean(list(seeds.values()))) for group, seeds in groups.items()}


def in_full(asked: Question, results: Path, data: str) -> None:
    print(f"\n## All {len(asked.images):,} images: one seed of every row\n", flush=True)
    stock, fast = stock_costs(asked), fast_costs(results, data)
    print("\n| family | rows | scikit-learn h | ours h | ratio | how scikit-learn's is known |")
    print("|---|---|---|---|---|---|")
    totals = np.zeros(4)
    for family in dict.fromkeys(row.family for row in configurations()):
        rows = [row for row in configurations() if row.family == family]
        groups = {engine_for(row, "paper").group(row) for row in rows}
        missing = [group for group in groups if group not in fast]
        seeds = 2 if rows[0].deterministic else SEEDS
        theirs = sum(stock[row.name].seconds for row in rows) / 3600
        ours = sum(fast.get(group, 0.0) for group in groups) / 3600
        totals += (theirs, ours, SEEDS * theirs, seeds * ours)
        rules = "; ".join(dict.fromkeys(stock[row.name].rule for row in rows))
        ratio = f"{theirs / ours:.1f}" if ours and not missing else "-"
        gaps = f" ({len(missing)} of {len(groups)} fits not run)" if missing else ""
        print(f"| {family} | {len(rows)} | {theirs:.3f} | {ours:.3f}{gaps} | {ratio} | {rules} |")
    print(f"| **all** | 129 | {totals[0]:.1f} | {totals[1]:.2f} | {totals[0] / max(totals[1], 1e-9):.1f} | |")
    print(
        f"\n{SEEDS} seeds of every row: scikit-learn {totals[2]:.0f} h, ours {totals[3]:.1f} h "
        f"({totals[2] / max(totals[3], 1e-9):.0f} times less; deterministic rows twice)."
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", default="fashion-mnist")
    parser.add_argument("--results", type=Path, default=Path("runs/bench/results.sqlite"))
    parser.add_argument("--images", type=int, default=2000)
    parser.add_argument("--part", choices=("both", "side-by-side", "in-full"), default="both")
    arguments = parser.parse_args()
    data = divide(open_source(arguments.data), shares=HELD_OUT)
    asked = question(material(data), asked="test", mode="paper", seed=0)
    truth = data.take("test").labels
    print(f"{data.card.title}, one thread, {platform.machine()}, NumPy {np.__version__}")
    if arguments.part != "in-full":
        few = fewer(asked, arguments.images, 2000)
        for rows in shared_fits():  # compiles what is not compiled yet
            ours_of(rows, fewer(asked, 300, 50))
        side_by_side(few, truth[:2000])
    if arguments.part != "side-by-side":
        in_full(asked, arguments.results, identity(data))


if __name__ == "__main__":
    main()
