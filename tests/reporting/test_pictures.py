"""Pictures in the page: the pixels that were given, escaped words, few bytes."""

import base64
import io
import re

import numpy as np
import pytest
from PIL import Image

from fittingroom.errors import InputError
from fittingroom.reporting.pictures import (
    REDUCED_PX,
    Picture,
    data_address,
    picture_grid,
    picture_pairs,
    picture_rows,
)


def decoded(address: str) -> Image.Image:
    head, _, data = address.partition(",")
    assert head in ("data:image/png;base64", "data:image/jpeg;base64")
    return Image.open(io.BytesIO(base64.b64decode(data)))


@pytest.mark.parametrize("shape", [(28, 28), (28, 28, 1), (54, 54), (100, 20)])
def test_small_grey_pictures_keep_every_pixel(rng, shape):
    image = rng.integers(0, 256, shape, dtype=np.uint8)
    np.testing.assert_array_equal(np.asarray(decoded(data_address(image))), image.reshape(shape[:2]))


def test_colour_stays_colour_in_few_bytes(rng):
    image = np.zeros((32, 32, 3), np.uint8)
    image[:16, :, 0] = 200
    back = np.asarray(decoded(data_address(image)).convert("RGB")).astype(int)
    assert np.abs(back - image).max() <= 8
    noise = rng.integers(0, 256, (224, 224, 3), dtype=np.uint8)
    assert len(data_address(noise)) < 12_000


def test_large_pictures_are_reduced_in_proportion(rng):
    image = rng.integers(0, 256, (100, 200), dtype=np.uint8)
    assert decoded(data_address(image)).size == (REDUCED_PX, REDUCED_PX // 2)


def test_small_pictures_are_shown_at_a_whole_factor():
    markup = picture_grid([Picture(np.zeros((28, 28), np.uint8), "a", ("x",))])
    assert 'width="84" height="84" class="pixels"' in markup
    markup = picture_grid([Picture(np.zeros((100, 200), np.uint8), "a", ("x",))])
    assert 'width="84" height="42"/>' in markup


def test_words_are_escaped_and_every_picture_has_its_alternative():
    nasty = '<script>"&'
    picture = Picture(np.zeros((4, 4), np.uint8), nasty, (nasty, nasty))
    markup = (
        picture_grid([picture]) + picture_pairs([(picture, picture)]) + picture_rows([(nasty, [picture])])
    )
    assert "<script" not in markup
    assert markup.count('alt="&lt;script&gt;&quot;&amp;"') == markup.count("<img ") == 4


def test_rows_without_words_are_smaller():
    image = np.zeros((28, 28), np.uint8)
    assert 'width="56"' in picture_rows([("a", [Picture(image, "a")])])
    assert 'width="84"' in picture_rows([("a", [Picture(image, "a", ("b",))])])


def test_the_same_pictures_give_the_same_bytes(rng):
    pictures = [Picture(rng.integers(0, 256, (28, 28, 3), dtype=np.uint8), "a") for _ in range(3)]
    assert picture_grid(pictures) == picture_grid(pictures)


@pytest.mark.parametrize(
    "image", [np.zeros((4, 4)), np.zeros((4, 4, 2), np.uint8), np.zeros((2, 4, 4, 3), np.uint8)]
)
def test_what_is_no_picture_is_refused_with_its_shape(image):
    with pytest.raises(InputError, match=re.escape(f"{image.dtype} of shape {image.shape}")):
        Picture(image, "a")
