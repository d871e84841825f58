"""From what a fit answered to results with an accuracy: labels are on disk first, then the part is opened."""

import dataclasses
from collections.abc import Iterable, Sequence

from fittingroom.data.ledger import open_test
from fittingroom.files import fingerprint
from fittingroom.jobs import Done
from fittingroom.studies.benchmark.answering import Answered
from fittingroom.studies.benchmark.plan import Fit, keys
from fittingroom.studies.benchmark.question import identity
from fittingroom.studies.benchmark.result import RUN_HERE, Result
from fittingroom.studies.benchmark.store import Store
from fittingroom.types import Dataset

WHY = "benchmark"
"""How the ledger names every opening of the benchmark."""


def settled(done: Done, store: Store) -> tuple[Result, ...]:
    """The results of all rows of a fit that has ended; a row without an answer gets one that says why.

    A failure of an earlier run that was tried again gives way to what came of it now. Empty where the run's
    budget was over before the fit was.
    """
    fit: Fit = done.job.arguments[0]
    answered: Answered = done.value or Answered(ended=None)
    store.add(answered.results)
    there = store.some([key for row in fit.rows for key in keys(fit, row)])
    found = tuple(result for result in there if result.ended == "ok")
    answers = {result.configuration for result in found}
    if answered.ended is None:
        why = {"ended": "error", "error": done.failure}
        missing = fit.rows if done.failure else ()
    else:
        found = tuple(dataclasses.replace(result, peak_mb=answered.ended.peak_mb) for result in found)
        why = {name: getattr(answered.ended, name) for name in ("error", "cpu_s", "wall_s", "peak_mb")}
        why["ended"] = answered.ended.how
        if answered.ended.how == "ok":
            why |= {"ended": "error", "error": "the engine gave no answer for this row"}
        missing = fit.rows
    silent = [row for row in missing if row.name not in answers]
    found += tuple(fit.result(row, **part, **why) for row in silent for part in fit.parts)
    store.add(found)
    return found


def score(store: Store, data_sets: Sequence[Dataset], results: Iterable[Result]) -> list[Result]:
    """The results, with an accuracy where their data set is at hand; each look at test is in the ledger."""
    known = {identity(data): data for data in data_sets}
    scored = []
    for result in results:
        data = known.get(result.data)
        if result.ended == "ok" and result.accuracy is None and data is not None:
            scored.append(result.scored(_truth(data, result)))
            store.add(scored[-1:])
        else:
            scored.append(result)
    return scored


def _truth(data: Dataset, result: Result):
    if result.asked == "val":
        return data.part("val").labels
    return open_test(
        data,
        model=f"{result.configuration}, seed {result.seed}, {result.mode}, {result.engine}",
        model_fingerprint=fingerprint(result.labels),  # pyright: ignore[reportArgumentType]
        why=WHY if result.source == RUN_HERE else f"{WHY}: {result.source}",
    ).labels


def told(result: Result) -> str:
    """One result as a line of the live table."""
    seconds = "" if result.cpu_s is None else f"{result.cpu_s:9,.1f} s"
    asked = "val" if result.asked == "val" else f"seed {result.seed}"
    what = f"{100 * result.accuracy:6.2f} %" if result.accuracy is not None else f"{result.ended:>8}"
    return f"{what} {seconds:>11}  {result.data_name:14} {asked:7} {result.configuration}"
