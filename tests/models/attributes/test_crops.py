"""Crops: the whole box is the image itself, boxes lie inside, the fixed ones are the paper's."""

import numpy as np
import pytest
import torch

from fittingroom.models.attributes.crops import (
    FIXED_SHARES,
    Boxes,
    centre_crops,
    cropped,
    fixed_crops,
    random_crops,
)


def images(rng: np.random.Generator, n: int = 3, size_px: int = 16) -> torch.Tensor:
    return torch.from_numpy(rng.integers(0, 256, (n, size_px, size_px, 3)).astype(np.uint8))


def test_the_whole_box_is_the_image_and_mirrored_its_mirror_image(rng):
    given = images(rng)
    whole = Boxes(np.tile(np.array([0, 0, 1, 1], np.float32), (3, 1)), np.array([False, True, False]))
    seen = cropped(given, whole, 16).permute(0, 2, 3, 1)
    torch.testing.assert_close(seen[0], given[0].float(), atol=1e-2, rtol=0)
    torch.testing.assert_close(seen[1], given[1].flip(1).float(), atol=1e-2, rtol=0)


def test_a_box_of_whole_pixels_is_a_slice(rng):
    given = images(rng)
    boxes = Boxes(np.tile(np.array([2 / 16, 4 / 16, 8 / 16, 8 / 16], np.float32), (3, 1)), np.zeros(3, bool))
    seen = cropped(given, boxes, 8).permute(0, 2, 3, 1)
    torch.testing.assert_close(seen, given[:, 2:10, 4:12].float(), atol=1e-2, rtol=0)
    middle = cropped(given, centre_crops(3, 0.875), 14).permute(0, 2, 3, 1)
    torch.testing.assert_close(middle, given[:, 1:15, 1:15].float(), atol=1e-2, rtol=0)


@pytest.mark.parametrize("draw", [fixed_crops, random_crops])
def test_boxes_lie_within_the_image_and_half_are_mirrored(draw, rng):
    drawn = draw(2000, rng)
    top, left, height, width = drawn.box.T
    assert min(top.min(), left.min()) >= 0
    assert max((top + height).max(), (left + width).max()) <= 1 + 1e-6
    assert 900 < drawn.mirrored.sum() < 1100


def test_fixed_crops_take_each_share_on_its_own_at_corners_and_centre(rng):
    top, left, height, width = fixed_crops(3000, rng).box.T
    assert {(round(float(h), 4), round(float(w), 4)) for h, w in zip(height, width, strict=True)} == {
        (h, w) for h in FIXED_SHARES for w in FIXED_SHARES
    }
    small = (height < 1) & (width < 1)
    down, right = top[small] / (1 - height[small]), left[small] / (1 - width[small])
    places = set(zip(down.round(3).tolist(), right.round(3).tolist(), strict=True))
    assert places == {(0, 0), (0, 1), (1, 0), (1, 1), (0.5, 0.5)}
