import numpy as np
from PIL import Image, ImageFilter

from fittingroom.build.tone import grey, negate, sharpen


def test_a_flat_picture_stays_as_it_is():
    for level in (0, 1, 7, 128, 254, 255):
        flat = np.full((5, 6, 3), level, np.uint8)
        assert np.array_equal(sharpen(flat, radius_px=1, deviation_px=1.0), flat)
        assert (grey(flat) == level).all()


def test_sharpen_is_the_kernel_of_its_description():
    """A single point shows the kernel: 100 (1.661 δ) falls off by .103 beside it and .062 at corners."""
    point = np.full((5, 5), 100, np.uint8)
    point[2, 2] = 110
    around = sharpen(point, radius_px=1, deviation_px=1.0)
    assert around[2].tolist() == [100, 98, 116, 98, 100]
    assert around[1].tolist() == [100, 99, 98, 99, 100]


def test_sharpen_is_pillows_convolution_inside_the_picture(rng):
    picture = rng.integers(0, 256, (20, 30)).astype(np.uint8)
    corner, side = np.exp(-1), np.exp(-0.5)
    total = 2 + 4 * corner + 4 * side
    weights = [-corner, -side, -corner, -side, 2 * total - 2, -side, -corner, -side, -corner]
    by_pillow = Image.fromarray(picture).filter(ImageFilter.Kernel((3, 3), weights, scale=total))
    ours = sharpen(picture, radius_px=1, deviation_px=1.0)
    assert np.abs(ours.astype(int) - np.asarray(by_pillow))[1:-1, 1:-1].max() <= 1


def test_sharpen_raises_the_contrast_of_an_edge_and_takes_colours_one_by_one(rng):
    picture = rng.integers(60, 200, (9, 7, 3)).astype(np.uint8)
    each = [sharpen(picture[..., channel], radius_px=2, deviation_px=1.0) for channel in range(3)]
    sharp = sharpen(picture, radius_px=2, deviation_px=1.0)
    assert np.array_equal(sharp, np.stack(each, axis=-1))
    assert sharp.std() > picture.std()


def test_grey_is_brightest_for_green_and_leaves_grey_alone(rng):
    colours = np.array([[[255, 0, 0], [0, 255, 0], [0, 0, 255], [255, 255, 255]]], np.uint8)
    assert grey(colours).tolist() == [[54, 182, 18, 255]]
    picture = rng.integers(0, 256, (4, 4)).astype(np.uint8)
    assert grey(picture) is picture


def test_negate_twice_is_nothing(rng):
    picture = rng.integers(0, 256, (4, 4, 3)).astype(np.uint8)
    assert np.array_equal(negate(negate(picture)), picture)
    assert negate(np.uint8([[0, 255]])).tolist() == [[255, 0]]
