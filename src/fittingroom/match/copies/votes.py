"""Which pairs of pictures deserve a closer look: those whose points agree, of each picture the best.

The pairs that share points by chance, or because both show a fabric or a floor, grow with the square of the
number of pictures; those that are copies do not. So the number of pairs is bounded by rank, not by a
threshold that would have to follow the size of the set. A picture is counted alone, from the nearest of its
own points, so that no more is held than what belongs to a few pictures at a time.
"""

import numpy as np
from numba import njit

from fittingroom.match.copies.features import MOST, OCTAVE, SUBPIXEL
from fittingroom.match.copies.nearest import LIKE_BITS, NOBODY

NEAR_PX, NEAR_SHARE = 4.0, 0.3
"""How far from where a match puts another point that one may lie: pixels, and share of the distance; the
small turn that a copy may have is left to it. Points within NEAR_PX of each other count once."""

LIKE_SCALE = 0.7
"""Binary logarithm by which two matches may differ about how large the one picture is on the other."""


@njit(cache=True, nogil=True)
def best_pairs(begin, end, first, width, points, nearest, unlike, shared, found):
    """Of the pictures `begin` to `end` of a block the pairs in which most points agree, the best first.

    first (m + 1,), width (m,): of `Points`, for the pictures of the block; points: owner and places of all;
    nearest, unlike: of `raise_nearest`, for the points of the block. Fills found (m, most, 3) int64: the
    other picture, whether mirrored, how many points agree: 0 where there is no further pair of `shared`. One
    match of two points says how large the one picture is on the other and hence where the next lie; a pair
    counts the most points that one match agrees with, itself included. Of equal counts the pair of more alike
    points comes first.
    """
    owner, places = points
    most = found.shape[1]
    room = MOST * nearest.shape[1]
    pair, likeness = np.empty(room, np.int64), np.empty(room, np.int64)
    here, there, scale = np.empty((room, 2)), np.empty((room, 2)), np.empty(room)
    worth = np.empty(most, np.int64)
    for picture in range(begin, end):
        n = 0
        for point in range(first[picture], first[picture + 1]):
            row = point - first[0]
            for k in range(nearest.shape[1]):
                if unlike[row, k] == NOBODY:
                    break
                other, mirrored = nearest[row, k], np.int64(unlike[row, k]) & 1
                x = np.int64(places[point, 0])
                here[n, 0] = ((width[picture] - 1) * SUBPIXEL - x if mirrored else x) / SUBPIXEL
                here[n, 1] = places[point, 1] / SUBPIXEL
                there[n, 0], there[n, 1] = places[other, 0] / SUBPIXEL, places[other, 1] / SUBPIXEL
                scale[n] = (np.int64(places[other, 2]) - np.int64(places[point, 2])) / OCTAVE
                pair[n] = 2 * np.int64(owner[other]) + mirrored
                likeness[n] = LIKE_BITS + 1 - (unlike[row, k] >> 1)
                n += 1
        order = np.argsort(pair[:n], kind="mergesort")
        out = found[picture]
        out[:, 2], worth[:] = 0, 0
        start = 0
        while start < n:
            stop = start + 1
            while stop < n and pair[order[stop]] == pair[order[start]]:
                stop += 1
            mine = order[start:stop]
            count = _agreeing(mine, here, there, scale) if len(mine) >= shared else 0
            if count >= shared:
                value = count * (room * LIKE_BITS) + likeness[mine].sum()
                _insert(out, worth, pair[mine[0]], count, value)
            start = stop


@njit(cache=True, nogil=True)
def _agreeing(mine, here, there, scale):
    """The most matches of a pair that agree with one of them, that one included."""
    most = 0
    for p in mine:
        count, size = 1, 2.0 ** scale[p]
        for q in mine:
            run_x, run_y = here[p, 0] - here[q, 0], here[p, 1] - here[q, 1]
            far_x, far_y = there[p, 0] - there[q, 0], there[p, 1] - there[q, 1]
            off = np.hypot(run_x * size - far_x, run_y * size - far_y)
            count += (
                np.hypot(run_x, run_y) > NEAR_PX
                and abs(scale[p] - scale[q]) <= LIKE_SCALE
                and off <= NEAR_PX + NEAR_SHARE * np.hypot(far_x, far_y)
            )
        most = max(most, count)
    return most


@njit(cache=True, nogil=True)
def _insert(out, worth, pair, count, value):
    """Put a pair to its place among the best of a picture."""
    at = len(worth) - 1
    if value <= worth[at]:
        return
    while at > 0 and worth[at - 1] < value:
        worth[at] = worth[at - 1]
        out[at] = out[at - 1]
        at -= 1
    worth[at] = value
    out[at, 0], out[at, 1], out[at, 2] = pair >> 1, pair & 1, count
