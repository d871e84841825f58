"""Background removal on made photos, whose background is known."""

import sys

import numpy as np
import pytest

from fittingroom.build.component import BY_CORNERS, at_edge, largest, pieces_of
from fittingroom.build.flood import flood, to_lab
from fittingroom.build.grabcut import grabcut
from fittingroom.errors import MissingExtra


@pytest.fixture
def garment() -> np.ndarray:
    """(80, 60) bool: where the made garment is."""
    mask = np.zeros((80, 60), bool)
    mask[20:60, 15:45] = True
    return mask


@pytest.fixture
def photo(garment, rng) -> np.ndarray:
    """A red garment on a floor of two tones with noise."""
    floor = np.full((80, 60, 3), (150, 140, 120), np.float64)
    floor[40:] = (190, 185, 175)
    floor[garment] = (160, 30, 40)
    return np.clip(floor + rng.normal(0, 3, floor.shape), 0, 255).astype(np.uint8)


def shown(picture: np.ndarray) -> np.ndarray:
    return (picture < 250).any(axis=2)


def by_flood(photo):
    return flood(photo, colours=3, within=12.0, least=0.02)


def by_grabcut(photo):
    return grabcut(photo, rounds=3, least=0.02)


@pytest.mark.parametrize("cut_out", [by_flood, by_grabcut])
def test_a_garment_is_told_from_the_floor(photo, garment, cut_out):
    before = photo.copy()
    found = cut_out(photo)
    assert isinstance(found, np.ndarray)
    agreement = (shown(found) == garment).mean()
    assert agreement > 0.98
    assert np.array_equal(found[garment & shown(found)], photo[garment & shown(found)])
    assert np.array_equal(photo, before)
    assert np.array_equal(cut_out(photo), found)


@pytest.mark.parametrize("cut_out", [by_flood, by_grabcut])
@pytest.mark.parametrize("size", [(40, 30), (1, 1), (1, 50), (3, 3)])
def test_where_there_is_nothing_it_says_so(cut_out, size):
    assert isinstance(cut_out(np.full((*size, 3), 255, np.uint8)), str)


def test_the_floods_water_does_not_cross_a_wall_of_another_colour(photo, garment):
    photo[35:45, 25:35] = photo[0, 0]  # a patch of the floor's colour inside the garment
    found = by_flood(photo)
    assert isinstance(found, np.ndarray)
    assert shown(found)[35:45, 25:35].all()


def test_lab_of_known_colours():
    """Values of the sRGB primaries in CIE Lab, D65 (Lindbloom's calculator)."""
    colours = np.uint8([[[255, 255, 255], [0, 0, 0], [255, 0, 0], [0, 255, 0], [0, 0, 255], [119, 119, 119]]])
    expected = [
        [100, 0, 0],
        [0, 0, 0],
        [53.24, 80.09, 67.20],
        [87.73, -86.18, 83.18],
        [32.30, 79.19, -107.86],
        [50.03, 0, 0],
    ]
    assert np.abs(to_lab(colours)[0] - expected).max() < 0.1


def test_pieces_by_edges_and_by_corners():
    mask = np.array([[1, 0, 0, 1], [0, 1, 0, 1], [0, 0, 0, 1]], bool)
    assert pieces_of(mask).max() == 3
    assert pieces_of(mask, BY_CORNERS).max() == 2
    assert largest(mask).sum() == 3
    assert largest(np.zeros((2, 2), bool)).sum() == 0
    assert at_edge(pieces_of(mask)).tolist() == [0, 1, 2]


def test_without_opencv_the_sentence_says_what_to_install(photo, monkeypatch):
    monkeypatch.setitem(sys.modules, "cv2", None)
    with pytest.raises(MissingExtra, match=r'grabcut needs .* pip install "fittingroom\[cutout\]"'):
        by_grabcut(photo)
