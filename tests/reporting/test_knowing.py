"""Figures on knowing one's limits say in their captions what their numbers say."""

import numpy as np
import pytest

from fittingroom.measure.conformal import class_conditional_lac, lac, sets
from fittingroom.measure.coverage import coverage
from fittingroom.measure.familiarity import yardstick
from fittingroom.measure.refusal import refuse
from fittingroom.measure.selective import selective
from fittingroom.reporting import knowing
from fittingroom.reporting.format import measured
from tests.reporting.demo import CLASSES, dataset, predictions
from tests.reporting.test_format import plain


@pytest.fixture
def answered(rng):
    """Predictions on val, to fit on, and on test, with their labels."""
    data = dataset(rng)
    return [(predictions(data, part, rng), data.take(part).labels) for part in ("val", "test")]


@pytest.fixture
def covered(answered, rng):
    """Coverage of LAC and class-conditional LAC sets on test."""
    (cal, cal_labels), (said, labels) = answered
    return [
        coverage(promise, sets(promise, said), labels, part="test", classes=CLASSES, rng=rng)
        for promise in (rule(cal, cal_labels, 0.9) for rule in (lac, class_conditional_lac))
    ]


def test_sets_stand_beside_their_promise(covered):
    figure = knowing.answer_sets(covered)
    assert f"they hold it for {measured(covered[0].covered)}, with" in figure.caption
    assert "promise to hold the right class for 90 %" in plain(figure.caption)
    assert [row[:3] for row in figure.table.rows] == [
        ("LAC", 0.9, covered[0].covered),
        ("class-conditional LAC", 0.9, covered[1].covered),
    ]
    worst = covered[0].worst.name.removeprefix("coverage of 90 % LAC sets for ")
    assert worst in CLASSES
    assert f"Their worst class, {worst}: {measured(covered[0].worst)}" in figure.caption
    assert figure.section == "confidence"


def test_classes_are_sorted_by_what_one_threshold_gives_them(covered):
    figure = knowing.by_class(*covered)
    values = [row[2].value for row in figure.table.rows]
    assert values == sorted(values)
    assert len(values) == 10
    assert figure.markup.count("<circle") == 10 + 1  # and the one in the key
    assert "promised 90.0 %" in plain(figure.markup)
    assert f"{figure.table.rows[0][0]} gets {measured(covered[0].worst)}" in figure.caption


def test_answering_less_is_told_with_its_gain(answered, rng):
    said, labels = answered[1]
    chosen = selective(said.confidence, said.answers == labels, part="test", draws=50, rng=rng)
    figure = knowing.surest(chosen)
    assert figure.caption.startswith(
        f"Answering everything it is right on {measured(chosen.accuracies[0])}; "
    )
    assert "on the surest 80 % " in figure.caption
    assert [row[0] for row in figure.table.rows][:2] == ["all answers", "the surest 95 %"]
    assert "no order at all would give" in figure.caption
    assert "answering everything" in figure.markup


def test_refusal_is_told_with_both_sides(rng):
    usual = yardstick(np.arange(1.0, 100.0))
    right = np.array([1, 1, 0, 0, 1], bool)
    refused = refuse("energy", usual, np.array([5, 6, 7, 99, 98.0]), part="test", right=right, rng=rng)
    figure = knowing.refusal([refused])
    assert "The thresholds keep 95 % of pictures like val. By energy 60.0 % [" in plain(figure.caption)
    assert figure.table.rows == (
        ("energy", 95.0, 0.95, refused.kept, refused.right_kept, refused.right_refused, 2),
    )


def test_what_was_not_asked_has_its_reason():
    figure = knowing.not_applicable([("sets of answers", "there is no cal part")])
    assert figure.table.rows == (("sets of answers", "there is no cal part"),)
