"""How well the scores of a label order the images, whatever threshold one takes."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.influence import influenced
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.types import Measurement


def average_precision(scores: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    """Average precision of each label over its known images, (L,) float64; NaN for one that no image has.

    The mean over its images of the precision among all that score at least as high: the step-wise area under
    the precision-recall curve, as scikit-learn defines it, so that equal scores share a step and the order of
    rows does not matter. A blind guess has the label's frequency. scores: (n, L).
    """
    values = np.full(truth.present.shape[1], np.nan)
    for column, (score, present, _) in _columns(scores, truth):
        if present.any():
            of_present = np.sort(score[present])
            values[column] = _precisions(of_present, np.sort(score))[0].mean()
    return values


def average_precision_influence(scores: np.ndarray, truth: AttributeTruth) -> tuple[np.ndarray, np.ndarray]:
    """Average precision (L,), and what each image does to it (n, L) float32; 0 where a cell is not known.

    With y an image's truth, N_i the number scoring at least as high as image i and p_i the precision there:
    (y (p - AP) + sum over present i that score no higher of (y - p_i) / N_i) / (number present).
    """
    values = np.full(truth.present.shape[1], np.nan)
    influence = np.zeros(truth.present.shape, np.float32)
    for column, (score, present, rows) in _columns(scores, truth):
        if not present.any():
            continue
        order = np.argsort(score, kind="stable")
        ordered, of_present = score[order], np.sort(score[present])
        precisions, at_least = _precisions(of_present, ordered)
        value = values[column] = precisions.mean()
        lost = np.concatenate([[0.0], np.cumsum(precisions / at_least)])
        gained = np.concatenate([[0.0], np.cumsum(1 / at_least)])
        below = np.searchsorted(of_present, ordered, side="right")
        y = present[order]
        own = precisions[np.maximum(below, 1) - 1] - value
        moved = (y * (own + gained[below]) - lost[below]) / len(of_present)
        influence[rows[order], column] = moved
    return values, influence


def macro_average_precision(
    name: str,
    values: np.ndarray,
    influence: np.ndarray,
    *,
    part: str,
    among: np.ndarray | None = None,
    groups: np.ndarray | None = None,
) -> Measurement | None:
    """Mean of `average_precision_influence` over the labels `among` (L,) bool that have any image.

    None if none has. The interval is too narrow where most of them are on fewer than about ten images.
    """
    columns = np.flatnonzero(np.isfinite(values) if among is None else np.isfinite(values) & among)
    if not len(columns):
        return None
    moved = influence[:, columns].mean(axis=1, dtype=float)
    return influenced(name, float(values[columns].mean()), moved, part=part, groups=groups)


def _columns(scores: np.ndarray, truth: AttributeTruth):
    """Of each label: its column, then scores, truth and row numbers of its known images."""
    if scores.shape != truth.present.shape or not np.isfinite(scores).all():
        raise InputError(
            f"average precision needs finite scores of shape {truth.present.shape}, found {scores.shape}"
        )
    by_label, present = np.ascontiguousarray(scores.T), np.ascontiguousarray(truth.present.T)
    hidden = (~truth.known).sum(axis=0)
    everywhere = np.arange(len(truth))
    for column, (score, y) in enumerate(zip(by_label, present, strict=True)):
        if not hidden[column]:
            yield column, (score, y, everywhere)
        else:
            rows = np.flatnonzero(truth.known[:, column])
            yield column, (score[rows], y[rows], rows)


def _precisions(of_present: np.ndarray, ordered: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """At each present image's score, rising: the precision among all at least as high, and their number."""
    at_least = len(ordered) - np.searchsorted(ordered, of_present, side="left")
    hits = len(of_present) - np.searchsorted(of_present, of_present, side="left")
    return hits / at_least, at_least
