"""Groups around the best picture; chains never merge."""

import numpy as np

from fittingroom.match.copies import best_first, describe, stars
from tests.match.copies.pictures import picture


def test_a_chain_is_not_one_group():
    i, j = np.array([0, 1, 2]), np.array([1, 2, 3])
    assert stars(i, j, np.arange(4)).tolist() == [0, 0, 2, 2]


def test_every_member_has_a_pair_with_its_leader(rng):
    n = 60
    i, j = np.sort(rng.integers(0, n, (2, 80)), axis=0)
    i, j = i[i < j], j[i < j]
    order = rng.permutation(n)
    leader = stars(i, j, order)
    pairs = set(zip(i.tolist(), j.tolist(), strict=True))
    place = np.argsort(order)
    for row, first in enumerate(leader):
        assert leader[first] == first
        if row != first:
            assert tuple(sorted((row, int(first)))) in pairs
            assert place[first] < place[row]


def test_without_pairs_everyone_stays_alone():
    nobody = np.empty(0, np.int64)
    assert stars(nobody, nobody, np.arange(3)).tolist() == [0, 1, 2]
    assert len(stars(nobody, nobody, np.arange(0))) == 0


def test_the_largest_comes_first_then_the_least_compressed():
    small, large = picture(1, width=80, height=100), picture(2)
    records = describe([small, large, large])
    assert best_first(records["box"], records["digest"]).tolist() == [1, 2, 0]
    assert best_first(records["box"], records["digest"], np.array([9, 5, 7])).tolist() == [2, 1, 0]


def test_of_equally_large_ones_what_they_show_decides_and_not_their_rows():
    records = describe([picture(at) for at in range(6)])
    first = best_first(records["box"], records["digest"])
    backwards = records[::-1]
    again = best_first(backwards["box"], backwards["digest"])
    assert records["digest"][first].tolist() == backwards["digest"][again].tolist()


def test_a_border_makes_no_picture_larger():
    image = picture(3)
    framed = np.pad(image, ((20, 20), (20, 20), (0, 0)), constant_values=255)
    records = describe([framed, image])
    assert records["shape"][0].tolist() == [240, 200]
    assert best_first(records["box"], records["digest"])[0] == 1


def test_no_pictures_have_no_order():
    assert len(best_first(np.empty((0, 4), np.int32), np.empty(0, np.uint64))) == 0
