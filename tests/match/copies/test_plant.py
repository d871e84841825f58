"""Copies made on purpose."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.match.copies import CHANGES, plant, two_kinds
from tests.match.copies.pictures import picture, pictures


def test_each_picture_has_one_copy_of_each_kind_in_order(rng):
    images = pictures(2)
    copies = plant(images, list(CHANGES), rng=rng)
    assert [(copy.source, copy.kind) for copy in copies] == [
        (row, kind) for row in (0, 1) for kind in CHANGES
    ]
    assert all(copy.image.dtype == np.uint8 and copy.image.shape[2] == 3 for copy in copies)


@pytest.mark.parametrize("kind", [name for name in CHANGES if name != "exact"])
def test_every_kind_changes_pixels_and_leaves_the_original_alone(kind, rng):
    image = picture(0)
    before = image.copy()
    copy = plant([image], [kind], rng=rng)[0].image
    assert (image == before).all()
    assert copy.shape != image.shape or (copy != image).any()


def test_an_exact_copy_is_exact(rng):
    image = picture(0)
    assert (plant([image], ["exact"], rng=rng)[0].image == image).all()


def test_equal_seeds_make_equal_copies():
    first, second = (plant([picture(0)], list(CHANGES), rng=np.random.default_rng(3)) for _ in range(2))
    assert all((a.image == b.image).all() for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("size", [(8, 8), (60, 80), (3, 200)])
def test_small_pictures_have_copies_too(size, rng):
    image = np.random.default_rng(0).integers(0, 256, (*size, 3)).astype(np.uint8)
    for copy in plant([image], list(CHANGES), rng=rng):
        assert min(copy.image.shape) > 0


def test_two_kinds_are_two_and_known(rng):
    for names in two_kinds(20, rng=rng):
        first, second = names.split("+")
        assert first != second
        assert {first, second} <= set(CHANGES)


def test_an_unknown_kind_is_a_sentence(rng):
    with pytest.raises(InputError, match=r"did you mean mirrored\?"):
        plant([picture(0)], ["mirored"], rng=rng)
