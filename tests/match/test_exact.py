"""Exact copies: equal to comparing everything with everything."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match import equal_groups, exact_groups, exact_pairs


@pytest.fixture
def few(rng) -> np.ndarray:
    """60 pictures of 2 x 2 pixels with two values each: many copies by chance."""
    return rng.integers(0, 2, (60, 2, 2), dtype=np.uint8)


def test_groups_say_exactly_which_bytes_are_equal(few):
    groups = exact_groups(few)
    equal = (few[:, None] == few[None]).all(axis=(2, 3))
    assert np.array_equal(groups[:, None] == groups[None], equal)


def test_groups_are_numbered_by_first_occurrence(few):
    groups = exact_groups(few)
    assert groups.dtype == np.int64
    _, first = np.unique(groups, return_index=True)
    assert np.array_equal(np.unique(groups), np.arange(groups.max() + 1))
    assert (np.diff(first) > 0).all()


def test_pairs_equal_a_double_loop(few, rng):
    other = rng.integers(0, 2, (40, 2, 2), dtype=np.uint8)
    naive = [(i, j) for i in range(60) for j in range(40) if (few[i] == other[j]).all()]
    assert exact_pairs(few, other).tolist() == [list(pair) for pair in naive]


def test_a_planted_copy_is_the_only_pair(rng):
    a = rng.integers(0, 256, (50, 5, 7, 3), dtype=np.uint8)
    b = rng.integers(0, 256, (30, 5, 7, 3), dtype=np.uint8)
    b[17] = a[42]
    assert exact_pairs(a, b).tolist() == [[42, 17]]
    b[17, 0, 0, 0] ^= 1
    assert exact_pairs(a, b).shape == (0, 2)


def test_pictures_that_are_not_contiguous_in_memory_compare_by_value(few):
    backwards = few[::-1, :, ::-1]
    assert np.array_equal(exact_groups(backwards), exact_groups(backwards.copy()))


def test_an_empty_set_has_no_copies(few):
    assert exact_groups(few[:0]).shape == (0,)
    assert exact_pairs(few[:0], few).shape == exact_pairs(few, few[:0]).shape == (0, 2)


def test_what_is_not_a_stack_of_pictures_is_refused(few):
    with pytest.raises(InputError, match=r"uint8 of shape .* found float64 of shape \(60, 2, 2\)"):
        exact_groups(few.astype(float))
    with pytest.raises(InputError, match=r"found \(2, 2\) and \(2, 1\): resize"):
        exact_pairs(few, few[:, :, :1])


def test_contents_of_any_length_are_numbered_by_first_occurrence():
    assert equal_groups([b"b", b"", b"aa", b"b", b"aa"]).tolist() == [0, 1, 2, 0, 2]
    assert equal_groups([]).shape == (0,)


def test_contents_and_pictures_are_numbered_alike(rng):
    images = rng.integers(0, 2, (60, 2, 2)).astype(np.uint8)
    assert np.array_equal(equal_groups(image.tobytes() for image in images), exact_groups(images))
