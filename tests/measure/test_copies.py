"""Calibration on planted copies."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match.copies import Copies, describe
from fittingroom.measure.copies import Calibration, calibrate
from tests.match.copies.pictures import pictures


def test_planted_copies_are_found_and_counted_by_kind(rng):
    images = pictures(12)
    found = calibrate(images, rng=rng, copies=8, kinds=["mirrored", "cropped-20"], records=describe(images))
    assert found.pictures == 12
    assert found.pairs == 66
    by_kind = {one.name: one for one in found.recall(0.8)}
    assert set(by_kind) == {"mirrored", "cropped-20"}
    assert all(one.n == 8 and one.value >= 7 / 8 for one in by_kind.values())
    assert len(found.originals) == 0


def pairs(score: list[float]) -> Copies:
    n = len(score)
    rows, no = np.arange(n), np.zeros(n, bool)
    return Copies(rows, rows + 1, np.full(n, "cropped", object), np.array(score, np.float32), no, no, no)


def test_recall_falls_and_alarms_fall_with_the_threshold():
    kind = np.array(["a", "a", "b", "b"], object)
    found = Calibration(kind, np.array([0.9, 0.7, 0.95, 0.0]), pairs([0.8, 0.72]), 101)
    assert [one.value for one in found.recall(0.7)] == [1.0, 0.5]
    assert [one.value for one in found.recall(0.92)] == [0.0, 0.5]
    assert found.alarms(0.7).value == pytest.approx(2)
    assert found.alarms(0.75).value == pytest.approx(1)
    assert found.alarms(0.7, true=1).value == pytest.approx(1)


def test_alarms_grow_as_the_square_of_the_catalogue():
    found = Calibration(np.array(["a"], object), np.array([0.9]), pairs([0.8]), 1000)
    ten = found.alarms(0.7, pictures=10_000)
    assert ten.value == pytest.approx(1e4 * 9999 / (1000 * 999) * 1)
    assert ten.low is not None
    assert ten.high is not None
    assert ten.low < ten.value < ten.high


def test_more_known_copies_than_pairs_found_is_refused():
    with pytest.raises(InputError, match="only 1 were found"):
        Calibration(np.array(["a"], object), np.array([0.9]), pairs([0.8]), 10).alarms(0.7, true=2)


def test_the_proposed_threshold_lies_above_what_must_not_be_dropped():
    scores = np.linspace(0.8, 0.99, 100)
    found = Calibration(np.full(100, "a", object), scores, pairs([0.83, 0.7]), 1000)
    strict = found.propose(allowed=0)
    assert 0.83 < strict.drop <= 0.84
    assert (scores >= strict.suggest).mean() >= 0.99
    assert found.propose(allowed=1).drop <= strict.drop


def test_nothing_to_calibrate_on_is_refused(rng):
    with pytest.raises(InputError, match="none were given"):
        calibrate([], rng=rng)
