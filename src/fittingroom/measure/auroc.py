"""How well a number tells two kinds of rows apart, whatever threshold one takes."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import ALIKE, DRAWS, Ends, percentiles, unanimous, units
from fittingroom.types import Measurement


def auroc(
    name: str,
    lower: np.ndarray,
    higher: np.ndarray,
    *,
    part: str,
    lower_groups: np.ndarray | None = None,
    higher_groups: np.ndarray | None = None,
    draws: int = DRAWS,
    rng: np.random.Generator,
) -> Measurement:
    """Chance that a row of `higher` has the larger value than one of `lower`, equals counting half.

    lower: (a,), higher: (b,), values of two kinds of rows; 0.5 tells nothing, less says that the order is the
    other way round. groups: (a,), (b,) or None; whole groups (one sender, one product) are resampled then. If
    both sides have them, rows of one group are drawn together, whichever side they are on: who sends easy
    photos sends them on both.
    The area under the ROC curve is the Mann-Whitney statistic (Hanley & McNeil 1982, Radiology 143, p. 29);
    the interval is the percentile bootstrap. If all rows are told apart, as many of either side as were never
    seen (`intervals.unanimous`) may yet not be.
    """
    lower, higher = np.asarray(lower, float), np.asarray(higher, float)
    if not len(lower) or not len(higher):
        raise InputError(f"{name}: two kinds of rows are needed, found {len(lower)} and {len(higher)}")
    values, place = np.unique(np.concatenate([lower, higher]), return_inverse=True)
    places = place[: len(lower)], place[len(lower) :]

    def area(times: np.ndarray) -> float:
        sides = zip(places, np.split(times, [len(lower)]), strict=True)
        return _area(*(np.bincount(p, t, minlength=len(values)) for p, t in sides))

    pools, counts, method = _pools(lower_groups, higher_groups, len(lower), len(higher))
    low = high = None
    if min(counts) < 2:
        method = "no interval: one row or group on a side"
    else:
        drawn = np.array([area(np.concatenate([_times(pool, rng) for pool in pools])) for _ in range(draws)])
        low, high, method = _ends(drawn[np.isfinite(drawn)], counts, method)
    return Measurement(
        name=name,
        value=area(np.ones(len(place))),
        n=len(place),
        method=method,
        part=part,
        low=low,
        high=high,
        unit="number",
    )


def _ends(drawn: np.ndarray, counts: list[int], method: str) -> Ends:
    """counts: rows or groups of either side, a and b; pairs are as well known as ab / (a + b) rows."""
    if np.ptp(drawn) < ALIKE:
        low, high = unanimous(float(drawn[0]), 1 / sum(1 / count for count in counts), "rate") or (0.0, 1.0)
        return low, high, "Wilson 95 %, as every draw agrees"
    return *percentiles(drawn), method


def _pools(
    lower: np.ndarray | None, higher: np.ndarray | None, a: int, b: int
) -> tuple[list[np.ndarray], list[int], str]:
    """What is drawn at once, numbered by row (both sides, or each); the units of either side; the method."""
    pools = [units(lower, a), units(higher, b)]
    counts = [int(pool.max()) + 1 for pool in pools]
    if lower is None and higher is None:
        return pools, counts, "bootstrap 95 %"
    if lower is None or higher is None:
        return pools, counts, f"cluster bootstrap 95 %, {counts[0]:,} and {counts[1]:,} groups"
    shared = units(np.concatenate([lower, higher]), a + b)
    return [shared], counts, f"cluster bootstrap 95 %, {int(shared.max()) + 1:,} groups"


def _times(pool: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """How often each row (n,) occurs when the units that `pool` numbers are resampled."""
    many = int(pool.max()) + 1
    return np.bincount(rng.integers(0, many, many), minlength=many)[pool]


def _area(lower: np.ndarray, higher: np.ndarray) -> float:
    """From how often each value, in rising order, occurs on both sides; NaN if a side is empty."""
    pairs = lower.sum() * higher.sum()
    below = np.cumsum(lower) - lower / 2
    return float(below @ higher / pairs) if pairs else np.nan
