"""The sorted tables find pairs that share points, and mirrored ones in the same place."""

import numpy as np

from fittingroom.match.copies import candidates, describe
from fittingroom.match.copies.search import key_bits
from tests.match.copies.pictures import pictures


def test_a_mirror_image_is_a_mirrored_candidate_and_a_copy_a_direct_one():
    images = pictures(6)
    direct = candidates(describe([*images, *images]))
    turned = candidates(describe([*images, *(image[:, ::-1] for image in images)]))
    wanted = {(row, row + 6) for row in range(6)}
    assert wanted <= set(zip(direct.i[~direct.mirrored], direct.j[~direct.mirrored], strict=True))
    assert wanted <= set(zip(turned.i[turned.mirrored], turned.j[turned.mirrored], strict=True))


def test_more_points_are_asked_of_fewer_pairs():
    records = describe([*pictures(8), *(image[10:] for image in pictures(8))])
    few, many = candidates(records, shared=2), candidates(records, shared=8)
    pairs = [set(zip(some.i, some.j, some.mirrored, strict=True)) for some in (few, many)]
    assert pairs[1] <= pairs[0]
    assert len(many)
    assert (many.shared >= 8).all()
    assert (few.i < few.j).all()


def test_keys_grow_with_the_number_of_points_and_stay_within_what_is_stored():
    lengths = [key_bits(n) for n in (0, 1, 10**4, 10**6, 10**8, 10**12)]
    assert lengths == sorted(lengths)
    assert lengths[0] == 16
    assert lengths[-1] == 24


def test_pictures_without_points_are_in_no_pair():
    flat = np.full((50, 50, 3), 90, np.uint8)
    assert len(candidates(describe([flat, flat]))) == 0
