"""The stored runs of one row on one data set, held against the right answers, and how they went in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.ranks import Runs
from fittingroom.reporting.format import counted, percent, seconds
from fittingroom.reporting.leaderboard import Status
from fittingroom.studies.benchmark.result import REPRODUCED, RUN_HERE, Result

MOST_OF_AN_ERROR = 200
"""Characters of an error text that the table shows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Truth:
    """A data set that rows are judged on: labels (n,) are the right answers of its test images, in order.

    fingerprint: that of the data set, as in `Result.data`; title: what the page calls it.
    """

    name: str
    title: str
    fingerprint: str
    labels: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The runs of one row on one data set, all of one engine and with the same versions, one of each seed.

    runs: seed -> (n,) bool, which test images were right, of the runs that went well. left_out: how many
    runs of that engine were made with other versions.
    """

    name: str
    deterministic: bool
    published: float | None
    expected_s: float | None
    asked_test: tuple[Result, ...]
    asked_val: tuple[Result, ...]
    runs: Runs
    left_out: int

    @property
    def outsider(self) -> bool:
        """Whether somebody else handed the answers in, and nobody has made them again here."""
        return any(not _ours(result) for result in self.asked_test)

    @property
    def judged(self) -> Runs:
        """The runs that count: of a deterministic row the first, because another run adds nothing."""
        first = sorted(self.runs)[:1] if self.deterministic else sorted(self.runs)
        return {seed: self.runs[seed] for seed in first}

    @property
    def engine(self) -> str:
        return self.asked_test[0].engine if self.asked_test else ""

    @property
    def equivalence(self) -> str:
        return self.asked_test[0].equivalence if self.asked_test else ""

    @property
    def fit(self) -> tuple[str, str]:
        """What rows share that are answered by one fit."""
        return self.asked_test[0].engine, self.asked_test[0].group

    @property
    def val(self) -> float | None:
        """Mean accuracy on val."""
        known = [result.accuracy for result in self.asked_val if result.accuracy is not None]
        return fmean(known) if known else None

    @property
    def cpu_s(self) -> float | None:
        """Mean processor seconds of the test runs that went well."""
        known = [r.cpu_s for r in self.asked_test if r.ended == "ok" and r.cpu_s is not None]
        return fmean(known) if known else None


def row(
    name: str,
    results: Sequence[Result],
    truth: Truth,
    *,
    engines: Sequence[str],
    deterministic: bool = False,
    published: float | None = None,
    expected_s: float | None = None,
) -> Row:
    """Hold the results of one row on one data set against the right answers.

    Of several engines the first of `engines` that has a run that went well is taken, and of several
    versions that with the most such runs, the newest of equals; never a mixture. Raises InputError where
    labels and stated accuracy do not fit the right answers.
    """
    of_engine = _of_one_engine(results, engines)
    kept, left_out = _with_one_versions(of_engine)
    tested = tuple(result for result in kept if result.asked == "test")
    return Row(
        name=name,
        deterministic=deterministic,
        published=published,
        expected_s=expected_s,
        asked_test=tested,
        asked_val=tuple(result for result in kept if result.asked == "val" and result.ended == "ok"),
        runs={result.seed: _correct(result, truth) for result in tested if result.ended == "ok"},
        left_out=left_out,
    )


def _of_one_engine(results: Sequence[Result], engines: Sequence[str]) -> list[Result]:
    order = {engine: place for place, engine in enumerate(engines)}
    well = [r for r in results if _went_well(r)] or list(results)
    engine = min((r.engine for r in well), key=lambda e: (order.get(e, len(order)), e), default="")
    return sorted((r for r in results if r.engine == engine), key=lambda r: r.made)


def _with_one_versions(results: Sequence[Result]) -> tuple[list[Result], int]:
    """One run of each part and seed, all made with the same versions, and how many had others."""
    by_versions: dict[str, list[Result]] = {}
    for result in results:
        by_versions.setdefault(result.versions, []).append(result)
    own = max(by_versions.values(), key=lambda of: (sum(map(_went_well, of)), of[-1].made), default=[])
    newest = {(r.asked, r.seed): r for r in own}
    return [newest[key] for key in sorted(newest)], len(results) - len(own)


def _went_well(result: Result) -> bool:
    return result.ended == "ok" and result.asked == "test"


def _ours(result: Result) -> bool:
    return result.source == RUN_HERE or result.source.startswith(REPRODUCED)


def _correct(result: Result, truth: Truth) -> np.ndarray:
    labels, accuracy = result.labels, result.accuracy
    if labels is None or len(labels) != len(truth.labels):
        found = 0 if labels is None else len(labels)
        raise InputError(
            f"{result.configuration}, seed {result.seed}: {len(truth.labels)} test images of {truth.name} "
            f"need as many labels, found {found}: run this row again"
        )
    correct = labels == truth.labels
    if accuracy is not None and abs(float(correct.mean()) - accuracy) > 1e-6:
        raise InputError(
            f"{result.configuration}, seed {result.seed}: its labels are right on {correct.mean():.4f} of "
            f"the test images of {truth.name}, the result states {accuracy:.4f}: run this row again"
        )
    return correct


def failed(row: Row) -> tuple[Status, str]:
    """Status and words of a row without one good run."""
    if not row.asked_test:
        cost = "" if row.expected_s is None else f"would take about {seconds(row.expected_s)} a seed"
        return "not run", cost
    last = row.asked_test[-1]
    status: Status = "error" if last.ended == "ok" else last.ended
    how_often = f"{counted(len(row.asked_test), 'run')}, none went well"
    return status, f"{how_often}: {_short(last.error)}" if last.error else how_often


def went(row: Row) -> tuple[Status, str]:
    """Status and words of a row with good runs."""
    said = [f"seed {result.seed}: {result.ended}" for result in row.asked_test if result.seed not in row.runs]
    unfinished = sum(result.converged is False for result in row.asked_test if result.ended == "ok")
    if unfinished:
        said += [f"{unfinished} of {counted(len(row.runs), 'run')} stopped before converging"]
    said += [_agreement(row)] if row.deterministic and len(row.runs) > 1 else []
    if len(row.runs) == 1 and not row.deterministic and not row.outsider:
        said += ["one seed: what another would change is unknown"]
    status: Status = "unverified" if row.outsider else "not converged" if unfinished else "ok"
    sources = dict.fromkeys(result.source for result in row.asked_test if result.source != RUN_HERE)
    return status, "; ".join([*sources, *said])


def _agreement(row: Row) -> str:
    first, *others = [r.labels for r in row.asked_test if r.ended == "ok" and r.labels is not None]
    share = min(float((first == other).mean()) for other in others)
    return f"{len(row.runs)} runs gave {'the same' if share == 1 else f'{percent(share)} equal'} labels"


def _short(error: str) -> str:
    line = " ".join(error.split())
    return line if len(line) <= MOST_OF_AN_ERROR else f"{line[: MOST_OF_AN_ERROR - 1]}…"
