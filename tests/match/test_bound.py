"""The bound lies above every correlation, so no pair is lost; and it spares nearly all comparisons."""

import numpy as np
import pytest

from fittingroom.match import bound
from fittingroom.match.bound import candidates
from fittingroom.match.correlation import Pictures, correlations


def smooth(rng, n: int) -> np.ndarray:
    """Pictures of 16 x 16 pixels with few coarse features, as photos have, and a little noise."""
    coarse = rng.normal(0, 1, (n, 4, 4)).repeat(4, axis=1).repeat(4, axis=2)
    return np.clip(120 + 40 * coarse + rng.normal(0, 4, (n, 16, 16)), 0, 255).astype(np.uint8)


@pytest.mark.parametrize("mirrored", [True, False])
@pytest.mark.parametrize("threshold", [0.5, 0.9, 0.99, 1.0])
def test_every_pair_above_the_threshold_is_a_candidate_once(rng, mirrored, threshold):
    images = smooth(rng, 300)
    images[100:140] = images[:40, :, ::-1] if mirrored else images[:40]
    pictures = Pictures.of(images)
    i, j = np.triu_indices(300, 1)
    above = correlations(pictures, pictures, i, j, mirrored=mirrored)[0] >= threshold
    batches = list(candidates(pictures, None, threshold, mirrored))
    found = [pair for batch in batches for pair in zip(*batch, strict=True)]
    assert above.sum() >= 40
    assert len(found) == len(set(found))
    assert set(zip(i[above], j[above], strict=True)) <= set(found)


def test_few_pairs_need_an_exact_comparison(rng):
    left, right = (Pictures.of(smooth(rng, 1000)) for _ in range(2))
    compared = sum(len(i) for i, _ in candidates(left, right, 0.98, True))
    assert compared < 1000


SHAPES = [(6, 6), (5, 7), (4, 1), (1, 9), (1, 2), (6, 5, 3), (4, 3, 4)]


def varied(rng, n: int, shape: tuple[int, ...]) -> np.ndarray:
    """Pictures at all distances from a few others, as they are and turned; some copies, some constant."""
    first = rng.integers(0, 256, (3, *shape))[rng.integers(0, 3, n)]
    share = rng.choice([0, 0.02, 0.1, 0.3, 1], n).reshape(-1, *[1] * len(shape))
    images = ((1 - share) * first + share * rng.integers(0, 256, (n, *shape))).astype(np.uint8)
    images = np.where(rng.random(n).reshape(share.shape) < 0.5, images, images[:, :, ::-1])
    images[rng.random(n) < 0.05] = 7
    return images


@pytest.fixture
def small_boxes(monkeypatch):
    monkeypatch.setattr(bound, "BOX", 4)
    monkeypatch.setattr(bound, "COLUMNS", 16)
    monkeypatch.setattr(bound, "BATCH", 50)


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("n", [1, 2, 5, 9, 150])
def test_small_boxes_lose_no_pair_within_a_set_or_between_two(rng, small_boxes, shape, n):
    a, b = (Pictures.of(varied(rng, size, shape)) for size in (n, 40))
    expected = 0
    for threshold, mirrored in ((0.9, True), (0.95, False), (0.99, True), (0.99, False), (1.0, True)):
        for other in (None, b):
            i, j = np.triu_indices(n, 1) if other is None else np.indices((n, 40)).reshape(2, -1)
            above = correlations(a, other or a, i, j, mirrored=mirrored)[0] >= threshold
            batches = list(candidates(a, other, threshold, mirrored))
            found = [pair for batch in batches for pair in zip(*batch, strict=True)]
            assert len(found) == len(set(found))
            assert set(zip(i[above], j[above], strict=True)) <= set(found)
            expected += above.sum()
    assert n < 150 or expected > 500


def test_boxes_meet_few_rows(rng, monkeypatch):
    monkeypatch.setattr(bound, "BOX", 16)
    pictures = Pictures.of(smooth(rng, 1000))
    sketch = bound._sketch(pictures, bound._directions(pictures))
    met = [sum(len(some) for some in bound._near(sketch, box, sketch, 0.2)) for box in range(63)]
    assert sum(met) < 63 * 1000 / 10  # half of them stand before the box
    assert met[-1] == 1000 - 62 * 16  # the last box meets only itself


def test_boxes_hold_every_row_once(rng, small_boxes):
    leading, rows = rng.integers(-99, 99, (3, 101)).astype(np.int16), np.arange(101)
    bound._sort_into_boxes(leading, rows)
    assert np.array_equal(np.sort(rows), np.arange(101))
    sides = [np.ptp(leading[:, rows[start : start + 4]], axis=1).max() for start in range(0, 101, 4)]
    assert np.mean(sides) < np.ptp(leading) / 2


def test_the_reach_along_the_first_direction_is_long_enough(rng, monkeypatch):
    """Pictures on a circle: somewhere neighbours differ in nothing but the first coordinate."""
    monkeypatch.setattr(bound, "BOX", 1)
    basis = rng.normal(size=(2, 8, 5))
    basis -= basis.mean(axis=(1, 2), keepdims=True)
    basis = np.concatenate([basis, basis[:, :, ::-1]], axis=2)  # symmetric pictures, all their pixels even
    a, b = np.linalg.qr(basis.reshape(2, -1).T)[0].T
    angle = np.linspace(0, 2 * np.pi, 240, endpoint=False)[:, None]
    images = (
        np.round(128 + 250 * (np.cos(angle) * a + np.sin(angle) * b)).astype(np.uint8).reshape(240, 8, 10)
    )
    pictures = Pictures.of(images)
    i, j = np.triu_indices(240, 1)
    above = correlations(pictures, pictures, i, j, mirrored=True)[0] >= 0.98
    found = {pair for batch in candidates(pictures, None, 0.98, True) for pair in zip(*batch, strict=True)}
    assert above.sum() > 1000
    assert set(zip(i[above], j[above], strict=True)) <= found
    assert len(found) < len(i) / 3
