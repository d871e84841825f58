"""The small drawings beside a number: on the right place from 0 to 100 %, and only for rates."""

from xml.etree import ElementTree

import pytest

from fittingroom.reporting.marks import headline_bar, strip
from fittingroom.types import LabelNoise
from tests.reporting.demo import measurement

NOISE = LabelNoise(low=0.01, high=0.03, source="made")


def styled(svg: str, style: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(svg).iter() if e.get("class") == style]


def test_the_interval_lies_between_baseline_and_ceiling():
    svg = headline_bar(measurement("accuracy", 0.925, 0.005), measurement("majority baseline", 0.1), NOISE)
    (interval,), (ceiling,) = styled(svg, "interval"), styled(svg, "ceiling")
    assert float(interval.get("x")) + float(interval.get("width")) < float(ceiling.get("x"))
    words = [e.text for e in ElementTree.fromstring(svg).iter("text")]
    assert words == ["ceiling set by wrong labels 97\u202f% to 99\u202f%", "majority baseline 10.0\u202f%"]


def test_without_baseline_and_label_noise_there_is_just_the_bar():
    svg = headline_bar(measurement("accuracy", 0.925), None, None)
    assert not styled(svg, "baseline") + styled(svg, "ceiling") + styled(svg, "interval")


@pytest.mark.parametrize("value", [0.0, 0.5, 1.0])
def test_a_strip_runs_from_0_to_100_percent(value):
    (disc,) = styled(strip(measurement("accuracy", value), None), "first")
    assert float(disc.get("cx")) == 5 + 130 * value


@pytest.mark.parametrize(
    "m",
    [
        measurement("NLL", 0.2, unit="number"),
        measurement("accuracy gap", 0.02, unit="points"),
        measurement("recall of X", 0, n=0),
    ],
)
def test_what_is_no_known_rate_has_no_drawing(m):
    assert headline_bar(m, None, None) == strip(m, None) == ""
