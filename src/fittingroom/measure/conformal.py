"""Sets of answers instead of one answer: thresholds fitted on cal, and whether they keep their promise.

Split-conformal prediction (Vovk, Gammerman & Shafer 2005; Angelopoulos & Bates 2023, Foundations and
Trends in Machine Learning 16, p. 494). Each class of each row gets a strangeness; the threshold is the k-th
smallest strangeness among the n labels of cal, k = ceil((n + 1) * coverage), and a set holds every class
that is no stranger. Then a new row *made like those of cal* has its label in its set with at
least the promised probability, whatever the model. Nothing is promised for other pictures.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.calibration import probabilities
from fittingroom.types import Predictions

Rule = Literal["LAC", "class-conditional LAC", "APS", "randomised APS"]

ROUNDING = 1e-9
"""(n + 1) * coverage is meant to be whole where it is this close: .95 * 20 is 19."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Promise:
    """Thresholds that were fitted on cal, and the coverage that they promise.

    thresholds: (k,) float64, the greatest strangeness that lets each class into a set: the same for all
    classes, but for the class-conditional rule; infinite where cal has too few rows for the promise, so
    that the class is in every set. n: (k,) int64, the rows of cal that each threshold rests on.
    """

    rule: Rule
    coverage: float
    thresholds: np.ndarray
    n: np.ndarray

    def __post_init__(self):
        _check_coverage(self.coverage)
        if self.thresholds.ndim != 1 or self.thresholds.shape != self.n.shape:
            raise InputError(
                f"a promise needs a threshold and a number of rows for each class, found shapes "
                f"{self.thresholds.shape} and {self.n.shape}"
            )
        if np.isnan(self.thresholds).any():
            raise InputError(f"the thresholds of a promise must be numbers, found {self.thresholds}")

    @property
    def classes(self) -> int:
        return len(self.thresholds)


def lac(said: Predictions | np.ndarray, labels: np.ndarray, coverage: float = 0.9) -> Promise:
    """Promise by the least ambiguous sets: strangeness is 1 - p. The smallest sets, empty for unlike rows.

    said: predictions of the cal part, or probabilities (n, k); labels: (n,). An empty set means: none of
    the classes is likely enough. Sadinle, Lei & Wasserman 2019 (JASA 114, p. 223).
    """
    return _fit("LAC", 1 - _probabilities(said), labels, coverage)


def class_conditional_lac(
    said: Predictions | np.ndarray, labels: np.ndarray, coverage: float = 0.9
) -> Promise:
    """Promise the coverage for each class by itself, by a threshold of 1 - p per class of label.

    Else easy classes pay for hard ones: 90 % in all may be 70 % of shirts. Needs (n + 1) * coverage <= n
    rows of a class, 9 for 90 %; a class with fewer is in every set. Vovk 2012 (ACML, section 4).
    """
    return _fit("class-conditional LAC", 1 - _probabilities(said), labels, coverage)


def aps(said: Predictions | np.ndarray, labels: np.ndarray, coverage: float = 0.9) -> Promise:
    """Promise by adaptive sets, not randomised: strangeness is all probability above the class.

    Larger where the model is unsure, and never empty: nothing is above the first class. So they cover no
    less than the model's accuracy, and where that exceeds the promise they hold one class each. Romano,
    Sesia & Candes 2020 (NeurIPS), with u = 0; u = 1 would leave the *surest* rows without an answer.
    """
    return _fit("APS", strangeness("APS", _probabilities(said)), labels, coverage)


def randomised_aps(
    said: Predictions | np.ndarray, labels: np.ndarray, coverage: float = 0.9, *, rng: np.random.Generator
) -> Promise:
    """Promise by adaptive sets as published: a random share u of the class's own probability counts too.

    They cover exactly what is promised, at a price: the same picture may get another set when asked
    again, or none. Romano, Sesia & Candes 2020 (NeurIPS), equation 5.
    """
    strange = strangeness("randomised APS", _probabilities(said), rng=rng)
    return _fit("randomised APS", strange, labels, coverage)


def sets(
    promise: Promise, said: Predictions | np.ndarray, *, rng: np.random.Generator | None = None
) -> np.ndarray:
    """Which classes stand in the set of each row, (n, k) bool. `rng` is for the randomised rule alone."""
    p = _probabilities(said)
    if p.shape[1] != promise.classes:
        raise InputError(
            f"this promise is for {promise.classes} classes, found probabilities of {p.shape[1]}: "
            "use the model that it was fitted for"
        )
    return strangeness(promise.rule, p, rng=rng) <= promise.thresholds


def strangeness(rule: Rule, p: np.ndarray, *, rng: np.random.Generator | None = None) -> np.ndarray:
    """How little each class fits each row by a rule, (n, k) float64, from probabilities (n, k)."""
    if rule in ("LAC", "class-conditional LAC"):
        return 1 - p
    if rule == "APS":
        return _above(p)
    if rng is None:
        raise InputError("sets by the randomised rule need random numbers: hand over rng=")
    return _above(p) + rng.random((len(p), 1)) * p


def rank(n: int, coverage: float) -> int:
    """Which of n strangenesses, counted from the smallest, is the threshold; n + 1 if none suffices.

    ceil((n + 1) * coverage): the new row is one more, and equally likely at each of the n + 1 places
    among the old ones. The plain quantile, ceil(n * coverage), promises more than it keeps.
    """
    return int(np.ceil((n + 1) * coverage - ROUNDING))


def _fit(rule: Rule, strange: np.ndarray, labels: np.ndarray, coverage: float) -> Promise:
    _check_coverage(coverage)
    n, k = strange.shape
    labels = np.asarray(labels)
    if labels.shape != (n,) or not n or labels.min() < 0 or labels.max() >= k:
        raise InputError(
            f"a promise is fitted on rows with a label in 0..{k - 1} each, found {n} rows of probabilities "
            f"and labels of shape {labels.shape}"
        )
    own = strange[np.arange(n), labels]
    if rule != "class-conditional LAC":
        return Promise(
            rule=rule,
            coverage=coverage,
            thresholds=np.full(k, threshold(own, coverage)),
            n=np.full(k, n, np.int64),
        )
    return Promise(
        rule=rule,
        coverage=coverage,
        thresholds=np.array([threshold(own[labels == c], coverage) for c in range(k)]),
        n=np.bincount(labels, minlength=k),
    )


def threshold(strange: np.ndarray, coverage: float) -> float:
    """The greatest of some strangenesses (n,) that a set lets in; infinite where n is too few."""
    k = rank(len(strange), coverage)
    return float(np.partition(strange, k - 1)[k - 1]) if k <= len(strange) else np.inf


def _above(p: np.ndarray) -> np.ndarray:
    """Sum of the probabilities above each class, (n, k); of equals the first stands above."""
    order = np.argsort(-p, axis=1, kind="stable")
    ordered = np.take_along_axis(p, order, axis=1)
    above = np.zeros_like(p)
    np.put_along_axis(above, order[:, 1:], ordered[:, :-1].cumsum(axis=1), axis=1)
    return above


def _probabilities(said: Predictions | np.ndarray) -> np.ndarray:
    if isinstance(said, Predictions):
        return probabilities(said)
    p = np.asarray(said, np.float64)
    if p.ndim != 2 or not p.shape[1] or not (p >= 0).all() or not np.allclose(p.sum(axis=1), 1, atol=1e-2):
        raise InputError(f"sets need probabilities (n, k), rows that sum to 1, found an array of {p.shape}")
    return p / p.sum(axis=1, keepdims=True)


def _check_coverage(coverage: float) -> None:
    if not 0 < coverage < 1:
        raise InputError(f"a promised coverage lies between 0 and 1, such as 0.9, got {coverage}")
