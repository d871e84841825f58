"""A point's bits, and how a mirror image changes them."""

import numpy as np

from fittingroom.match.copies.description import brightness
from fittingroom.match.copies.features import CIRCLE, MIRROR, MOST, SUBPIXEL, features
from tests.match.copies.pictures import picture


def test_the_bits_of_the_mirror_image_are_known_beforehand():
    value = brightness(picture(1))
    bits, places = features(value)
    turned, turned_places = features(np.ascontiguousarray(value[:, ::-1]))
    x = (value.shape[1] - 1) * SUBPIXEL - turned_places[:, 0].astype(int)
    same = (
        (np.abs(places[:, None, 0] - x) <= SUBPIXEL // 2)
        & (np.abs(places[:, None, 1] - turned_places[:, 1]) <= SUBPIXEL // 2)
        & (np.abs(places[:, None, 2] - turned_places[:, 2]) <= 16)
        & ((places[:, None, 3] - (CIRCLE // 2 - turned_places[:, 3]) + 4) % CIRCLE <= 8)
    )
    a, b = np.nonzero(same)
    assert len(np.unique(a)) > 0.7 * len(bits)
    apart = np.bitwise_count(bits[a] ^ turned[b] ^ MIRROR).sum(axis=1)
    assert np.median(apart) <= 6
    assert np.median(np.bitwise_count(bits[a] ^ turned[b]).sum(axis=1)) > 30


def test_mirroring_twice_is_nothing():
    assert MIRROR.dtype == np.uint8
    assert np.bitwise_count(MIRROR).sum() == 64


def test_there_are_never_more_points_than_fit():
    noise = np.random.default_rng(0).integers(0, 256, (300, 300)).astype(np.uint8)
    bits, places = features(noise)
    assert bits.shape == (MOST, 16)
    assert places.shape == (MOST, 4)


def test_a_picture_of_one_level_has_no_points():
    bits, places = features(np.full((50, 60), 7, np.uint8))
    assert bits.shape == (0, 16)
    assert places.shape == (0, 4)
