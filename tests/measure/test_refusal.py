"""Refusal: counted by hand, promise beside it, groups widen the interval."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.familiarity import yardstick
from fittingroom.measure.intervals import wilson
from fittingroom.measure.refusal import refuse

USUAL = yardstick(np.arange(1.0, 100.0))


def test_both_sides_are_counted(rng):
    unlikeness = np.array([10, 95, 96, 200, 1, 300.0])
    right = np.array([1, 0, 0, 1, 1, 0], bool)
    refusal = refuse("neighbours", USUAL, unlikeness, part="test", right=right, rng=rng)
    assert (refusal.threshold, refusal.promised.value) == (95, 0.95)
    assert (refusal.kept.value, refusal.kept.name) == (0.5, "kept by neighbours")
    assert (refusal.kept.low, refusal.kept.high) == wilson(3, 6)
    assert (refusal.right_kept.value, refusal.right_kept.n) == (2 / 3, 3)
    assert (refusal.right_refused.value, refusal.right_refused.n) == (1 / 3, 3)


def test_without_labels_only_the_share_is_known(rng):
    refusal = refuse("energy", USUAL, np.array([1.0, 2.0]), part="photos", rng=rng)
    assert refusal.kept.value == 1
    assert refusal.right_kept is refusal.right_refused is None


def test_a_side_without_rows_claims_nothing(rng):
    refusal = refuse("energy", USUAL, np.array([1.0]), part="test", right=np.array([True]), rng=rng)
    assert (refusal.right_refused.n, refusal.right_refused.low, refusal.right_refused.high) == (0, 0, 1)


def test_senders_whose_photos_are_alike_make_it_less_certain(rng):
    senders = np.repeat(np.arange(20), 25)
    unlikeness = np.where(rng.random(20) < 0.5, 1.0, 200.0)[senders]
    right = rng.random(500) < 0.5
    plain = refuse("neighbours", USUAL, unlikeness, part="photos", right=right, rng=rng)
    grouped = refuse("neighbours", USUAL, unlikeness, part="photos", right=right, groups=senders, rng=rng)
    assert grouped.kept.value == plain.kept.value
    assert grouped.kept.method == "cluster bootstrap 95 %, 20 groups"
    assert grouped.kept.high - grouped.kept.low > 3 * (plain.kept.high - plain.kept.low)


def test_answers_of_other_rows_are_refused(rng):
    with pytest.raises(InputError, match="refusal by energy: 2 rows need as many answers, found 3"):
        refuse("energy", USUAL, np.array([1.0, 2.0]), part="test", right=np.ones(3, bool), rng=rng)
