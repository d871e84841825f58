"""The card's sentences, word for word: each threshold on both sides of it."""

import pytest

from fittingroom.errors import InputError
from fittingroom.reporting.format import MINUS, THIN
from fittingroom.studies.reality.words import (
    Cost,
    against_always,
    below_benchmark,
    confidence,
    expectation,
    in_hundred,
    is_tested,
    kept,
    what_hurts,
    would_change,
)
from fittingroom.types import Measurement


def m(
    value: float, low: float | None = None, high: float | None = None, *, n=3239, unit="rate"
) -> Measurement:
    return Measurement(
        name="accuracy", value=value, low=low, high=high, n=n, method="made", part="photos", unit=unit
    )


def points(value: float, low: float, high: float) -> Measurement:
    return m(value, low, high, unit="points")


def auroc(value: float, low: float, high: float) -> Measurement:
    return m(value, low, high, unit="number")


def plain(text: str) -> str:
    """As typed on a keyboard: narrow spaces as spaces, a true minus sign as a hyphen."""
    return text.replace(THIN, " ").replace(MINUS, "-")


BASELINE = m(0.287, 0.27, 0.30)


def test_what_to_expect():
    benchmark = expectation(
        "pictures made like the benchmark", m(0.925, 0.920, 0.930, n=10_000), m(0.1), always="t-shirt"
    )
    assert plain(benchmark) == (
        "On pictures made like the benchmark: right 92.5 in 100 (92.0 to 93.0) of 10 000; always answering "
        "t-shirt: 10 in 100."
    )
    photos = expectation("your photos", m(0.268, 0.216, 0.311), BASELINE, always="t-shirt")
    assert plain(photos) == (
        "On your photos: right 27 in 100 (22 to 31) of 3 239; always answering t-shirt: 29 in 100."
    )


@pytest.mark.parametrize(("width", "enough"), [(0.199, True), (0.201, False)])
def test_an_interval_wider_than_20_points_is_not_tested(width, enough):
    roughly = m(0.5, 0.4, 0.4 + width, n=40)
    assert is_tested(roughly) is enough
    said = expectation("hats", roughly, BASELINE, always="t-shirt")
    assert ("not tested" in said) is not enough
    assert ("not tested" in would_change("10 photos per class", roughly)) is not enough


def test_why_something_is_not_tested():
    assert plain(expectation("hats", m(0.5, 0.35, 0.65, n=40), BASELINE, always="bag")) == (
        "On hats: not tested (40 pictures leave 30 points open)."
    )
    assert (
        expectation("hats", m(0.5, n=12), BASELINE, always="bag")
        == "On hats: not tested (12 pictures, made)."
    )
    assert expectation("hats", m(0.0, 0.0, 1.0, n=0), BASELINE, always="bag") == "On hats: not tested."


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (points(0.172, 0.10, 0.24), "Better than always answering bag by +17.2 points [+10.0, +24.0]."),
        (
            points(-0.019, -0.099, 0.065),
            "Not shown to be better than always answering bag: -1.9 points [-9.9, +6.5].",
        ),
        (
            points(0.01, 0.0, 0.02),
            "Not shown to be better than always answering bag: +1.0 points [0.0, +2.0].",
        ),
        (points(-0.1, -0.2, -0.01), "Worse than always answering bag: -10.0 points [-20.0, -1.0]."),
    ],
)
def test_against_always_giving_one_answer(difference, said):
    assert plain(against_always(difference, always="bag")) == said


@pytest.mark.parametrize(
    ("difference", "said"),
    [
        (points(-0.657, -0.71, -0.61), "That is 65.7 points [61.0, 71.0] below the benchmark."),
        (points(0.012, 0.004, 0.02), "That is 1.2 points [0.4, 2.0] above the benchmark."),
        (points(-0.004, -0.01, 0.003), "Not shown to differ from the benchmark: -0.4 points [-1.0, +0.3]."),
    ],
)
def test_how_far_below_the_benchmark(difference, said):
    assert plain(below_benchmark(difference)) == said


def test_what_its_confidence_means():
    accuracy = m(0.268, 0.216, 0.311)
    assert plain(confidence(auroc(0.501, 0.47, 0.53), m(0.666, 0.65, 0.68), accuracy)) == (
        "Its confidence means nothing here: it states 66.6 % and is right in 26.8 %, and right answers are "
        "not shown to have more of it than wrong ones (AUROC 0.501 [0.470, 0.530], a coin 0.5)."
    )
    assert plain(confidence(auroc(0.701, 0.68, 0.72), m(0.74, 0.73, 0.75), m(0.459, 0.399, 0.516))) == (
        "Its confidence ranks answers here (AUROC 0.701 [0.680, 0.720], a coin 0.5); it states 74.0 % and is "
        "right in 45.9 %: 28.1 points more than it delivers."
    )
    assert plain(confidence(auroc(0.9, 0.88, 0.92), m(0.925, 0.92, 0.93), m(0.93, 0.92, 0.94))).endswith(
        "right in 93.0 %: no more and no less, as far as the interval tells."
    )
    assert "Its confidence misleads here" in confidence(auroc(0.4, 0.35, 0.45), m(0.7, 0.6, 0.8), accuracy)
    assert "means nothing" in confidence(auroc(0.55, 0.5, 0.6), m(0.7, 0.6, 0.8), accuracy)


def test_which_defects_hurt():
    costs = [
        Cost("blur", points(-0.21, -0.23, -0.19), 0.0001),
        Cost("invert", points(-0.59, -0.61, -0.57), 0.0001),
        Cost("jpeg", points(-0.015, -0.019, -0.011), 0.0001),  # shown, but small
        Cost("smear", points(-0.03, -0.07, 0.01), 0.3),  # large, but not shown
        Cost("lines", points(0.0, -0.004, 0.004), 1.0),
    ]
    assert [plain(line) for line in what_hurts(costs)] == [
        "2 of 5 hurt: invert -59.0 points [-61.0, -57.0] and blur -21.0 points [-23.0, -19.0].",
        "2 of 5 cost less than 2 points: jpeg and lines.",
        "1 of 5 are not settled: smear -3.0 points [-7.0, +1.0].",
    ]
    assert what_hurts([]) == ()


def test_only_the_worst_are_named_with_what_they_cost():
    costs = [Cost(f"c{k}", points(-k / 10, -k / 10 - 0.01, -k / 10 + 0.01), 0.0) for k in range(1, 9)]
    (line,) = what_hurts(costs)
    said = plain(line)
    assert said.startswith("8 of 8 hurt: c8 -80.0 points [-81.0, -79.0], c7 ")
    assert said.endswith("and c3 -30.0 points [-31.0, -29.0]; less: c2 and c1.")
    open_ones = [Cost(c.name, points(-0.01 * k, -0.2, 0.2), 1.0) for k, c in enumerate(costs)]
    assert plain(what_hurts(open_ones)[0]).endswith("; nor: c2 and c1.")


def test_what_would_change_it_and_what_refusing_leaves():
    assert plain(would_change("50 photos per class of your own", m(0.704, 0.666, 0.739, n=608))) == (
        "With 50 photos per class of your own: right 70 in 100 (67 to 74) of 608."
    )
    assert plain(kept(m(0.29, 0.27, 0.31), m(0.71, 0.65, 0.77, n=940))) == (
        "29 % of 3 239 pass as like the training data; of these it is right on 71 in 100 (65 to 77)."
    )
    assert kept(m(0.0, 0.0, 0.01), None) == "No picture passes as like the training data."
    assert plain(kept(m(0.056, 0.04, 0.07), None)) == (
        "6 % of 3 239 pass as like the training data; how many of these it gets right is not tested."
    )
    assert "gets right is not tested" in kept(m(0.01, 0.0, 0.02), m(0.5, 0.2, 0.8, n=9))


def test_a_comparison_without_an_interval_is_refused():
    with pytest.raises(InputError, match="a sentence needs an interval"):
        against_always(m(0.1, unit="points"), always="bag")
    assert in_hundred(m(0.5, 0.49, 0.51)) == "50 in 100 (49 to 51)"
    assert in_hundred(m(0.5, 0.491, 0.51)) == "50.0 in 100 (49.1 to 51.0)"
