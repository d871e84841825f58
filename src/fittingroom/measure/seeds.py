"""Several trainings of one kind, measured on the same rows: one number that owns to both its errors.

A mean over seeds errs twice: the rows are a sample, and so are the trainings. An interval over rows
alone takes a lucky seed for a finding; one over seeds alone takes these rows for the world.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.types import Measurement, Unit

HALF_FREEDOM = (1e-3, 1e4)
"""The common variance is worth between twice so many degrees of freedom; above, it counts as known."""

LEAST_P = 1e-200
"""p-values below count as 0."""

RowReach = Callable[[float], tuple[float, float]]
"""How far the rows leave a mean open, below and above it, at so many standard errors (1.96 for 95 %)."""


def reach_of(mean: float, ends: Callable[..., tuple[float, float] | None]) -> RowReach:
    """The reach of an interval that is asked for by `z`; none at all where there is no interval."""

    def reach(z: float) -> tuple[float, float]:
        low, high = ends(z=z) or (mean, mean)
        return mean - low, high - mean

    return reach


@dataclass(frozen=True, slots=True, kw_only=True)
class OverSeeds:
    """A mean over seeds: `measurement` has the interval of rows and seeds, `each` the seeds' own values.

    `p` is the two-sided p-value that the true value is 0: the level at which the interval just reaches it.
    """

    measurement: Measurement
    each: tuple[float, ...]
    p: float

    @property
    def spread(self) -> float:
        """Standard deviation between seeds; 0 for a single one."""
        return float(np.std(self.each, ddof=1)) if len(self.each) > 1 else 0.0


@dataclass(frozen=True, slots=True)
class SeedVariance:
    """What many sets of seeds together say of the variance between seeds; worth `freedom` more seeds."""

    variance: float
    freedom: float


def over_seeds(
    name: str,
    each: Sequence[float],
    *,
    row_error: float,
    n: int,
    part: str,
    unit: Unit = "rate",
    common: SeedVariance | None = None,
    row_reach: RowReach | None = None,
) -> OverSeeds:
    """Mean of one value per seed, with a 95 % interval for rows and seeds together.

    each: the value of every seed; row_error: standard error of their mean that comes from the rows
    (`standard_error` of each row's mean over seeds). The reach of the interval is the root of the
    summed squares of two reaches (Zou & Donner 2008, Statistics in Medicine 27, p. 1693): 1.96
    row_error, and t d / sqrt(s) for s seeds of standard deviation d, t with s - 1 degrees of freedom.
    A single seed leaves the seeds' part unknown, and the method says so.

    common: what `common_variance` found in many alike; d^2 is then the mean of both variances, weighted
    by their degrees of freedom, which add up (Smyth 2004, Stat. Appl. Genet. Mol. Biol. 3, article 3,
    equation 1). Three seeds alone know their own spread badly.

    row_reach: in place of 1.96 row_error, where the rows' own interval is not an even one.
    """
    values, s = np.asarray(each, float), len(each)
    if s < 1 or row_error < 0:
        raise InputError(f"a mean over seeds needs a seed and an error of at least 0, got {s}, {row_error}")
    own = SeedVariance(float(np.var(values, ddof=1)), s - 1) if s > 1 else SeedVariance(0.0, np.inf)
    between = _weighted(own, common) if s > 1 and common else own
    seed_error = (between.variance / s) ** 0.5
    mean, rows = float(values.mean()), row_reach or (lambda z: (z * row_error, z * row_error))

    def reach(level: float) -> tuple[float, float]:
        return _reach(level, rows, seed_error, between.freedom)

    below, above = reach(0.05)
    return OverSeeds(
        measurement=Measurement(
            name=name,
            value=mean,
            n=n,
            method=f"95 % over rows and {s} seeds" if s > 1 else "95 % over rows, one seed",
            part=part,
            low=mean - below,
            high=mean + above,
            unit=unit,
        ),
        each=tuple(float(value) for value in values),
        p=1.0 if np.isinf(row_error) else _p_value(mean, reach),
    )


def _reach(level: float, rows: RowReach, seed_error: float, freedom: float) -> tuple[float, float]:
    """How far the interval that misses the truth in a share `level` of studies reaches, below and above."""
    from scipy.special import ndtri, stdtrit

    normal = -ndtri(level / 2)
    students = normal if np.isinf(freedom) else -stdtrit(freedom, level / 2)
    below, above = np.hypot(rows(float(normal)), students * seed_error)
    return float(below), float(above)


def _p_value(mean: float, reach: Callable[[float], tuple[float, float]]) -> float:
    """The level whose interval just reaches 0; found on its logarithm, down to LEAST_P."""
    from scipy.optimize import root_scalar

    side, distance = int(mean < 0), abs(mean)
    if distance == 0:
        return 1.0
    if reach(LEAST_P)[side] <= distance:
        return 0.0
    found = root_scalar(lambda x: reach(np.exp(x))[side] - distance, bracket=(np.log(LEAST_P), 0.0))
    return float(np.exp(found.root))


def _weighted(own: SeedVariance, common: SeedVariance) -> SeedVariance:
    if np.isinf(common.freedom):
        return common
    freedom = own.freedom + common.freedom
    variance = (own.freedom * own.variance + common.freedom * common.variance) / freedom
    return SeedVariance(variance, freedom)


def common_variance(sets: Iterable[Sequence[float]]) -> SeedVariance | None:
    """The variance between seeds that many sets of values, one value per seed, have in common.

    The sets' own variances differ by chance, and because some trainings are less steady than others;
    what their logarithms vary beyond chance says how much the common value is worth for each (Smyth
    2004, section 6.2). None with fewer than three sets of two seeds that differ.
    """
    from scipy.optimize import root_scalar
    from scipy.special import polygamma, psi

    known = [(len(one) - 1, float(np.var(one, ddof=1))) for one in sets if len(one) > 1 and np.ptp(one) > 0]
    if len(known) < 3:
        return None
    half, variances = np.array([(freedom / 2, variance) for freedom, variance in known]).T
    logs = np.log(variances) - psi(half) + np.log(half)
    beyond = float(np.var(logs, ddof=1) - polygamma(1, half).mean())
    if beyond <= polygamma(1, HALF_FREEDOM[1]):
        return SeedVariance(float(np.exp(logs.mean())), np.inf)
    worth = root_scalar(lambda x: polygamma(1, x) - beyond, bracket=HALF_FREEDOM).root
    return SeedVariance(float(np.exp(logs.mean() + psi(worth) - np.log(worth))), 2 * worth)


def standard_error(values: np.ndarray, groups: np.ndarray | None = None) -> float:
    """Standard error of the mean of values (n,); rows of one group count as one draw.

    With groups: sqrt(sum over groups of (sum of deviations)^2) / n, times sqrt(g / (g - 1)) for g
    groups (Liang & Zeger 1986, Biometrika 73, p. 13). One row or one group gives infinity.
    """
    deviations = np.asarray(values, float) - np.mean(values)
    if groups is not None:
        number = np.unique(groups, return_inverse=True)[1]
        deviations = np.bincount(number, weights=deviations)
    count = len(deviations)
    if count < 2:
        return float("inf")
    return float(np.sqrt((deviations**2).sum() * count / (count - 1)) / len(values))


def holm(p_values: Sequence[float]) -> np.ndarray:
    """p-values adjusted for their number (Holm 1979, Scandinavian Journal of Statistics 6, p. 65), (m,).

    Calling a finding what is at most 0.05 errs at all, anywhere in the list, in at most 5 % of studies.
    """
    p = np.asarray(p_values, float)
    order = np.argsort(p, kind="stable")
    steps = np.maximum.accumulate(p[order] * (len(p) - np.arange(len(p))))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted
