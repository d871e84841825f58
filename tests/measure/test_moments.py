"""Class means and what they get right: equal to plain NumPy, and to looking at every pair."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure import moments as room
from fittingroom.measure.moments import apart, moments, nearest_mean, nearest_picture


def made(rng: np.random.Generator, shape=(40, 3, 4)) -> tuple[np.ndarray, np.ndarray]:
    images = rng.integers(0, 256, shape, np.uint8)
    images[rng.random(shape) < 0.3] = 0
    return images, rng.integers(0, 3, shape[0])


@pytest.mark.parametrize("shape", [(40, 3, 4), (40, 3, 4, 3)])
def test_moments_equal_numpy_class_by_class(rng, monkeypatch, shape):
    monkeypatch.setattr(room, "BLOCK", 6)
    images, labels = made(rng, shape)
    found = moments(images, labels, 4)
    for label in range(3):
        own = images[labels == label]
        np.testing.assert_allclose(found.means[label], own.mean(axis=0))
        np.testing.assert_allclose(found.spreads[label], own.std(axis=0), atol=1e-9)
    assert found.counts.tolist() == [*np.bincount(labels), 0]
    assert np.isnan(found.means[3]).all()
    assert found.black == (images == 0).mean()
    assert (found.mean, found.spread) == pytest.approx((images.mean(), images.std()))


def test_variance_within_and_between_sum_to_the_whole(rng):
    images, labels = made(rng)
    found = moments(images, labels, 4)
    assert found.within + found.between == pytest.approx(images.var(axis=0).mean())
    assert found.ratio == found.within / found.between


def test_classes_that_are_all_alike_and_classes_that_do_not_vary():
    alike = np.arange(8, dtype=np.uint8).reshape(2, 2, 2).repeat(2, axis=0)
    assert moments(alike, np.array([0, 1, 0, 1]), 2).ratio == np.inf
    assert moments(alike, np.array([0, 0, 1, 1]), 2).ratio == 0


def test_distances_are_root_mean_squares(rng):
    images, labels = made(rng)
    found = moments(images, labels, 4)
    distances = apart(found)
    assert distances[0, 2] == pytest.approx(np.sqrt(((found.means[0] - found.means[2]) ** 2).mean()))
    np.testing.assert_array_equal(distances, distances.T)
    assert np.isnan(distances[3]).all()


def test_the_nearest_mean_is_the_nearest_of_those_that_there_are(rng):
    images, labels = made(rng)
    found = moments(images, 2 * labels, 6)  # classes 1, 3 and 5 have no pictures
    others = rng.integers(0, 256, (25, 3, 4), np.uint8)
    by_hand = [np.nanargmin(((found.means - one) ** 2).sum(axis=(1, 2))) for one in others]
    assert nearest_mean(found, others).tolist() == by_hand


def test_the_nearest_picture_is_the_nearest_and_the_first_of_equals(rng, monkeypatch):
    monkeypatch.setattr(room, "BLOCK", 4)
    others = rng.integers(0, 256, (30, 5)).astype(float)
    others[20] = others[4]
    points = np.concatenate([rng.integers(0, 256, (9, 5)).astype(float), others[[20]]])
    found = nearest_picture(points, others)
    assert found.tolist() == [((others - one) ** 2).sum(axis=1).argmin() for one in points]
    assert found[-1] == 4


def test_nothing_to_compare_with_is_refused():
    with pytest.raises(InputError, match="class means of no pictures"):
        moments(np.zeros((0, 2, 2), np.uint8), np.zeros(0, np.int64), 2)
    with pytest.raises(InputError, match="at least one picture"):
        nearest_picture(np.zeros((1, 2)), np.zeros((0, 2)))
