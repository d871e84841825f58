"""MNIST's frame: the box, the centre, nothing cut, and MNIST itself is already in it."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.simulate.frame import CENTRE_PX, centred, framed


def middles(pictures: np.ndarray) -> np.ndarray:
    """Centre of mass of each picture, (n, 2), in pixel indices: rows, columns."""
    x = pictures.astype(float)
    places = np.arange(28)
    return np.stack([x.sum(axis=2) @ places, x.sum(axis=1) @ places], axis=1) / x.sum(axis=(1, 2))[:, None]


@pytest.mark.parametrize("shape", [(100, 30), (30, 100), (9, 9), (20, 20), (1, 300)])
@pytest.mark.parametrize("box_px", [20, 12, 28])
def test_the_longest_edge_is_the_box_and_the_mass_lies_in_the_middle(shape, box_px, rng):
    ink = rng.integers(1, 256, shape, dtype=np.uint8)
    with_margin = np.pad(ink, ((3, 40), (11, 2)))
    picture = framed(with_margin, box_px=box_px)
    assert np.array_equal(picture, framed(ink, box_px=box_px))
    rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
    assert max(np.ptp(rows), np.ptp(columns)) + 1 == box_px
    if box_px < 28:
        assert np.abs(middles(picture[None]) - CENTRE_PX).max() <= 0.5


def test_lopsided_ink_is_centred_by_its_mass_not_by_its_box():
    ink = np.zeros((20, 20), np.uint8)
    ink[:4] = 255
    ink[:, 0] = 255
    picture = framed(ink)
    assert np.array_equal(np.sort(picture[picture > 0]), np.sort(ink[ink > 0]))
    assert np.flatnonzero(picture.any(axis=1))[[0, -1]].tolist() == [8, 27]  # as near as no cut lets it


def test_centring_moves_and_changes_nothing(rng):
    pictures = np.zeros((50, 28, 28), np.uint8)
    for picture, (y, x) in zip(pictures, rng.integers(0, 15, (50, 2)), strict=True):
        picture[y : y + 13, x : x + 13] = rng.integers(0, 256, (13, 13))
    before = pictures.copy()
    moved = centred(pictures)
    assert np.array_equal(pictures, before)
    assert np.array_equal(np.sort(moved.reshape(50, -1)), np.sort(before.reshape(50, -1)))
    assert np.abs(middles(moved) - CENTRE_PX).max() <= 0.5
    assert np.array_equal(centred(moved), moved)


def test_no_picture_and_one_without_ink():
    assert centred(np.empty((0, 28, 28), np.uint8)).shape == (0, 28, 28)
    assert not centred(np.zeros((2, 28, 28), np.uint8)).any()
    with pytest.raises(InputError, match="without ink"):
        framed(np.zeros((5, 5), np.uint8))
    with pytest.raises(InputError, match="1 to 28 pixels, asked for 29"):
        framed(np.ones((5, 5), np.uint8), box_px=29)


def test_mnist_is_in_this_frame(shared):
    from fittingroom.data.idx import read_idx

    pictures = read_idx(shared / "mnist" / "train-images-idx3-ubyte.gz")[:2000]
    assert np.abs(middles(pictures) - CENTRE_PX).max() <= 0.5 + 1e-9
    heights, widths = ((pictures.any(axis=axis)).sum(axis=1) for axis in (2, 1))
    assert (np.maximum(heights, widths) == 20).mean() > 0.98
