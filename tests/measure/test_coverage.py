"""Measured coverage: counts made by hand, honest intervals, and where luck alone lets it lie."""

import numpy as np
import pytest
from scipy.stats import betabinom

from fittingroom.errors import InputError
from fittingroom.measure.conformal import aps, lac, sets
from fittingroom.measure.coverage import coverage, expected
from fittingroom.measure.intervals import wilson

CLASSES = ("cap", "coat", "boot")


@pytest.fixture
def promise(calibrated):
    return lac(*calibrated(200, k=3), 0.9)


def test_everything_is_counted_as_by_hand(promise, rng):
    held = np.array([[1, 0, 0], [1, 1, 0], [0, 0, 0], [0, 1, 1], [0, 0, 1]], bool)
    labels = np.array([0, 1, 0, 0, 2])
    measured = coverage(promise, held, labels, part="test", classes=CLASSES, rng=rng)
    assert measured.promised.value == 0.9
    assert (measured.covered.value, measured.covered.n) == (3 / 5, 5)
    assert (measured.covered.low, measured.covered.high) == wilson(3, 5)
    assert measured.covered.name == "coverage of 90 % LAC sets"
    assert measured.size.value == 6 / 5
    assert measured.empty.value == 1 / 5
    assert measured.lone.value == 2 / 5
    assert [m.value for m in measured.classes] == [1 / 3, 1, 1]
    assert [m.n for m in measured.classes] == [3, 1, 1]
    assert measured.worst.name == "coverage of 90 % LAC sets for cap"


def test_a_class_without_rows_is_not_the_worst(promise, rng):
    measured = coverage(promise, np.ones((4, 3), bool), np.array([0, 1, 1, 0]), part="test", rng=rng)
    assert measured.classes[2].n == 0
    assert measured.worst.name == "coverage of 90 % LAC sets for 0"


def test_alike_rows_make_the_interval_wider(promise, rng):
    held = np.ones((500, 3), bool)
    held[:100] = False
    labels, groups = np.zeros(500, int), np.arange(500) // 25
    plain, grouped = (coverage(promise, held, labels, part="test", groups=g, rng=rng) for g in (None, groups))
    assert grouped.covered.value == plain.covered.value == 0.8
    assert grouped.covered.method == "cluster bootstrap 95 %, 20 groups"
    width = [m.covered.high - m.covered.low for m in (plain, grouped)]
    assert width[1] > 3 * width[0]


def test_a_kept_promise_shows_what_is_expected_in_95_of_100_cases(calibrated):
    inside = []
    low, high = expected(0.9, 100, 200)
    for _ in range(400):
        promise, (new, labels) = lac(*calibrated(100)), calibrated(200)
        inside.append(low <= sets(promise, new)[np.arange(200), labels].mean() <= high)
    assert 0.92 <= np.mean(inside) <= 0.99
    assert expected(0.9, 5, 200) == (1, 1)
    beta_binomial = betabinom(10_000, 4501, 500)
    assert expected(0.9, 5000, 10_000) == tuple(beta_binomial.ppf([0.025, 0.975]) / 10_000)
    assert expected(0.9, 10**6, 10_000) == pytest.approx((0.894, 0.906), abs=5e-4)


def test_a_broken_promise_does_not(calibrated):
    promise = aps(*calibrated(500, temperature=0.4), 0.9)
    new, labels = calibrated(500, temperature=3.0)
    low, high = expected(0.9, 500, 500)
    assert not low <= sets(promise, new)[np.arange(500), labels].mean() <= high


def test_sets_of_other_rows_or_classes_are_refused(promise, rng):
    with pytest.raises(InputError, match=r"found 4 sets of 3 classes, labels of shape \(3,\) and 3 names"):
        coverage(promise, np.ones((4, 3), bool), np.zeros(3, int), part="test", classes=CLASSES, rng=rng)
    with pytest.raises(InputError, match="4 sets of 2 classes"):
        coverage(promise, np.ones((4, 2), bool), np.zeros(4, int), part="test", rng=rng)
