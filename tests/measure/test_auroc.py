"""AUROC: equal to scikit-learn's, ties included; its interval holds the truth, and groups widen it."""

import numpy as np
import pytest
from scipy.stats import norm
from sklearn.metrics import roc_auc_score

from fittingroom.errors import InputError
from fittingroom.measure.auroc import auroc
from fittingroom.measure.intervals import wilson
from fittingroom.measure.repeated import repeated_auroc


def test_it_equals_scikit_learn_with_ties(rng):
    lower, higher = rng.integers(0, 6, 80), rng.integers(2, 8, 50)
    measured = auroc("told apart", lower, higher, part="test", rng=rng)
    labels = np.repeat([0, 1], [80, 50])
    assert measured.value == pytest.approx(roc_auc_score(labels, np.concatenate([lower, higher])))
    assert (measured.n, measured.method, measured.unit) == (130, "bootstrap 95 %", "number")
    assert 0 < measured.low < measured.value < measured.high < 1


def test_the_other_way_round_is_one_minus_it(rng):
    a, b = rng.normal(size=40), rng.normal(0.5, 1, 60)
    there, back = (auroc("x", *sides, part="test", draws=50, rng=rng).value for sides in ((a, b), (b, a)))
    assert there + back == pytest.approx(1)
    assert auroc("x", a, a, part="test", draws=50, rng=rng).value == pytest.approx(0.5)


def test_the_interval_holds_the_truth_in_95_of_100_cases(rng):
    truth, held = norm.cdf(1 / np.sqrt(2)), []
    for _ in range(200):
        m = auroc("x", rng.normal(size=80), rng.normal(1, 1, 60), part="test", draws=200, rng=rng)
        held.append(m.low <= truth <= m.high)
    assert 0.91 <= np.mean(held) <= 0.985


def test_alike_photos_of_one_sender_make_it_less_certain(rng):
    senders = np.repeat(np.arange(12), 25)
    lower, higher = rng.normal(size=500), (rng.normal(0.8, 1, 12))[senders]
    plain = auroc("x", lower, higher, part="photos", draws=500, rng=rng)
    grouped = auroc("x", lower, higher, part="photos", higher_groups=senders, draws=500, rng=rng)
    assert grouped.value == plain.value
    assert grouped.method == "cluster bootstrap 95 %, 500 and 12 groups"
    assert grouped.high - grouped.low > 2 * (plain.high - plain.low)


def test_what_cannot_be_told_has_no_interval_or_no_value(rng):
    one = auroc("x", np.zeros(5), np.ones(1), part="test", rng=rng)
    assert (one.value, one.low) == (1, None)
    assert one.method == "no interval: one row or group on a side"
    with pytest.raises(InputError, match="x: two kinds of rows are needed, found 5 and 0"):
        auroc("x", np.zeros(5), np.ones(0), part="test", rng=rng)
    with pytest.raises(InputError, match="3 rows need 3 group numbers"):
        auroc("x", np.zeros(5), np.ones(3), part="test", higher_groups=np.zeros(2), rng=rng)


def test_a_sender_is_drawn_with_the_photos_of_both_sides(rng):
    """Of some senders right photos are surer and wrong ones less sure, of others the reverse.

    Drawn as if the two were of other people, they would seem to cancel out.
    """
    senders = np.repeat(np.arange(40), 20)
    right = rng.random(800) < 0.5
    confidence = 1.5 * rng.normal(size=40)[senders] * np.where(right, 1, -1) + rng.normal(size=800)

    def width(of_right: np.ndarray) -> float:
        m = auroc(
            "x",
            confidence[~right],
            confidence[right],
            part="photos",
            lower_groups=senders[~right],
            higher_groups=of_right,
            draws=800,
            rng=rng,
        )
        assert f"{len(np.union1d(senders[~right], of_right))} groups" in m.method
        return m.high - m.low

    together = width(senders[right])
    assert together > 1.2 * width(senders[right] + 1000)
    joint = repeated_auroc("x", confidence[None], right[None], part="photos", groups=senders).measurement
    assert together == pytest.approx(joint.high - joint.low, rel=0.12)


def test_photos_that_are_all_told_apart_leave_something_open(rng):
    m = auroc("x", np.zeros(30), np.ones(20), part="test", draws=50, rng=rng)
    assert (m.value, m.high) == (1, 1)
    assert m.low == pytest.approx(wilson(12, 12)[0])  # 30 * 20 / (30 + 20) rows
