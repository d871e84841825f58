"""How well a number tells two kinds of rows apart, whatever threshold one takes."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import DRAWS, percentiles, units
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
    other way round. groups: (a,), (b,) or None; whole groups (one sender, one product) are resampled then.
    The area under the ROC curve is the Mann-Whitney statistic (Hanley & McNeil 1982, Radiology 143, p. 29);
    the interval is the percentile bootstrap over both sides. If all rows are told apart it is 1..1: the true
    value may still be lower by about 3 / min(a, b).
    """
    lower, higher = np.asarray(lower, float), np.asarray(higher, float)
    if not len(lower) or not len(higher):
        raise InputError(f"{name}: two kinds of rows are needed, found {len(lower)} and {len(higher)}")
    values, place = np.unique(np.concatenate([lower, higher]), return_inverse=True)
    places = place[: len(lower)], place[len(lower) :]
    value = _area(*(np.bincount(p, minlength=len(values)).astype(float) for p in places))
    n, grouped = len(place), lower_groups is not None or higher_groups is not None
    groups = (lower_groups, higher_groups)
    unit = [units(g, len(p)) for p, g in zip(places, groups, strict=True)]
    counts = [int(number.max()) + 1 for number in unit]
    if min(counts) < 2:
        method = "no interval: one row or group on a side"
        return Measurement(name=name, value=value, n=n, method=method, part=part, unit="number")

    def drawn(side: int) -> np.ndarray:
        times = np.bincount(rng.integers(0, counts[side], counts[side]), minlength=counts[side])
        return np.bincount(places[side], times[unit[side]], minlength=len(values))

    low, high = percentiles(np.array([_area(drawn(0), drawn(1)) for _ in range(draws)]))
    method = (
        f"cluster bootstrap 95 %, {counts[0]:,} and {counts[1]:,} groups" if grouped else "bootstrap 95 %"
    )
    return Measurement(
        name=name, value=value, n=n, method=method, part=part, low=low, high=high, unit="number"
    )


def _area(lower: np.ndarray, higher: np.ndarray) -> float:
    """From how often each value, in rising order, occurs on both sides."""
    below = np.cumsum(lower) - lower / 2
    return float(below @ higher / (lower.sum() * higher.sum()))
