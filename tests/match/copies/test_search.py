"""The sorted tables find pairs that share points, and mirrored ones in the same place."""

import numpy as np

from fittingroom.match.copies import candidates, describe, search
from tests.match.copies.pictures import pictures


def test_a_mirror_image_is_a_mirrored_candidate_and_a_copy_a_direct_one():
    images = pictures(6)
    direct = candidates(describe([*images, *(image | 1 for image in images)]))
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


def test_pictures_without_points_are_in_no_pair():
    flat = np.full((50, 50, 3), 90, np.uint8)
    assert len(candidates(describe([flat, flat]))) == 0


def test_each_picture_has_so_many_pairs_at_most_however_many_resemble_it():
    copies = [np.roll(image, shift, axis=0) for image in pictures(2) for shift in range(0, 16, 2)]
    all_pairs, best = candidates(describe(copies), most=100), candidates(describe(copies), most=2)
    ends = [set(zip(some.i, some.j, some.mirrored, strict=True)) for some in (all_pairs, best)]
    assert ends[1] < ends[0]
    assert len(best) <= 2 * len(copies)
    assert set(best.i) | set(best.j) == set(range(len(copies)))


def test_equal_pictures_take_no_place_of_other_pairs():
    image = pictures(1)[0]
    found = candidates(describe([image] * 20 + [image[10:]]), most=1)
    assert list(zip(found.i, found.j, strict=True)) == [(0, 20)]


def test_it_makes_no_difference_how_many_pictures_are_held_and_how_many_threads_look(monkeypatch):
    records = describe([*pictures(12), *(image[10:, ::-1] for image in pictures(12))])
    whole = candidates(records)
    monkeypatch.setattr(search, "BLOCK", 300)
    monkeypatch.setattr(search, "PIECE", 128)
    monkeypatch.setattr(search, "usable_cores", lambda: 3)
    for parted in (candidates(records), candidates(records, memory_bytes=10**9)):
        for name in ("i", "j", "mirrored", "shared"):
            assert np.array_equal(getattr(whole, name), getattr(parted, name))
    assert len(whole) >= 12


def test_no_records_have_no_pairs():
    assert len(candidates(describe([]))) == 0
