"""The best splits of a tree node, over all thresholds of all pixels, in exact integer arithmetic.

A pixel has 256 values, so a histogram of the residuals over them holds all that a split search needs.
Eight pixels are one uint64 word: `words` (number of words, rows) keeps each word of all rows together.
A residual is a whole number, and each row carries one int64, residual * 2^bits + 1, so that one addition
a pixel gives both the sum and the count. Sums are exact: a child's histogram taken from its parent's is
exactly its sibling's, and splits that are equally good compare as equal.
"""

import numpy as np
from numba import njit

LANES = 8
BINS = 256
BLOCK = LANES * BINS  # the histograms of one word's pixels: 16 KB, within a first-level cache

NONE = (-1.0, 0)
"""No split found yet: the gain, how many pixels reach it."""


@njit(cache=True, nogil=True, error_model="numpy")
def search(words, rows, packed, bits, order, kept, ties):
    """Find the pixels that split a node best; returns how many are equally good, 0 if all are constant.

    rows (n,): the node's columns of `words`; packed (n,) int64: their residuals with counts; order: the
    words in the order of search. `kept` (words, BLOCK) receives the cumulative histograms, or (1, BLOCK)
    is scratch; `ties` (2, pixels) receives the pixels and, for each, the highest value that goes left.
    """
    n, total, best = len(rows), (packed >> bits).sum(), NONE
    for block in order:
        histogram = kept[block % len(kept)]
        _fill(words[block], rows, packed, histogram)
        best = _better(histogram, block, n, total, bits, best, ties)
    return best[1]


@njit(cache=True, nogil=True, error_model="numpy")
def search_pair(words, rows, packed, bits, order, kept, ties, wanted, sibling, sibling_ties):
    """The same for two siblings, from the histograms of the smaller one and of their parent.

    The first arguments are the smaller child's; `wanted` is whether its split is. sibling: the parent's
    cumulative histograms (words, BLOCK), which become the larger child's, and that one's number of rows
    and sum of residuals. Returns both numbers of equally good pixels.
    """
    n, total, best = len(rows), (packed >> bits).sum(), NONE
    others, other_n, other_total = sibling
    best_of_other = NONE
    for block in order:
        histogram = kept[block % len(kept)]
        _fill(words[block], rows, packed, histogram)
        if wanted:
            best = _better(histogram, block, n, total, bits, best, ties)
        other = others[block]
        for i in range(BLOCK):
            other[i] -= histogram[i]
        best_of_other = _better(other, block, other_n, other_total, bits, best_of_other, sibling_ties)
    return best[1], best_of_other[1]


@njit(cache=True, nogil=True, error_model="numpy", inline="never")
def _fill(words, rows, packed, histogram):
    """Residual sums and counts of all values up to each value: histogram[value * LANES + lane]."""
    histogram[:] = 0
    for i in range(len(rows)):
        word = words[rows[i]]
        for lane in range(LANES):
            value = (word >> np.uint64(8 * lane)) & np.uint64(255)
            histogram[value * np.uint64(LANES) + np.uint64(lane)] += packed[i]
    for value in range(1, BINS, 15):  # stretches of fixed length, so that the compiler uses wide registers
        stretch = histogram[(value - 1) * LANES : (value + 15) * LANES]
        for i in range(LANES, 16 * LANES):
            stretch[i] += stretch[i - LANES]


@njit(cache=True, nogil=True, error_model="numpy")
def _better(histogram, block, n, total, bits, best, ties):
    """`best`, or the splits of this block's pixels that reach or beat it."""
    if best[0] > 0 and not _reaches(histogram, n, total, bits, best[0] * (1 - 1e-12)):
        return best
    for lane in range(LANES):
        gain, cut = _best_cut(histogram, lane, n, total, bits)
        if cut >= 0 and gain >= best[0]:
            best = (gain, best[1] if gain == best[0] else 0)
            ties[0, best[1]], ties[1, best[1]] = block * LANES + lane, cut
            best = (gain, best[1] + 1)
    return best


@njit(cache=True, nogil=True, error_model="numpy")
def _reaches(histogram, n, total, bits, bar):
    """Whether any split of the block gains more than `bar`; few blocks do, and no division is needed."""
    mask = (1 << bits) - 1
    found = 0
    for i in range(BLOCK):
        count = histogram[i] & mask
        excess = np.float64((histogram[i] >> bits) * n - total * count)
        found += excess * excess > bar * np.float64(count * (n - count))
    return found > 0


@njit(cache=True, nogil=True, error_model="numpy")
def _best_cut(histogram, lane, n, total, bits):
    """The first best cut of one pixel, midway between two values present in the node; -1 if it is constant.

    Gain is the fall of the squared error times n: excess^2 / (left * right), where excess is n times the
    left sum less the part of `total` due to it, a whole number.
    """
    mask = (1 << bits) - 1
    best, low, cut, before = -1.0, -1, -1, np.int64(0)
    for value in range(BINS):
        here = histogram[value * LANES + lane]
        if here == before:
            continue
        if low >= 0 and cut < 0:
            cut = (low + value) // 2
        before = here
        count = here & mask
        if count == n:
            break
        excess = np.float64((here >> bits) * n - total * count)
        gain = excess * excess / np.float64(count * (n - count))
        if gain > best:
            best, low, cut = gain, value, -1
    return best, cut
