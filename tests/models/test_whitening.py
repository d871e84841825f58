"""The fixed first layer does what its name says."""

import numpy as np
import pytest
import torch
import torch.nn.functional as F

from fittingroom.models.whitening import grey_levels, patch_rows, whitening_filters


@pytest.fixture
def images(rng) -> torch.Tensor:
    """(40, 12, 13, 2) uint8, smooth, so that neighbouring pixels go together."""
    noise = torch.from_numpy(rng.integers(0, 256, (40, 2, 14, 15)).astype(np.float32))
    return F.avg_pool2d(noise, 3, 1).to(torch.uint8).permute(0, 2, 3, 1)


def test_mean_and_deviation_are_those_of_all_pixels(images):
    mean, deviation = grey_levels(images)
    np.testing.assert_allclose(mean, images.numpy().mean((0, 1, 2)), rtol=1e-6)
    np.testing.assert_allclose(deviation, images.numpy().std((0, 1, 2)), rtol=1e-6)


def test_a_constant_channel_keeps_a_deviation_that_can_be_divided_by():
    mean, deviation = grey_levels(torch.full((2, 4, 4, 1), 7, dtype=torch.uint8))
    assert (mean.item(), deviation.item()) == (7, 1)


def test_the_filters_outputs_are_uncorrelated_and_of_like_size(images):
    mean, deviation = grey_levels(images)
    normalised = ((images - mean) / deviation).permute(0, 3, 1, 2)
    filters = whitening_filters(normalised, directions=6)
    assert filters.shape == (12, 2, 3, 3)
    torch.testing.assert_close(filters[6:], -filters[:6])
    outputs = F.conv2d(normalised, filters[:6]).transpose(0, 1).flatten(1)
    torch.testing.assert_close(outputs @ outputs.T / outputs.shape[1], torch.eye(6), atol=0.02, rtol=0)


def test_patches_come_from_each_image_at_most_once(images, rng, monkeypatch):
    rows = patch_rows(images, rng=rng)
    assert sorted(rows.tolist()) == list(range(40))
    monkeypatch.setattr("fittingroom.models.whitening.PATCHES", 5 * 12 * 13)
    assert len(set(patch_rows(images, rng=rng).tolist())) == 5
