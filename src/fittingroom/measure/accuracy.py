"""How often the model is right: overall, per class, and what it takes for what."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import measured_mean, wilson
from fittingroom.types import Measurement, Predictions


def check_labels(predictions: Predictions, labels: np.ndarray) -> None:
    """Refuse labels that do not belong to these predictions."""
    n, k = predictions.scores.shape
    if labels.shape != (n,):
        raise InputError(
            f"{predictions.model}: {n} predictions need {n} labels, found an array of shape {labels.shape}"
        )
    if labels.min() < 0 or labels.max() >= k:
        raise InputError(
            f"{predictions.model}: scores for {k} classes need labels in 0..{k - 1}, "
            f"found {labels.min()}..{labels.max()}"
        )


def correct(predictions: Predictions, labels: np.ndarray) -> np.ndarray:
    """Say of each row whether the class with the highest score is its label, (n,) bool."""
    check_labels(predictions, labels)
    return predictions.answers == labels


def accuracy(
    predictions: Predictions,
    labels: np.ndarray,
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Share of right answers, with a Wilson interval for independent rows.

    groups: (n,) or None, rows of one sender or product; these are not independent, and whole groups
    are resampled then (the Wilson interval can be three times too narrow).
    """
    right = correct(predictions, labels)
    return share("accuracy", right, predictions.part, groups=groups, rng=rng)


def per_class(
    predictions: Predictions, labels: np.ndarray, classes: tuple[str, ...]
) -> tuple[Measurement, ...]:
    """Recall, then precision, of each class in turn, with Wilson intervals.

    "recall of Shirt": of the rows labelled Shirt, the share so answered; "precision of Shirt": of the
    rows so answered, the share labelled so. A class without such rows has n = 0 and the interval 0..1.
    """
    check_labels(predictions, labels)
    if len(classes) != predictions.scores.shape[1]:
        raise InputError(
            f"{predictions.model}: scores for {predictions.scores.shape[1]} classes need as many names, "
            f"got {len(classes)}"
        )
    table = confusion(predictions.answers, labels, len(classes))
    measured = []
    for index, name in enumerate(classes):
        hits, part = int(table[index, index]), predictions.part
        measured.append(rate(f"recall of {name}", hits, int(table[index].sum()), part))
        measured.append(rate(f"precision of {name}", hits, int(table[:, index].sum()), part))
    return tuple(measured)


def confusion(answers: np.ndarray, labels: np.ndarray, k: int) -> np.ndarray:
    """Count answers per label, (k, k) int64: rows are the given labels, columns the answers."""
    if answers.shape != labels.shape:
        raise InputError(f"answers and labels differ in shape: {answers.shape} and {labels.shape}")
    if len(labels) and not (0 <= min(labels.min(), answers.min()) <= max(labels.max(), answers.max()) < k):
        raise InputError(f"a confusion of {k} classes needs answers and labels in 0..{k - 1}")
    return np.bincount(labels.astype(np.int64) * k + answers, minlength=k * k).reshape(k, k)


def share(
    name: str,
    hits: np.ndarray,
    part: str,
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Share of hits (n,) bool: Wilson's interval for independent rows, else whole groups are resampled."""
    if groups is None or not len(hits):
        return rate(name, int(hits.sum()), len(hits), part)
    return measured_mean(name, hits, part=part, groups=groups, rng=rng)


def rate(name: str, k: int, n: int, part: str) -> Measurement:
    """A share k / n of independent rows, with its Wilson interval; 0 in 0..1 if there are no rows."""
    low, high = wilson(k, n)
    method = "Wilson 95 %" if n else "no rows to count"
    return Measurement(name=name, value=k / max(n, 1), n=n, method=method, part=part, low=low, high=high)
