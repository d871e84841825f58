"""The reliability diagram: a calibrated model lies on the diagonal, an overconfident one below."""

from xml.etree import ElementTree

import numpy as np

from fittingroom.measure.calibration import Bin
from fittingroom.reporting.reliability import BARS, reliability
from tests.reporting.demo import measurement

ECE = measurement("ECE", 0.02, 0.01, unit="number")


def drawn(accuracies: list[float]) -> list[tuple[float, float]]:
    bins = [Bin(c, a, a - 0.02, a + 0.02, 100) for c, a in zip((0.6, 0.7, 0.8), accuracies, strict=True)]
    svg = reliability(bins, ece=ECE, confidence=np.repeat([0.6, 0.7, 0.8], 100))
    return [(float(e.get("cx")), float(e.get("cy"))) for e in ElementTree.fromstring(svg).iter("circle")]


def test_a_calibrated_model_lies_on_the_diagonal():
    (x1, y1), (x2, y2), (x3, y3) = drawn([0.6, 0.7, 0.8])
    assert x1 < x2 < x3
    assert abs((y1 - y2) - (y2 - y3)) < 0.2


def test_claiming_too_much_lies_lower():
    for (_, calibrated), (_, overconfident) in zip(
        drawn([0.6, 0.7, 0.8]), drawn([0.5, 0.6, 0.7]), strict=True
    ):
        assert overconfident > calibrated  # y grows downwards


def test_the_histogram_counts_every_answer_once():
    confidence = np.random.default_rng(0).uniform(0, 1, 1000)
    bins = [Bin(0.5, 0.5, 0.45, 0.55, 1000)]
    svg = reliability(bins, ece=ECE, floor=ECE, confidence=confidence)
    hints = [e[0].text or "" for e in ElementTree.fromstring(svg).iter("rect")]
    counts = [int(hint.split(" answers")[0].replace("\u202f", "")) for hint in hints]
    assert len(counts) == BARS
    assert sum(counts) == 1000


def test_empty_bins_are_not_drawn():
    bins = [Bin(0.5, 0.5, 0.45, 0.55, 10), Bin(0.0, 0.0, 0.0, 1.0, 0)]
    svg = reliability(bins, ece=ECE, confidence=np.full(10, 0.5))
    assert len(list(ElementTree.fromstring(svg).iter("circle"))) == 1
