"""What is done to training images at random: as far as it says, no farther, and evenly."""

import numpy as np
import pytest
import torch
from scipy import ndimage, stats
from torch import Tensor

from fittingroom.errors import InputError
from fittingroom.models.augment import Augmentation, augmented

EVERYTHING = Augmentation(rotation_deg=20, shift=0.2, zoom=0.1, mirror=True, erase=0.3)


def changed(images: Tensor, by: Augmentation, seed: int = 0) -> Tensor:
    return augmented(images, by, generator=torch.Generator().manual_seed(seed))


def spot(n: int, height: int, width: int, *, right: float, down: float) -> Tensor:
    """n times the same image (n, 1, h, w): a soft spot so many pixels off the centre."""
    y = torch.arange(height)[:, None] - (height - 1) / 2
    x = torch.arange(width)[None] - (width - 1) / 2
    image = torch.exp(-((y - down) ** 2 + (x - right) ** 2) / 3)
    return image.expand(n, 1, height, width)


def middle(images: Tensor) -> np.ndarray:
    """Where the spot of each image is, (n, 2): pixels to the right of the centre, and down."""
    height, width = images.shape[2:]
    weight = images[:, 0].numpy().astype(float)
    weight /= weight.sum(axis=(1, 2), keepdims=True)
    right = (weight.sum(axis=1) * (np.arange(width) - (width - 1) / 2)).sum(axis=1)
    down = (weight.sum(axis=2) * (np.arange(height) - (height - 1) / 2)).sum(axis=1)
    return np.stack([right, down], axis=1)


def assert_uniform(values: np.ndarray, low: float, high: float) -> None:
    assert values.min() >= low - 0.02 * (high - low)
    assert values.max() <= high + 0.02 * (high - low)
    assert stats.kstest(values, stats.uniform(low, high - low).cdf).pvalue > 1e-3


def test_no_change_is_no_change(rng):
    images = torch.from_numpy(rng.random((5, 3, 9, 12), np.float32))
    assert torch.equal(changed(images, Augmentation()), images)
    assert not Augmentation(mirror=True, erase=0.5).resamples
    assert Augmentation(zoom=0.1).resamples


@pytest.mark.parametrize("sides", [(21, 21), (17, 31), (32, 20)])
def test_a_turn_is_rigid_and_even_on_images_that_are_not_square_too(sides):
    found = middle(changed(spot(400, *sides, right=4, down=0), Augmentation(rotation_deg=40)))
    np.testing.assert_allclose(np.hypot(*found.T), 4, atol=0.05)
    assert_uniform(np.degrees(np.arctan2(found[:, 1], found[:, 0])), -40, 40)


@pytest.mark.parametrize("sides", [(16, 16), (14, 22)])
def test_a_turn_is_the_one_of_scipy(rng, monkeypatch, sides):
    draws = torch.tensor([[0.25], [0.5], [0.5], [0.5]])  # of 0..1: half of the way back, nothing else
    monkeypatch.setattr(torch, "rand", lambda *_, **__: draws)
    image = rng.random(sides)
    ours = changed(torch.from_numpy(image.astype(np.float32))[None, None], Augmentation(rotation_deg=60))
    theirs = ndimage.rotate(image, -30, reshape=False, order=1, mode="nearest")
    np.testing.assert_allclose(ours[0, 0].numpy(), theirs, atol=1e-4)


def test_half_a_turn_is_a_picture_upside_down(rng, monkeypatch):
    monkeypatch.setattr(torch, "rand", lambda *_, **__: torch.tensor([[1.0], [0.5], [0.5], [0.5]]))
    image = torch.from_numpy(rng.random((1, 2, 9, 14), np.float32))
    torch.testing.assert_close(
        changed(image, Augmentation(rotation_deg=180)), image.flip(2, 3), atol=1e-4, rtol=0
    )


def test_a_shift_is_a_share_of_each_side_and_even():
    found = middle(changed(spot(500, 41, 61, right=0, down=0), Augmentation(shift=0.2)))
    assert_uniform(found[:, 0], -0.2 * 61, 0.2 * 61)
    assert_uniform(found[:, 1], -0.2 * 41, 0.2 * 41)
    assert abs(np.corrcoef(found.T)[0, 1]) < 0.15


def test_a_shift_by_whole_pixels_repeats_the_border(rng, monkeypatch):
    monkeypatch.setattr(torch, "rand", lambda *_, **__: torch.tensor([[0.5], [0.5], [1.0], [0.5]]))
    image = torch.from_numpy(rng.random((1, 1, 8, 10), np.float32))
    moved = changed(image, Augmentation(shift=0.2))[0, 0]
    torch.testing.assert_close(moved[:, :-2], image[0, 0][:, 2:], atol=1e-5, rtol=0)
    torch.testing.assert_close(moved[:, -2:], image[0, 0][:, -1:].expand(8, 2), atol=1e-5, rtol=0)


def test_a_zoom_pulls_and_pushes_by_up_to_its_share():
    found = middle(changed(spot(400, 41, 41, right=8, down=-6), Augmentation(zoom=0.25)))
    assert_uniform(8 / found[:, 0], 0.75, 1.25)
    np.testing.assert_allclose(found[:, 1] / found[:, 0], -6 / 8, atol=0.02)


def test_a_mirror_flips_about_half_and_leaves_the_others(rng):
    images = torch.from_numpy(rng.random((400, 2, 3, 5), np.float32))
    seen = changed(images, Augmentation(mirror=True))
    flipped = (seen == images.flip(3)).flatten(1).all(1)
    same = (seen == images).flatten(1).all(1)
    assert torch.equal(flipped, ~same)
    assert 160 < int(flipped.sum()) < 240


@pytest.mark.parametrize(("sides", "share", "square"), [((10, 20), 0.3, (3, 6)), ((9, 7), 0.99, (9, 7))])
def test_an_erased_square_has_its_size_and_lies_within_at_any_place(sides, share, square):
    seen = changed(torch.ones(600, 2, *sides), Augmentation(erase=share))
    assert torch.equal(seen[:, 0], seen[:, 1])
    places = set()
    for image in seen[:, 0]:
        rows, columns = torch.nonzero(image == 0, as_tuple=True)
        assert (len(rows), len(rows.unique()), len(columns.unique())) == (square[0] * square[1], *square)
        places.add((int(rows.min()), int(columns.min())))
    ends = [side - blank for side, blank in zip(sides, square, strict=True)]
    assert {y for y, _ in places} == set(range(ends[0] + 1))
    assert {x for _, x in places} == set(range(ends[1] + 1))


def test_the_same_generator_gives_the_same_images_and_another_one_others(rng):
    images = torch.from_numpy(rng.random((6, 1, 12, 12), np.float32))
    assert torch.equal(changed(images, EVERYTHING, 3), changed(images, EVERYTHING, 3))
    assert not torch.equal(changed(images, EVERYTHING, 3), changed(images, EVERYTHING, 4))


def test_torchs_own_generator_is_left_alone(rng):
    before = torch.random.get_rng_state()
    changed(torch.from_numpy(rng.random((6, 1, 12, 12), np.float32)), EVERYTHING)
    assert torch.equal(before, torch.random.get_rng_state())


def test_values_stay_in_the_range_of_the_image_and_of_0(rng):
    images = torch.from_numpy(rng.uniform(0.2, 0.7, (50, 3, 12, 16)).astype(np.float32))
    turned = changed(images, Augmentation(rotation_deg=180, shift=0.4, zoom=0.5, mirror=True))
    assert images.min() - 1e-5 <= turned.min() <= turned.max() <= images.max() + 1e-5
    assert float(changed(images, EVERYTHING).min()) == 0
    assert changed(images, EVERYTHING).shape == images.shape


def test_each_image_has_draws_of_its_own_and_the_original_stays(rng):
    images = torch.from_numpy(rng.random((1, 1, 12, 12), np.float32)).repeat(20, 1, 1, 1)
    before = images.clone()
    seen = changed(images, EVERYTHING)
    assert len({image.numpy().tobytes() for image in seen}) == 20
    assert torch.equal(images, before)


@pytest.mark.parametrize(
    "wrong", [{"rotation_deg": 181}, {"rotation_deg": -1}, {"shift": 1.0}, {"zoom": -0.1}, {"erase": 1.5}]
)
def test_a_change_that_makes_no_sense_is_refused(wrong):
    with pytest.raises(InputError, match=r"needs 0\.\.180 degrees and shares in 0\.\.1, got"):
        Augmentation(**wrong)
