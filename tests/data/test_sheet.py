from dataclasses import replace

import numpy as np
import pytest

from fittingroom.data.arrays import from_arrays
from fittingroom.data.sheet import sheet
from fittingroom.errors import InputError

COLOURS = ((255, 0, 0), (0, 160, 0), (0, 0, 255))


def flat(size: tuple[int, int], *, each: int = 4, test_colour: tuple[int, int, int] = (1, 2, 3)):
    """Three classes, each of one colour; the test part has a colour of its own."""
    labels = np.repeat(np.arange(3), each)
    images = np.array(COLOURS, np.uint8)[labels][:, None, None, :].repeat(size[0], 1).repeat(size[1], 2)
    test = np.full((3, *size, 3), test_colour, np.uint8)
    return from_arrays(images, labels, test=(test, np.arange(3)), classes=("one", "two", "a" * 80))


def area(page, colour) -> int:
    return int((np.asarray(page) == colour).all(axis=-1).sum())


@pytest.mark.parametrize("size", [(8, 8), (28, 28), (40, 40), (5, 30), (200, 100), (256, 256)])
def test_each_class_gets_its_row_of_the_images_asked_for(size):
    page = sheet(flat(size), per_class=3, rng=np.random.default_rng(0))
    areas = [area(page, colour) for colour in COLOURS]
    assert areas[0] == areas[1] == areas[2] > 0
    assert areas[0] % 3 == 0
    rows = [np.flatnonzero((np.asarray(page) == colour).all(axis=-1).any(axis=1)) for colour in COLOURS]
    assert rows[0].max() < rows[1].min() <= rows[1].max() < rows[2].min()


def test_small_images_grow_by_whole_pixels():
    data = flat((28, 28))
    assert area(sheet(data, per_class=1, rng=np.random.default_rng(0)), COLOURS[0]) == 56 * 56


def test_the_test_part_is_never_shown():
    page = sheet(flat((28, 28), test_colour=(255, 0, 255)), per_class=12, rng=np.random.default_rng(0))
    assert area(page, (255, 0, 255)) == 0


def test_a_class_with_few_images_shows_what_it_has():
    few = sheet(flat((28, 28), each=2), per_class=12, rng=np.random.default_rng(0))
    assert area(few, COLOURS[0]) == 2 * 56 * 56


def test_grey_images_and_the_same_seed_give_the_same_sheet(squares):
    one, same, other = (sheet(squares, rng=np.random.default_rng(seed)) for seed in (0, 0, 1))
    assert one.mode == "RGB"
    assert one.tobytes() == same.tobytes()
    assert one.tobytes() != other.tobytes()


def test_nothing_to_show_is_refused(squares):
    with pytest.raises(InputError, match="asked for 0 of 420 images"):
        sheet(squares, per_class=0, rng=np.random.default_rng(0))
    with pytest.raises(InputError, match="asked for 12 of 0 images"):
        sheet(replace(squares, parts={"test": np.arange(3)}), rng=np.random.default_rng(0))
