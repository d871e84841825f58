"""One data set of the leaderboard: all rows together, with the best, the differences to it and the ranks."""

from collections.abc import Sequence
from statistics import fmean

import numpy as np

from fittingroom.measure.ranks import AgainstBest, Rank, against_best, rank_intervals, row_accuracy
from fittingroom.reporting.format import counted, percent
from fittingroom.reporting.leaderboard import Column, Score, Standing
from fittingroom.studies.benchmark.row import Row, Truth, failed, went


def judge(rows: Sequence[Row], truth: Truth, *, rng: np.random.Generator) -> tuple[Column, dict[str, Score]]:
    """Everything that one data set's part of the table shows, by row name."""
    ours = [row for row in rows if row.runs and not row.outsider]
    ran = ours + [row for row in rows if row.runs and row.outsider]
    ranks, against, best, chosen, on_val = {}, {}, "", "Nothing ran, so that there is no best.", False
    if ours:
        number, chosen, on_val = _choose(ours)
        best = ours[number].name
        fits = [row.fit for row in ours]
        found = rank_intervals([row.judged for row in ours], together=fits, rng=rng)
        ranks = {row.name: rank for row, rank in zip(ours, found, strict=True)}
        compared = against_best([row.judged for row in ran], number, part="test")
        against = {row.name: one for row, one in zip(ran, compared, strict=True)}
    front = _front(ours)
    scores = {
        row.name: _score(row, best, ranks.get(row.name), against.get(row.name), row.name in front)
        for row in rows
    }
    column = Column(
        name=truth.name,
        title=truth.title,
        n=len(truth.labels),
        best=best,
        chosen=chosen,
        on_val=on_val,
        ranked=len(ours),
        cpu_s=_whole_cost(rows),
    )
    return column, scores


def _choose(rows: Sequence[Row]) -> tuple[int, str, bool]:
    """The number of the best row, how it was chosen, and whether val chose it."""
    asked = [i for i, row in enumerate(rows) if row.val is not None]
    if 2 * len(asked) < len(rows):  # the best of a few that happen to be there would be no best
        best = max(range(len(rows)), key=lambda i: _mean(rows[i]))
        of = f"only {len(asked)} of {len(rows)} rows" if asked else "no row"
        return (
            best,
            f"Chosen on test: optimistic, because {of} {'were' if asked else 'was'} asked on val.",
            False,
        )
    best = max(asked, key=lambda i: rows[i].val or 0.0)
    n = len(next(r.labels for r in rows[best].asked_val if r.labels is not None))
    among = "" if len(asked) == len(rows) else f", among the {len(asked)} of {len(rows)} rows asked on val"
    sentence = (
        f"Chosen on val, {counted(n, 'image')} of train{among}: {percent(rows[best].val or 0.0)} there. "
        "Test chose nothing."
    )
    return best, sentence, True


def _mean(row: Row) -> float:
    return fmean(float(run.mean()) for run in row.judged.values())


def _front(rows: Sequence[Row]) -> set[str]:
    """Rows that no other row beats in accuracy without taking longer (the Pareto front)."""
    known = [(row.cpu_s, -_mean(row), row.name) for row in rows if row.cpu_s is not None]
    front, lowest = set(), 0.0
    for _, negative, name in sorted(known):
        if negative < lowest:
            front.add(name)
            lowest = negative
    return front


def _whole_cost(rows: Sequence[Row]) -> float:
    """Processor seconds of all runs, each shared fit once: at what its longest answer cost."""
    fits: dict[tuple, float] = {}
    for result in (result for row in rows for result in (*row.asked_test, *row.asked_val)):
        key = result.engine, result.group, result.seed, result.asked
        fits[key] = max(fits.get(key, 0.0), result.cpu_s or 0.0)
    return sum(fits.values())


def _score(row: Row, best: str, rank: Rank | None, against: AgainstBest | None, front: bool) -> Score:
    if not row.runs:
        status, said = failed(row)
        return Score(
            status=status,
            said=said,
            engine=row.engine,
            equivalence=row.equivalence,
            published=row.published,
            val=row.val,
        )
    found = row_accuracy(row.judged, part="test", deterministic=row.deterministic)
    status, said = went(row)
    peaks = [r.peak_mb for r in row.asked_test if r.peak_mb is not None]
    return Score(
        status=status,
        said=said,
        engine=row.engine,
        equivalence=row.equivalence,
        accuracy=found.measurement,
        each=found.each,
        spread=found.spread if len(found.each) > 1 else None,
        val=row.val,
        published=row.published,
        cpu_s=row.cpu_s,
        peak_mb=max(peaks, default=None),
        difference=against.difference.measurement if against else None,
        p=against.p if against else None,
        standing=_standing(row.name == best, against),
        rank=rank,
        front=front,
    )


def _standing(is_best: bool, against: AgainstBest | None) -> Standing | None:
    if against is None:
        return None
    if is_best:
        return "best"
    if against.like_best:
        return "like the best"
    return "below the best" if against.difference.measurement.value < 0 else "above the best"
