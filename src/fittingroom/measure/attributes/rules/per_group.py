"""A threshold for every group of labels: colours are stated otherwise than patterns."""

import numpy as np

from fittingroom.measure.attributes.rules.rule import Decide, Rule, check_fit
from fittingroom.measure.attributes.rules.threshold import best_threshold
from fittingroom.measure.attributes.truth import AttributeTruth, group_columns

LEAST_IMAGES = 20
"""Images with a label of the group that it must have for a threshold of its own."""


def group_thresholds(logits: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    """The threshold of each label (L,) float32, the same in a group: that of its highest micro F1.

    A group on fewer than LEAST_IMAGES images takes the best common one.
    """
    thresholds = np.full(logits.shape[1], best_threshold(logits, truth)[0], np.float32)
    for group in truth.label_map.groups:
        columns = group_columns(truth.label_map, group.name)
        if truth.present[:, columns].any(axis=1).sum() >= LEAST_IMAGES:
            own = AttributeTruth(
                label_map=truth.label_map,
                present=_only(truth.present, columns),
                known=_only(truth.known, columns),
            )
            thresholds[columns] = best_threshold(logits, own)[0]
    return thresholds


def _only(cells: np.ndarray, columns: np.ndarray) -> np.ndarray:
    kept = np.zeros_like(cells)
    kept[:, columns] = cells[:, columns]
    return kept


def _fit(logits: np.ndarray, truth: AttributeTruth) -> Decide:
    check_fit("per-group thresholds", truth)
    thresholds = group_thresholds(logits, truth)
    return lambda new: new >= thresholds


PER_GROUP = Rule("per-group thresholds", _fit)
