"""What damage takes, and who helps against what was never learned: planted answers, read off the numbers."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.measure.cues import CUES
from fittingroom.measure.defects import DEFECTS as ALL_DEFECTS
from fittingroom.models.convnet import Params
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS, Arm, without
from fittingroom.studies.reality.defects import conditions
from fittingroom.studies.reality.outcomes import Outcome, Said
from fittingroom.studies.reality.runs import Run
from fittingroom.studies.reality.told import promises, tell
from fittingroom.studies.reality.tolls import compare, left_out, right_under, tolls
from fittingroom.types import Dataset

ROWS = np.arange(40)


def answers(labels: np.ndarray, share: float, seed: int, confidence: float = 0.8) -> np.ndarray:
    """Probabilities (n, 3) of which the given share of rows name the label."""
    right = np.random.default_rng(seed).permutation(len(labels)) < round(share * len(labels))
    given = np.where(right, labels, (labels + 1) % 3)
    return np.where(np.arange(3) == given[:, None], confidence, (1 - confidence) / 2).astype(np.float32)


def outcome(data: Dataset, arm: Arm, seed: int, *, of: dict[str, float], clean: float = 1.0) -> Outcome:
    """A run that answers damaged pictures right as often as `of` says by family, others as `clean` says."""
    labels = data.labels[data.rows("test")][ROWS]
    asked = conditions(ALL_DEFECTS, CUES)
    damaged = {c.name: answers(labels, of.get(c.family, clean), seed) for c in asked}
    nothing = Said(scores=np.empty((0, 3), np.float32), like=np.empty(0, bool))
    return Outcome(
        run=Run(arm=arm, seed=seed, params=Params(), folder=Path()),
        cal=answers(data.part("cal").labels, 1.0, seed),
        test=nothing,
        damaged=damaged,
        photos={},
        styles={},
    )


def seeds(data: Dataset, arm: Arm, **what) -> list[Outcome]:
    return [outcome(data, arm, seed, **what) for seed in range(3)]


def test_what_was_planted_is_what_damage_takes(squares):
    found = tolls(squares, seeds(squares, DEFAULT, of={"light": 0.25, "dirt": 0.95}), ROWS)
    by_damage = {t.damage: t for t in found.each}
    assert len(by_damage) == len(ALL_DEFECTS) + len(CUES)
    assert by_damage["invert"].lost.value == pytest.approx(-0.75)
    assert by_damage["invert"].accuracy.value == pytest.approx(0.25)
    assert by_damage["invert"].p < 0.01
    assert by_damage["invert"].claims.value == pytest.approx(0.8 - 0.25, abs=1e-3)
    assert by_damage["blur"].lost.value == 0
    assert by_damage["blur"].p == 1
    assert found.clean.value == 1
    assert [t.is_cue for t in found.each].count(True) == len(CUES)


def test_the_suite_counts_every_defect_once_whatever_its_severities(squares):
    found = tolls(squares, seeds(squares, DEFAULT, of={"light": 0.25, "cue": 0.0}), ROWS)
    light = sum(d.family == "light" for d in ALL_DEFECTS)
    assert found.suite.value == pytest.approx(1 - 0.75 * light / len(ALL_DEFECTS))


def test_sets_lose_their_promise_where_answers_are_wrong(squares):
    found = tolls(squares, seeds(squares, DEFAULT, of={"light": 0.25}), ROWS)
    covered = {t.damage: t.covered.value for t in found.each}
    assert covered["blur"] == 1
    assert covered["invert"] == pytest.approx(0.25)


def test_a_family_that_others_help_with_is_told_from_one_that_they_do_not(squares):
    light, dirt = without("light"), without("dirt")
    found = {
        "default": seeds(squares, DEFAULT, of={"light": 0.2, "dirt": 0.5}),
        "defects": seeds(squares, DEFECTS, of={"light": 0.95, "dirt": 0.9}),
        "without-light": seeds(squares, light, of={"light": 0.7}),
        "without-dirt": seeds(squares, dirt, of={"dirt": 0.5}),
    }
    helped, not_helped = left_out(squares, found, ROWS)
    assert (helped.family, not_helped.family) == ("light", "dirt")
    assert helped.default.value == pytest.approx(0.2)
    assert helped.without.value == pytest.approx(0.7)
    assert helped.learned.value == pytest.approx(0.95)
    assert helped.gained.difference.measurement.value == pytest.approx(0.5)
    assert helped.missed.difference.measurement.value == pytest.approx(0.25)
    assert helped.helped
    assert not not_helped.helped
    assert left_out(squares, {"default": found["default"], "defects": found["defects"]}, ROWS) == ()


def test_a_run_is_asked_about_the_damage_named(squares):
    found = seeds(squares, DEFAULT, of={"light": 0.25})
    np.testing.assert_allclose(right_under(found, squares, ROWS, ["invert"]).mean(axis=1), 0.25)
    both = right_under(found, squares, ROWS, ["invert", "blur"])
    np.testing.assert_allclose(both.mean(axis=1), (0.25 + 1) / 2)


def test_comparisons_are_corrected_for_their_number(rng):
    a, b = rng.random((3, 200)) < 0.6, rng.random((3, 200)) < 0.5
    (alone,) = compare([("one", a, b)], part="test", groups=[None])
    many = compare([("one", a, b), ("same", a, a)], part="test", groups=[None, None])
    assert many[0].p == pytest.approx(min(1.0, 2 * alone.p))
    assert many[1].difference.measurement.value == 0
    assert not many[1].shown


def test_what_is_told_is_what_was_said(squares):
    labels = squares.part("cal").labels
    cal = [answers(labels, 1.0, seed) for seed in range(2)]
    scores = np.stack([answers(labels, 0.5, seed, confidence=0.95) for seed in range(2)])
    accepts = np.eye(3, dtype=bool)[labels]
    like = np.zeros((2, len(labels)), bool)
    like[:, :20] = True
    told = tell("made", scores, accepts, promises=promises(cal, labels), like=like)
    assert told.accuracy.measurement.value == pytest.approx(0.5)
    assert told.stated.value == pytest.approx(0.95, abs=1e-6)
    assert told.claims.value == pytest.approx(0.45, abs=1e-6)
    assert told.sure.value == 1
    assert told.right_if_sure is not None
    assert told.right_if_sure.value == pytest.approx(0.5)
    assert told.tells is not None
    assert told.tells.value == 0.5  # all are equally sure
    assert told.covered.value == pytest.approx(0.5)
    assert told.like.value == pytest.approx(20 / len(labels))
    assert told.right_if_like is not None
    assert told.right_if_like.n == 20
    right = scores.argmax(axis=2) == labels
    assert told.right_if_like.value == pytest.approx(right[:, :20].mean())
    no_likeness = np.zeros_like(like)
    assert (
        tell("made", scores, accepts, promises=promises(cal, labels), like=no_likeness).right_if_like is None
    )


def test_several_right_classes_make_an_answer_right(squares):
    labels = squares.part("cal").labels
    cal = [answers(labels, 1.0, 0)]
    wrong = np.stack([answers(labels, 0.0, 0)])
    accepts = np.eye(3, dtype=bool)[labels] | np.eye(3, dtype=bool)[(labels + 1) % 3]
    like = np.ones((1, len(labels)), bool)
    told = tell("made", wrong, accepts, promises=promises(cal, labels), like=like)
    assert told.accuracy.measurement.value == 1
    assert told.accuracy.measurement.low is not None
    assert told.accuracy.measurement.low < 1  # Wilson's, where all rows agree
