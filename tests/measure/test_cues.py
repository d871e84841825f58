"""Cues keep one clue and take the others away."""

import numpy as np
import pytest

from fittingroom.measure import cues
from fittingroom.measure.cues import CUES, Cue
from tests.measure.defects.made import SHAPES, things

each_cue = pytest.mark.parametrize("cue", CUES, ids=lambda cue: cue.name)


def applied(cue: Cue, images: np.ndarray) -> np.ndarray:
    return cue.apply(images, rng=np.random.default_rng(0))


@each_cue
@pytest.mark.parametrize("shape", SHAPES, ids=str)
def test_shape_and_type_are_kept_and_the_input_is_left_alone(cue, shape, rng):
    images = things(shape, 3, rng=rng)
    images.flags.writeable = False
    out = applied(cue, images)
    assert out.shape == images.shape
    assert out.dtype == np.uint8
    assert (out != images).any()
    np.testing.assert_array_equal(out[:2], applied(cue, images[:2]))
    assert applied(cue, images[:0]).shape == (0, *shape)


@each_cue
def test_a_blank_picture_and_a_tiny_one_are_no_accident(cue):
    for images in (np.full((2, 28, 28), 255, np.uint8), np.zeros((2, 1, 1), np.uint8)):
        assert applied(cue, images).shape == images.shape


def test_a_silhouette_tells_the_outline_and_nothing_else(rng):
    images = np.zeros((2, 20, 20), np.uint8)
    images[0, 4:16, 6:14] = 180
    images[0, 6:14, 8:12] = rng.integers(0, 256, (8, 4))
    images[1, 4:16, 6:14] = 255
    out = cues.silhouette_only(images, rng=rng)
    np.testing.assert_array_equal(out[0], out[1])
    np.testing.assert_array_equal(out[1], images[1])


def test_texture_comes_from_the_thing_and_lies_in_one_place_for_all(rng):
    images = np.zeros((3, 28, 28), np.uint8)
    images[0, 2:12, 2:12] = rng.integers(60, 256, (10, 10))
    images[1, 5:26, 12:27] = rng.integers(60, 256, (21, 15))
    images[2, 10:20, 3:25] = 99
    out = cues.texture_only(images, rng=rng)
    places = out > 0
    np.testing.assert_array_equal(places[0], places[1])
    np.testing.assert_array_equal(places[0], places[2])
    assert places[0].sum() == 20 * 20
    for image, cloth in zip(images, out, strict=True):
        assert set(np.unique(cloth)) <= set(np.unique(image)) | {0}


def test_nothing_of_the_thing_is_left_in_its_background(rng):
    images = np.full((2, 20, 20), 230, np.uint8)
    images[0, 4:16, 6:14] = 20
    images[1, 8:12, 2:18] = 90
    images[1, 7, 2:18] = 170  # a soft outline
    np.testing.assert_array_equal(cues.background_only(images, rng=rng), np.full((2, 20, 20), 230))


def test_mirrored_is_mirrored(rng):
    images = rng.integers(0, 256, (2, 5, 6)).astype(np.uint8)
    np.testing.assert_array_equal(cues.mirrored(images, rng=rng), images[:, :, ::-1])


def test_every_cue_is_listed():
    written = {
        name
        for name, value in vars(cues).items()
        if callable(value) and getattr(value, "__module__", "") == cues.__name__ and name[0].islower()
    }
    assert written == {cue.apply.__name__ for cue in CUES}
