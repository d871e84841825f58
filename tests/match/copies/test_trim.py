"""Borders of one colour are no part of a picture."""

import numpy as np
import pytest

from fittingroom.match.copies.trim import LEAST, trimmed


@pytest.fixture
def inner(rng: np.random.Generator) -> np.ndarray:
    return rng.integers(0, 256, (40, 30)).astype(np.uint8)


@pytest.mark.parametrize("level", [0, 128, 255])
def test_a_frame_is_left_out_with_the_blurred_line_beside_it(inner, level):
    framed = np.pad(inner, ((6, 9), (4, 0)), constant_values=level)
    assert trimmed(framed) == (7, 45, 5, 34)


def test_a_picture_without_a_frame_stays_whole(inner):
    assert trimmed(inner) == (0, 40, 0, 30)


def test_lines_of_another_level_are_no_border(inner):
    framed = np.pad(inner, ((8, 0), (0, 0)), constant_values=200)
    framed[:3] = 20
    assert trimmed(framed)[0] == 4


def test_a_picture_of_one_level_stays_whole():
    assert trimmed(np.full((20, 30), 9, np.uint8)) == (0, 20, 0, 30)


def test_a_speck_keeps_its_surroundings():
    speck = np.full((100, 100), 255, np.uint8)
    speck[50, 50] = 0
    top, bottom, left, right = trimmed(speck)
    assert bottom - top >= LEAST * 100 - 1
    assert top <= 50 < bottom
    assert left <= 50 < right
