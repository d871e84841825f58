"""The interval of a number from what each image does to it, where resampling it whole would take minutes.

An image's influence is how far the number moves for its weight of 1 among the others (Hampel 1974, JASA 69,
p. 383); their squares, added up by product, are the variance. As measure/repeated.py does for several seeds.
"""

from statistics import NormalDist

import numpy as np

from fittingroom.measure.intervals import ALIKE, agreed, units
from fittingroom.types import Measurement, Unit

REACH = NormalDist().inv_cdf(0.975)


def influence_error(influence: np.ndarray, groups: np.ndarray | None = None) -> float:
    """Standard error of a number from its influences (n,), whole groups added up; infinite for one of them.

    About 0, not about their mean: those of a recall that `recall_influence` draws in from 0 or 1 do not sum
    to 0, and where each label is on one image nothing would be left of them.
    """
    number = units(groups, len(influence))
    sums = np.bincount(number, weights=np.asarray(influence, float))
    g = len(sums)
    return float(np.sqrt((sums**2).sum() * g / (g - 1))) if g > 1 else float("inf")


def influenced(
    name: str,
    value: float,
    influence: np.ndarray,
    *,
    part: str,
    n: int | None = None,
    unit: Unit = "rate",
    groups: np.ndarray | None = None,
) -> Measurement:
    """A number with the normal interval that its images' influences (n,) give; these sum to about 0.

    groups: (n,) or None, images of one product count as one draw. `n` is what is printed where the number
    rests on fewer images than there are. A rate's interval is cut at 0 and 1. Where no image moves the
    number, `intervals.unanimous` bounds it, if the unit has a range.
    """
    count, independent = len(influence), int(units(groups, len(influence)).max()) + 1
    n = count if n is None else n
    if independent < 2:
        method = "no interval: one image" if groups is None else "no interval: all images are one group"
        return Measurement(name=name, value=value, n=n, method=method, part=part, unit=unit)
    error = influence_error(influence, groups)
    if error < ALIKE:
        low, high, method = agreed(value, independent, unit, "images" if groups is None else "groups")
    else:
        low, high = value - REACH * error, value + REACH * error
        over = "images" if groups is None else f"{independent:,} groups"
        method = f"normal 95 % over {over}, by influence"
        if unit == "rate":
            low, high = max(0.0, low), min(1.0, high)
    return Measurement(name=name, value=value, n=n, method=method, part=part, low=low, high=high, unit=unit)
