"""Keys put points of copies beside each other, mirrored ones too."""

import numpy as np

from fittingroom.match.copies.features import CIRCLE, MIRROR
from fittingroom.match.copies.keys import MOST_BITS, TABLES, fill_words, key_bits, key_of, number_bits


def words(bits, directions, table):
    """The words of points, their numbers left out, and which stand mirrored."""
    out, mirrored = np.empty(len(bits), np.uint64), np.empty(len(bits), bool)
    places = np.zeros((len(bits), 4), np.int16)
    places[:, 3] = directions
    room = np.uint64(number_bits(len(bits)))
    *key, turning = key_of(table, 20)
    fill_words(0, len(bits), bits.view(np.uint64), places, tuple(key), turning, 40, room, out, mirrored)
    assert np.array_equal(out & ((np.uint64(1) << room) - np.uint64(1)), np.arange(len(bits)))
    return out >> room, mirrored


def test_keys_grow_with_the_number_of_points_and_leave_room_for_their_numbers():
    sizes = [0, 1, 10**4, 10**6, 10**8, 2**32]
    lengths = [key_bits(n) for n in sizes]
    assert lengths == sorted(lengths)
    assert lengths[0] < lengths[-1] == MOST_BITS
    assert all(length + 8 + number_bits(n) <= 64 for length, n in zip(lengths, sizes, strict=True))
    assert [number_bits(n) for n in (1, 2, 3, 4, 5, 2**20, 2**20 + 1)] == [1, 1, 2, 2, 3, 20, 21]


def test_the_bits_of_a_key_are_those_of_the_point(rng):
    bits = rng.integers(0, 256, (1, 16), np.uint8)
    word, shift, _ = key_of(0, 24)
    which = np.unpackbits(bits[0])
    told = bits.view(np.uint64)[0][word] >> shift & np.uint64(1)
    assert told[0] == which[25]  # the first of STABLE
    assert len(np.unique(word * 64 + shift.astype(int))) == 24


def test_a_mirrored_point_has_the_word_of_its_original(rng):
    bits = rng.integers(0, 256, (500, 16), np.uint8)
    directions = rng.integers(0, CIRCLE, 500)
    for table in range(TABLES):
        own, direct = words(bits, directions, table)
        other, turned = words(bits ^ MIRROR, CIRCLE // 2 - directions, table)
        assert np.array_equal(own, other)
        assert (direct != turned).all()


def test_every_table_has_keys_of_its_own(rng):
    bits = rng.integers(0, 256, (200, 16), np.uint8)
    orders = {tuple(np.argsort(words(bits, 0, table)[0], kind="stable")) for table in range(TABLES)}
    assert len(orders) == TABLES
