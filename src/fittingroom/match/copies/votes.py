"""Which pairs of pictures deserve a closer look: those whose points agree, of each picture the best.

The pairs that share points by chance, or because both show a fabric or a floor, grow with the square of the
number of pictures; those that are copies do not. So the number of pairs is bounded by rank, not by a
threshold that would have to follow the size of the set.
"""

import numpy as np

from fittingroom.match.copies.features import OCTAVE, SUBPIXEL

LOOKED_AROUND = 12
"""Each match of a pair is compared with at most so many others of it."""


def agreeing(
    pair: np.ndarray, here: np.ndarray, there: np.ndarray, mirrored: np.ndarray, width: np.ndarray
) -> np.ndarray:
    """How many points of its pair each match agrees with, itself included: (m,) int64, pairs sorted.

    One match of two points says how large the one picture is on the other and hence where the next lie; the
    small turn that a copy may have is left to the tolerance. Points in one place count once.
    """
    x = np.where(mirrored, (width - 1) * SUBPIXEL - here[:, 0].astype(np.int32), here[:, 0])
    z, w = (x + 1j * here[:, 1]) / SUBPIXEL, (there[:, 0] + 1j * there[:, 1]) / SUBPIXEL
    scale = np.exp2((there[:, 2].astype(np.float64) - here[:, 2]) / OCTAVE)
    count = np.ones(len(pair), np.int64)
    at = np.arange(len(pair))
    for lag in range(1, LOOKED_AROUND + 1):
        at = at[at + lag < len(pair)]
        at = at[pair[at] == pair[at + lag]]
        if not len(at):
            break
        p, q = at, at + lag
        run, expected = np.abs(z[p] - z[q]), (w[p] - w[q])
        for one in (p, q):
            off = np.abs((z[p] - z[q]) * scale[one] - expected)
            near = (
                (run > 4)
                & (off <= 4 + 0.3 * np.abs(expected))
                & (np.abs(np.log2(scale[p] / scale[q])) <= 0.7)
            )
            count[one] += near
    return count


def best_of_each(i: np.ndarray, j: np.ndarray, worth: np.ndarray, most: int) -> np.ndarray:
    """The pairs (m,) bool that are among the `most` of highest worth of either of their pictures.

    Of equal worth the earlier pair comes first. At most `most` times as many as there are pictures.
    """
    ends = np.concatenate([i, j])
    order = np.lexsort((np.tile(np.arange(len(i)), 2), -np.tile(worth, 2), ends))
    starts = np.flatnonzero(np.diff(ends[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(np.append(starts, len(order))))
    kept = np.zeros(len(i), bool)
    kept[order[rank < most] % max(len(i), 1)] = True
    return kept
