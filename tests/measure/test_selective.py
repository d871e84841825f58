"""Risk against coverage: equal to a plain loop, best for the ideal order, useless without one."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.intervals import wilson
from fittingroom.measure.selective import selective


def by_hand(confidence: np.ndarray, right: np.ndarray) -> float:
    """Mean over all rows of the error among those that are at least as sure."""
    return float(np.mean([1 - right[confidence >= c].mean() for c in confidence]))


def test_aurc_is_that_of_a_plain_loop(rng):
    for confidence in (rng.random(300), rng.integers(0, 5, 300)):
        right = rng.random(300) < 0.5 + confidence / confidence.max() / 2
        measured = selective(confidence, right, part="test", draws=100, rng=rng)
        assert measured.aurc.value == pytest.approx(by_hand(confidence, right))
        assert measured.none.value == pytest.approx(1 - right.mean())
        assert measured.excess.value == pytest.approx(measured.aurc.value - measured.ideal.value)
        assert measured.aurc.low < measured.aurc.value < measured.aurc.high


def test_the_ideal_order_cannot_be_beaten_and_no_order_gains_nothing(rng):
    right = rng.random(400) < 0.8
    ideal = selective(right + rng.random(400) / 2, right, part="test", draws=50, rng=rng)
    assert ideal.excess.value == pytest.approx(0, abs=1e-12)
    assert ideal.aurc.value == pytest.approx(by_hand(right - np.arange(400) / 1000, right))
    for confidence in (rng.random(400), -right.astype(float), np.zeros(400)):
        measured = selective(confidence, right, part="test", draws=50, rng=rng)
        assert measured.excess.value > 0.05
        assert measured.ideal.value == pytest.approx(ideal.aurc.value)
    assert measured.aurc.value == pytest.approx(measured.none.value)


def test_accuracy_among_the_surest_is_counted(rng):
    confidence = np.arange(10) / 10
    right = np.array([0, 1, 0, 1, 1, 1, 1, 0, 1, 1], bool)
    measured = selective(confidence, right, part="test", coverages=(1.0, 0.5, 0.15), draws=50, rng=rng)
    everything, half, few = measured.accuracies
    assert (everything.value, everything.n, everything.name) == (0.7, 10, "accuracy on all answers")
    assert (half.value, half.n, half.name) == (0.8, 5, "accuracy on the surest 50 %")
    assert (half.low, half.high) == wilson(4, 5)
    assert (few.value, few.n) == (1, 2)


def test_equally_sure_rows_are_answered_together(rng):
    measured = selective(
        np.ones(20), np.arange(20) < 15, part="test", coverages=(0.1,), draws=50, rng=rng
    ).accuracies[0]
    assert (measured.value, measured.n) == (0.75, 20)


def test_the_interval_holds_the_truth_in_about_95_of_100_cases(rng):
    def made(n):
        confidence = rng.random(n)
        return confidence, rng.random(n) < 0.6 + 0.4 * confidence

    truth = selective(*made(400_000), part="test", draws=1, rng=rng).aurc.value
    drawn = [selective(*made(300), part="test", draws=200, rng=rng).aurc for _ in range(120)]
    assert 0.9 <= np.mean([m.low <= truth <= m.high for m in drawn]) <= 0.99


def test_rows_of_one_sender_are_drawn_together(rng):
    senders = np.repeat(np.arange(15), 20)
    right, confidence = (rng.random(15) < 0.6)[senders], rng.random(300)
    plain = selective(confidence, right, part="photos", draws=300, rng=rng)
    grouped = selective(confidence, right, part="photos", groups=senders, draws=300, rng=rng)
    assert grouped.aurc.value == plain.aurc.value
    assert grouped.aurc.method == "cluster bootstrap 95 %, 15 groups"
    assert grouped.aurc.high - grouped.aurc.low > 2 * (plain.aurc.high - plain.aurc.low)
    assert grouped.accuracies[0].method == "cluster bootstrap 95 %, 15 groups"


def test_the_curve_ends_at_the_accuracy_and_lies_below_the_ideal(rng):
    confidence, right = rng.random(5000), rng.random(5000) < 0.9
    curve = selective(confidence, right, part="test", draws=50, rng=rng).curve
    assert len(curve.coverage) <= 200
    assert curve.coverage[-1] == 1
    assert curve.overall == pytest.approx(right.mean())
    assert (np.diff(curve.coverage) > 0).all()
    assert (curve.ideal >= curve.accuracy).all()
    assert (curve.low <= curve.accuracy).all()
    assert (curve.accuracy <= curve.high).all()


def test_what_cannot_be_ordered_is_refused(rng):
    with pytest.raises(InputError, match="a confidence and an answer for each row"):
        selective(np.ones(3), np.ones(2, bool), part="test", rng=rng)
    with pytest.raises(InputError, match="above 0 and is at most 1, got 90"):
        selective(np.ones(3), np.ones(3, bool), part="test", coverages=(90,), rng=rng)


def test_the_band_of_the_curve_resamples_senders(rng):
    """60 senders, all right or all wrong: at full coverage as uncertain as the accuracy itself."""
    senders = np.repeat(np.arange(60), 10)
    right, confidence = (rng.random(60) < 0.6)[senders], rng.random(600)
    plain = selective(confidence, right, part="photos", draws=20, rng=rng).curve
    grouped = selective(confidence, right, part="photos", groups=senders, draws=400, rng=rng)
    band = grouped.curve.high - grouped.curve.low
    assert np.array_equal(grouped.curve.accuracy, plain.accuracy)
    assert (band[100:] > 1.5 * (plain.high - plain.low)[100:]).all()
    everything = grouped.accuracies[0]
    assert band[-1] == pytest.approx(everything.high - everything.low, rel=0.15)
    assert (grouped.curve.low[0], grouped.curve.high[0]) == (0, 1)  # the surest photo is one sender's


def test_answers_without_an_error_may_yet_err(rng):
    measured = selective(rng.random(60), np.ones(60, bool), part="test", draws=20, rng=rng)
    assert (measured.aurc.value, measured.aurc.low) == (0, 0)
    assert 0.06 < measured.aurc.high < 0.3
