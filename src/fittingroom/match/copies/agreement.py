"""The similarity under which most points of two pictures agree, compiled: it is asked of every pair.

Random sample consensus (Fischler & Bolles 1981, CACM 24, p. 381), but over all pairs of the best matches
instead of random ones, so that nothing depends on chance. A similarity is (x, y) -> (a x - b y + c,
b x + a y + d).
"""

import numpy as np
from numba import njit

from fittingroom.match.copies.features import CIRCLE, OCTAVE, SUBPIXEL
from fittingroom.match.copies.nearest import ones

LIKE_BITS = 44
"""Bits that may differ between matching points: of unrelated points 1 % do so."""

LIKE_DIRECTION = 15
LIKE_SIZE = 1.7 * OCTAVE

BEST = 24
"""Matches of which every two are tried as a similarity."""

NEAR_PX = 3.0
"""How far a point may lie from where the similarity puts it."""

APART_PX = 8.0
"""Two points that are no farther apart say too little about turn and scale."""

STEEPEST = np.tan(np.deg2rad(15))
"""Tangent of the largest turn."""

MOST_SCALE = 3.2

MOST_SQUEEZED = 1.3
"""A picture whose edges were scaled this differently, or slanted as much, is not taken for a copy."""


@njit(cache=True, nogil=True)
def matches(bits, places, others, other_places, turned, mirrored, width):
    """Points of two pictures that are each other's nearest, closest first: two (m, 2) float64, in pixels.

    bits, others: (n, 2) and (k, 2) uint64; places: (n, 4) and (k, 4) int16; the first picture, `width` pixels
    wide, is mirrored or not; turned: (2,) uint64, the bits that this changes.
    """
    n, k = len(bits), len(others)
    nearest, least = np.full(n, -1), np.full(n, LIKE_BITS + 1)
    nearest_there, least_there = np.full(k, -1), np.full(k, LIKE_BITS + 1)
    for p in range(n):
        direction = np.int64(places[p, 3])
        low, high = bits[p, 0], bits[p, 1]
        if mirrored:
            direction, low, high = CIRCLE // 2 - direction, low ^ turned[0], high ^ turned[1]
        for q in range(k):
            turn = (direction - other_places[q, 3] + CIRCLE // 2) % CIRCLE - CIRCLE // 2
            if abs(turn) > LIKE_DIRECTION or abs(places[p, 2] - other_places[q, 2]) > LIKE_SIZE:
                continue
            apart = ones(low ^ others[q, 0]) + ones(high ^ others[q, 1])
            if apart < least[p]:
                nearest[p], least[p] = q, apart
            if apart < least_there[q]:
                nearest_there[q], least_there[q] = p, apart
    mutual = np.array([p for p in range(n) if nearest[p] >= 0 and nearest_there[nearest[p]] == p], np.int64)
    mutual = mutual[np.argsort(least[mutual], kind="mergesort")]
    here, there = np.empty((len(mutual), 2)), np.empty((len(mutual), 2))
    for row in range(len(mutual)):
        p = mutual[row]
        q = nearest[p]
        # pixel centres are whole numbers: the mirror image of x is width - 1 - x
        x = np.int64(places[p, 0])
        here[row, 0] = ((width - 1) * SUBPIXEL - x if mirrored else x) / SUBPIXEL
        here[row, 1] = places[p, 1] / SUBPIXEL
        there[row, 0], there[row, 1] = other_places[q, 0] / SUBPIXEL, other_places[q, 1] / SUBPIXEL
    return here, there


@njit(cache=True, nogil=True)
def agreement(here, there):
    """How `here` lies on `there` for most of them: a matrix (2, 3) float64, and how many agree.

    First the similarity through two of the best matches, then the one that fits all that agree, then, for
    eight and more, the affine one, each while no match is lost by it.
    """
    matrix, count = _of_two(here, there)
    if count >= 3:
        close = _near(matrix, here, there)
        for least in (3, 8):
            if close.sum() >= least:
                x, y = here[close], there[close]
                better = _fitted_similarity(x, y) if least == 3 else _fitted_affine(x, y)
                near = _near(better, here, there)
                if _is_plausible(better) and near.sum() >= close.sum() - 1:
                    matrix, close = better, near
        count = close.sum()
    return matrix, count


@njit(cache=True, nogil=True)
def _of_two(here, there):
    matrix, most = np.zeros((2, 3)), 0
    tried = min(len(here), BEST)
    for p in range(tried):
        for q in range(p + 1, tried):
            x, y = here[p] - here[q]
            u, v = there[p] - there[q]
            run = x * x + y * y
            if run <= APART_PX**2:
                continue
            a, b = (u * x + v * y) / run, (v * x - u * y) / run
            scale = a * a + b * b
            if abs(b) > STEEPEST * a or not 1 / MOST_SCALE**2 <= scale <= MOST_SCALE**2:
                continue
            c, d = (
                there[p, 0] - a * here[p, 0] + b * here[p, 1],
                there[p, 1] - b * here[p, 0] - a * here[p, 1],
            )
            count = 0
            for k in range(len(here)):
                off_x = a * here[k, 0] - b * here[k, 1] + c - there[k, 0]
                off_y = b * here[k, 0] + a * here[k, 1] + d - there[k, 1]
                count += off_x * off_x + off_y * off_y <= NEAR_PX**2
            if count > most:
                most = count
                matrix[0, 0], matrix[0, 1], matrix[0, 2] = a, -b, c
                matrix[1, 0], matrix[1, 1], matrix[1, 2] = b, a, d
    return matrix, most


@njit(cache=True, nogil=True)
def _near(matrix, here, there):
    near = np.empty(len(here), np.bool_)
    for k in range(len(here)):
        off_x = matrix[0, 0] * here[k, 0] + matrix[0, 1] * here[k, 1] + matrix[0, 2] - there[k, 0]
        off_y = matrix[1, 0] * here[k, 0] + matrix[1, 1] * here[k, 1] + matrix[1, 2] - there[k, 1]
        near[k] = off_x * off_x + off_y * off_y <= NEAR_PX**2
    return near


@njit(cache=True, nogil=True)
def _middle(points):
    return np.array([points[:, 0].mean(), points[:, 1].mean()])


@njit(cache=True, nogil=True)
def _fitted_similarity(here, there):
    middle, middle_there = _middle(here), _middle(there)
    x, y = here - middle, there - middle_there
    spread = max((x * x).sum(), 1e-9)
    a = (x * y).sum() / spread
    b = (x[:, 0] * y[:, 1] - x[:, 1] * y[:, 0]).sum() / spread
    return _around(np.array([[a, -b], [b, a]]), middle, middle_there)


@njit(cache=True, nogil=True)
def _fitted_affine(here, there):
    middle, middle_there = _middle(here), _middle(there)
    x, y = here - middle, there - middle_there
    xx, xy, yy = (x[:, 0] * x[:, 0]).sum(), (x[:, 0] * x[:, 1]).sum(), (x[:, 1] * x[:, 1]).sum()
    determinant = xx * yy - xy * xy
    turn = np.zeros((2, 2))
    if determinant > 1e-9 * xx * yy:
        for row in range(2):
            u, v = (x[:, 0] * y[:, row]).sum(), (x[:, 1] * y[:, row]).sum()
            turn[row, 0], turn[row, 1] = (u * yy - v * xy) / determinant, (v * xx - u * xy) / determinant
    return _around(turn, middle, middle_there)


@njit(cache=True, nogil=True)
def _around(turn, middle, middle_there):
    """The map that turns about the middle and puts it to its place."""
    matrix = np.empty((2, 3))
    for row in range(2):
        matrix[row, 0], matrix[row, 1] = turn[row, 0], turn[row, 1]
        matrix[row, 2] = middle_there[row] - turn[row, 0] * middle[0] - turn[row, 1] * middle[1]
    return matrix


@njit(cache=True, nogil=True)
def _is_plausible(matrix):
    """Whether both singular values are scales that a copy has, and alike."""
    a, b, c, d = matrix[0, 0], matrix[0, 1], matrix[1, 0], matrix[1, 1]
    sum_, difference = np.hypot(a + d, c - b) / 2, np.hypot(a - d, c + b) / 2
    larger, smaller = sum_ + difference, abs(sum_ - difference)
    return 1 / MOST_SCALE < smaller < MOST_SCALE and larger < MOST_SQUEEZED * smaller
