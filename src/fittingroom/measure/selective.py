"""What is gained by answering only where the model is sure: risk against coverage.

Here coverage is the share of rows that are answered (El-Yaniv & Wiener 2010, JMLR 11, p. 1605), not the
coverage of sets of answers. Rows of equal confidence are answered together.
"""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure import accuracy
from fittingroom.measure.intervals import DRAWS, percentiles, units, wilson
from fittingroom.types import Measurement

COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.5)
POINTS = 200
"""Points of a curve that are kept: more cannot be seen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """Accuracy among the surest rows: coverage (m,) rising to 1, accuracy (m,) with its interval low, high.

    ideal (m,): what the best ordering of the same answers would give; `overall` is any ordering's.
    """

    coverage: np.ndarray
    accuracy: np.ndarray
    low: np.ndarray
    high: np.ndarray
    ideal: np.ndarray

    @property
    def overall(self) -> float:
        return float(self.accuracy[-1])


@dataclass(frozen=True, slots=True, kw_only=True)
class Selective:
    """How good the order is in which a model is sure.

    aurc: mean risk over all coverages, the smaller the better, beside that of the ideal order (`ideal`) and
    of no order at all (`none`, the error rate); excess: aurc - ideal, what a better order could still gain;
    accuracies: on all answers, and on the surest 95, 90, 80, 50 %.
    """

    curve: Curve
    aurc: Measurement
    ideal: Measurement
    none: Measurement
    excess: Measurement
    accuracies: tuple[Measurement, ...]


def selective(
    confidence: np.ndarray,
    right: np.ndarray,
    *,
    part: str,
    groups: np.ndarray | None = None,
    coverages: tuple[float, ...] = COVERAGES,
    draws: int = DRAWS,
    rng: np.random.Generator,
) -> Selective:
    """Measure risk against coverage from confidence (n,) and right (n,) bool.

    groups: (n,) or None, rows of one sender or product; whole groups are resampled then. AURC and its
    excess over the ideal order: Geifman, Uziel & El-Yaniv 2019 (ICLR); intervals by the bootstrap.
    """
    confidence, right = np.asarray(confidence, float), np.asarray(right, bool)
    n = len(confidence)
    if right.shape != confidence.shape or confidence.ndim != 1 or not n:
        raise InputError(
            f"risk against coverage needs a confidence and an answer for each row, found shapes "
            f"{confidence.shape} and {right.shape}"
        )
    level = np.unique(-confidence, return_inverse=True)[1]
    unit = units(groups, n)
    many = int(unit.max()) + 1
    value, excess = _areas(level, right, np.ones(n))
    resampled = np.array(
        [
            _areas(level, right, np.bincount(rng.integers(0, many, many), minlength=many)[unit])
            for _ in range(draws if many > 1 else 0)
        ]
    ).reshape(-1, 2)
    method = "bootstrap 95 %" if groups is None else f"cluster bootstrap 95 %, {many:,} groups"

    def area(name: str, value: float, drawn: np.ndarray) -> Measurement:
        low, high = percentiles(drawn) if len(drawn) else (None, None)
        how = method if len(drawn) else "no interval: all rows are one group"
        return Measurement(
            name=name, value=value, n=n, method=how, part=part, low=low, high=high, unit="number"
        )

    def beside(name: str, value: float) -> Measurement:
        how = "exact, from the same answers"
        return Measurement(name=name, value=value, n=n, method=how, part=part, unit="number")

    return Selective(
        curve=_curve(level, right),
        aurc=area("AURC", value, resampled[:, 0]),
        ideal=beside("AURC of the ideal order", value - excess),
        none=beside("AURC of no order", float(1 - right.mean())),
        excess=area("AURC above the ideal order", excess, resampled[:, 1]),
        accuracies=tuple(
            _among_surest(level, right, share, part=part, groups=groups, rng=rng) for share in coverages
        ),
    )


def _areas(level: np.ndarray, right: np.ndarray, times: np.ndarray) -> tuple[float, float]:
    """AURC, and how far it lies above that of the ideal order, of rows that occur `times` often."""
    rows = np.bincount(level, times)
    wrong = np.bincount(level, times * ~right)
    there = rows > 0
    risk = wrong[there].cumsum() / rows[there].cumsum()
    n, errors = rows.sum(), wrong.sum()
    value = float(rows[there] @ risk / n)
    last = np.arange(1, errors + 1)
    return value, value - float((last / (n - errors + last)).sum() / n)


def _among_surest(
    level: np.ndarray,
    right: np.ndarray,
    share: float,
    *,
    part: str,
    groups: np.ndarray | None,
    rng: np.random.Generator,
) -> Measurement:
    """Accuracy on the surest `share` of rows, and on those that are exactly as sure as the last of them."""
    if not 0 < share <= 1:
        raise InputError(f"a share of rows to answer lies above 0 and is at most 1, got {share}")
    last = np.sort(level)[max(0, int(np.ceil(share * len(level) - 1e-9)) - 1)]
    kept = level <= last
    name = "accuracy on all answers" if share == 1 else f"accuracy on the surest {100 * share:.3g} %"
    own = None if groups is None else groups[kept]
    return accuracy.share(name, right[kept], part, groups=own, rng=rng)


def _curve(level: np.ndarray, right: np.ndarray) -> Curve:
    n = len(level)
    answered, hits = np.bincount(level).cumsum(), np.bincount(level, right).cumsum()
    at = np.unique(np.searchsorted(answered, np.linspace(answered[0], n, POINTS)))
    answered, hits = answered[at], hits[at]
    low, high = wilson(hits, answered)
    return Curve(
        coverage=answered / n,
        accuracy=hits / answered,
        low=low,
        high=high,
        ideal=np.minimum(right.sum(), answered) / answered,
    )
