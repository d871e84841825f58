"""What was done to a copy is named, on pictures that show it."""

import numpy as np
import pytest

from fittingroom.match.copies import changes_colour, describe, find_copies, plant
from tests.match.copies.pictures import pictures


@pytest.mark.parametrize("kind", ["mirrored", "recoloured", "turned", "cropped-20", "recompressed"])
def test_most_single_changes_are_named(kind, rng):
    images = pictures(10, first=50)
    found = find_copies(describe([*images, *(copy.image for copy in plant(images, [kind], rng=rng))]))
    named = [kind.split("-")[0] in name.split("+") for name in found.kind]
    assert sum(named) >= 8
    assert (found.mirrored == (kind == "mirrored")).all()


def test_a_copy_whose_colours_stay_is_not_called_recoloured(rng):
    images = pictures(10, first=70)
    copies = plant(images, ["mirrored", "recompressed", "border"], rng=rng)
    found = find_copies(describe([*images, *(copy.image for copy in copies)]))
    original = found.take(found.i < 10)
    assert np.mean([changes_colour(name) for name in original.kind]) <= 0.1


def test_a_repainted_thing_is_called_recoloured():
    image = pictures(1, first=90)[0]
    other = image.copy()
    other[60:140, 40:120] = image[60:140, 40:120, ::-1]
    found = find_copies(describe([image, other]))
    assert len(found) == 1
    assert changes_colour(found.kind[0])
