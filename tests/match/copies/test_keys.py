"""Keys put points of copies beside each other, mirrored ones too."""

import numpy as np

from fittingroom.match.copies.features import CIRCLE, MIRROR
from fittingroom.match.copies.keys import TABLES, in_order, key_bits


def test_keys_grow_with_the_number_of_points_and_leave_room_for_their_numbers():
    sizes = [0, 1, 10**4, 10**6, 10**8, 2**40]
    lengths = [key_bits(n) for n in sizes]
    assert lengths[:-1] == sorted(lengths[:-1])
    assert lengths[0] == 16
    assert all(length + 8 + np.log2(max(n, 1)) <= 64 for length, n in zip(lengths, sizes, strict=True))


def test_a_mirrored_point_has_the_word_of_its_original(rng):
    bits = rng.integers(0, 256, (500, 16), np.uint8)
    directions = rng.integers(0, CIRCLE, 500)
    both = np.concatenate([bits, bits ^ MIRROR]), np.concatenate([directions, CIRCLE // 2 - directions])
    for table in range(TABLES):
        words, points, mirrored = in_order(*both, table)
        of = np.empty(1000, np.uint64)
        of[points] = words
        assert (words[:-1] <= words[1:]).all()
        assert np.array_equal(of[:500], of[500:])
        assert (mirrored[:500] != mirrored[500:]).all()


def test_every_table_has_keys_of_its_own(rng):
    bits = rng.integers(0, 256, (200, 16), np.uint8)
    orders = {tuple(in_order(bits, np.zeros(200, int), table)[1]) for table in range(TABLES)}
    assert len(orders) == TABLES
