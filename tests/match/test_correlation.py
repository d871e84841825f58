"""The definition of nearness: exact, and the same by halves as by whole pictures."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match.correlation import Pictures, chunks, correlations, unit_halves


@pytest.mark.parametrize("shape", [(5, 6), (5, 7), (4, 1), (3, 8, 3)], ids=str)
def test_equals_numpys_correlation(rng, shape):
    images = rng.integers(0, 256, (20, *shape), dtype=np.uint8)
    pictures, i, j = Pictures.of(images), np.arange(20), np.roll(np.arange(20), 1)
    exact, turned = correlations(pictures, pictures, i, j, mirrored=True)
    for row in range(20):
        x, y = images[i[row]], images[j[row]]
        direct, mirror = (np.corrcoef(x.ravel(), z.ravel())[0, 1] for z in (y, y[:, ::-1]))
        assert exact[row] == pytest.approx(max(direct, mirror))
        assert turned[row] == (mirror > direct)


def test_a_copy_has_exactly_one_and_order_changes_no_bit(rng):
    pictures = Pictures.of(rng.integers(0, 256, (50, 28, 28), dtype=np.uint8))
    i, j = rng.integers(0, 50, 200), rng.integers(0, 50, 200)
    there, _ = correlations(pictures, pictures, i, j, mirrored=False)
    back, _ = correlations(pictures, pictures, j, i, mirrored=False)
    assert np.array_equal(there, back)
    assert (there[i == j] == 1).all()
    assert (np.abs(there) <= 1).all()


@pytest.mark.parametrize("shape", [(5, 6), (5, 7), (4, 1), (3, 8, 3)], ids=str)
def test_halves_give_the_direct_and_the_mirrored_correlation(rng, shape):
    images = rng.integers(0, 256, (30, *shape), dtype=np.uint8)
    images[3] = 77
    pictures = Pictures.of(images)
    even, odd = unit_halves(pictures, slice(None), np.float64)
    assert even.shape[1] + odd.shape[1] == np.prod(shape)
    i, j = (index.ravel() for index in np.indices((30, 30)))
    direct, _ = correlations(pictures, pictures, i, j, mirrored=False)
    best, _ = correlations(pictures, pictures, i, j, mirrored=True)
    same_constant = (i == 3) & (j == 3)
    by_halves = (even @ even.T + odd @ odd.T).ravel()
    np.testing.assert_allclose(by_halves[~same_constant], direct[~same_constant], atol=1e-12)
    best_by_halves = (even @ even.T + np.abs(odd @ odd.T)).ravel()
    np.testing.assert_allclose(best_by_halves[~same_constant], best[~same_constant], atol=1e-12)


def test_chunks_hold_every_row_once(monkeypatch):
    monkeypatch.setattr("fittingroom.match.correlation.CHUNK", 100)
    parts = list(chunks(37, 20, "testing"))
    assert [row for rows in parts for row in range(37)[rows]] == list(range(37))
    assert max(rows.stop - rows.start for rows in parts) == 5
    assert list(chunks(0, 20, "testing")) == []


def test_some_of_the_pictures_have_the_moments_that_they_have_alone(rng):
    images, rows = rng.integers(0, 256, (20, 4, 5, 3), dtype=np.uint8), np.array([7, 3, 19])
    some, alone = Pictures.of(images, rows), Pictures.of(images[rows])
    assert np.array_equal(some.total, alone.total)
    assert np.array_equal(some.spread, alone.spread)
    assert np.array_equal(some.take(slice(1, 3)), images[[3, 19]])


def test_pictures_without_pixels_are_refused():
    from fittingroom.match import near_pairs

    with pytest.raises(InputError, match=r"found uint8 of shape \(3, 0, 4\)"):
        near_pairs(np.zeros((3, 0, 4), np.uint8))
