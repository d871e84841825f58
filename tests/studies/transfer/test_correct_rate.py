"""Agreement with noisy labels is not accuracy; the right noise model gives accuracy back, a wrong one not."""

import numpy as np
import pytest

from fittingroom.studies.transfer.correct_rate import counted_rates, taken_apart
from fittingroom.studies.transfer.divisions import FLIPPED, flip_rates, flipped

K = 6


def test_the_known_rates_give_accuracy_back_and_agreement_is_far_from_it(rng):
    truth = rng.integers(0, K, 100_000)
    said = np.where(rng.random(len(truth)) < 0.8, truth, (truth + 1) % K)  # errs where the noise goes too
    given = flipped(truth, classes=K, rng=rng)
    found = {name: of.mean() for name, of in taken_apart(said, truth, given, flip_rates(K)).items()}
    assert found["accuracy"] == pytest.approx(0.8, abs=0.01)
    assert found["labels"] == pytest.approx(1 - FLIPPED, abs=0.01)
    assert found["counted"] == pytest.approx(0.8, abs=0.02)
    assert found["agreement"] < 0.6
    assert found["uniform"] > 0.83  # mistakes that meet wrong labels look right to it


def test_rates_that_do_not_tell_classes_apart_leave_no_estimate(rng):
    truth, alike = rng.integers(0, 3, 90), np.array([[0.5, 0.5, 0], [0.5, 0.5, 0], [0, 0, 1]])
    found = taken_apart(truth, truth, truth, alike)
    assert np.isnan(found["counted"]).all()
    assert found["accuracy"].all()


def test_counted_rates_come_close_to_the_true_ones(rng):
    truth = rng.integers(0, K, 60_000)
    rates = counted_rates(truth, flipped(truth, classes=K, rng=rng), K)
    assert np.allclose(rates, flip_rates(K), atol=0.02)
    assert np.allclose(rates.sum(1), 1)
    assert np.array_equal(
        counted_rates(truth[:0], truth[:0], K), np.eye(K)
    )  # nothing counted, nothing corrected
