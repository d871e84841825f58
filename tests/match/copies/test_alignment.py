"""A record is laid on another by the turn, scale and shift that most of their points agree on."""

import cv2
import numpy as np
import pytest

from fittingroom.match.copies import describe
from fittingroom.match.copies.agreement import agreement
from fittingroom.match.copies.alignment import DISAGREEING, align
from tests.match.copies.pictures import picture


def turned(points, degrees, scale=1.0):
    angle = np.deg2rad(degrees)
    matrix = scale * np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]])
    return points @ matrix.T + [4.0, -9.0], matrix


@pytest.fixture
def points(rng):
    return rng.uniform(0, 120, (20, 2))


@pytest.mark.parametrize(("degrees", "scale"), [(0, 1.0), (12, 0.6), (-7, 2.5)])
def test_the_map_that_moved_most_points_is_found_among_strays(points, rng, degrees, scale):
    there, matrix = turned(points, degrees, scale)
    there[::3] = rng.uniform(200, 400, (7, 2))
    found, agreeing = agreement(points, there)
    assert agreeing == 13
    assert np.allclose(found[:, :2], matrix, atol=1e-6)
    assert np.allclose(found[:, 2], [4, -9], atol=1e-4)


@pytest.mark.parametrize(("degrees", "scale"), [(25, 1.0), (0, 4.0), (0, 0.2), (180, 1.0)])
def test_no_map_turns_or_scales_more_than_a_copy(points, degrees, scale):
    assert agreement(points, turned(points, degrees, scale)[0])[1] < 10


def test_a_squeezed_picture_is_not_fitted_by_an_affine_map(points):
    _, agreeing = agreement(points, points * [1.0, 0.5])
    found, mild = agreement(points, points * [1.0, 0.9])
    assert mild == 20
    assert np.allclose(found, [[1, 0, 0], [0, 0.9, 0]], atol=1e-6)
    assert agreeing < 20


def test_too_few_points_agree_on_nothing():
    nothing = np.empty((0, 2))
    assert agreement(nothing, nothing)[1] == 0


def test_a_crop_and_its_mirror_image_lie_where_they_were_cut():
    image = picture(3)
    crop = np.ascontiguousarray(image[20:, 16:])
    whole, direct, mirrored = describe([image, crop, np.ascontiguousarray(crop[:, ::-1])])
    for copy, way in ((direct, False), (mirrored, True)):
        found = align(copy, whole, mirrored=way)
        assert found is not None
        to_work, of_copy = whole["work"][1] / 160, copy["work"][1] / 144
        assert np.allclose(found.matrix[:, 2], np.array([16, 20]) * to_work, atol=1.5)
        assert np.isclose(found.matrix[0, 0], to_work / of_copy, atol=0.03)
        assert found.agreeing > 20
        assert 0 <= found.doubt < 0.5 * DISAGREEING
        assert (
            align(copy, whole, mirrored=not way) is None or align(copy, whole, mirrored=not way).agreeing < 6
        )


def test_pictures_without_points_are_not_laid_on_each_other():
    flat = np.full((90, 90), 128, np.uint8)
    records = describe([flat, cv2.GaussianBlur(flat, (0, 0), 1)])
    assert align(records[0], records[1], mirrored=False) is None
