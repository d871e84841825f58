"""Numbers as words: the same number is always written the same way, and never wrongly rounded."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fittingroom.reporting import format as words
from tests.reporting.demo import measurement


def plain(text: str) -> str:
    """Text with ordinary spaces and minus signs, for comparing."""
    return text.replace(words.THIN, " ").replace(words.MINUS, "-")


def test_a_percentage_comes_with_its_interval():
    assert plain(words.measured(measurement("accuracy", 0.925, 0.005))) == "92.5 % [92.0, 93.0]"


def test_a_second_decimal_only_where_the_interval_is_that_narrow():
    assert plain(words.measured(measurement("accuracy", 0.92512, 0.0004))) == "92.51 % [92.47, 92.55]"


def test_a_class_may_be_called_what_it_likes():
    assert plain(words.value(measurement("recall of Gap (loss leader)", 0.5))) == "50.0 %"


def test_an_infinite_reach_is_a_dash():
    assert words.signed(float("inf")) == words.signed(float("-inf")) == words.NOTHING


def test_gaps_are_signed_points_and_losses_plain_numbers():
    assert (
        plain(words.measured(measurement("accuracy gap", 0.028, 0.009, unit="points")))
        == "+2.8 points [+1.9, +3.7]"
    )
    assert plain(words.value(measurement("loss gap", -0.0514, unit="signed number"))) == "-0.051"
    assert words.measured(measurement("NLL", 0.2143, 0.011, unit="number")) == "0.214 [0.203, 0.225]"


@settings(deadline=None)
@given(st.floats(0, 1))
def test_only_the_ends_are_printed_as_0_and_100_percent(x):
    text = plain(words.percent(x))
    assert (text == "100 %") == (1 - x < 1e-9)
    assert (text == "0 %") == (x < 1e-9)
    if text[0] not in "<>":
        assert abs(float(text.removesuffix(" %")) / 100 - x) <= 0.0005001


def test_the_edges_of_a_percentage():
    assert plain(words.percent(0.99999)) == ">99.99 %"
    assert plain(words.percent(0.00001)) == "<0.01 %"
    assert plain(words.percent(0.9996)) == "99.96 %"
    assert words.percent(math.nan) == words.NOTHING


def test_a_share_of_no_rows_is_a_dash():
    assert words.measured(measurement("recall of Hat", 0.0, 1.0, n=0)) == words.NOTHING
    assert words.value(measurement("NLL", math.nan)) == words.NOTHING


def test_thousands_are_set_apart_without_a_place_to_break():
    assert words.count(1234567) == f"1{words.THIN}234{words.THIN}567"
    assert plain(words.count(-1200)) == "-1 200"


@pytest.mark.parametrize(("p", "text"), [(3e-8, "<0.001"), (0.0312, "0.031"), (0.77, "0.77")])
def test_p_values(p, text):
    assert words.p_value(p) == text


@pytest.mark.parametrize(
    ("s", "text"),
    [(4.21, "4.2 s"), (59.4, "59 s"), (123, "2 min 3 s"), (3900, "1 h 5 min"), (3599.9, "1 h 0 min")],
)
def test_durations(s, text):
    assert plain(words.seconds(s)) == text


@pytest.mark.parametrize(
    ("x", "text"),
    [
        (True, "yes"),
        (None, words.NOTHING),
        (10_000, "10 000"),
        (0.92431, "0.9243"),
        (3.0, "3"),
        (math.inf, words.NOTHING),
        ([1, 2], "1, 2"),
        (list(range(8)), "0, 1, 2, 3, 4 and 3 more"),
        ({"shirt": 93}, "shirt 93"),
        ("mild", "mild"),
    ],
)
def test_any_number_behind_a_finding_becomes_one_line(x, text):
    assert plain(words.anything(x)) == text


@pytest.mark.parametrize(
    ("x", "kind", "text"),
    [
        (0.5, "rate", "50.0 %"),
        (np.int64(1200), "count", "1 200"),
        (0.2, "number", "0.200"),
        (0.0004, "p", "<0.001"),
        (None, "rate", words.NOTHING),
        (math.nan, "number", words.NOTHING),
        (0.028, "points", "+2.8"),
        (-0.00001, "points", "0.0"),
        (0.0018, "spread", "± 0.18"),
        (0.0123, "spread", "± 1.2"),
        (0.00999, "spread", "± 1.0"),
        ((6, 12, None), "counts", f"6, 12, {words.NOTHING}"),
        (measurement("gap", 0.028, 0.009, unit="points"), "measured", "+2.8 points [+1.9, +3.7]"),
        (measurement("accuracy", 0.912, 0.005), "measured", "91.2 % [90.7, 91.7]"),
        ("memorising", "word", "memorising"),
        (("L1: 1e-4", "arm-3"), "link", "L1: 1e-4"),
        (None, "link", words.NOTHING),
    ],
)
def test_cells_are_written_by_the_kind_of_their_column(x, kind, text):
    assert plain(words.cell(x, kind)) == text


def test_how_often():
    assert [words.times(n) for n in (0, 1, 2, 3)] == ["0 times", "once", "twice", "3 times"]


def test_points_have_a_sign_and_zero_has_none():
    assert words.points(0.012) == "+1.2 points"
    assert plain(words.points(-0.012)) == "-1.2 points"
    assert words.points(-0.0001) == "0.0 points"


@pytest.mark.parametrize(
    ("listed", "said"),
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c, d"], "a, b and c, d")],
)
def test_enumerated(listed, said):
    assert words.enumerated(listed) == said


def test_counted():
    assert [words.counted(n, "image") for n in (0, 1, 2)] == ["0 images", "1 image", "2 images"]
    assert words.counted(10000, "image") == "10\N{NARROW NO-BREAK SPACE}000 images"
