import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from fittingroom.build.framing import area, extend, limit, sample, stretch, trim

PAPER = 253


def on_paper(height: int, width: int, top: int, left: int, thing: np.ndarray) -> np.ndarray:
    page = np.full((height, width, 3), PAPER, np.uint8)
    page[top : top + thing.shape[0], left : left + thing.shape[1]] = thing
    return page


@pytest.fixture
def thing(rng) -> np.ndarray:
    return rng.integers(0, 200, (9, 5, 3)).astype(np.uint8)


@pytest.mark.parametrize(("top", "left"), [(0, 0), (3, 8), (11, 15), (0, 15)])
def test_trim_finds_the_thing_wherever_it_lies(thing, top, left):
    if (top, left) == (0, 0):
        thing[0, 0] = PAPER  # a corner of the thing's own colour would be the paper
    assert np.array_equal(trim(on_paper(20, 20, top, left, thing), within=0.05), thing)


def test_trim_takes_five_percent_of_the_greatest_distance_for_equal():
    """12 of 255 in each channel are 4.7 % of the longest way through RGB space, 13 are 5.1 %."""
    for off, kept in ((12, False), (13, True)):
        page = np.full((8, 8, 3), 200, np.uint8)
        page[3:5, 2:7] -= off
        found = trim(page, within=0.05)
        assert isinstance(found, np.ndarray) == kept
    assert isinstance(found, np.ndarray)
    assert found.shape == (2, 5, 3)


def test_in_one_channel_alone_the_same_share_is_a_larger_step():
    page = np.full((8, 8, 3), 200, np.uint8)
    page[3:5, 2:7, 0] -= 22
    assert trim(page, within=0.05) == "nothing differs from the corners"
    page[3:5, 2:7, 0] -= 1
    assert isinstance(trim(page, within=0.05), np.ndarray)


def test_each_side_is_compared_with_its_own_corner(thing):
    """A shadow on the right is trimmed as paper on the left is."""
    page = on_paper(20, 30, 4, 6, thing)
    page[:, 20:] = 90
    trimmed = trim(page, within=0.05)
    assert isinstance(trimmed, np.ndarray)
    assert trimmed.shape[1] == 14  # from the thing's left edge to the last column that is not shadow
    assert isinstance(trim(np.full((1, 1, 3), 9, np.uint8), within=0.05), str)


@given(st.integers(1, 90), st.integers(1, 90), st.integers(1, 40))
def test_sample_keeps_pixels_that_were_there_in_order(height, width, longest):
    marks = np.arange(height * width, dtype=np.int64).reshape(height, width)
    kept = sample(marks, longest_px=longest)
    assert max(kept.shape) == longest
    assert (np.diff(kept, axis=0) >= 0).all()
    assert (np.diff(kept, axis=1) >= 0).all()
    rows, columns = np.divmod(kept, width)
    assert (rows == rows[:, :1]).all()
    assert (columns == columns[:1]).all()


def test_sample_keeps_the_middle_of_what_falls_on_a_pixel():
    line = np.arange(9)[None]
    assert sample(line, longest_px=3).tolist() == [[1, 4, 7]]
    assert sample(np.arange(8)[None], longest_px=4).tolist() == [[0, 2, 4, 6]]
    assert sample(line, longest_px=9).tolist() == line.tolist()


def test_area_is_the_mean_of_whole_blocks(rng):
    picture = rng.integers(0, 256, (12, 24, 3)).astype(np.uint8)
    means = picture.reshape(4, 3, 8, 3, 3).mean(axis=(1, 3))
    assert np.abs(area(picture, longest_px=8) - means).max() <= 1


def test_limit_leaves_small_pictures_alone(rng):
    picture = rng.integers(0, 256, (12, 24)).astype(np.uint8)
    assert limit(picture, longest_px=24) is picture
    assert np.array_equal(limit(picture, longest_px=8), area(picture, longest_px=8))


@given(st.integers(1, 28), st.integers(1, 28))
def test_extend_keeps_all_and_centres_it(height, width):
    thing = np.zeros((height, width), np.uint8)
    page = extend(thing, size_px=28)
    assert page.shape == (28, 28)
    assert (page == 0).sum() == height * width
    rows = np.flatnonzero((page == 0).any(axis=1))
    assert abs(rows[0] - (27 - rows[-1])) <= 1


def test_extend_cuts_what_is_larger():
    assert extend(np.zeros((40, 10, 3), np.uint8), size_px=28).shape == (28, 28, 3)


def test_stretch_is_what_pillow_does_when_nothing_is_said(rng):
    picture = rng.integers(0, 256, (30, 17, 3)).astype(np.uint8)
    assert np.array_equal(stretch(picture, size_px=28), np.asarray(Image.fromarray(picture).resize((28, 28))))
