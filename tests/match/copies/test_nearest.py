"""Each point finds the most alike ones of other pictures among its neighbours in a sorted table."""

import numpy as np
import pytest

from fittingroom.match.copies.features import MIRROR
from fittingroom.match.copies.nearest import LIKE_BITS, NEAREST, NOBODY, ones, raise_nearest

ROOM = np.uint64(10)


def nearest(words, owner, bits, *, mirrored=None, sizes=None, first=0, rows=None):
    n = len(owner)
    places = np.zeros((n, 4), np.int16)
    places[:, 2] = 0 if sizes is None else sizes
    found = np.zeros((n if rows is None else rows, NEAREST), np.uint32)
    unlike = np.full(found.shape, NOBODY, np.uint8)
    looks = (np.asarray(owner, np.int32), bits.view(np.uint64), places)
    mirrored = np.zeros(n, bool) if mirrored is None else mirrored
    for _ in range(2):  # a second table with the same neighbours adds nobody twice
        raise_nearest(0, n, words, ROOM, looks, mirrored, MIRROR.view(np.uint64), first, found, unlike)
    return found, unlike


def sorted_words(keys):
    return np.asarray(keys, np.uint64) << ROOM | np.arange(len(keys), dtype=np.uint64)


@pytest.fixture
def alike(rng):
    """Thirty points that differ in few bits of one."""
    bits = np.tile(rng.integers(0, 256, 16, np.uint8), (30, 1))
    for row in range(30):
        bits[row, rng.integers(0, 16, 6)] ^= np.uint8(1 << int(rng.integers(0, 8)))
    return bits


def test_the_nearest_are_those_of_the_fewest_differing_bits(alike):
    found, unlike = nearest(sorted_words(np.zeros(30)), np.arange(30), alike)
    apart = np.unpackbits(alike[:, None] ^ alike[None], axis=2).sum(axis=2)
    for row in range(30):
        others = np.sort(np.delete(apart[row], row))[:NEAREST]
        assert np.array_equal(unlike[row] // 2, others)
        assert np.array_equal(apart[row][found[row]], others)
        assert len(set(found[row].tolist())) == NEAREST


def test_nobody_of_the_same_picture_of_another_size_or_direction_counts(alike):
    words = sorted_words(np.repeat([0, 13], 15))  # two directions that are too far from each other
    owner, sizes = np.arange(30) % 3, np.arange(30) % 2 * 2000
    found, unlike = nearest(words, owner, alike, sizes=sizes)
    for row in range(30):
        mine = found[row][unlike[row] != NOBODY]
        assert (owner[mine] != owner[row]).all()
        assert (sizes[mine] == sizes[row]).all()
        assert (mine // 15 == row // 15).all()
        assert len(mine)


def test_points_that_stand_mirrored_are_compared_as_mirrored(alike):
    mirrored = np.arange(30) % 2 == 1
    turned = np.where(mirrored[:, None], alike ^ MIRROR, alike)
    direct = nearest(sorted_words(np.zeros(30)), np.arange(30), alike)[1]
    found, unlike = nearest(sorted_words(np.zeros(30)), np.arange(30), turned, mirrored=mirrored)
    assert np.array_equal(unlike // 2, direct // 2)
    assert np.array_equal(unlike % 2 == 1, mirrored[found] != mirrored[:, None])


def test_unlike_points_are_nobody(rng):
    bits = rng.integers(0, 256, (40, 16), np.uint8)
    bits[1] = bits[0]
    bits[1, :4] ^= 255  # 32 bits
    assert LIKE_BITS < 32
    assert (nearest(sorted_words(np.zeros(2)), [0, 1], bits[:2])[1] == NOBODY).all()


def test_a_block_of_points_is_what_it_would_be_among_all(alike):
    words = sorted_words(np.zeros(30))
    whole, part = nearest(words, np.arange(30), alike), nearest(words, np.arange(30), alike, first=10, rows=7)
    assert all(np.array_equal(a[10:17], b) for a, b in zip(whole, part, strict=True))


def test_ones_are_counted(rng):
    words = rng.integers(0, 2**63, 20).astype(np.uint64) * np.uint64(2) + np.uint64(1)
    assert [ones(word) for word in words] == [int(word).bit_count() for word in words]
