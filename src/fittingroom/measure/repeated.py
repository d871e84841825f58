"""Several trainings asked about the same rows: a mean, a share among some, an AUROC, over rows and seeds.

Each is one number for every seed, and what each row does to their mean (its influence, Hampel 1974, JASA 69,
p. 383), from which the error of the rows follows, whole groups counting as one draw. Seeds: measure/seeds.py.
"""

import dataclasses
from functools import partial
from statistics import NormalDist

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import ALIKE, ONE_GROUP, RANGE, agreed, unanimous, units, wilson_ends
from fittingroom.measure.seeds import OverSeeds, RowReach, SeedVariance, over_seeds, reach_of, standard_error
from fittingroom.types import Measurement, Unit

NORMAL = NormalDist().inv_cdf(0.975)


def repeated_mean(
    name: str,
    values: np.ndarray,
    *,
    part: str,
    unit: Unit = "rate",
    groups: np.ndarray | None = None,
    common: SeedVariance | None = None,
) -> OverSeeds:
    """Mean of values (s, n): what s seeds made of the same n rows, or differences of two such.

    groups: (n,) or None, rows of one sender or product. Where all rows (all groups) have the same mean they
    seem to have no error, and `unanimous` bounds it; where the rows' reach would leave 0..1 for a rate, it is
    Wilson's, on as many rows as would err alike. common: see `over_seeds`.
    """
    values = _checked(name, values)
    influence = values - values.mean(axis=1, keepdims=True)
    return _repeated(name, values.mean(axis=1), influence, part=part, unit=unit, groups=groups, common=common)


def repeated_share(
    name: str,
    hits: np.ndarray,
    among: np.ndarray,
    *,
    part: str,
    groups: np.ndarray | None = None,
) -> OverSeeds | None:
    """Share of hits (s, n) bool among the rows that each seed picks, (s, n) bool; None if a seed picks none.

    A ratio of two means, so that the error owns to the number of rows picked too. n counts the rows picked,
    on average over seeds.
    """
    hits, among = _checked(name, hits), _checked(name, among)
    picked = among.mean(axis=1, keepdims=True)
    if not picked.all():
        return None
    hits = hits * among
    share = hits.mean(axis=1, keepdims=True) / picked
    asked = len(np.unique(units(groups, among.shape[1])[among.any(axis=0)]))
    influence = (hits - share * among) / picked
    found = _repeated(name, share[:, 0], influence, part=part, groups=groups, count=asked)
    n = round(float(among.sum(axis=1).mean()))
    return dataclasses.replace(found, measurement=dataclasses.replace(found.measurement, n=n))


def repeated_auroc(
    name: str,
    values: np.ndarray,
    higher: np.ndarray,
    *,
    part: str,
    groups: np.ndarray | None = None,
) -> OverSeeds | None:
    """AUROC of values (s, n) between rows of `higher` (s, n) bool and others; None if a side is empty.

    The influence of a row is its placement among the rows of the other side (DeLong, DeLong & Clarke-Pearson
    1988, Biometrics 44, p. 837; in groups Obuchowski 1997, Biometrics 53, p. 567).
    """
    values, higher = _checked(name, values), np.asarray(higher, bool)
    if not higher.any(axis=1).all() or higher.all(axis=1).any():
        return None
    each, influence = [], np.empty(values.shape)
    for seed, (row, above) in enumerate(zip(values, higher, strict=True)):
        up, down = row[above], row[~above]
        placed_up, placed_down = _below(down, up), 1 - _below(up, down)
        area, n = float(placed_up.mean()), len(row)
        each.append(area)
        influence[seed, above] = (placed_up - area) * n / len(up)
        influence[seed, ~above] = (placed_down - area) * n / len(down)
    found = _repeated(name, each, influence, part=part, unit="number", groups=groups)
    m = found.measurement
    if m.low is None or m.high is None:
        return found
    return dataclasses.replace(
        found, measurement=dataclasses.replace(m, low=max(0.0, m.low), high=min(1.0, m.high))
    )


def _below(reference: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Which share of `reference` (m,) lies below each of the values (n,), equals counting half."""
    ordered = np.sort(reference)
    left, right = (np.searchsorted(ordered, values, side=side) for side in ("left", "right"))
    return (left + right) / (2 * len(ordered))


def _checked(name: str, values: np.ndarray) -> np.ndarray:
    values = np.asarray(values, float)
    if values.ndim != 2 or not values.size:
        raise InputError(f"{name}: one row of values is needed for each seed, found shape {values.shape}")
    return values


def _repeated(
    name: str,
    each,
    influence: np.ndarray,
    *,
    part: str,
    unit: Unit = "rate",
    groups: np.ndarray | None,
    common: SeedVariance | None = None,
    count: int | None = None,
) -> OverSeeds:
    """count: how many rows or groups the number is made of, by default all."""
    n, what = influence.shape[1], "rows" if groups is None else "groups"
    count = int(units(groups, n).max()) + 1 if count is None else count
    error, mean = standard_error(influence.mean(axis=0), groups), float(np.mean(each))
    alike, still = error < ALIKE, bool(np.ptp(each) < ALIKE)
    method = ""
    if count < 2:
        method = "no interval: one row" if groups is None else ONE_GROUP
    elif alike and still:
        method = agreed(mean, count, unit, what)[2]
    if method.startswith("no interval"):
        alone = Measurement(name=name, value=mean, n=n, method=method, part=part, unit=unit)
        return OverSeeds(measurement=alone, each=tuple(map(float, each)), p=1.0)
    found = over_seeds(
        name,
        each,
        row_error=error,
        n=n,
        part=part,
        unit=unit,
        common=common,
        row_reach=_row_reach(mean, error, count, unit),
    )
    m = found.measurement
    method = method or (m.method if groups is None else m.method.replace("rows", f"{count:,} groups"))
    if unit == "rate" and m.low is not None and m.high is not None:
        m = dataclasses.replace(m, low=max(0.0, m.low), high=min(1.0, m.high))
    return dataclasses.replace(found, measurement=dataclasses.replace(m, method=method))


def _row_reach(mean: float, error: float, count: int, unit: Unit) -> RowReach | None:
    """How far rows leave a mean open on which they agree, or a rate near 0 or 1; None: as their error says.

    For rates in groups Dean & Pagano 2015 (Journal of Survey Statistics and Methodology 3, p. 484) recommend
    Wilson's interval on as many independent rows as would have the same error.
    """
    if error < ALIKE and unit in RANGE:
        return reach_of(mean, partial(unanimous, mean, count, unit))
    if error >= ALIKE and unit == "rate" and 0 < min(mean, 1 - mean) < NORMAL * error:
        return reach_of(mean, partial(wilson_ends, mean, mean * (1 - mean) / error**2))
    return None
