"""Eight changes that leave a picture what it is."""

import numpy as np
import pytest

from fittingroom.app.harmless import harmless


@pytest.fixture(params=[(28, 28), (20, 31), (32, 32, 3), (224, 224, 3), (28, 28, 1)], ids=str)
def image(request, rng) -> np.ndarray:
    height, width, *channels = request.param
    yy, xx = np.mgrid[:height, :width]
    disc = 200.0 * (np.hypot((yy - height / 2) / height, (xx - width / 2) / width) < 0.3)
    return np.broadcast_to(disc[(...,) + (None,) * len(channels)], request.param).astype(np.uint8).copy()


def test_eight_pictures_of_the_same_shape_each_a_little_different(image):
    before = image.copy()
    found = harmless(image)
    assert len(found) == len({name for name, _ in found}) == 8
    for name, picture in found:
        assert (picture.shape, picture.dtype) == (image.shape, np.uint8)
        assert (picture != image).any(), name
        assert np.abs(picture.astype(float) - image).mean() < 0.1 * 255, name
    np.testing.assert_array_equal(image, before)


def test_they_are_the_same_every_time(image):
    for (_, first), (_, second) in zip(harmless(image), harmless(image), strict=True):
        np.testing.assert_array_equal(first, second)


def test_a_blank_picture_stays_blank():
    for value in (0, 255):
        blank = np.full((28, 28), value, np.uint8)
        assert all((picture == value).all() for _, picture in harmless(blank))


def test_moving_is_by_one_pixel_at_28_and_repeats_the_border(rng):
    image = rng.integers(0, 256, (28, 28), dtype=np.uint8)
    moved = dict(harmless(image))
    np.testing.assert_array_equal(moved["a little left"][:, :-1], image[:, 1:])
    np.testing.assert_array_equal(moved["a little left"][:, -1], image[:, -1])
    np.testing.assert_array_equal(moved["a little down"][1:], image[:-1])


def test_enlarging_keeps_the_middle_and_moves_an_edge_outwards():
    image = np.zeros((41, 41), np.uint8)
    image[10:31, 10:31] = 200
    larger, smaller = (dict(harmless(image))[name].astype(int) for name in ("5 % larger", "5 % smaller"))
    assert larger[20, 20] == smaller[20, 20] == 200
    assert smaller.sum() < image.sum() < larger.sum()
    np.testing.assert_array_equal(larger, larger[::-1, ::-1])
