"""Intervals: what a number measured on n rows may be by chance.

Definitions and sources: docs/measures.md.
"""

from collections.abc import Callable, Mapping
from statistics import NormalDist
from types import MappingProxyType
from typing import Any

import numpy as np
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.types import Measurement, Unit

DRAWS = 2000
LARGE = 10_000
"""From so many independent rows a mean is normal: the bootstrap would say the same, seconds later."""

CHUNK = 1 << 21
"""Random numbers that are held at a time (16 MB)."""

RANGE: Mapping[Unit, tuple[float, float]] = MappingProxyType({"rate": (0.0, 1.0), "points": (-1.0, 1.0)})
"""Where the values lie that a mean of this unit is made of; of others it is not known."""

ALIKE = 1e-12
"""Means of groups that differ by less differ by rounding alone."""

ONE_GROUP = "no interval: all rows are one group"


def wilson(k: Any, n: Any, level: float = 0.95) -> tuple[Any, Any]:
    """Bound a rate of which k of n were seen; numbers or arrays of one shape.

    Wilson's score interval (Wilson 1927, JASA 22, p. 209): right on average also near 0 and 1 and for
    few rows, where the textbook interval k/n +- z s is far too narrow. n = 0 gives (0, 1).
    """
    k, n = np.asarray(k, float), np.asarray(n, float)
    if not ((k >= 0) & (k <= n)).all():
        raise InputError(f"a rate needs 0 <= k <= n, got k = {k} of n = {n}")
    rate = np.divide(k, n, out=np.full(np.broadcast(k, n).shape, 0.5), where=n > 0)
    low, high = wilson_ends(rate, n, _z(level))
    low, high = np.where((n == 0) | (k == 0), 0.0, low), np.where((n == 0) | (k == n), 1.0, high)
    return (low, high) if low.ndim else (float(low), float(high))


def wilson_ends(rate: Any, n: Any, z: float) -> tuple[Any, Any]:
    """Both ends of Wilson's interval of a rate on n rows, which need not be whole, at z standard errors."""
    with np.errstate(divide="ignore", invalid="ignore"):
        middle = (rate + z**2 / (2 * n)) / (1 + z**2 / n)
        reach = z * np.sqrt(rate * (1 - rate) / n + z**2 / (4 * n**2)) / (1 + z**2 / n)
    return middle - reach, middle + reach


def unseen(count: float, *, z: float | None = None) -> float:
    """The largest share of what `count` draws never showed: z^2 / (count + z^2), Wilson's end for none."""
    z = _z(0.95) if z is None else z
    return z**2 / (count + z**2)


def unanimous(
    value: float, count: float, unit: Unit, *, z: float | None = None
) -> tuple[float, float] | None:
    """Bound a mean that all of `count` rows or groups have alike; at z standard errors, by default 95 %.

    Resampling would give an interval of no width. Rows that were never seen may be a share `unseen`, and may
    have any value in the unit's RANGE. Of a rate of 0 or 1 this is Wilson's interval. None without a range.
    """
    if unit not in RANGE:
        return None
    (least, most), share = RANGE[unit], unseen(count, z=z)
    return value - share * (value - least), value + share * (most - value)


def newcombe(a: Measurement, b: Measurement) -> tuple[float, float] | None:
    """Bound a - b, seen on different rows, from both intervals; None if one has none.

    They are combined like the sides of a right-angled triangle: of two rates of independent rows, with their
    Wilson intervals, the hybrid score interval (Newcombe 1998, Statistics in Medicine 17, p. 873, method 10);
    of any other intervals Zou & Donner 2008 (Statistics in Medicine 27, p. 1693).
    """
    if a.n < 1 or b.n < 1:
        raise InputError(f"a difference of two measurements needs rows on both sides, got {a.n} and {b.n}")
    if a.low is None or a.high is None or b.low is None or b.high is None:
        return None
    apart = a.value - b.value
    low, high = np.hypot(a.value - a.low, b.high - b.value), np.hypot(a.high - a.value, b.value - b.low)
    return apart - float(low), apart + float(high)


def bootstrap(
    statistic: Callable[..., float],
    *arrays: np.ndarray,
    groups: np.ndarray | None = None,
    draws: int = DRAWS,
    level: float = 0.95,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Bound any statistic of rows: percentiles of `statistic(*arrays)` over resampled rows.

    arrays: each (n, ...), resampled together. groups: (n,) or None; rows of one group (one sender, one
    product) are drawn together, because they are not independent. For means `mean_interval` is faster.
    Percentile bootstrap (Efron & Tibshirani 1993, chapter 13).
    """
    n = len(arrays[0])
    blocks = None if groups is None else _blocks(_group_numbers(groups, n))
    values = np.empty(draws)
    for draw in tqdm(range(draws), "resampling", disable=None, leave=False, delay=1):
        if blocks is None:
            rows = rng.integers(0, n, n)
        else:
            rows = np.concatenate([blocks[block] for block in rng.integers(0, len(blocks), len(blocks))])
        values[draw] = statistic(*(array[rows] for array in arrays))
    return percentiles(values, level)


def resampled_sums(
    columns: np.ndarray,
    *,
    groups: np.ndarray | None = None,
    draws: int = DRAWS,
    rng: np.random.Generator,
) -> np.ndarray:
    """Sum each column over resampled rows, `draws` times: the bootstrap of all that follows from sums.

    columns: (n, m); groups: (n,) or None, whole groups are drawn. Returns (draws, m).
    """
    if groups is not None:
        number = _group_numbers(groups, len(columns))
        by_group = np.zeros((number.max() + 1, columns.shape[1]))
        np.add.at(by_group, number, columns)
        columns = by_group
    n, sums = len(columns), np.empty((draws, columns.shape[1]))
    step = max(1, CHUNK // n)
    for start in tqdm(range(0, draws, step), "resampling", disable=None, leave=False, delay=1):
        some = min(step, draws - start)
        drawn = rng.integers(0, n, (some, n)) + n * np.arange(some)[:, None]
        times = np.bincount(drawn.ravel(), minlength=some * n).reshape(some, n)
        sums[start : start + some] = times.astype(float) @ columns
    return sums


def resampled_means(values: np.ndarray, *, draws: int = DRAWS, rng: np.random.Generator) -> np.ndarray:
    """Mean of values (n,) over resampled rows, `draws` times; of LARGE and more from the normal limit."""
    if len(values) >= LARGE:
        return rng.normal(np.mean(values), np.std(values) / np.sqrt(len(values)), draws)
    return resampled_sums(values[:, None], draws=draws, rng=rng)[:, 0] / len(values)


def mean_interval(
    values: np.ndarray,
    *,
    groups: np.ndarray | None = None,
    draws: int = DRAWS,
    level: float = 0.95,
    rng: np.random.Generator,
) -> tuple[float, float]:
    """Bound the mean of values (n,) by the percentile bootstrap, of whole groups where given.

    Of LARGE and more ungrouped rows by the normal interval, mean +- z standard errors.
    """
    if groups is None and len(values) >= LARGE:
        mean, reach = float(np.mean(values)), _z(level) * float(np.std(values, ddof=1)) / np.sqrt(len(values))
        return mean - reach, mean + reach
    sums = resampled_sums(
        np.column_stack([values, np.ones(len(values))]), groups=groups, draws=draws, rng=rng
    )
    return percentiles(sums[:, 0] / sums[:, 1], level)


def measured_mean(
    name: str,
    values: np.ndarray,
    *,
    part: str,
    unit: Unit = "rate",
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Mean of values (n,) with its bootstrap interval; without one if all rows are one group.

    Where all rows (all groups) have the same mean, `unanimous` bounds it, if the unit has a range.
    """
    values = np.asarray(values, float)
    low, high, method = _mean_ends(values, unit, groups, rng)
    return Measurement(
        name=name,
        value=float(values.mean()),
        n=len(values),
        method=method,
        part=part,
        low=low,
        high=high,
        unit=unit,
    )


Ends = tuple[float | None, float | None, str]
"""Low, high and how they were found; None and why there are none."""


def _mean_ends(values: np.ndarray, unit: Unit, groups: np.ndarray | None, rng: np.random.Generator) -> Ends:
    what = "rows" if groups is None else "groups"
    number = units(groups, len(values))
    count = int(number.max()) + 1
    if count < 2:
        return None, None, "no interval: one row" if groups is None else ONE_GROUP
    means = np.bincount(number, values) / np.bincount(number)
    if np.ptp(means) < ALIKE:
        return agreed(float(values.mean()), count, unit, what)
    low, high = mean_interval(values, groups=groups, rng=rng)
    plain = "normal 95 %" if len(values) >= LARGE else "bootstrap 95 %"
    return low, high, plain if groups is None else f"cluster bootstrap 95 %, {count:,} groups"


def agreed(value: float, count: int, unit: Unit, what: str) -> Ends:
    """The interval of a mean that all of `count` rows or groups (`what`) have alike."""
    ends = unanimous(value, count, unit)
    if ends is None:
        return None, None, f"no interval: all {what} agree"
    return *ends, f"Wilson 95 %, each of {count:,} {what} once"


def share_ends(drawn: np.ndarray, count: int) -> Ends:
    """The interval of a share of rows in `count` groups, from the shares in resampled groups.

    drawn: (draws,), NaN where a draw held none of these rows.
    """
    if count < 2:
        return None, None, ONE_GROUP
    known = drawn[np.isfinite(drawn)]
    if np.ptp(known) < ALIKE:
        return agreed(float(known[0]), count, "rate", "groups")
    return *percentiles(known), f"cluster bootstrap 95 %, {count:,} groups"


def units(groups: np.ndarray | None, n: int) -> np.ndarray:
    """Number each of n rows by what it is resampled with, (n,) int64 from 0: itself, or its group."""
    if groups is None:
        return np.arange(n)
    if np.shape(groups) != (n,):
        raise InputError(f"{n} rows need {n} group numbers, found shape {np.shape(groups)}")
    return np.unique(groups, return_inverse=True)[1]


def percentiles(values: np.ndarray, level: float = 0.95) -> tuple[float, float]:
    """The central share `level` of values (n,)."""
    low, high = np.quantile(values, [(1 - level) / 2, (1 + level) / 2])
    return float(low), float(high)


def _z(level: float) -> float:
    if not 0 < level < 1:
        raise InputError(f"the level of an interval must lie between 0 and 1, got {level}")
    return NormalDist().inv_cdf((1 + level) / 2)


def _group_numbers(groups: np.ndarray, n: int) -> np.ndarray:
    number = units(groups, n)
    if n and number.max() < 1:
        raise InputError("all rows are one group: an interval needs at least 2 independent groups")
    return number


def _blocks(number: np.ndarray) -> list[np.ndarray]:
    order = np.argsort(number, kind="stable")
    return np.split(order, np.flatnonzero(np.diff(number[order])) + 1)
