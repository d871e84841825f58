"""The verdict's line on confidence, word for word, and how often it accuses a calibrated model."""

from types import SimpleNamespace

import numpy as np
import pytest

from fittingroom.measure.calibration import overconfidence
from fittingroom.reporting.format import THIN
from fittingroom.studies.measuring import Confidence
from fittingroom.studies.verdict import confidence_line
from fittingroom.types import Measurement, Predictions


def predictions(confidence: np.ndarray) -> Predictions:
    scores = np.column_stack([confidence, 1 - confidence])
    ids = np.arange(len(scores)).astype(str)
    return Predictions(
        ids=ids, scores=scores.astype(np.float32), kind="probabilities", model="made", part="test"
    )


def m(value: float, low: float | None = None, high: float | None = None) -> Measurement:
    return Measurement(name="planted", value=value, n=60, method="made", part="test", low=low, high=high)


def line(stated: float, excess: Measurement) -> str:
    confidence = Confidence(
        mean=m(stated), excess=excess, ece=m(0.194), floor=m(0.196), nll=m(1), brier=m(1), bins=()
    )
    said = predictions(np.full(60, 0.9))
    return confidence_line(said, SimpleNamespace(confidence=confidence)).replace(THIN, " ")  # pyright: ignore


REST = "; calibration error 0.194, where a perfectly calibrated model would show 0.196."


@pytest.mark.parametrize(
    ("excess", "words"),
    [
        (m(-0.015, -0.14, 0.11), "is not shown to be right less or more often than it says"),
        (m(0.08, -0.01, 0.17), "is not shown to be right less or more often than it says"),
        (m(0.08), "is not shown to be right less or more often than it says"),
        (m(0.08, 0.01, 0.15), "is right less often than it says"),
        (m(-0.08, -0.15, -0.01), "is right more often than it says"),
        (m(0.009, 0.005, 0.013), "is right about as often as it says"),
        (m(-0.01, -0.1, 0.08), "is right about as often as it says"),
    ],
)
def test_what_is_said_of_confidence(excess, words):
    assert line(0.335, excess) == f"It states 33.5 % confidence on average and {words}{REST}"


@pytest.mark.parametrize("n", [100, 500])
def test_a_calibrated_model_is_seldom_accused(n):
    rng = np.random.default_rng(0)
    accused = 0
    for _ in range(150):
        confidence = 0.5 + 0.5 * rng.beta(6, 2, n)
        labels = (rng.random(n) > confidence).astype(int)
        words = line(0.9, overconfidence(predictions(confidence), labels, rng=rng))
        accused += "is right less often" in words or "is right more often" in words
    assert accused < 0.1 * 150


def test_senders_who_are_right_together_accuse_it_no_more_often_either():
    rng, accused = np.random.default_rng(1), {"groups": 0, "rows": 0}
    groups = np.repeat(np.arange(30), 10)
    for _ in range(60):
        labels = (rng.random(30) > 0.8).astype(int)[groups]
        for name, of in (("groups", groups), ("rows", None)):
            excess = overconfidence(predictions(np.full(300, 0.8)), labels, groups=of, rng=rng)
            accused[name] += "not shown" not in line(0.8, excess) and "about" not in line(0.8, excess)
    assert accused["groups"] < 9
    assert accused["rows"] > 20
