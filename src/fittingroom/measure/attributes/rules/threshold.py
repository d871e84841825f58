"""One threshold for all labels: the best in hindsight, and the one that theory gives calibrated scores."""

import numpy as np

from fittingroom.measure.attributes.rules.rule import Decide, Rule, check_fit
from fittingroom.measure.attributes.truth import AttributeTruth


def above(logit: float) -> Decide:
    """Choose every label whose logit reaches one number."""
    return lambda logits: logits >= np.float32(logit)


def best_threshold(scores: np.ndarray, truth: AttributeTruth) -> tuple[float, float]:
    """The score above which micro F1 is highest on these images, and that F1; known cells alone.

    It lies midway between the score of a present cell and the next lower one; of equals the higher.
    """
    present, every = np.sort(scores[truth.present]), np.sort(scores[truth.known])
    first = np.searchsorted(every, present, side="left")
    at_least = len(every) - first
    hits = len(present) - np.searchsorted(present, present, side="left")
    f1 = 2 * hits / (at_least + len(present))
    best = len(f1) - 1 - int(f1[::-1].argmax())
    below = every[max(first[best] - 1, 0)]
    return float(between(below, present[best])), float(f1[best])


def between(below: np.ndarray, above: np.ndarray) -> np.ndarray:
    """Midway between two scores; the upper one where nothing lies between, or the middle would be the lower.

    Halved before they are added: the largest scores have no sum.
    """
    middle = below / 2 + above / 2
    return np.where(middle > below, middle, above)


def _fit_one(logits: np.ndarray, truth: AttributeTruth) -> Decide:
    check_fit("one threshold", truth)
    return above(best_threshold(logits, truth)[0])


def _fit_half(logits: np.ndarray, truth: AttributeTruth) -> Decide:
    check_fit("half of the best F1", truth)
    half = best_threshold(logits, truth)[1] / 2
    return above(float(np.log(half / (1 - half))) if half < 1 else 0.0)


ONE_THRESHOLD = Rule("one threshold", _fit_one)
"""The threshold with the highest micro F1 on the images that it is fitted on."""

HALF_OF_BEST_F1 = Rule("half of the best F1", _fit_half)
"""The probability F*/2, where F* is the highest F1 of any threshold.

Of calibrated probabilities this is the best rule (Lipton, Elkan & Narayanaswamy 2014, arXiv 1402.1892):
to name a label that is right with probability p moves 2 hits / (chosen + present) up just where p > F*/2.
Where it loses to `ONE_THRESHOLD`, the probabilities are not calibrated.
"""
