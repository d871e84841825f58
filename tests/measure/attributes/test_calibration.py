"""Calibration of a group: right for a calibrated model, loud for another, silent about what is unknown."""

import numpy as np
import pytest

from fittingroom.measure.attributes.calibration import group_calibration
from tests.measure.attributes.conftest import hide_groups, predicted


def test_a_calibrated_model_states_as_many_labels_as_there_are(made, rng):
    predictions, truth = made(4000)
    for group in ("category", "color", "sleeve"):
        error, ratio = group_calibration(predictions, truth, group, part="val", rng=rng)
        assert error.low == 0
        assert error.value < 0.05
        assert ratio.low <= 1 <= ratio.high


def test_a_model_that_says_too_much_is_found_in_its_group_alone(made, rng):
    predictions, truth = made(2000)
    logits = predictions.logits.copy()
    logits[:, 9:14] += 2
    louder = predicted(logits)
    error, ratio = group_calibration(louder, truth, "color", part="val", rng=rng)
    assert error.low > 0.05
    assert ratio.low > 1.5
    error, ratio = group_calibration(louder, truth, "sleeve", part="val", rng=rng)
    assert error.low < 0.02
    assert ratio.value == pytest.approx(1, abs=0.1)


def test_unknown_cells_change_the_rows_and_not_the_answer(made, rng):
    predictions, truth = made(6000)
    hidden = hide_groups(truth, rng)
    full = group_calibration(predictions, truth, "color", part="val", rng=rng)
    masked = group_calibration(predictions, hidden, "color", part="val", rng=rng)
    assert masked[0].n == hidden.known[:, 9].sum()
    assert masked[1].value == pytest.approx(full[1].value, abs=0.05)


def test_nothing_is_said_of_a_group_that_is_known_of_no_image(made, rng):
    predictions, truth = made(30)
    assert group_calibration(predictions, hide_groups(truth, rng, 1.0), "color", part="val", rng=rng) == ()


def test_products_are_resampled_whole(made, rng):
    predictions, truth = made(300)
    four = np.repeat(np.arange(300), 4)
    copies, truth = predicted(predictions.logits[four]), truth.of_rows(four)
    _, plain = group_calibration(copies, truth, "color", part="val", rng=rng)
    _, grouped = group_calibration(copies, truth, "color", part="val", groups=four, rng=rng)
    assert grouped.high - grouped.low == pytest.approx(2 * (plain.high - plain.low), rel=0.05)
