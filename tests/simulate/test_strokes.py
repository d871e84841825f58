"""Ink equals what a slower way of drawing gives."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.simulate.strokes import STEP_PX, in_box, inked


def test_a_dot_is_a_disc_of_its_width():
    dots = np.array([[[14.0, 10.0]]])
    for radius in (1.0, 2.5, 4.0):
        picture = inked(dots, np.array([radius]))[0].astype(float) / 255
        assert picture.sum() == pytest.approx(np.pi * radius**2, rel=0.1)
        assert np.unravel_index(picture.argmax(), picture.shape)[0] == pytest.approx(10, abs=radius)
        assert np.array_equal(picture, picture[:, ::-1][:, [*range(27, 28), *range(0, 27)]])


def test_a_line_is_as_wide_as_its_pen_and_its_edge_is_straight():
    across = np.arange(2, 26, STEP_PX)
    dots = np.stack([across, np.full(len(across), 13.0)], axis=-1)[None]
    picture = inked(dots, np.array([1.5]))[0].astype(float) / 255
    widths = picture.sum(axis=0)[4:24]
    assert widths == pytest.approx(3.0, abs=0.1)
    assert np.ptp(widths) < 0.06


def test_pictures_of_a_batch_do_not_touch_each_other(rng):
    dots, radii = rng.uniform(2, 26, (150, 12, 2)), rng.uniform(0.5, 2.5, 150)
    alone = [inked(dots[i : i + 1], radii[i : i + 1])[0] for i in range(150)]
    assert np.array_equal(inked(dots, radii), np.stack(alone))
    assert inked(dots[:0], radii[:0]).shape == (0, 28, 28)


def test_the_ink_fills_the_box_from_its_corner(rng):
    dots, radii = rng.uniform(-3, 9, (60, 30, 2)), rng.uniform(0.6, 2.4, 60)
    pictures = inked(in_box(dots, radii), radii)
    for picture in pictures:
        rows, columns = np.flatnonzero(picture.any(axis=1)), np.flatnonzero(picture.any(axis=0))
        assert rows[0] == columns[0] == 0
        assert max(rows[-1], columns[-1]) == 19


def test_a_single_dot_has_a_box_too():
    assert np.isfinite(in_box(np.zeros((1, 1, 2)), np.array([1.0]))).all()


def test_shapes_that_do_not_fit_are_refused():
    with pytest.raises(InputError, match=r"\(2, 3, 2\) and \(3,\)"):
        inked(np.zeros((2, 3, 2)), np.ones(3))
