"""The forest plot: each row in both panels at one height, marks where the numbers are, nothing hidden."""

import dataclasses
from xml.etree import ElementTree

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.reporting.forest import LEFT, RIGHT, ForestRow, forest
from fittingroom.reporting.format import MINUS, NOTHING
from fittingroom.types import Measurement
from tests.reporting import demo_study


def effect(value: float, half: float = 0.005) -> Measurement:
    return Measurement(
        name="effect",
        value=value,
        low=value - half,
        high=value + half,
        n=3,
        method="t",
        part="val",
        unit="points",
    )


def row(
    label: str, gap: float | None, accuracy: float | None, *, group: str = "G", shown: bool = True
) -> ForestRow:
    points = (gap, accuracy)
    effects = tuple(None if p is None else effect(p) for p in points)
    dots = tuple(() if p is None else (p - 0.001, p, p + 0.001) for p in points)
    return ForestRow(label, group, effects, dots, (shown, shown))


def panels(rows: list[ForestRow]) -> list[ElementTree.Element]:
    return list(ElementTree.fromstring(forest(rows, title="T")).iter("svg"))


def styled(panel: ElementTree.Element, style: str) -> list[ElementTree.Element]:
    return [e for e in panel.iter() if e.get("class") == style]


def marks(panel: ElementTree.Element, style: str) -> list[ElementTree.Element]:
    """Marks of rows: those of the key have no title."""
    return [e for e in styled(panel, style) if e.find("title") is not None]


def words(panel: ElementTree.Element) -> dict[str, float]:
    return {e.text or "": float(e.get("y")) for e in panel.iter("text")}


def test_every_row_stands_in_both_panels_at_the_same_height():
    made = demo_study.rows(np.random.default_rng(0))
    gap, accuracy = panels(made)
    assert gap.get("viewBox") == accuracy.get("viewBox")
    drawn = len(marks(gap, "first")) + len(marks(gap, "second")) + len(styled(gap, "arrow")) - 1
    assert drawn >= len(made)
    labels = [e.get("y") for e in gap.iter("text") if e.get("x") == "8"]
    assert len(labels) == len(made)
    assert labels == [e.get("y") for e in accuracy.iter("text") if e.get("x") == "8"]
    for group in demo_study.ARMS:
        assert words(gap)[group] == words(accuracy)[group]


def test_a_larger_effect_lies_further_right_and_every_seed_has_its_dot():
    gap, accuracy = panels([row("a", -0.02, 0.03), row("b", 0.0, 0.01), row("c", 0.02, -0.01)])
    places = [float(mark.get("cx")) for mark in marks(gap, "first")]
    assert places == sorted(places)
    assert LEFT < places[0] < places[2] < RIGHT
    places = [float(mark.get("cx")) for mark in marks(accuracy, "first")]
    assert places == sorted(places, reverse=True)
    assert len(styled(gap, "seed")) == 9 + 1  # and the one in the key


def test_what_does_not_survive_the_correction_is_an_open_mark():
    gap, _ = panels([row("a", -0.02, 0.0), row("b", 0.001, 0.0, shown=False)])
    assert (len(marks(gap, "first")), len(marks(gap, "second"))) == (1, 1)
    assert marks(gap, "second")[0].find("title").text == f"b: +0.1 points [{MINUS}0.4, +0.6], may be chance"


def test_the_better_side_is_named_on_its_side_of_zero():
    gap, accuracy = panels([row("a", -0.02, 0.02), row("b", 0.02, -0.02)])
    side = {
        e.text: (e.get("text-anchor"), float(e.get("x"))) for p in (gap, accuracy) for e in p.iter("text")
    }
    zero = float(styled(gap, "zero")[0].get("d").split("M")[1].split()[0])
    assert side["← smaller gap"][0] == "end"
    assert side["← smaller gap"][1] < zero
    assert side["better test accuracy →"][0] is None
    assert side["better test accuracy →"][1] > zero


def test_a_wild_effect_becomes_an_arrow_with_its_number_and_does_not_flatten_the_others():
    tame = [row(f"{i}", 0.001 * i, 0.0) for i in range(12)]
    gap, _ = panels([*tame, row("random labels", 0.9, 0.0)])
    assert len(styled(gap, "arrow")) == 1 + 1  # and the one in the key
    assert "+90.0" in words(gap)
    assert "[+89.5, +90.5]" in words(gap)
    assert len(marks(gap, "first")) == len(tame)
    without, _ = panels(tame)
    assert len(styled(without, "arrow")) == 1
    widths = [np.ptp([float(mark.get("cx")) for mark in marks(p, "first")]) for p in (gap, without)]
    assert widths[0] == pytest.approx(widths[1], rel=0.2)


def test_a_whisker_that_reaches_beyond_the_scale_is_clipped_with_an_arrow():
    wide = dataclasses.replace(row("wide", 0.0, 0.0), effects=(effect(0.0, 0.9), effect(0.0)))
    gap, _ = panels([*(row(f"{i}", 0.001 * i, 0.0) for i in range(12)), wide])
    assert len(styled(gap, "arrow")) == 2 + 1
    for whisker in styled(gap, "whisker"):
        ends = [float(point.split()[0]) for point in whisker.get("d").removeprefix("M").split("L")]
        assert LEFT <= ends[0] <= ends[1] <= RIGHT
    assert len(marks(gap, "first")) == 13


def test_a_seed_beyond_the_scale_is_told_by_an_arrow():
    lone = dataclasses.replace(row("lone", 0.0, 0.0), dots=((0.0, 0.0, 0.7), (0.0,)))
    gap, _ = panels([*(row(f"{i}", 0.001 * i, 0.0) for i in range(12)), lone])
    assert len(styled(gap, "arrow")) == 1 + 1
    assert len(styled(gap, "seed")) == 12 * 3 + 2 + 1


def test_what_was_not_measured_is_said():
    gap, accuracy = panels([row("a", None, 0.01), row("b", 0.01, 0.02)])
    assert f"not measured {NOTHING}" in words(gap)
    assert f"not measured {NOTHING}" not in words(accuracy)
    assert panels([row("a", None, None)])


def test_effects_of_nothing_at_all_can_be_drawn():
    flat = dataclasses.replace(effect(0.0), low=None, high=None)
    markup = forest([ForestRow("a", "G", (flat, flat), ((), ()), (False, False))], title="T")
    assert "nan" not in markup


def test_names_of_the_user_are_text():
    nasty = "<b>&\"'"
    gap, _ = panels([row(nasty, 0.01, 0.0, group=nasty)])
    assert list(words(gap)).count(nasty) == 1
    assert sum(e.text == nasty for e in gap.iter("text")) == 2


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"shown": (True,)}, r"a: a row has two effects, .* got \(2, 2, 1\)"),
        (
            {"effects": (None, dataclasses.replace(effect(0.1), unit="rate"))},
            "a: an effect .* points, got rate",
        ),
    ],
)
def test_rows_are_checked(change, message):
    with pytest.raises(InputError, match=message):
        dataclasses.replace(row("a", 0.0, 0.0), **change)


def test_a_forest_without_rows_is_refused():
    with pytest.raises(InputError, match="at least one row"):
        forest([], title="T")
