"""Made predictions whose truth is known."""

from collections.abc import Callable

import numpy as np
import pytest

from fittingroom.types import Predictions


@pytest.fixture
def predictions() -> Callable[..., Predictions]:
    """Wrap rows of numbers as the Predictions of a model on val."""

    def wrap(scores: np.ndarray, kind="probabilities", part="val") -> Predictions:
        ids = np.array([f"row-{row}" for row in range(len(scores))])
        return Predictions(ids=ids, scores=np.asarray(scores, np.float32), kind=kind, model="made", part=part)

    return wrap


@pytest.fixture
def calibrated(rng, predictions) -> Callable[..., tuple[Predictions, np.ndarray]]:
    """Predictions of n rows and labels drawn from exactly the probabilities they state.

    With a temperature below 1 the model states more confidence than it has.
    """

    def make(n: int, k: int = 10, temperature: float = 1.0) -> tuple[Predictions, np.ndarray]:
        logits = rng.normal(0, 2.5, (n, k))
        true, stated = (softmax(logits), softmax(logits / temperature))
        labels = (true.cumsum(axis=1) > rng.random((n, 1))).argmax(axis=1)
        return predictions(stated), labels

    return make


def softmax(logits: np.ndarray) -> np.ndarray:
    e = np.exp(logits - logits.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)
