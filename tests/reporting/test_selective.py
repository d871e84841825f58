"""The curve of accuracy among the surest: it ends at all answers, and the ideal lies above it."""

from xml.etree import ElementTree

import numpy as np
import pytest

from fittingroom.measure.selective import selective as measure_selective
from fittingroom.reporting.selective import LEFT, RIGHT, selective


def paths(svg: str, style: str) -> list[list[tuple[float, float]]]:
    found = [e.get("d", "") for e in ElementTree.fromstring(svg).iter("path") if e.get("class") == style]
    return [[tuple(map(float, p.split())) for p in d.strip("MZ").split("L")] for d in found]


@pytest.fixture
def curve(rng):
    confidence = rng.random(3000)
    right = rng.random(3000) < 0.5 + confidence / 2
    return measure_selective(confidence, right, part="test", draws=20, rng=rng).curve


def test_the_curve_runs_from_the_surest_to_all_answers(curve):
    svg = selective(curve)
    (drawn,) = paths(svg, "line val")
    (ideal,) = paths(svg, "line train")
    assert LEFT < drawn[0][0] < LEFT + 15
    assert drawn[-1][0] == RIGHT
    assert drawn[-1] == ideal[-1]
    assert all(a[1] >= b[1] for a, b in zip(drawn, ideal, strict=True))  # y grows downwards
    disc = next(ElementTree.fromstring(svg).iter("circle"))
    assert (float(disc.get("cx")), float(disc.get("cy"))) == pytest.approx(drawn[-1], abs=0.1)


def test_the_accuracy_of_all_answers_is_written(curve):
    assert f"answering everything {100 * curve.overall:.1f}" in selective(curve)


@pytest.mark.parametrize("right", [np.ones(3, bool), np.zeros(3, bool), np.array([1, 0, 1], bool)])
def test_a_handful_or_only_one_kind_of_answers_can_be_drawn(right, rng):
    for confidence in (np.ones(3), np.arange(3)):
        curve = measure_selective(confidence, right, part="test", draws=20, rng=rng).curve
        assert ElementTree.fromstring(selective(curve)).tag == "svg"
        assert "nan" not in selective(curve)
