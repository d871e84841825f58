"""How often the model is right: overall, per class, and what it takes for what."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import measured_mean, resampled_sums, share_ends, units, wilson
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
    predictions: Predictions,
    labels: np.ndarray,
    classes: tuple[str, ...],
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> tuple[Measurement, ...]:
    """Recall, then precision, of each class in turn, with Wilson intervals; in groups those of `shares`.

    "recall of Shirt": of the rows labelled Shirt, the share so answered; "precision of Shirt": of the
    rows so answered, the share labelled so. A class without such rows has n = 0 and the interval 0..1.
    """
    k, answers, right = predictions.scores.shape[1], predictions.answers, correct(predictions, labels)
    if len(classes) != k:
        raise InputError(
            f"{predictions.model}: scores for {k} classes need as many names, got {len(classes)}"
        )
    unit = None if groups is None else units(groups, len(labels))
    hits, labelled, answered = tally(labels, k, unit, right), tally(labels, k, unit), tally(answers, k, unit)
    return shares(
        [f"{what} of {name}" for name in classes for what in ("recall", "precision")],
        np.repeat(hits, 2, axis=1),
        np.stack([labelled, answered], axis=2).reshape(len(hits), -1),
        predictions.part,
        grouped=groups is not None,
        rng=rng,
    )


def tally(number: np.ndarray, k: int, unit: np.ndarray | None, hits: np.ndarray | None = None) -> np.ndarray:
    """Count rows of each kind, or the hits (n,) bool among them, in each group: (g, k).

    number: (n,) in 0..k - 1, the kinds; unit: (n,) in 0..g - 1, the groups, or None for all rows as one.
    """
    many = 1 if unit is None else int(unit.max()) + 1
    at = number if unit is None else unit * k + number
    return np.bincount(at, hits, minlength=many * k).reshape(many, k)


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
    """Share of hits (n,) bool: Wilson's interval for independent rows, else whole groups are resampled.

    Where all groups agree, each counts as one row: see `intervals.unanimous`.
    """
    if groups is None or not len(hits):
        return rate(name, int(hits.sum()), len(hits), part)
    return measured_mean(name, hits, part=part, groups=groups, rng=rng)


def shares(
    names: Sequence[str],
    hits: np.ndarray,
    rows: np.ndarray,
    part: str,
    *,
    grouped: bool,
    rng: np.random.Generator,
) -> tuple[Measurement, ...]:
    """Share of hits among rows of m kinds, as `share`, but one draw of groups serves them all.

    hits, rows: (g, m), counts of each group; not `grouped`, the rows are independent.
    """
    total = zip(names, hits.sum(axis=0), rows.sum(axis=0), strict=True)
    counted = tuple(rate(name, int(k), int(n), part) for name, k, n in total)
    if not grouped:
        return counted
    drawn, m = resampled_sums(np.hstack([hits, rows]), rng=rng), len(names)
    with np.errstate(invalid="ignore"):
        ratios = drawn[:, :m] / drawn[:, m:]
    counts = (rows > 0).sum(axis=0)
    return tuple(
        _in_groups(known, ratios[:, at], int(counts[at])) if known.n else known
        for at, known in enumerate(counted)
    )


def _in_groups(known: Measurement, drawn: np.ndarray, count: int) -> Measurement:
    low, high, method = share_ends(drawn, count)
    return replace(known, low=low, high=high, method=method)


def rate(name: str, k: int, n: int, part: str) -> Measurement:
    """A share k / n of independent rows, with its Wilson interval; 0 in 0..1 if there are no rows."""
    low, high = wilson(k, n)
    method = "Wilson 95 %" if n else "no rows to count"
    return Measurement(name=name, value=k / max(n, 1), n=n, method=method, part=part, low=low, high=high)
