"""Points in the order of their keys, so that points of two copies lie beside each other.

A key is some of a point's bits, those that copies change least. It grows with the number of points, so that
about as many of them share it in a large set as in a small one. Of a key and its mirrored key the smaller one
is used, so a mirrored copy lies in the same place. There are several tables, each with other bits, because
one changed bit moves a point to another place.
"""

import numpy as np
from numba import njit

from fittingroom.match.copies.features import CIRCLE, MIRROR

STABLE = (
    25, 2, 11, 34, 10, 89, 36, 35, 114, 4, 66, 33, 12, 50, 41, 44, 32, 18, 98, 52,
    74, 73, 43, 13, 49, 40, 38, 82, 20, 60, 27, 68, 6, 100, 75, 29, 51, 65, 81, 54,
    14, 37, 57, 46, 116, 26, 28, 106, 72, 24, 15, 84, 76, 58, 91, 45, 93, 53, 31, 88,
    70, 22, 48, 96, 90, 99, 102, 39, 56, 77, 121, 124,
)  # fmt: skip
"""Bits in the order in which planted copies of 140 photos changed them least, the lopsided ones left out."""

TABLES = 6

DIRECTION_BITS = 8
"""Bits of a word that hold the direction, in 1/CIRCLE of a turn."""

LEAST_BITS, MOST_BITS = 14, 24

FEWER = 8
"""A key has so many bits less than it takes to number the points: each bit more loses points of copies, each
bit less gives a point twice as many to be compared with."""


def key_bits(points: int) -> int:
    """Bits of a key for so many points, so that a key's points do not become more as the pictures do."""
    return int(np.clip(number_bits(points) - FEWER, LEAST_BITS, MOST_BITS))


def number_bits(points: int) -> int:
    """Bits that number so many points."""
    return max(1, int(points - 1).bit_length())


def key_of(table: int, length: int) -> tuple[np.ndarray, np.ndarray, np.uint64]:
    """Which bits make a table's keys, its own ones first: words (length,) int64 and shifts (length,) uint64.

    Also the bits of a key that a mirror image changes.
    """
    which = [bit for step in range(TABLES) for bit in STABLE[(table + step) % TABLES :: TABLES]][:length]
    # numpy packs the first bit of a byte highest, and its bytes lie in a word lowest first
    word, shift = np.array([(bit // 64, bit % 64 // 8 * 8 + 7 - bit % 8) for bit in which]).T
    turning = np.unpackbits(MIRROR)[which]
    return word, shift.astype(np.uint64), np.uint64(int("".join(map(str, turning)), 2))


@njit(cache=True, nogil=True)
def fill_words(begin, end, bits, places, key, turning, offset, room, words, mirrored):
    """Give the points from `begin` to `end` their words, key then direction then number, to be sorted.

    bits, places: of `Points`; key: words and shifts of `key_of`, turning its third; offset: added to the
    direction, so that not all tables part the circle in one place; room: bits of a number. Fills words (p,)
    uint64 and mirrored (p,) bool: whether a point stands where its mirror image would.
    """
    word, shift = key
    for point in range(begin, end):
        own = np.uint64(0)
        for k in range(len(word)):
            own = own << np.uint64(1) | bits[point, word[k]] >> shift[k] & np.uint64(1)
        other, direction = own ^ turning, np.int64(places[point, 3])
        mirrored[point] = other < own
        if other < own:
            own, direction = other, CIRCLE // 2 - direction
        place = np.uint64((direction + offset) % CIRCLE)
        words[point] = (own << np.uint64(DIRECTION_BITS) | place) << room | np.uint64(point)
