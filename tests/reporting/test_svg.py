"""Shapes: well-formed, escaped, and scales that end on round numbers."""

from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.reporting import svg


def test_words_are_escaped_and_the_text_alternative_comes_first():
    drawn = svg.drawing(100, 50, [svg.text(1, 2, "<b>&\"'")], title="A < B", description="x & y")
    root = ElementTree.fromstring(drawn)
    assert [child.tag for child in root] == ["title", "desc", "text"]
    assert [child.text for child in root] == ["A < B", "x & y", "<b>&\"'"]
    assert root.attrib == {"viewBox": "0 0 100 50", "role": "img", "class": "chart"}


@pytest.mark.parametrize(("x", "text"), [(1.0, "1"), (1.26, "1.3"), (-0.01, "0"), (-2.5, "-2.5")])
def test_coordinates_are_short(x, text):
    assert svg.number(x) == text


@settings(deadline=None)
@given(st.floats(-100, 100), st.floats(1e-4, 100), st.integers(1, 10))
def test_a_range_with_round_ends_holds_its_values(low, span, about):
    start, end = svg.around(low, low + span, about)
    assert start <= low + 1e-6 * span
    assert end >= low + span * (1 - 1e-6)


def test_ticks_are_round_and_inside():
    assert svg.ticks(0.8, 1.0) == [0.8, 0.85, 0.9, 0.95, 1.0]
    assert svg.ticks(1, 30, 6) == [5, 10, 15, 20, 25, 30]


def test_a_scale_maps_its_ends():
    scale = svg.Scale(0.5, 1, 10, 110)
    assert (scale(0.5), scale(0.75), scale(1)) == (10, 60, 110)


def test_long_labels_are_cut():
    assert svg.shortened("Ankle boot") == "Ankle boot"
    assert svg.shortened("a very long class name", 8) == "a very …"


def test_several_lines_are_one_element():
    element = ElementTree.fromstring(svg.lines([(0, 1, 2, 3), (4, 5, 6, 7)], "grid"))
    assert element.attrib == {"d": "M0 1L2 3M4 5L6 7", "class": "grid"}


@settings(deadline=None)
@given(st.lists(st.floats(0, 100), min_size=1, max_size=8), st.floats(0.5, 14))
def test_words_that_were_moved_apart_keep_their_distance_and_order(places, gap):
    moved = svg.apart(places, gap, 0, 100)
    order = sorted(range(len(places)), key=lambda i: places[i])
    assert all(moved[b] - moved[a] >= gap - 1e-9 for a, b in pairwise(order))
    assert min(moved) >= -1e-9
    assert max(moved) <= 100 + 1e-9


def test_words_move_no_farther_than_they_must():
    assert svg.apart([80, 10, 40], 16, 0, 100) == [80, 10, 40]
    assert svg.apart([50, 50], 16, 0, 100) == [42, 58]
    assert svg.apart([20, 40, 44, 90], 10, 0, 100) == [20, 37, 47, 90]
    assert svg.apart([99, 100], 10, 0, 100) == [90, 100]
