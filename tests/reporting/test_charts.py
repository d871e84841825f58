"""Charts with one line per row: every row is there, every mark where its number is."""

import math
from xml.etree import ElementTree

import pytest

from fittingroom.reporting.charts import WIDTH, Row, bars, interval_chart
from tests.reporting.demo import measurement


def marks(svg: str, style: str) -> list[ElementTree.Element]:
    return [e for e in ElementTree.fromstring(svg).iter() if e.get("class") == style]


def words(svg: str) -> list[str]:
    return [e.text or "" for e in ElementTree.fromstring(svg).iter("text")]


def rows(*recalls: float) -> list[Row]:
    return [
        Row(f"class {i}", (measurement(f"recall of {i}", r, 0.02), measurement(f"precision of {i}", r, 0.03)))
        for i, r in enumerate(recalls)
    ]


def test_every_row_has_its_label_marks_and_whiskers():
    svg = interval_chart(rows(0.7, 0.8, 0.9), title="T", names=("recall", "precision"))
    assert {"class 0", "class 1", "class 2", "70.0\u202f%"} <= set(words(svg))
    # one more of each mark stands in the key
    assert (len(marks(svg, "first")), len(marks(svg, "second")), len(marks(svg, "whisker"))) == (4, 4, 6)


def test_a_higher_number_lies_further_right():
    svg = interval_chart(rows(0.7, 0.8, 0.9), title="T", names=("recall", "precision"))
    places = [float(mark.get("cx")) for mark in marks(svg, "first")][1:]
    assert places == sorted(places)
    assert 0 < places[0] < places[2] < WIDTH


def test_a_baseline_inside_is_a_line_and_one_outside_is_named_at_the_edge():
    inside = interval_chart(
        rows(0.7), title="T", names=("recall",), baseline=measurement("majority baseline", 0.65)
    )
    outside = interval_chart(
        rows(0.7), title="T", names=("recall",), baseline=measurement("majority baseline", 0.1)
    )
    assert len(marks(inside, "baseline")) == 1
    assert len(marks(outside, "baseline")) == 0
    assert "← majority baseline 10.0\u202f%" in words(outside)


def test_a_class_without_pictures_has_a_label_and_no_mark():
    empty = Row("Hat", (measurement("recall of Hat", 0.0, 1.0, n=0),))
    svg = interval_chart([*rows(0.7), empty], title="T", names=("recall",))
    assert "Hat" in words(svg)
    assert len(marks(svg, "first")) == 2
    assert not [text for text in words(svg) if text == "0\u202f%"]


def test_bars_are_as_long_as_their_numbers():
    svg = bars(["a", "b"], [100, 50], title="T")
    long, short = (float(bar.get("width")) for bar in marks(svg, "bar"))
    assert long == pytest.approx(2 * short)


def test_bars_of_nothing_can_be_drawn():
    assert not any(math.isnan(float(bar.get("width"))) for bar in marks(bars(["a"], [0], title="T"), "bar"))
