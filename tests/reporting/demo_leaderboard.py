"""A leaderboard as large and as varied as a real one: 129 rows, two data sets, five seeds, made numbers."""

import numpy as np

from fittingroom.reporting.leaderboard import Leaderboard
from fittingroom.studies.benchmark.board import board
from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.result import Result
from fittingroom.studies.benchmark.row import Truth

FAMILIES = {
    "PassiveAggressiveClassifier": 3,
    "SGDClassifier": 15,
    "Perceptron": 3,
    "DecisionTreeClassifier": 12,
    "ExtraTreeClassifier": 12,
    "RandomForestClassifier": 18,
    "LogisticRegression": 6,
    "MLPClassifier": 8,
    "KNeighborsClassifier": 12,
    "SVC": 12,
    "GaussianNB": 1,
    "GradientBoostingClassifier": 9,
    "LinearSVC": 18,
}
N = 500


def truth(name: str, title: str, n: int = N, seed: int = 0) -> Truth:
    labels = np.random.default_rng(seed).integers(0, 10, n)
    return Truth(name=name, title=title, fingerprint=f"files of {name}", labels=labels)


def run(configuration: str, of: Truth, correct: np.ndarray | None, **more) -> Result:
    """A result whose labels are right where `correct` says so; one that did not end well without."""
    stated = {"ended": "error", "error": "made to fail"}
    if correct is not None:
        labels = np.where(correct, of.labels, (of.labels + 1) % 10).astype(np.uint8)
        stated = {"ended": "ok", "labels": labels, "accuracy": float(correct.mean())}
    plain = {"seed": 0, "mode": "paper", "asked": "test", "engine": "fast", "group": configuration}
    return Result(
        **{"configuration": configuration, "data": of.fingerprint, "data_name": of.name}
        | plain
        | stated
        | more
    )


def configurations() -> list[Configuration]:
    """129 rows with the paper's families; every family's first two rows are one algorithm."""
    return [
        Configuration(
            name=f"{family} depth={i} criterion=gini splitter=best",
            family=family,
            spelling=f"{family}(depth={i}, criterion='gini', splitter='best')",
            algorithm=f"{family} {max(1, i)}",
            group=f"{family} {max(1, i)}",
            deterministic=family in ("SVC", "KNeighborsClassifier", "GaussianNB"),
            published={"fashion-mnist": 0.75 + 0.005 * i, "mnist": 0.85 + 0.005 * i} if i != 5 else {},
        )
        for family, count in FAMILIES.items()
        for i in range(count)
    ]


def results(truths: list[Truth], rng: np.random.Generator) -> list[Result]:
    """Runs of every row, with the misfortunes that a real table has."""
    runs = []
    for of, level in zip(truths, (0.8, 0.92), strict=True):
        place = rng.random(len(of.labels))
        for number, row in enumerate(configurations()):
            rate = level + 0.08 * np.sin(number)
            more = {"cpu_s": 10.0 + number, "peak_mb": 200.0 + number, "group": row.group}
            if number in (3, 4):
                runs += [
                    run(row.name, of, None, ended=("timeout", "memory")[number - 3], error="limit", **more)
                ]
                continue
            if number == 7:
                continue
            for seed in range(1 if row.deterministic else 5):
                correct = place + rng.normal(0, 0.04, len(place)) < rate
                converged = False if row.family == "LinearSVC" else None
                runs += [run(row.name, of, correct, seed=seed, converged=converged, **more)]
            runs += [run(row.name, of, rng.random(len(place)) < rate, asked="val", **more)]
    outside = rng.random(N) < 0.85
    return [*runs, run("<their> net & co", truths[0], outside, source="net.csv", engine="", cpu_s=None)]


def leaderboard(sets: int = 2) -> Leaderboard:
    rng = np.random.default_rng(3)
    truths = [truth("fashion-mnist", "Fashion-MNIST"), truth("mnist", "MNIST", seed=1)]
    rows = configurations()
    return board(
        rows,
        results(truths, rng),
        truths[:sets],
        mode="paper",
        today={row.name: f"{row.family}(max_iter=5, tol=None)" for row in rows},
        expected_s={(row.name, of.name): 3600.0 for row in rows for of in truths},
        provenance={"command": "fittingroom leaderboard", "versions": "scikit-learn 1.9.1"},
        rng=rng,
    )
