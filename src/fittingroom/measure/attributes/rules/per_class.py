"""A threshold for every label, so that their pooled F1 is highest; rare labels keep the common one."""

from dataclasses import dataclass

import numpy as np

from fittingroom.measure.attributes.rules.rule import Decide, Rule, check_fit
from fittingroom.measure.attributes.rules.threshold import best_threshold, between
from fittingroom.measure.attributes.truth import AttributeTruth

LEAST_IMAGES = 20
"""Images that a label must be on for a threshold of its own: of fewer the best one is luck."""

ROUNDS = 50


def class_thresholds(
    logits: np.ndarray, truth: AttributeTruth, least_images: int = LEAST_IMAGES
) -> np.ndarray:
    """The threshold of each label, (L,) float32, infinite for one that is better never chosen.

    Micro F1 is a ratio of sums over labels, so for a given F1 each label by itself takes the threshold with
    the largest hits - F1/2 chosen; with the F1 that this gives it is done again until nothing moves
    (Dinkelbach 1967, Management Science 13, p. 492): the exact optimum of what Fan & Lin 2007 (technical
    report, National Taiwan University) climb one label at a time. Labels on fewer than `least_images`
    images stay with the best common threshold.
    """
    common, f1 = best_threshold(logits, truth)
    thresholds = np.full(logits.shape[1], common, np.float32)
    own = np.flatnonzero(truth.images_each >= least_images)
    curves = [_curve(logits[known, c], truth.present[known, c]) for c in own for known in [truth.known[:, c]]]
    others = np.setdiff1d(np.arange(logits.shape[1]), own)
    named = logits[:, others] >= common
    fixed_hits, fixed_chosen = (
        int((named & cells[:, others]).sum()) for cells in (truth.present, truth.known)
    )
    total = int(truth.present.sum())
    for _ in range(ROUNDS):
        best = [curve.best(f1 / 2) for curve in curves]
        thresholds[own] = [threshold for threshold, _, _ in best]
        hits, chosen = (
            fixed + sum(b[at] for b in best) for fixed, at in ((fixed_hits, 1), (fixed_chosen, 2))
        )
        before, f1 = f1, 2 * hits / (chosen + total)
        if f1 <= before + 1e-12:
            break
    return thresholds


@dataclass(frozen=True, slots=True)
class _Curve:
    """Of one label: hits and number chosen at every threshold worth trying, midway between two scores."""

    thresholds: np.ndarray
    hits: np.ndarray
    chosen: np.ndarray

    def best(self, price: float) -> tuple[float, int, int]:
        """Threshold, hits, number chosen with the largest hits - price * chosen; nothing if negative."""
        gain = self.hits - price * self.chosen
        if not len(gain) or gain.max() <= 0:
            return np.inf, 0, 0
        at = int(gain.argmax())
        return float(self.thresholds[at]), int(self.hits[at]), int(self.chosen[at])


def _curve(scores: np.ndarray, present: np.ndarray) -> _Curve:
    """scores: (m,), present: (m,) bool."""
    every, of_present = np.sort(scores), np.sort(scores[present])
    first = np.searchsorted(every, of_present, side="left")
    hits = len(of_present) - np.searchsorted(of_present, of_present, side="left")
    return _Curve(between(every[np.maximum(first - 1, 0)], of_present), hits, len(every) - first)


def _fit(logits: np.ndarray, truth: AttributeTruth) -> Decide:
    check_fit("per-class thresholds", truth)
    thresholds = class_thresholds(logits, truth)
    return lambda new: new >= thresholds


PER_CLASS = Rule("per-class thresholds", _fit)
