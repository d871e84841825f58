"""What a model is to the rest of fittingroom: a name, settings, and scores for images."""

from collections.abc import Mapping
from typing import Any, Protocol, runtime_checkable

import numpy as np

from fittingroom.errors import InputError
from fittingroom.types import Part, Predictions, ScoreKind


@runtime_checkable
class Predictor(Protocol):
    """Anything with these four members can be judged; nothing has to be inherited or registered.

    settings: JSON values, printed in reports; kind: what the scores mean (see Predictions);
    predict: uint8 images (n, h, w[, c]) -> float32 scores (n, k), for any n.
    """

    @property
    def name(self) -> str: ...

    @property
    def settings(self) -> Mapping[str, Any]: ...

    @property
    def kind(self) -> ScoreKind: ...

    def predict(self, images: np.ndarray, /) -> np.ndarray: ...


def predict_part(predictor: Predictor, part: Part, *, data: str, seed: int | None = None) -> Predictions:
    """What the predictor says of every image of a part; `data` is the data set's fingerprint.

    Raises InputError when the answers are no predictions: see `checked_scores` and Predictions.
    """
    scores = predictor.predict(part.images)
    return Predictions(
        ids=part.ids,
        scores=scores,
        kind=predictor.kind,
        model=predictor.name,
        part=part.name,
        data=data,
        settings=dict(predictor.settings),
        seed=seed,
    )


def kind_of(answers: np.ndarray) -> ScoreKind:
    """What a model's answers are, from their looks: labels (n,), or scores (n, k), that may sum to 1."""
    if answers.ndim == 1:
        return "labels"
    if answers.ndim != 2 or answers.dtype.kind not in "biuf":
        return "scores"
    with np.errstate(invalid="ignore"):
        sums = answers.sum(axis=1, dtype=np.float64)
    return "probabilities" if (answers >= 0).all() and np.abs(sums - 1).max() <= 1e-2 else "scores"


def checked_scores(answers: np.ndarray, *, kind: ScoreKind, n: int, classes: int, name: str) -> np.ndarray:
    """Answers of a model for n images as float32 scores (n, classes), labels made one-hot.

    Raises InputError, in one sentence that starts with the model's name, for a wrong shape, NaN,
    infinite or negative scores, and labels that are no whole numbers in 0..classes-1.
    """
    labels = kind == "labels"
    expected = f"({n},)" if labels else f"({n}, {classes})"
    if answers.shape != ((n,) if labels else (n, classes)):
        raise InputError(
            f"{name}: expected {kind} of shape {expected} for {n} images of {classes} classes, "
            f"found shape {answers.shape}"
        )
    if answers.dtype.kind not in "biuf":
        raise InputError(f"{name}: expected numbers, found answers of type {answers.dtype}")
    if bad := int((~np.isfinite(answers)).reshape(n, -1).any(axis=1).sum()):
        raise InputError(f"{name}: the answers for {bad} of {n} images hold NaN or infinity")
    if not labels:
        if n and answers.min() < 0:
            raise InputError(
                f"{name}: scores must not be negative, found {answers.min():.4g}; "
                "if these are logits, return their softmax"
            )
        return answers.astype(np.float32)
    if not (answers == np.round(answers)).all():
        raise InputError(
            f"{name}: one answer for each image must be its class as a whole number in 0..{classes - 1}, "
            f"found {answers[answers != np.round(answers)][0]:.4g}"
        )
    if n and not (answers.min() >= 0 and answers.max() < classes):
        raise InputError(
            f"{name}: labels must lie in 0..{classes - 1} ({classes} classes), "
            f"found {answers.min():g}..{answers.max():g}"
        )
    return np.eye(classes, dtype=np.float32)[answers.astype(np.int64)]
