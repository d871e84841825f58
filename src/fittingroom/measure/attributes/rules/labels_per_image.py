"""Eight labels for every image is too many for a plain one: let each image say how many."""

import numpy as np

from fittingroom.measure.attributes.predictions import sigmoid
from fittingroom.measure.attributes.rules.rule import Decide, Rule, check_fit
from fittingroom.measure.attributes.truth import AttributeTruth

FACTORS = np.linspace(0.5, 1.5, 21)
"""What the estimated number may be multiplied by: fewer than there are pays where the model is unsure."""


def _features(p: np.ndarray) -> np.ndarray:
    """What tells the number of labels: the sum of probabilities, and how sure they are; (n, 4)."""
    return np.column_stack([np.ones(len(p)), p.sum(axis=1), (p**2).sum(axis=1), np.sqrt(p).sum(axis=1)])


def first_m(logits: np.ndarray, m: np.ndarray) -> np.ndarray:
    """The m[i] highest of row i, (n, L) bool; of equals the one that stands first. m: (n,) whole numbers."""
    order = np.argsort(-logits, axis=1, kind="stable")
    chosen = np.zeros(logits.shape, bool)
    np.put_along_axis(chosen, order, np.arange(logits.shape[1]) < m[:, None], axis=1)
    return chosen


def _fit(logits: np.ndarray, truth: AttributeTruth) -> Decide:
    """Least squares of the known labels on the known probabilities, then the factor with the highest F1.

    All features are sums over labels, so that those that are unknown can be left out on both sides here and
    count in full afterwards.
    """
    check_fit("labels per image", truth)
    p = sigmoid(logits)
    weights = np.linalg.lstsq(_features(p * truth.known), truth.labels_each.astype(float), rcond=None)[0]

    def number(of: np.ndarray, factor: float) -> np.ndarray:
        return np.clip(np.rint(factor * (_features(of) @ weights)), 1, of.shape[1])

    order = np.argsort(-logits, axis=1, kind="stable")
    hits = np.cumsum(np.take_along_axis(truth.present, order, axis=1), axis=1)
    named = np.cumsum(np.take_along_axis(truth.known, order, axis=1), axis=1)
    total = truth.present.sum()

    def f1(factor: float) -> float:
        at = number(p, factor).astype(np.int64)[:, None] - 1
        taken = (np.take_along_axis(count, at, axis=1).sum() for count in (hits, named))
        return 2 * next(taken) / (next(taken) + total)

    factor = max(FACTORS, key=f1)
    return lambda new: first_m(new, number(sigmoid(new), factor))


LABELS_PER_IMAGE = Rule("labels per image", _fit)
