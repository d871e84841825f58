"""Of each point the most alike ones of other pictures, among those that lie beside it in a sorted table."""

import numpy as np
from numba import njit

from fittingroom.match.copies.features import OCTAVE

LIKE_DIRECTION = 12
"""Directions of one point in two copies differ by at most this, in 1/CIRCLE of a turn (17 degrees)."""

LIKE_SIZE = int(1.6 * OCTAVE)
"""Sizes differ by at most a factor of three."""

LIKE_BITS = 30
"""Bits that may differ between two points of equal key."""

NEIGHBOURS = 64
"""A point is compared with at most so many on either side of it."""

NEAREST = 8
"""Points that are kept of each point, those of the fewest differing bits. What thousands of pictures share,
like a shop's logo or a weave, so takes no more room than what two share."""

NOBODY = 255
"""Stands in `unlike` where a point has no further one: no number of differing bits, doubled, is as high."""


@njit(cache=True, nogil=True)
def raise_nearest(begin, end, words, room, points, mirrored, turned, first, nearest, unlike):
    """Compare the points at `begin` to `end` of a sorted table with those beside them.

    words: (p,) sorted; room: bits of a point's number in them; points: owner, bits, places of `Points`;
    mirrored: (p,) bool of each point; turned: (2,) uint64, the bits that a mirror image changes. Updates, of
    points `first` and up as many as they have rows, nearest (b, NEAREST) uint32, whom, and unlike
    (b, NEAREST) uint8, twice the number of differing bits and whether mirrored, the least first.
    """
    owner, bits, places = points
    start, stop = max(0, begin - NEIGHBOURS), min(len(words), end + NEIGHBOURS)
    size = stop - start
    number, key = np.empty(size, np.int64), np.empty(size, np.int64)
    looks = np.empty((size, 2), np.uint64)
    whose, sizes = np.empty(size, np.int32), np.empty(size, np.int32)
    numbers = (np.uint64(1) << room) - np.uint64(1)
    for at in range(size):
        point = np.int64(words[start + at] & numbers)
        number[at], key[at] = point, np.int64(words[start + at] >> room)
        whose[at], sizes[at] = owner[point], places[point, 2]
        for half in range(2):
            looks[at, half] = bits[point, half] ^ turned[half] if mirrored[point] else bits[point, half]
    for at in range(begin - start, end - start):
        row = number[at] - first
        if not 0 <= row < len(nearest):
            continue
        for step in (-1, 1):
            other = at + step
            last = min(size, at + NEIGHBOURS + 1) if step == 1 else max(-1, at - NEIGHBOURS - 1)
            # sorted, so whoever is too far now is followed by ones farther; keys end at the direction
            while other != last and abs(key[other] - key[at]) <= LIKE_DIRECTION:
                apart = ones(looks[at, 0] ^ looks[other, 0]) + ones(looks[at, 1] ^ looks[other, 1])
                if (
                    apart <= LIKE_BITS
                    and whose[other] != whose[at]
                    and abs(sizes[other] - sizes[at]) <= LIKE_SIZE
                ):
                    way = mirrored[number[other]] != mirrored[number[at]]
                    _insert(nearest[row], unlike[row], number[other], 2 * apart + way)
                other += step


@njit(cache=True, nogil=True)
def _insert(nearest, unlike, point, worth):
    """Put a point to its place among the nearest; one that stands there stays."""
    at = len(unlike) - 1
    if worth >= unlike[at]:
        return
    for k in range(len(unlike)):
        if nearest[k] == point and unlike[k] == worth:
            return
    while at > 0 and unlike[at - 1] > worth:
        nearest[at], unlike[at] = nearest[at - 1], unlike[at - 1]
        at -= 1
    nearest[at], unlike[at] = point, worth


@njit(cache=True, nogil=True)
def ones(word):
    """How many bits of a uint64 are set; compiled to the processor's own instruction."""
    word = word - (word >> np.uint64(1) & np.uint64(0x5555555555555555))
    word = (word & np.uint64(0x3333333333333333)) + (word >> np.uint64(2) & np.uint64(0x3333333333333333))
    word = word + (word >> np.uint64(4)) & np.uint64(0x0F0F0F0F0F0F0F0F)
    return np.int64(word * np.uint64(0x0101010101010101) >> np.uint64(56))
