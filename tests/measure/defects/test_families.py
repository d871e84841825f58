"""What single defects promise, each against something simpler."""

import io

import numpy as np
import pytest
from PIL import Image
from scipy import ndimage

from fittingroom.measure.defects import chosen
from fittingroom.measure.defects.outline import thing
from fittingroom.measure.defects.resampling import coarsened, gaussian, resampled
from tests.measure.defects.made import things


def applied(name: str, images: np.ndarray, severity: int | None, seed: int = 0) -> np.ndarray:
    return chosen([name])[0].apply(images, severity, rng=np.random.default_rng(seed))


def test_resampling_is_that_of_scipy_within_the_picture(rng):
    planes = rng.integers(0, 256, (2, 3, 9, 13)).astype(np.uint8)
    y, x = (rng.uniform(-half, half, (2, 9, 13)).astype(np.float32) for half in (4, 6))
    found = resampled(planes, y, x)
    for m in range(2):
        for c in range(3):
            expected = ndimage.map_coordinates(planes[m, c].astype(float), [y[m] + 4, x[m] + 6], order=1)
            np.testing.assert_allclose(found[m, c], expected, atol=1e-3)


@pytest.mark.parametrize("name", ["shift", "scale", "rotation", "perspective"])
def test_what_comes_from_outside_is_the_pictures_own_background(name):
    images = np.full((40, 28, 28), 200, np.uint8)
    images[:, 10:18, 10:18] = 90
    out = applied(name, images, 5)
    corners = out[:, [0, 0, -1, -1], [0, -1, 0, -1]]
    assert (corners == 200).all()


def test_a_shift_moves_whole_pixels(rng):
    images = np.zeros((50, 28, 28), np.uint8)
    images[:, 14, 14] = 255
    out = applied("shift", images, 3)
    found = np.argwhere(out)
    assert len(found) == 50
    assert set(np.unique(out)) == {0, 255}
    distance = np.hypot(*(found[:, 1:] - 14).T)
    np.testing.assert_allclose(distance, 0.12 * 28, atol=0.75)


@pytest.mark.parametrize("shape", [(28, 28), (20, 31), (24, 40, 3)])
def test_mirror_and_quarter_turn_are_what_numpy_says(shape, rng):
    images = rng.integers(0, 256, (30, *shape)).astype(np.uint8)
    np.testing.assert_array_equal(applied("mirror", images, None), images[:, :, ::-1])
    turned = applied("quarter-turn", images, None)
    if shape[0] == shape[1]:
        ways = [
            [np.array_equal(out, np.rot90(image, k)) for k in (1, -1)]
            for out, image in zip(turned, images, strict=True)
        ]
        assert {tuple(way) for way in ways} == {(True, False), (False, True)}
    assert (turned != images).any(axis=tuple(range(1, turned.ndim))).all()


def test_a_mirror_of_a_mirror_and_a_negative_of_a_negative_are_the_picture(rng):
    images = rng.integers(0, 256, (5, 9, 11, 3)).astype(np.uint8)
    for name in ("mirror", "invert"):
        np.testing.assert_array_equal(applied(name, applied(name, images, None), None), images)


@pytest.mark.parametrize("shape", [(28, 28), (30, 21, 3)])
def test_jpeg_of_many_pictures_is_that_of_each_alone(shape, rng):
    images = things(shape, 6, rng=rng)
    for image, out in zip(images, applied("jpeg", images, 3), strict=True):
        file = io.BytesIO()
        height, width = shape[:2]
        framed = np.pad(image, [(0, -height % 8), (0, -width % 8)] + [(0, 0)] * (image.ndim - 2), mode="edge")
        Image.fromarray(framed).save(file, "JPEG", quality=12, subsampling=0)
        np.testing.assert_array_equal(out, np.asarray(Image.open(file))[:height, :width])


def test_blur_is_that_of_scipy_and_keeps_plain_areas(rng):
    images = things((28, 40), 4, rng=rng)
    expected = ndimage.gaussian_filter(images.astype(float), (0, 1.4, 1.4), mode="nearest", truncate=4)
    assert np.abs(applied("blur", images, 3) - expected).max() < 1.5
    for rows in (gaussian(30, 2.0), coarsened(30, 7)):
        np.testing.assert_allclose(rows.sum(axis=1), 1, rtol=1e-5)


@pytest.mark.parametrize("name", ["blur", "motion-blur", "low-resolution", "smear", "ink-thickness", "jpeg"])
def test_an_empty_picture_has_no_detail_to_lose(name):
    images = np.full((20, 28, 28), 77, np.uint8)
    for severity in (1, 5):
        assert np.abs(applied(name, images, severity).astype(int) - 77).max() <= 1


def test_noise_has_the_promised_spread(rng):
    images = np.full((200, 28, 28), 128, np.uint8)
    for severity, share in ((1, 0.05), (2, 0.1)):
        assert applied("noise", images, severity).std() == pytest.approx(255 * share, rel=0.02)


@pytest.mark.parametrize("name", ["grey-background", "textured-background"])
def test_another_background_leaves_the_thing_as_it_is(name, rng):
    images = things((28, 28), 20, rng=rng)
    share = thing(images[:, None])
    inside = share == 1
    out = applied(name, images, 5)
    np.testing.assert_array_equal(out[inside], images[inside])
    assert np.abs(out.astype(int) - images)[share == 0].mean() > 40


def test_what_the_thing_encloses_belongs_to_it_and_pictures_do_not_touch():
    images = np.zeros((2, 1, 12, 12), np.uint8)
    images[0, 0, 3:9, 3:9] = 200
    images[0, 0, 5:7, 5:7] = 0  # a hole
    expected = np.zeros((2, 12, 12))
    expected[0, 3:9, 3:9] = 1
    np.testing.assert_array_equal(thing(images), expected)


def test_ink_grows_or_shrinks_on_dark_and_on_light_paper_alike():
    images = np.zeros((60, 28, 28), np.uint8)
    images[:, 4:24, 12:16] = 255
    drawn = applied("ink-thickness", images, 5)
    np.testing.assert_array_equal(255 - drawn, applied("ink-thickness", 255 - images, 5))
    ink = drawn.sum(axis=(1, 2)) / images.sum(axis=(1, 2))
    assert {bool(share > 1) for share in ink} == {True, False}
    assert ink.min() > 0.3


def test_an_occlusion_is_one_grey_square_of_the_promised_size(rng):
    images = things((28, 28), 30, rng=rng)
    edge = round(0.35 * 28)
    changed = applied("occlusion", images, 3) != images
    spans = [np.ptp(np.argwhere(one), axis=0) + 1 for one in changed]
    assert (np.array(spans) <= edge).all()
    assert np.median(spans) == edge


def test_border_lines_leave_the_middle_free(rng):
    images = things((100, 100), 20, rng=rng)
    for severity in (1, 5):
        out = applied("border-lines", images, severity)
        np.testing.assert_array_equal(out[:, 20:-20, 20:-20], images[:, 20:-20, 20:-20])
