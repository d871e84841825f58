"""The Fashion-MNIST paper's benchmark: Table 3, whole, honest and on any data set.

grid.py and estimators.py say what is run, engines.py how, plan.py in which order; answering.py runs one
fit, store.py keeps what comes of it; board.py makes the leaderboard of it.
"""

import importlib.util
import os
import time
from collections import Counter
from collections.abc import Generator, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from fittingroom.errors import InputError, MissingExtra
from fittingroom.jobs.progress import say
from fittingroom.types import Dataset

if TYPE_CHECKING:
    from fittingroom.jobs import Done
    from fittingroom.studies.benchmark.grid import Configuration
    from fittingroom.studies.benchmark.plan import Fit
    from fittingroom.studies.benchmark.question import Material
    from fittingroom.studies.benchmark.result import Mode, Result
    from fittingroom.studies.benchmark.store import Store

HELD_OUT = {"val": 1 / 6, "cal": 0.0, "test": 0.15}
"""Shares of the published train part: of Fashion-MNIST and MNIST 10,000 images serve to choose."""

SEEDS = 5
LIMIT_S = 4 * 3600.0
SHARE_OF_MEMORY = 0.8

LEAST_MEMORY_BYTES = 1_000_000_000
"""Python and the libraries alone need nearly so much."""

NEEDED = {
    "sklearn": "scikit-learn",
    "numba": "numba",
    "pebble": "pebble",
    "threadpoolctl": "threadpoolctl",
}
"""Module -> the package that brings it."""

RESULTS = Path("runs/bench/results.sqlite")
"""Where results are kept unless told otherwise: one file for all data sets, so that they can be compared."""


@dataclass(frozen=True, slots=True)
class Tally:
    """What a run came to: results by how they ended, and rows that its budget left out."""

    ended: dict[str, int]
    left_out: int


def bench(
    *data_sets: Dataset,
    rows: "Sequence[Configuration] | None" = None,
    mode: "Mode" = "paper",
    seeds: int = SEEDS,
    engine: str = "fast",
    selection: bool = True,
    budget_s: float | None = None,
    limit_s: float = LIMIT_S,
    memory_bytes: int | None = None,
    on: str = "cores",
    workers: int | None = None,
    store: str | Path = RESULTS,
    retry: Sequence[str] = (),
) -> Tally:
    """Run every row on every data set and keep what comes of it, good or bad, in `store`.

    data_sets: with the parts train and test, and val where rows are to be chosen by it. rows: the paper's
    129 unless given (`grid.configurations`, `own.row`). seeds: orders of the images, and random states;
    deterministic rows run twice. engine: "fast" or "stock". selection: also run each row once on train
    alone and ask val. budget_s: wall seconds after which nothing is begun and what runs is stopped.
    limit_s, memory_bytes: of wall time for one fit, and of all fits side by side (default: four fifths of
    this machine's memory). on, workers: see `fittingroom.jobs`. retry: how results ended that are to be
    made again ("timeout", "memory", "error", "died").

    Results that are there are not made again: the same call goes on after an interruption. Raises
    InputError for arguments or data that cannot be used.
    """
    from fittingroom.studies.benchmark.grid import configurations
    from fittingroom.studies.benchmark.plan import plan
    from fittingroom.studies.benchmark.question import material
    from fittingroom.studies.benchmark.scoring import score, settled, told
    from fittingroom.studies.benchmark.second import second_test
    from fittingroom.studies.benchmark.store import Store

    chosen = tuple(rows if rows is not None else configurations())
    _check(data_sets, chosen, seeds, memory_bytes)
    kept = Store(Path(store))
    there = _there(kept, retry)
    seconds = tuple(second_test(data) for data in data_sets)
    materials = tuple(material(*pair) for pair in zip(data_sets, seconds, strict=True))
    budget_bytes = memory_bytes or int(SHARE_OF_MEMORY * _machine_bytes())
    fits = plan(
        data_sets,
        seconds,
        materials,
        chosen,
        mode=mode,
        seeds=seeds,
        engine=engine,
        selection=selection,
        limit_s=limit_s,
        budget_bytes=budget_bytes,
        deadline=time.time() + budget_s if budget_s else float("inf"),
        there=there,
    )
    scored_on = (*data_sets, *(second for second in seconds if second))
    score(kept, scored_on, kept.results())
    ended: Counter[str] = Counter()
    left_out = 0
    with closing(_run(fits, materials, kept, on=on, workers=workers, memory_bytes=budget_bytes)) as course:
        for done in course:
            found = settled(done, kept)
            left_out += 0 if found else len(done.job.arguments[0].rows)
            for result in score(kept, scored_on, found):
                ended[result.ended] += 1
                say(told(result))
    return Tally(dict(ended), left_out)


def summary(tally: Tally, store: str | Path) -> str:
    """What a run came to, in a sentence or three."""
    counts = ", ".join(f"{n} {how}" for how, n in sorted(tally.ended.items(), key=lambda pair: -pair[1]))
    lines = [f"{sum(tally.ended.values())} results{f': {counts}' if counts else ' new'}; kept in {store}"]
    if tally.left_out:
        lines.append(f"{tally.left_out} were left out by the budget: the same command goes on with them")
    return "\n".join([*lines, "the table: fittingroom leaderboard"])


def import_from(path: Path, data_sets: Sequence[Dataset], store: str | Path) -> str:
    """Take over the results in a Parquet file; what the store has already stays. Says how many came."""
    from fittingroom.studies.benchmark.export import imported
    from fittingroom.studies.benchmark.store import Store

    kept = Store(Path(store))
    there = {result.key for result in kept.results()}
    new = [result for result in imported(path, data_sets) if result.key not in there]
    kept.add(new)
    return f"{len(new)} results taken over from {path}"


def export_to(path: Path, data_sets: Sequence[Dataset], store: str | Path) -> str:
    """Write the store's results about these data sets as Parquet; says where."""
    from fittingroom.studies.benchmark.export import export
    from fittingroom.studies.benchmark.store import Store

    results = Store(Path(store)).results()
    return f"results written: {export(results, data_sets, path)}"


def _machine_bytes() -> int:
    return os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")


def _check(
    data_sets: Sequence[Dataset], rows: "Sequence[Configuration]", seeds: int, memory_bytes: int | None
) -> None:
    for module, package in NEEDED.items():
        if importlib.util.find_spec(module) is None:
            raise MissingExtra("the benchmark", package, "bench")
    if seeds < 1:
        raise InputError(f"a benchmark needs at least 1 seed, asked for {seeds}")
    if memory_bytes is not None and memory_bytes < LEAST_MEMORY_BYTES:
        raise InputError(f"fits need 1 GB of memory at least, got {memory_bytes:,} bytes: 16GB, say")
    if not data_sets or not rows:
        raise InputError(f"a benchmark needs data and rows, got {len(data_sets)} data sets, {len(rows)} rows")
    names = [row.name for row in rows]
    if twice := {name for name in names if names.count(name) > 1}:
        raise InputError(f"rows need different names, found twice: {', '.join(sorted(twice))}")
    for data in data_sets:
        if missing := [part for part in ("train", "test") if not len(data.rows(part))]:
            raise InputError(f"{data.card.name} has no part {', '.join(missing)}: divide it first")


def _there(store: "Store", retry: Sequence[str]) -> "dict[str, Result]":
    """The results that are not made again, by key; a failure stays in the store until a new result comes."""
    from fittingroom.studies.benchmark.result import FAILED

    if unknown := [how for how in retry if how not in FAILED]:
        raise InputError(f"what can be run again ended {', '.join(FAILED)}, got {', '.join(unknown)}")
    return {result.key: result for result in store.results() if result.ended not in retry}


def _run(
    fits: "Sequence[Fit]",
    materials: "Sequence[Material]",
    store: "Store",
    *,
    on: str,
    workers: int | None,
    memory_bytes: int,
) -> "Generator[Done, None, None]":
    """Every fit under its limits, on this machine or on a cluster, as each ends."""
    from fittingroom.jobs import Job, run_jobs
    from fittingroom.studies.benchmark.answering import answered_here, answered_there, laid_down

    def jobs(call) -> list[Job]:
        return [
            Job(
                name=fit.name,
                call=call,
                arguments=(fit,),
                cost=max(fit.cost_s, 0.01),
                memory_bytes=fit.memory_bytes,
            )
            for fit in fits
        ]

    if on == "cores":
        with laid_down(dict(enumerate(materials))) as folder:
            yield from run_jobs(
                jobs(answered_here),
                shared=(folder, store.path.absolute()),
                on="threads",
                workers=workers,
                memory_bytes=memory_bytes,
                what="fits",
                order="as given",
            )
    else:
        yield from run_jobs(
            jobs(answered_there),
            shared=tuple(materials),
            on=on,
            workers=workers,
            what="fits",
            order="as given",
        )
