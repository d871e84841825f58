"""The interval of a number from what each image does to it, where resampling it whole would take minutes.

An image's influence is how far the number moves for its weight of 1 among the others (Hampel 1974, JASA 69,
p. 383); their squares, added up by product, are the variance. As measure/repeated.py does for several seeds.
"""

from statistics import NormalDist

import numpy as np

from fittingroom.measure.intervals import units
from fittingroom.measure.seeds import standard_error
from fittingroom.types import Measurement, Unit

REACH = NormalDist().inv_cdf(0.975)


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
    rests on fewer images than there are. A rate's interval is cut at 0 and 1.
    """
    count, independent = len(influence), int(units(groups, len(influence)).max()) + 1
    n = count if n is None else n
    if independent < 2:
        method = "no interval: one image" if groups is None else "no interval: all images are one group"
        return Measurement(name=name, value=value, n=n, method=method, part=part, unit=unit)
    reach = REACH * standard_error(influence * count, groups)
    low, high = value - reach, value + reach
    if unit == "rate":
        low, high = max(0.0, low), min(1.0, high)
    over = "images" if groups is None else f"{independent:,} groups"
    method = f"normal 95 % over {over}, by influence"
    return Measurement(name=name, value=value, n=n, method=method, part=part, low=low, high=high, unit=unit)
