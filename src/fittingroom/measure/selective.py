"""What is gained by answering only where the model is sure: risk against coverage.

Here coverage is the share of rows that are answered (El-Yaniv & Wiener 2010, JMLR 11, p. 1605), not the
coverage of sets of answers. Rows of equal confidence are answered together.
"""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure import accuracy
from fittingroom.measure.intervals import (
    ALIKE,
    DRAWS,
    ONE_GROUP,
    Ends,
    percentiles,
    share_ends,
    units,
    unseen,
    wilson,
)
from fittingroom.types import Measurement

COVERAGES = (1.0, 0.95, 0.9, 0.8, 0.5)
POINTS = 200
"""Points of a curve that are kept: more cannot be seen."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curve:
    """Accuracy among the surest rows: coverage (m,) rising to 1, accuracy (m,) with its interval low, high
    (0..1 where nothing is known, as of rows of a single group).

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
    level, unit = np.unique(-confidence, return_inverse=True)[1], units(groups, n)
    at, many = _points(level), int(unit.max()) + 1
    value, excess = _areas(*_counted(level, right, np.ones(n)))
    resampled, accuracies = _resampled(
        level, right, unit, at if groups is not None else at[:0], draws=draws if many > 1 else 0, rng=rng
    )

    def area(name: str, value: float, drawn: np.ndarray) -> Measurement:
        low, high, how = _ends(value, drawn, many, "rows" if groups is None else "groups")
        return Measurement(
            name=name, value=value, n=n, method=how, part=part, low=low, high=high, unit="number"
        )

    def beside(name: str, value: float) -> Measurement:
        how = "exact, from the same answers"
        return Measurement(name=name, value=value, n=n, method=how, part=part, unit="number")

    return Selective(
        curve=_curve(level, right, at, None if groups is None else (unit, accuracies)),
        aurc=area("AURC", value, resampled[:, 0]),
        ideal=beside("AURC of the ideal order", value - excess),
        none=beside("AURC of no order", float(1 - right.mean())),
        excess=area("AURC above the ideal order", excess, resampled[:, 1]),
        accuracies=tuple(
            _among_surest(level, right, share, part=part, groups=groups, rng=rng) for share in coverages
        ),
    )


def _ends(value: float, drawn: np.ndarray, many: int, what: str) -> Ends:
    """The interval of an area that resampling `many` rows or groups (`what`) gave as drawn (draws,)."""
    if many < 2:
        return None, None, "no interval: one row" if what == "rows" else ONE_GROUP
    if np.ptp(drawn) < ALIKE:
        # at worst whatever was never seen is wrong, and surer than all that was
        reach = unseen(many) * (1 - float(np.log(unseen(many))))
        method = f"Wilson 95 %, each of {many:,} {what} once"
        return max(0.0, value - reach), min(1.0, value + reach), method
    method = "bootstrap 95 %" if what == "rows" else f"cluster bootstrap 95 %, {many:,} groups"
    return *percentiles(drawn), method


def _counted(level: np.ndarray, right: np.ndarray, times: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Rows of each level, and wrong ones among them, of rows that occur `times` often."""
    return np.bincount(level, times), np.bincount(level, times * ~right)


def _areas(rows: np.ndarray, wrong: np.ndarray) -> tuple[float, float]:
    """AURC, and how far it lies above that of the ideal order."""
    there = rows > 0
    risk = wrong[there].cumsum() / rows[there].cumsum()
    n, errors = rows.sum(), wrong.sum()
    value = float(rows[there] @ risk / n)
    last = np.arange(1, errors + 1)
    return value, value - float((last / (n - errors + last)).sum() / n)


def _resampled(
    level: np.ndarray,
    right: np.ndarray,
    unit: np.ndarray,
    at: np.ndarray,
    *,
    draws: int,
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Of resampled units both areas, (draws, 2), and the accuracy down to each level of `at`, (draws, m).

    NaN where a draw holds no row so sure.
    """
    many, areas, accuracies = int(unit.max()) + 1, np.empty((draws, 2)), np.empty((draws, len(at)))
    for draw in range(draws):
        times = np.bincount(rng.integers(0, many, many), minlength=many)[unit]
        rows, wrong = _counted(level, right, times)
        areas[draw] = _areas(rows, wrong)
        if len(at):
            with np.errstate(invalid="ignore"):
                accuracies[draw] = 1 - wrong.cumsum()[at] / rows.cumsum()[at]
    return areas, accuracies


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


def _points(level: np.ndarray) -> np.ndarray:
    """The levels (m,) down to which a curve shows the accuracy."""
    answered = np.bincount(level).cumsum()
    return np.unique(np.searchsorted(answered, np.linspace(answered[0], len(level), POINTS)))


def _curve(
    level: np.ndarray, right: np.ndarray, at: np.ndarray, in_groups: tuple[np.ndarray, np.ndarray] | None
) -> Curve:
    """in_groups: the group of each row (n,) and resampled accuracies (draws, m); None: independent rows."""
    answered, hits = np.bincount(level).cumsum()[at], np.bincount(level, right).cumsum()[at]
    low, high = wilson(hits, answered)
    if in_groups is not None:
        unit, drawn = in_groups
        first = np.full(int(unit.max()) + 1, len(level))
        np.minimum.at(first, unit, level)
        ends = [share_ends(drawn[:, m], int((first <= last).sum()))[:2] for m, last in enumerate(at)]
        low, high = np.array([(0, 1) if None in end else end for end in ends], float).T
    return Curve(
        coverage=answered / len(level),
        accuracy=hits / answered,
        low=low,
        high=high,
        ideal=np.minimum(right.sum(), answered) / answered,
    )
