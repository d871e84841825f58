"""The bound lies above every correlation, so no pair is lost; and it spares nearly all comparisons."""

import numpy as np
import pytest

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


def test_the_reach_along_the_first_direction_is_long_enough(rng, monkeypatch):
    """Pictures on a circle: somewhere neighbours differ in nothing but the first coordinate."""
    monkeypatch.setattr("fittingroom.match.bound.ROWS", 1)
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
