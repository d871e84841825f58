"""A regression tree on residuals, grown like scikit-learn's, over pixels of 256 values."""

from typing import NamedTuple

import numpy as np
from numba import njit

from fittingroom.models.classical.pairwise_search import FEW, search_pairwise
from fittingroom.models.classical.split_search import BLOCK, LANES, search, search_pair

EPSILON = np.finfo(np.float64).eps
"""A node whose variance is at most this is a leaf (scikit-learn, tree/_tree.pyx)."""

SUBTRACTED = 128
"""From this many rows on a node keeps its histograms, so that a child's come from its sibling's."""

GATHERED = (30_008, 6_008, 1_032)
"""From these numbers of rows down the pixels of a node's rows are copied together, for nearer caches.

A little more than round, lest a row's words compete for the same place in the cache."""


class Bench(NamedTuple):
    """The images of a fit, eight pixels a word, and room for the work on one tree after another.

    images: (n, 8 w) uint8, filled up with zeros; by_row: (n, w) uint64, the same; by_word: (w, n) uint64, a
    word of all images together; gathered: such words of few rows; orders: (1 + places, w) int64, for
    `by_word` and each place of gathering the varying words in the order of search, then -1; columns: (n,)
    int32, where the rows' words are now; packed: (n,) int64, the rows' residuals with counts
    (`split_search`); kept: (shelves, w, BLOCK) int64, histograms of nodes that wait; scratch: (1, BLOCK)
    int64; ties: (2, 2, 8 w) int32, the equally good splits of two siblings.
    """

    images: np.ndarray
    by_row: np.ndarray
    by_word: np.ndarray
    gathered: tuple[np.ndarray, ...]
    orders: np.ndarray
    columns: np.ndarray
    packed: np.ndarray
    kept: np.ndarray
    scratch: np.ndarray
    ties: np.ndarray


class Tree(NamedTuple):
    """A grown tree: node 0 is the root.

    pixel: (nodes,) int32, -1 at a leaf; cut: (nodes,) int32, the highest value that goes left;
    left: (nodes,) int32, the left child, 0 at a leaf (the right child is next to it);
    start, stop: (nodes,) int64, the node's rows are rows[start:stop]; rows: (n,) int32.
    """

    pixel: np.ndarray
    cut: np.ndarray
    left: np.ndarray
    start: np.ndarray
    stop: np.ndarray
    rows: np.ndarray


def bench_of(images: np.ndarray) -> Bench:
    """Set up the images (n, p) uint8 for `grown`; takes about 3 p bytes an image and 50 MB."""
    n, p = images.shape
    words = -(-p // LANES)
    padded = np.zeros((n, words * LANES), np.uint8)
    padded[:, :p] = images
    by_row = padded.view(np.uint64)
    return Bench(
        images=padded,
        by_row=by_row,
        by_word=np.ascontiguousarray(by_row.T),
        gathered=tuple(np.empty((words, min(n, size)), np.uint64) for size in GATHERED),
        orders=np.empty((1 + len(GATHERED), words), np.int64),
        columns=np.empty(n, np.int32),
        packed=np.empty(n, np.int64),
        kept=np.empty((max(n // SUBTRACTED, 1).bit_length(), words, BLOCK), np.int64),
        scratch=np.empty((1, BLOCK), np.int64),
        ties=np.empty((2, 2, words * LANES), np.int32),
    )


def grown(bench: Bench, residuals: np.ndarray, *, depth: int, rng: np.random.Generator) -> Tree:
    """The tree of at most `depth` levels in which each split lowers the squared error most.

    Nodes split until they are pure, hold one row or have no varying pixel, as in scikit-learn's
    DecisionTreeRegressor with its defaults; equally good pixels are drawn at random.
    residuals: (n,) float64; rounded to whole numbers of 2^-29 of their mean size for 60,000 rows.
    """
    n, bits = len(residuals), len(residuals).bit_length()
    unit = float(np.abs(residuals).sum()) / 2 ** (61 - bits) or 1.0  # n times any sum stays below 2^62
    bench.packed[:] = (np.rint(residuals / unit).astype(np.int64) << bits) + 1
    bench.columns[:] = np.arange(n)
    most = min(2 * n, 2 ** min(depth + 1, 40))
    tree = Tree(
        pixel=np.full(most, -1, np.int32),
        cut=np.zeros(most, np.int32),
        left=np.zeros(most, np.int32),
        start=np.zeros(most, np.int64),
        stop=np.full(most, n, np.int64),
        rows=np.arange(n, dtype=np.int32),
    )
    bench.orders[0] = rng.permutation(len(bench.by_word))
    nodes = _grow(bench, tree, rng.random(most), depth, bits, unit)
    pixel, cut, left, start, stop = (column[:nodes] for column in tree[:-1])
    return Tree(pixel, cut, left, start, stop, tree.rows)


@njit(cache=True, nogil=True)
def _grow(bench, tree, draws, depth, bits, unit):
    """Grow `tree` depth first, the smaller child first, so that few nodes wait with histograms of their own.

    `shelf` is where a node's histograms have their place in `bench.kept`: a larger child takes over its
    parent's, a smaller one the next. Returns the number of nodes.
    """
    grip = (bench, tree, draws, bits)
    filled = _varies(grip, 0, unit) and _searched(grip, 0, 0, 0)
    waiting, nodes = [(0, 0, 0, filled, 0)], 1  # node, depth, shelf, whether it is filled, how often gathered
    while waiting:
        node, level, shelf, filled, near = waiting.pop()
        if tree.pixel[node] < 0:
            continue
        begin, end, near = tree.start[node], tree.stop[node], _gathered(grip, node, near)
        middle = _partition(_words(bench, near)[0], tree, bench, node)
        low, high = nodes, nodes + 1
        nodes += 2
        tree.left[node] = low
        tree.start[low], tree.stop[low], tree.start[high], tree.stop[high] = begin, middle, middle, end
        if level + 1 < depth:
            small, large = (low, high) if middle - begin <= end - middle else (high, low)
            nearer = _gathered(grip, small, near)
            a, b = (small, shelf + 1, nearer), (large, shelf, near)
            small_filled, large_filled = _searched_children(grip, a, b, filled, unit)
            waiting.append((large, level + 1, shelf, large_filled, near))
            waiting.append((small, level + 1, shelf + 1, small_filled, nearer))
    return nodes


@njit(cache=True, nogil=True)
def _searched_children(grip, small_place, large_place, filled, unit):
    """Find the splits of two siblings; returns whether the shelf of each holds its histograms now.

    A place is a node, its shelf and how often its rows are gathered.
    """
    (small, small_shelf, nearer), (large, shelf, near) = small_place, large_place
    small_wanted, large_wanted = _varies(grip, small, unit), _varies(grip, large, unit)
    if not (filled and large_wanted):
        small_filled = small_wanted and _searched(grip, small, small_shelf, nearer)
        large_filled = large_wanted and _searched(grip, large, shelf, near)
        return small_filled, large_filled
    bench, tree, _, bits = grip
    a, b = slice(tree.start[small], tree.stop[small]), slice(tree.start[large], tree.stop[large])
    if small_wanted and len(tree.rows[a]) <= FEW:
        small_wanted = _searched(grip, small, small_shelf, nearer)
    small_kept, large_kept = len(tree.rows[a]) >= SUBTRACTED, len(tree.rows[b]) >= SUBTRACTED
    kept = bench.kept[small_shelf] if small_kept else bench.scratch
    sibling = (bench.kept[shelf], len(tree.rows[b]), (bench.packed[b] >> bits).sum())
    ties, other = bench.ties[0], bench.ties[1]
    words, _ = _words(bench, nearer)
    _, order = _words(bench, near)  # the larger one may vary where the smaller is constant
    count, other_count = search_pair(
        words, bench.columns[a], bench.packed[a], bits, order, kept, ties, small_wanted, sibling, other
    )
    if small_wanted:
        _settle(grip, small, ties[:, :count])
    _settle(grip, large, other[:, :other_count])
    return small_kept, large_kept


@njit(cache=True, nogil=True)
def _searched(grip, node, shelf, near):
    """Find the split of one node; returns whether its histograms lie on the shelf now."""
    bench, tree, _, bits = grip
    rows, ties = slice(tree.start[node], tree.stop[node]), bench.ties[0]
    if len(tree.rows[rows]) <= FEW:
        count = search_pairwise(bench.images, tree.rows[rows], bench.packed[rows], bits, ties)
        _settle(grip, node, ties[:, :count])
        return False
    keeps = len(tree.rows[rows]) >= SUBTRACTED
    kept = bench.kept[shelf] if keeps else bench.scratch
    words, order = _words(bench, near)
    count = search(words, bench.columns[rows], bench.packed[rows], bits, order, kept, ties)
    _settle(grip, node, ties[:, :count])
    return keeps


@njit(cache=True, nogil=True)
def _settle(grip, node, ties):
    """Draw one of the equally good splits."""
    _, tree, draws, _ = grip
    if ties.shape[1]:
        drawn = int(draws[node] * ties.shape[1])
        tree.pixel[node], tree.cut[node] = ties[0, drawn], ties[1, drawn]


@njit(cache=True, nogil=True)
def _varies(grip, node, unit):
    """Whether a node is not pure; differences from the first row make equal residuals exactly so."""
    bench, tree, _, bits = grip
    packed = bench.packed[tree.start[node] : tree.stop[node]]
    first = packed[0] >> bits
    total, squares = 0.0, 0.0
    for one in packed:
        difference = np.float64((one >> bits) - first)
        total += difference
        squares += difference * difference
    mean = total / len(packed)
    return (squares / len(packed) - mean * mean) * unit * unit > EPSILON


@njit(cache=True, nogil=True)
def _gathered(grip, node, near):
    """Copy the pixels of a node's rows to the smallest place that holds them, unless they are there."""
    bench, tree, _, _ = grip
    rows, before = tree.rows[tree.start[node] : tree.stop[node]], near
    while near < len(bench.gathered) and len(rows) <= bench.gathered[near].shape[1]:
        near += 1
    if near > before:
        bench.columns[tree.start[node] : tree.stop[node]] = np.arange(len(rows))
        target, varied = bench.gathered[near - 1], np.zeros(bench.by_row.shape[1], np.uint64)
        for i in range(len(rows)):
            image = bench.by_row[rows[i]]
            for word in range(len(image)):
                target[word, i] = image[word]
                varied[word] |= image[word] ^ target[word, 0]
        order = _words(bench, before)[1]
        varying = order[varied[order] != 0]
        bench.orders[near] = -1
        bench.orders[near, : len(varying)] = varying
    return near


@njit(cache=True, nogil=True)
def _words(bench, near):
    """The words of the rows gathered so often, and which of them vary, in the order of search."""
    order = bench.orders[near]
    return bench.gathered[near - 1] if near else bench.by_word, order[order >= 0]


@njit(cache=True, nogil=True)
def _partition(words, tree, bench, node):
    """Put the rows that go left before those that go right, each in their order; returns where they meet."""
    begin, end, pixel, cut = tree.start[node], tree.stop[node], tree.pixel[node], np.uint64(tree.cut[node])
    word, shift = words[pixel // LANES], np.uint64(8 * (pixel % LANES))
    rows, columns, packed = tree.rows, bench.columns, bench.packed
    right = np.empty((3, end - begin), np.int64)
    low, high = begin, 0
    for i in range(begin, end):
        if (word[columns[i]] >> shift) & np.uint64(255) <= cut:
            columns[low], rows[low], packed[low] = columns[i], rows[i], packed[i]
            low += 1
        else:
            right[0, high], right[1, high], right[2, high] = columns[i], rows[i], packed[i]
            high += 1
    for i in range(high):
        columns[low + i], rows[low + i], packed[low + i] = right[0, i], right[1, i], right[2, i]
    return low
