"""How well the scores of a label order the images, whatever threshold one takes."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.influence import influenced
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.types import Measurement

STEPS = 1 << 14
"""So many steps of equal height sort scores roughly: few enough to be counted in the processor's cache."""

RARE = 4
"""A label on less than an image in so many is counted by steps: that is twice as fast as sorting all."""


def average_precision(scores: np.ndarray, truth: AttributeTruth) -> np.ndarray:
    """Average precision of each label over its known images, (L,) float64; NaN for one that no image has.

    The mean over its images of the precision among all that score at least as high: the step-wise area under
    the precision-recall curve, as scikit-learn defines it, so that equal scores share a step and the order of
    rows does not matter. A blind guess has the label's frequency. scores: (n, L).
    """
    values = np.full(truth.present.shape[1], np.nan)
    for column, (score, present, _) in _columns(scores, truth):
        of_present = np.sort(score.compress(present))
        if len(of_present):
            values[column] = (_hits(of_present) / _at_least(score, of_present)).mean()
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
        order = np.argsort(score)
        ordered, of_present = score[order], np.sort(score[present])
        at_least = _above(ordered, of_present)
        precisions = _hits(of_present) / at_least
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
    by_label, present = _turned(scores), _turned(truth.present)
    whole = np.all(truth.known, axis=0)
    everywhere = np.arange(len(truth))
    for column, (score, y) in enumerate(zip(by_label, present, strict=True)):
        if whole[column]:
            yield column, (score, y, everywhere)
        else:
            rows = np.flatnonzero(truth.known[:, column])
            yield column, (score[rows], y[rows], rows)


def _turned(table: np.ndarray) -> np.ndarray:
    """The transpose, laid out anew: a block of rows at a time, so that each stays in the cache."""
    turned = np.empty(table.shape[::-1], table.dtype)
    for start in range(0, len(table), 512):
        turned[:, start : start + 512] = table[start : start + 512].T
    return turned


def _hits(of_present: np.ndarray) -> np.ndarray:
    """How many present images score at least as high as each of them; their scores rise."""
    if np.all(of_present[1:] != of_present[:-1]):
        return np.arange(len(of_present), 0, -1)
    return _above(of_present, of_present)


def _above(ordered: np.ndarray, of_present: np.ndarray) -> np.ndarray:
    """How many of all images score at least as high as each present one; both rise."""
    return len(ordered) - np.searchsorted(ordered, of_present, side="left")


def _at_least(score: np.ndarray, of_present: np.ndarray) -> np.ndarray:
    """As `_above`, of scores in any order.

    Sorting them all is what takes the time. So they are counted in steps, and only those in the steps of
    present images are told apart: rounding never exchanges two numbers, so that the count is exact.
    """
    low = score.min()
    with np.errstate(over="ignore", divide="ignore"):
        scale = (STEPS - 1) / (score.max() - low)
    if len(of_present) * RARE > len(score) or not 0 < scale < np.inf:
        return _above(np.sort(score), of_present)

    def step(some: np.ndarray) -> np.ndarray:
        return ((some - low) * scale).astype(np.int32)

    steps, own = step(score), step(of_present)
    shared = np.zeros(STEPS, bool)
    shared[own] = True
    near = np.sort(score.compress(shared.take(steps)))
    far = np.bincount(steps, minlength=STEPS)
    far[own] = 0
    far_below = np.cumsum(far)[own]
    return len(score) - len(near) - far_below + _above(near, of_present)
