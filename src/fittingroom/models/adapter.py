"""Anybody's model as a Predictor: estimators, torch modules, Keras models, plain functions."""

import sys
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from fittingroom.errors import FittingRoomError, InputError
from fittingroom.models.kinds import CHUNK, is_estimator, kind_of_model, rows_of_pixels
from fittingroom.models.predictor import Predictor, checked_scores, kind_of, predict_part
from fittingroom.types import Part, ScoreKind

__all__ = ["Predictor", "as_predictor", "fit_if_needed", "predict_part"]

EXAMPLES = 64
"""Images that a model is tried on before anything long is begun."""

Preprocess = Callable[[np.ndarray], Any]
Answer = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """A user's model as a Predictor; `answer` turns up to `chunk` uint8 images into its answers."""

    name: str
    settings: Mapping[str, Any]
    kind: ScoreKind
    classes: int
    answer: Answer
    chunk: int = CHUNK

    def predict(self, images: np.ndarray) -> np.ndarray:
        """Scores (n, classes) float32. Raises InputError when the model fails or its answers do not fit."""
        scores = np.empty((len(images), self.classes), np.float32)
        bar = tqdm(total=len(images), desc=self.name, unit=" images", disable=None, leave=False, delay=1)
        with bar:
            for start in range(0, len(images), self.chunk):
                images_now = images[start : start + self.chunk]
                scores[start : start + self.chunk] = checked_scores(
                    _asked(self.answer, images_now, self.name),
                    kind=self.kind,
                    n=len(images_now),
                    classes=self.classes,
                    name=self.name,
                )
                bar.update(len(images_now))
        return scores


def as_predictor(
    model: Any,
    *,
    classes: int,
    examples: np.ndarray,
    name: str | None = None,
    preprocess: Preprocess | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Predictor:
    """Dress a model of any common kind as a Predictor, and try it on a few images at once.

    model: a Predictor; a fitted estimator with scikit-learn's methods; a torch module; a Keras
    model; or a function from uint8 images to labels (n,) or scores (n, k). examples: uint8 images
    (m, h, w[, c]), m >= 1, of which up to 64 are shown to the model, to find a misfit now and to
    see what its answers are. preprocess: replaces what the kind is given by default (see KINDS).
    settings: further facts to print in reports.
    Raises InputError for an object of no known kind, a model that fails, or answers that do not fit.
    """
    found = kind_of_model(model)
    name = name or _name(model)

    def answer(images: np.ndarray) -> np.ndarray:
        return _array(found.ask(model, preprocess(images) if preprocess else found.read(model, images)))

    examples = examples[:EXAMPLES]
    raw = _asked(answer, examples, name)
    finish, reads = _as_it_is, "preprocessed by the user" if preprocess else found.reads
    if found.word == "estimator" and raw.ndim == 2:
        finish = _aligned(model, classes, name)
    elif found.word in ("Keras model", "torch module") and kind_of(raw) == "scores":
        finish, reads = _softmax, f"{reads}; then softmax"
    adapted = Adapted(
        name=name,
        settings={**_facts(model, found.word, reads), **(settings or {})},
        kind=model.kind if found.word == "predictor" else kind_of(finish(raw)),
        classes=classes,
        answer=lambda images: finish(answer(images)),
        chunk=found.chunk,
    )
    checked_scores(finish(raw), kind=adapted.kind, n=len(examples), classes=classes, name=name)
    return adapted


def fit_if_needed(model: Any, train: Part, *, preprocess: Preprocess | None = None) -> tuple[Any, bool]:
    """A model ready to be asked, and whether it was fitted here.

    A scikit-learn estimator that is not fitted is cloned and the clone fitted on `train`, as
    pixels (n, h*w*c) / 255 or what `preprocess` makes of them; anything else is returned as it is.
    """
    if "sklearn" not in sys.modules or isinstance(model, type) or not is_estimator(model):
        return model, False
    from sklearn.base import clone
    from sklearn.exceptions import NotFittedError
    from sklearn.utils.validation import check_is_fitted

    try:
        check_is_fitted(model)
    except NotFittedError:
        name = _name(model)
        print(f"fitting {name} on {len(train):,} images of {train.name}", file=sys.stderr, flush=True)
        fresh: Any = clone(model)
        inputs = preprocess(train.images) if preprocess else rows_of_pixels(model, train.images)
        return _guarded(lambda: fresh.fit(inputs, train.labels), f"{name} could not be fitted"), True
    return model, False


def _name(model: Any) -> str:
    if isinstance(steps := getattr(model, "steps", None), list):
        return " > ".join(type(step).__name__ for _, step in steps)
    named = getattr(model, "name", None) or getattr(model, "__name__", None)
    return named if isinstance(named, str) else type(model).__name__


def _facts(model: Any, word: str, reads: str) -> dict[str, Any]:
    if word == "predictor":
        return dict(model.settings)
    facts = {"kind of model": word, "input": reads}
    return facts | {"model": " ".join(repr(model).split())[:300]} if word == "estimator" else facts


def _array(answers: Any) -> np.ndarray:
    if hasattr(answers, "detach"):
        answers = answers.detach().cpu()
        answers = answers.float() if answers.is_floating_point() else answers
    return np.asarray(answers)


def _as_it_is(answers: np.ndarray) -> np.ndarray:
    return answers


def _softmax(answers: np.ndarray) -> np.ndarray:
    if answers.ndim != 2:
        return answers
    with np.errstate(invalid="ignore"):  # infinite logits give NaN, which is refused by name later
        powers = np.exp(answers.astype(np.float64) - answers.max(axis=1, keepdims=True))
        return powers / powers.sum(axis=1, keepdims=True)


def _aligned(model: Any, classes: int, name: str) -> Answer:
    """Columns of predict_proba put where the data set has the class; one never seen in fitting gets 0."""
    known = np.asarray(getattr(model, "classes_", np.arange(classes)))
    if known.dtype.kind not in "iu" or not set(known.tolist()) <= set(range(classes)):
        raise InputError(
            f"{name} was fitted on the labels {known.tolist()[:12]}; expected whole numbers in "
            f"0..{classes - 1}, the rows of the data set's list of classes"
        )

    def aligned(answers: np.ndarray) -> np.ndarray:
        if answers.shape[1] != len(known):
            return answers
        scores = np.zeros((len(answers), classes))
        scores[:, known] = answers
        return scores

    return aligned


def _asked(answer: Answer, images: np.ndarray, name: str) -> np.ndarray:
    return _guarded(lambda: answer(images), f"{name} failed on images of shape {images.shape}")


def _guarded(call: Callable[[], Any], what: str) -> Any:
    """The result of a user's code, which may raise anything: its error is kept as the cause."""
    try:
        return call()
    except FittingRoomError:
        raise
    except Exception as error:
        raise InputError(
            f"{what}: {type(error).__name__}: {str(error).strip() or 'no message'}; "
            "if it expects another input, say how to make it with preprocess="
        ) from error
