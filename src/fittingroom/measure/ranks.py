"""Many models on the same images: which place each has, and which cannot be told from the best.

A place errs because the images are a sample and because the seeds are one; where hundreds of models
stand close together, most of the order is noise. Nothing here compares all pairs: 129 models make
8,256, and the correction for so many would hide what one image-by-image comparison with the best shows.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import DRAWS, resampled_sums, wilson
from fittingroom.measure.seeds import OverSeeds, holm, over_seeds, standard_error

Runs = Mapping[int, np.ndarray]
"""The runs of one row: seed -> (images,) bool, which images were right. A single run has one entry."""

LEVEL = 0.05


@dataclass(frozen=True, slots=True)
class Rank:
    """A row's place, 1 the best, ties shared: the mean over resamples and the central 95 % of them."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class AgainstBest:
    """One row minus the best: the paired difference, and its p-value after Holm over all rows.

    `like_best`: the row cannot be told from the best at 5 %. Not being told apart is not being equal.
    """

    difference: OverSeeds
    p: float

    @property
    def like_best(self) -> bool:
        return self.p > LEVEL


def rank_intervals(
    rows: Sequence[Runs],
    *,
    together: Sequence[Hashable] | None = None,
    draws: int = DRAWS,
    rng: np.random.Generator,
) -> tuple[Rank, ...]:
    """Bound the place of each row among all: a bootstrap of images, and within it of each row's seeds.

    Images are drawn once for all rows, so that the pairing is kept; seeds are drawn row by row, and
    once for rows that are alike in `together` and have the same seeds (they come from one fit and
    share its luck). Resampling s seeds shows (s - 1) / s of their variance (Davison & Hinkley 1997,
    Bootstrap Methods, section 2.7), which is made up for. A row of a single run shows no spread of seeds.
    """
    _check(rows)
    keys = range(len(rows)) if together is None else together
    n, starts = len(_any_run(rows)), np.cumsum([0, *(len(row) for row in rows)])
    columns = np.column_stack([run for row in rows for _, run in sorted(row.items())]).astype(float)
    drawn = resampled_sums(columns, draws=draws, rng=rng) / n
    accuracy, weights = np.empty((draws, len(rows))), {}
    for place, (row, key) in enumerate(zip(rows, keys, strict=True)):
        draw = key, tuple(sorted(row))
        if draw not in weights:
            weights[draw] = _seed_weights(len(row), draws, rng)
        accuracy[:, place] = (weights[draw] * drawn[:, starts[place] : starts[place + 1]]).sum(axis=1)
    return _ranks(accuracy)


def _seed_weights(seeds: int, draws: int, rng: np.random.Generator) -> np.ndarray:
    """How much each seed counts in each draw, (draws, seeds); a row's weights sum to 1."""
    if seeds == 1:
        return np.ones((draws, 1))
    times = rng.multinomial(seeds, np.full(seeds, 1 / seeds), draws)
    return 1 / seeds + (times - 1) / seeds * np.sqrt(seeds / (seeds - 1))


def _ranks(accuracy: np.ndarray) -> tuple[Rank, ...]:
    from scipy.stats import rankdata

    # rounding makes ties of what differs by the order of summation only
    places = rankdata(-accuracy.round(12), method="average", axis=1)
    low, high = np.quantile(places, [0.025, 0.975], axis=0)
    return tuple(
        Rank(float(m), float(a), float(b)) for m, a, b in zip(places.mean(axis=0), low, high, strict=True)
    )


def against_best(rows: Sequence[Runs], best: int, *, part: str) -> tuple[AgainstBest, ...]:
    """Compare every row with row number `best`: paired on images and seeds, Holm over all other rows.

    The best must have been chosen on other images than these: chosen here it is the luckiest one, and
    all differences are too large. The best's own entry is a difference of 0 with p = 1.
    """
    _check(rows)
    if not 0 <= best < len(rows):
        raise InputError(f"the best is one of {len(rows)} rows, numbered from 0, got number {best}")
    differences = [row_difference(row, rows[best], part=part) for row in rows]
    others = [place for place in range(len(rows)) if place != best]
    adjusted = np.ones(len(rows))
    adjusted[others] = holm([differences[place].p for place in others])
    return tuple(AgainstBest(d, float(p)) for d, p in zip(differences, adjusted, strict=True))


def row_difference(a: Runs, b: Runs, *, part: str) -> OverSeeds:
    """Accuracy of a minus that of b with an interval for images and seeds together.

    Seeds that both have are paired; a single run is compared with every run of the other. Several
    runs on both sides with no seed in common are paired in order, as far as the shorter goes.
    """
    pairs = _pairs(a, b)
    by_seed = np.array([x.astype(float) - y for x, y in pairs])
    return over_seeds(
        "difference in accuracy",
        [float(d) for d in by_seed.mean(axis=1)],
        row_error=standard_error(by_seed.mean(axis=0)),
        n=by_seed.shape[1],
        part=part,
        unit="points",
    )


def _pairs(a: Runs, b: Runs) -> list[tuple[np.ndarray, np.ndarray]]:
    if len(a) == 1 or len(b) == 1:
        return [(x, y) for x in a.values() for y in b.values()]
    if common := sorted(set(a) & set(b)):
        return [(a[seed], b[seed]) for seed in common]
    return [(a[s], b[t]) for s, t in zip(sorted(a), sorted(b), strict=False)]


def row_accuracy(row: Runs, *, part: str, deterministic: bool = False) -> OverSeeds:
    """A row's accuracy with an interval for images and seeds together, kept within 0 and 1.

    A deterministic row has one run, and no more is to be known of its seeds.
    """
    _check([row])
    runs = np.array([run for _, run in sorted(row.items())], float)
    found = over_seeds(
        "accuracy",
        [float(mean) for mean in runs.mean(axis=1)],
        row_error=standard_error(runs.mean(axis=0)),
        n=runs.shape[1],
        part=part,
    )
    m = found.measurement
    low, high = max(0.0, m.low or 0.0), min(1.0, 1.0 if m.high is None else m.high)
    if m.value in (0, 1):  # without a single exception there is no spread to measure
        low, high = wilson(m.value * m.n, m.n)
    method = "95 % over rows, deterministic" if deterministic else m.method
    return replace(found, measurement=replace(m, low=low, high=high, method=method))


def _any_run(rows: Sequence[Runs]) -> np.ndarray:
    return next(iter(rows[0].values()))


def _check(rows: Sequence[Runs]) -> None:
    if not rows or not all(rows):
        raise InputError(
            f"rows are compared by their runs, found {len(rows)} rows of which "
            f"{sum(not row for row in rows)} have none: leave those out"
        )
    shapes = {run.shape for row in rows for run in row.values()}
    if len(shapes) > 1 or len(next(iter(shapes))) != 1 or next(iter(shapes))[0] < 2:
        raise InputError(
            "all runs must be of the same images, two at least, one truth value each; "
            f"found shapes {sorted(shapes)}"
        )
