"""Two thumbnails that lie on each other, compared block by block; compiled, as every pair needs it."""

import numpy as np
from numba import njit

BLOCK = 8
"""Edge of a block in pixels of the thumbnail."""

FLAT = 2.0
"""Standard deviation in levels below which a block has nothing to compare."""

PLENTY = 24.0
"""Standard deviation in levels from which on more of it weighs no more."""

STRIP = 2
"""Blocks that a banner may be high."""

STRIP_NAMES = ("", "top", "bottom", "left", "right")

EXCUSED = 0.03
"""How much better the rest must be for a strip to be left out."""


@njit(cache=True, nogil=True)
def compare_blocks(x, y, inside):
    """Mean correlation of the blocks of two thumbnails, weighted by how much there is to see.

    x, y: (e, e) uint8; inside: (e, e) bool, where both show something. Returns the best mean over leaving out
    nothing or a strip along one edge; the share of blocks with anything to compare; which of STRIP_NAMES was
    left out; and what was kept: top, bottom, left, right in blocks.
    """
    edge = len(x) // BLOCK
    correlation, weight = np.zeros((edge, edge)), np.zeros((edge, edge))
    for row in range(edge):
        for column in range(edge):
            correlation[row, column], weight[row, column] = _block(x, y, inside, row * BLOCK, column * BLOCK)
    top, bottom, left, right = edge, 0, edge, 0
    for row in range(edge):
        for column in range(edge):
            if weight[row, column] > 0:
                top, bottom = min(top, row), max(bottom, row + 1)
                left, right = min(left, column), max(right, column + 1)
    best, strip, kept = 0.0, 0, np.array([0, edge, 0, edge])
    if top < bottom:
        kept[:] = top, bottom, left, right
        for name in range(len(STRIP_NAMES)):
            if name and (bottom - top if name < 3 else right - left) <= 2 * STRIP:
                continue
            part = np.array([top, bottom, left, right])
            if name:
                part[name - 1] += STRIP if name % 2 else -STRIP
            value = _mean(correlation, weight, part)
            # a strip must be worth it: without one nearly as good means that there is none
            if value > best + (EXCUSED if name and not strip else 0.0):
                best, strip = value, name
                kept[:] = part
    return best, (weight > 0).mean(), strip, kept


@njit(cache=True, nogil=True)
def _block(x, y, inside, top, left):
    """Correlation and weight of one block."""
    n, sum_x, sum_y, sum_xx, sum_yy, sum_xy = 0, 0, 0, 0, 0, 0
    for row in range(top, top + BLOCK):
        for column in range(left, left + BLOCK):
            if inside[row, column]:
                u, v = np.int64(x[row, column]), np.int64(y[row, column])
                n += 1
                sum_x, sum_y = sum_x + u, sum_y + v
                sum_xx, sum_yy, sum_xy = sum_xx + u * u, sum_yy + v * v, sum_xy + u * v
    if n < BLOCK * BLOCK // 2:
        return 0.0, 0.0
    var_x, var_y = sum_xx / n - (sum_x / n) ** 2, sum_yy / n - (sum_y / n) ** 2
    var_x, var_y = max(var_x, 0.0), max(var_y, 0.0)
    spread = np.sqrt(max(var_x, var_y))
    if spread <= FLAT:
        return 0.0, 0.0
    covariance = sum_xy / n - sum_x / n * (sum_y / n)
    # a flat block against a full one counts as unlike: FLAT stands in for what the flat one lacks
    return covariance / max(np.sqrt(var_x * var_y), FLAT * spread), np.sqrt(min(spread, PLENTY))


@njit(cache=True, nogil=True)
def _mean(correlation, weight, part):
    value, total = 0.0, 0.0
    for row in range(part[0], part[1]):
        for column in range(part[2], part[3]):
            value += correlation[row, column] * weight[row, column]
            total += weight[row, column]
    return value / total if total else 0.0
