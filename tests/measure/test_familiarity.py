"""Unlikeness: equal to a full sort, largest where nothing was learned, its thresholds kept."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.familiarity import (
    LIKE,
    Yardstick,
    become_familiar,
    energy,
    nearest,
    neighbour_distance,
    yardstick,
)


def unit(x: np.ndarray) -> np.ndarray:
    return (x / np.linalg.norm(x, axis=1, keepdims=True)).astype(np.float32)


@pytest.mark.parametrize("m", [3, 10, 99, 100, 1000, 1234])
def test_the_distance_is_that_of_a_full_sort(m, rng):
    reference, features = unit(rng.normal(size=(m, 8))), rng.normal(size=(701, 8)) * 5
    cosine = np.sort(unit(features) @ reference.T, axis=1)[:, ::-1]
    found = neighbour_distance(reference, features)
    np.testing.assert_allclose(found, 1 - cosine[:, min(10, m) - 1], atol=1e-6)
    assert found.dtype == np.float32


def test_equal_reference_rows_count_each(rng):
    reference = unit(np.repeat(rng.normal(size=(40, 4)), 30, axis=0))
    assert neighbour_distance(reference, reference).max() == pytest.approx(0, abs=1e-6)


def test_energy_is_minus_the_log_of_the_sum_and_does_not_overflow(rng):
    logits = rng.normal(size=(20, 5))
    np.testing.assert_allclose(energy(logits), -np.log(np.exp(logits).sum(axis=1)))
    np.testing.assert_allclose(energy(logits + 5000), energy(logits) - 5000)


@pytest.fixture
def familiar(rng):
    """Familiar with two directions of six; and how to make pictures like those, or unlike."""

    def like(n: int) -> np.ndarray:
        return 3 * np.eye(6)[rng.integers(0, 2, n)] + rng.normal(0, 0.3, (n, 6))

    def logits(features: np.ndarray) -> np.ndarray:
        return 4 * features[:, :2]

    train, val = like(600), like(999)
    return become_familiar(train, val, logits(val), rows=np.arange(600) + 7), like, logits


def test_a_foreign_picture_is_unlike_and_95_of_100_alike_ones_are_not(familiar, rng):
    known, like, logits = familiar
    alike = known.verdicts(like(4000))
    assert alike.count("like its training data") / 4000 == pytest.approx(0.95, abs=0.02)
    assert alike.count("unlike anything it was trained on") / 4000 == pytest.approx(0.01, abs=0.01)
    foreign = 3 * np.eye(6)[rng.integers(3, 6, 200)] + rng.normal(0, 0.3, (200, 6))
    assert known.verdicts(foreign).count("unlike anything it was trained on") == 200
    by_energy = known.energy.verdicts(energy(logits(foreign)))
    assert by_energy.count("like its training data") < 20


def test_length_does_not_matter_only_direction(familiar):
    known, like, _ = familiar
    features = like(50)
    np.testing.assert_allclose(known.unlikeness(features), known.unlikeness(100 * features), atol=1e-5)


def test_thresholds_are_finite_sample_ranks_and_rarity_is_their_share(rng):
    usual = yardstick(rng.permutation(np.arange(1.0, 100.0)))
    assert usual.threshold(0.95) == 95
    assert usual.threshold(0.99) == 99
    assert usual.verdicts(np.array([95, 95.5, 99, 99.5])) == [
        "like its training data",
        "borderline",
        "borderline",
        "unlike anything it was trained on",
    ]
    np.testing.assert_allclose(usual.rarity(np.array([-5, 50.0, 99, 200])), [1, 0.51, 0.02, 0.01])
    few = yardstick(np.arange(10.0))
    assert few.threshold(LIKE) == np.inf
    assert few.verdicts(np.array([1e9])) == ["like its training data"]


def test_nearest_names_train_rows_by_rising_distance(familiar, rng):
    known, like, _ = familiar
    rows, cosine = nearest(known, like(5), 8)
    assert rows.shape == cosine.shape == (5, 8)
    assert (np.diff(cosine, axis=1) <= 0).all()
    itself = nearest(known, known.reference[[20, 3]], 1)
    assert itself[0].tolist() == [[27], [10]]


def test_what_does_not_fit_is_refused(familiar):
    known, _, _ = familiar
    with pytest.raises(InputError, match=r"features of shape \(2, 5\) cannot be compared .* same model"):
        known.verdicts(np.ones((2, 5)))
    with pytest.raises(InputError, match="rising order"):
        Yardstick(np.array([2.0, 1.0]))
    with pytest.raises(InputError, match="needs the unlikeness of val's rows"):
        yardstick(np.array([np.nan]))
