"""Balanced accuracy over divisions: its value, and an interval that owns to people and to divisions."""

import numpy as np
import pytest

from fittingroom.studies.transfer.scoring import Case, balanced, balanced_difference, plain
from fittingroom.types import Measurement


def case(labels, right, groups=None) -> Case:
    labels = np.array(labels)
    return Case(labels, np.arange(len(labels)) if groups is None else np.array(groups), np.array(right, bool))


def random_cases(rng, seeds: int, *, people: int = 40, each: int = 5, rate: float = 0.6) -> list[Case]:
    found = []
    for _ in range(seeds):
        who = np.repeat(rng.choice(people, people // 2, replace=False), each)
        found.append(case(rng.integers(0, 3, len(who)), rng.random(len(who)) < rate, who))
    return found


def width(m: Measurement) -> float:
    assert m.low is not None
    assert m.high is not None
    return m.high - m.low


def test_it_is_the_mean_of_the_recalls():
    one = case([0, 0, 0, 0, 1, 1], [1, 1, 1, 0, 0, 1])
    assert balanced("b", [one]).measurement.value == pytest.approx((0.75 + 0.5) / 2)
    assert plain("p", [one]).measurement.value == pytest.approx(4 / 6)


def test_a_difference_is_the_difference_and_none_of_the_same(rng):
    a = random_cases(rng, 3)
    b = [Case(one.labels, one.groups, rng.random(len(one.labels)) < 0.4) for one in a]
    gap = balanced_difference("d", a, b)
    apart = balanced("a", a).measurement.value - balanced("b", b).measurement.value
    assert gap.measurement.value == pytest.approx(apart)
    assert gap.measurement.unit == "points"
    same = balanced_difference("d", a, a)
    assert same.measurement.value == 0
    assert same.p == 1


def test_the_error_of_one_division_is_that_of_a_bootstrap_over_people(rng):
    from fittingroom.measure.intervals import bootstrap

    one = random_cases(rng, 1, people=120)[0]

    def value(labels, right):
        return float(np.mean([right[labels == at].mean() for at in range(3)]))

    low, high = bootstrap(value, one.labels, one.right, groups=one.groups, draws=1000, rng=rng)
    m = balanced("b", [one]).measurement
    assert width(m) == pytest.approx(high - low, rel=0.15)


def test_people_whose_photos_go_together_widen_the_interval(rng):
    who, labels = np.repeat(np.arange(20), 10), rng.integers(0, 2, 200)
    right = np.repeat(rng.random(20) < 0.5, 10)
    together, apart = case(labels, right, who), case(labels, right)
    wide, narrow = (width(balanced("b", [one]).measurement) for one in (together, apart))
    assert wide > 2 * narrow


def test_the_interval_holds_the_truth_about_as_often_as_it_says(rng):
    held = [
        abs(m.value - 0.6) <= width(m) / 2
        for m in (balanced("b", random_cases(rng, 3)).measurement for _ in range(200))
    ]
    assert np.mean(held) > 0.92  # cautious: divisions vary by the people in them, who count already
