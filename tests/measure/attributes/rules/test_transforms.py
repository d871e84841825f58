"""Frequencies of another part, and labels that tell of one another: planted, found, and kept from harm."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.average_precision import average_precision
from fittingroom.measure.attributes.rules.prior_shift import (
    MATCHED_RATES,
    STIFFNESS,
    estimated_priors,
    prior_shift,
)
from fittingroom.measure.attributes.rules.stacking import STACKED, fit_offsets
from tests.measure.attributes.conftest import hide_groups


def two_normals(n: int, rates: np.ndarray, garments, rng, trained: np.ndarray):
    """Logits calibrated at the frequencies `trained`, of images whose labels have the frequencies `rates`."""
    present = rng.random((n, len(rates))) < rates
    seen = rng.normal(np.where(present, 1.0, -1.0), 1.0)
    logits = 2 * seen + np.log(trained / (1 - trained))
    return logits.astype(np.float32), AttributeTruth(
        label_map=garments, present=present, known=np.ones_like(present)
    )


def test_em_finds_the_frequencies_of_new_images_without_their_labels(garments, rng):
    trained, now = np.linspace(0.1, 0.4, 18), np.linspace(0.5, 0.05, 18)
    logits, truth = two_normals(20_000, now, garments, rng, trained)
    assert estimated_priors(logits, trained) == pytest.approx(truth.present.mean(axis=0), abs=0.02)
    assert np.abs(1 / (1 + np.exp(-logits)).mean(axis=0) - now).max() > 0.1
    moved = prior_shift(trained).fit(logits, truth)(logits)
    right = logits + (np.log(now / (1 - now)) - np.log(trained / (1 - trained)))
    assert np.abs(moved - right).max() < 0.2


def test_em_does_not_see_that_the_same_images_were_tagged_more_richly(garments, rng):
    """Why there is a second transform: train kept half of the labels, val keeps all; the images are alike."""
    real = np.full(18, 0.4)
    logits, truth = two_normals(20_000, real, garments, rng, real)
    p = 1 / (1 + np.exp(-logits))
    of_half = np.log(p / 2 / (1 - p / 2)).astype(np.float32)
    assert estimated_priors(of_half, real / 2) == pytest.approx(real / 2, abs=0.02)
    matched = MATCHED_RATES.fit(of_half, truth)(of_half)
    assert (1 / (1 + np.exp(-matched))).mean(axis=0) == pytest.approx(truth.present.mean(axis=0), abs=0.01)


def test_frequencies_are_matched_on_known_cells_and_rare_labels_hardly_move(made, rng):
    predictions, truth = made(2000)
    hidden = hide_groups(truth, rng)
    logits = predictions.logits - 1
    shift = (MATCHED_RATES.fit(logits, hidden)(logits) - logits)[0]
    assert shift == pytest.approx(np.ones(18), abs=0.25)
    two = hidden.of_rows(np.arange(2))
    assert np.abs(MATCHED_RATES.fit(logits[:2], two)(logits) - logits).max() < 0.6


def test_prior_shift_needs_a_frequency_for_every_label(made):
    predictions, _ = made(5)
    with pytest.raises(InputError, match="18 labels"):
        estimated_priors(predictions.logits, np.ones(3))


def test_stacking_is_scikit_learns_penalised_regression_with_an_offset(made):
    predictions, truth = made(600)
    x = predictions.logits - predictions.logits.mean(axis=0)
    start = np.zeros_like(predictions.logits)
    weights, bias = fit_offsets(x, start, truth, 10.0)
    for column in (0, 9, 17):
        bias_alike = (10.0 / STIFFNESS) ** 0.5
        theirs = LogisticRegression(
            C=0.1, solver="liblinear", intercept_scaling=bias_alike, tol=1e-8, max_iter=1000
        ).fit(x, truth.present[:, column])
        assert weights[:, column] == pytest.approx(theirs.coef_[0], abs=0.01)
        assert bias[column] == pytest.approx(theirs.intercept_[0], abs=0.01)


def test_a_stack_learns_that_labels_imply_one_another_from_known_cells(made, rng):
    def implied(n: int):
        predictions, truth = made(n)
        present = truth.present.copy()
        present[:, 9] = present[:, 0]
        logits = predictions.logits.copy()
        logits[:, 9] = rng.normal(0, 0.5, n) - 1
        truth = AttributeTruth(label_map=truth.label_map, present=present, known=truth.known)
        return logits, truth

    logits, truth = implied(1500)
    fresh, fresh_truth = implied(1500)
    hidden = hide_groups(truth, rng)
    change = STACKED.fit(logits, hidden)
    before, after = average_precision(fresh, fresh_truth), average_precision(change(fresh), fresh_truth)
    assert after[9] > before[9] + 0.25
    assert (after[10:] > before[10:] - 0.03).all()


def test_what_is_unknown_has_no_say_in_the_stack(made, rng):
    predictions, truth = made(400)
    hidden = hide_groups(truth, rng)
    kept = STACKED.fit(predictions.logits, hidden)(predictions.logits)
    as_absent = AttributeTruth(
        label_map=truth.label_map, present=hidden.present, known=np.ones_like(hidden.known)
    )
    told = STACKED.fit(predictions.logits, as_absent)(predictions.logits)
    assert told.mean() < kept.mean() - 0.3


def test_a_label_is_learned_from_its_known_images_as_if_there_were_no_others(made, rng):
    predictions, truth = made(500)
    known = truth.known.copy()
    known[:, 3] = rng.random(500) < 0.5
    hidden = AttributeTruth(label_map=truth.label_map, present=truth.present & known, known=known)
    rows, start = np.flatnonzero(known[:, 3]), np.zeros_like(predictions.logits)
    masked = fit_offsets(predictions.logits, start, hidden, 5.0)
    alone = fit_offsets(predictions.logits[rows], start[rows], truth.of_rows(rows), 5.0)
    assert masked[0][:, 3] == pytest.approx(alone[0][:, 3], abs=0.02)
    assert masked[1][3] == pytest.approx(alone[1][3], abs=0.03)


def test_a_label_never_seen_stays_near_what_the_model_said(made):
    predictions, truth = made(300)
    present = truth.present.copy()
    present[:, 4] = False
    truth = AttributeTruth(label_map=truth.label_map, present=present, known=truth.known)
    moved = STACKED.fit(predictions.logits, truth)(predictions.logits)
    assert np.isfinite(moved).all()
    assert np.abs(moved[:, 4] - predictions.logits[:, 4]).max() < 10
