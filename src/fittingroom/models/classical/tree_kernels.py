"""Growing a tree on pixels by counting classes at each of the 256 values: the compiled part.

Where scikit-learn sorts a node's rows by a feature, one pass counts them; then it tries the same splits,
draws with the same random numbers and decides by the same arithmetic (sklearn/tree/_splitter.pyx,
node_split_best; _tree.pyx, DepthFirstTreeBuilder; _criterion.pyx). Sums of counts are exact in float64,
in any order. All of it is in one file, since numba would not notice a change in another.
"""

from typing import NamedTuple

import numpy as np
from numba import njit

EPSILON = 2.0**-52
"""An impurity that scikit-learn takes for none."""

FEW = 512
"""Nodes of at most so many rows read pixels image by image, larger ones feature by feature."""


class Pixels(NamedTuple):
    """The same pixels twice: images (n, features) and columns (features, n), uint8, both in C order."""

    images: np.ndarray
    columns: np.ndarray


class Node(NamedTuple):
    """What a node holds: rows (m,), label (m,) of each among the node's own classes, how often it counts
    (m,), and the sum of these by class (classes,) float64."""

    rows: np.ndarray
    labels: np.ndarray
    times: np.ndarray
    counts: np.ndarray


class Draw(NamedTuple):
    """Which features are drawn next: their order and the known constant ones (features,), as scikit-learn
    permutes them through all nodes; the generator's state (1,); and how many to draw in a node."""

    order: np.ndarray
    constant: np.ndarray
    state: np.ndarray
    features: int


class Tally(NamedTuple):
    """Room to count in, all zero between features: by value and class (256, classes), by value (256,); the
    values present (257,); and what counts are worth (n + 1,), `logarithms` or `reciprocals`."""

    table: np.ndarray
    totals: np.ndarray
    present: np.ndarray
    scale: np.ndarray


@njit(cache=True, nogil=True)
def grow(pixels, sample, scale, settings):
    """Grow depth first, left before right, since that is the order in which random numbers are spent.

    pixels: Pixels; sample: labels (n,) uint16, weights (n,) int32; scale: of the total weight; settings:
    features to draw, greatest depth, the generator's state. Returns the fields of `grow.Tree`.
    """
    labels, weights = sample
    features, limit, start = settings
    rows = np.flatnonzero(weights).astype(np.uint32)
    classes, order = np.int64(labels.max()) + 1, np.arange(pixels.images.shape[1])
    draw = Draw(order, np.empty_like(order), np.array([start]), features)
    table, totals = np.zeros((256, classes), np.int32), np.zeros(256, np.int32)
    tally = Tally(table, totals, np.empty(257, np.int64), scale)
    room = 2 * len(rows)
    feature, threshold = np.full(room, -1), np.zeros(room)
    children, share = np.full((room, 2), -1), np.zeros((room, classes))
    waiting = [(0, len(rows), 0, -1, 0, 0, np.inf)]
    nodes, deepest, everything = 0, 0, float(weights.sum())
    while len(waiting) > 0:
        begin, end, depth, parent, side, known, impurity = waiting.pop()
        here, nodes, deepest = nodes, nodes + 1, max(deepest, depth)
        node, total = _node(rows[begin:end], labels, weights, share[here])
        if parent < 0:
            impurity = _impurity(node.counts, total, scale)
        else:
            children[parent, side] = here
        if depth >= limit or impurity <= EPSILON:
            continue
        chosen, value, known = _best_split(pixels, node, draw, tally, known)
        if chosen < 0:
            continue
        middle, left = _partition(pixels.columns[chosen], node, value)
        right = node.counts - left
        n, others = left.sum(), right.sum()
        impurities = _impurity(left, n, scale), _impurity(right, others, scale)
        gain = impurity - others / total * impurities[1] - n / total * impurities[0]
        if total / everything * gain + EPSILON < 0:
            continue
        feature[here], threshold[here] = chosen, value
        waiting.append((begin + middle, end, depth + 1, here, 1, known, impurities[1]))
        waiting.append((begin, begin + middle, depth + 1, here, 0, known, impurities[0]))
    return (
        feature[:nodes].copy(),
        threshold[:nodes].copy(),
        children[:nodes].copy(),
        share[:nodes].copy(),
        deepest,
    )


@njit(cache=True, nogil=True)
def _node(rows, labels, weights, share):
    """Gather a node's rows, number its own classes from 0, and write the share of each class."""
    own, times = labels[rows], weights[rows]
    for i in range(len(rows)):
        share[own[i]] += times[i]
    held = np.flatnonzero(share)
    counts = share[held]
    number = np.empty(len(share), np.uint16)
    number[held] = np.arange(len(held))
    total = counts.sum()
    share /= total
    return Node(rows, number[own], times, counts), total


@njit(cache=True, nogil=True)
def _partition(column, node, value):
    """Put the rows that go left first, in place; how many they are, and their sums by class."""
    left, here, there = np.zeros_like(node.counts), 0, 0
    right = np.empty_like(node.rows)
    for i in range(len(node.rows)):
        row = node.rows[i]
        if column[row] <= value:
            left[node.labels[i]] += node.times[i]
            node.rows[here] = row
            here += 1
        else:
            right[there] = row
            there += 1
    node.rows[here:] = right[:there]
    return here, left


@njit(cache=True, nogil=True)
def leaves(images, feature, threshold, children):
    """The leaf (m,) that each image (m, features) uint8 falls into."""
    leaves = np.empty(len(images), np.int64)
    for i in range(len(images)):
        node = 0
        while feature[node] >= 0:
            node = children[node, np.int64(images[i, feature[node]] > threshold[node])]
        leaves[i] = node
    return leaves


def logarithms(n: int) -> np.ndarray:
    """c log2 c for all counts c up to n: the scale of entropy."""
    counts = np.arange(n + 1.0)
    return counts * np.log2(np.maximum(counts, 1))


def reciprocals(n: int) -> np.ndarray:
    """1 / c for all counts c up to n, 2 for none: the scale of Gini's impurity."""
    return 1 / np.maximum(np.arange(n + 1.0), 0.5)


@njit(cache=True, nogil=True)
def _best_split(pixels: Pixels, node: Node, draw: Draw, tally: Tally, known: int) -> tuple[int, float, int]:
    """The feature and threshold of least impurity, -1 if all are constant; and the constants now known.

    `known` of the features are known from above to be constant.
    """
    best, threshold, gain, score = -1, 0.0, -np.inf, -np.inf
    left, right = np.empty_like(node.counts), np.empty_like(node.counts)
    total, scale = float(node.counts.sum()), tally.scale
    close = 1e-10 * total  # far above what either way of computing an impurity rounds away
    visited, drawn, found, last = 0, 0, 0, len(draw.order)
    while last > known + found and (visited < draw.features or visited <= found + drawn):
        visited += 1
        at = _drawn(draw, drawn, last - found, known)
        if at < 0:
            drawn += 1
            continue
        feature = draw.order[at + found]
        if len(node.rows) > FEW:
            values = _count_many(pixels.columns[feature], node, tally)
        else:
            values = _count(pixels.images[:, feature], node, tally)
        if values == 1:
            _swap(draw.order, at + found, known + found)
            found += 1
        else:
            last -= 1
            _swap(draw.order, at + found, last)
            left[:], right[:] = 0, node.counts
            n = 0.0
            for v in range(values - 1):
                value = tally.present[v]
                n += float(tally.totals[value])
                tried = _move(tally.table[value], (left, right), n, total - n, scale)
                if tried >= score - close:
                    exact = -(total - n) * _impurity(right, total - n, scale) - n * _impurity(left, n, scale)
                    if exact > gain:
                        best, gain, score = feature, exact, tried
                        threshold = value / 2.0 + tally.present[v + 1] / 2.0
        for v in range(values):
            tally.table[tally.present[v]] = 0
            tally.totals[tally.present[v]] = 0
    _remember(draw, known, found)
    return best, threshold, known + found


@njit(cache=True, nogil=True)
def _impurity(counts: np.ndarray, n: float, scale: np.ndarray) -> float:
    """Entropy or Gini's impurity of class counts with sum n, to the last bit as scikit-learn computes it."""
    total = 0.0
    if scale[0]:
        for count in counts:
            total += count * count
        return 1.0 - total / (n * n)
    for count in counts:
        if count > 0:
            share = count / n
            total -= share * (np.log(share) / np.log(2.0))
    return total


@njit(cache=True, nogil=True)
def _move(counts: np.ndarray, sides: tuple, n: float, others: float, scale: np.ndarray) -> float:
    """Move the rows of one value to the left; how pure the sides are, up to a constant and to rounding."""
    left, right = sides
    if scale[0]:
        squares, rest = 0.0, 0.0
        for k in range(len(left)):
            left[k] += counts[k]
            right[k] -= counts[k]
            squares += left[k] * left[k]
            rest += right[k] * right[k]
        return squares * scale[int(n)] + rest * scale[int(others)]
    score = -scale[int(n)] - scale[int(others)]
    for k in range(len(left)):
        left[k] += counts[k]
        right[k] -= counts[k]
        score += scale[int(left[k])] + scale[int(right[k])]
    return score


@njit(cache=True, nogil=True)
def _count(column: np.ndarray, node: Node, tally: Tally) -> int:
    """Count a node's rows by value and class; the number of values present, listed in ascending order."""
    values = 0
    for i in range(len(node.rows)):
        value = column[node.rows[i]]
        if tally.totals[value] == 0:
            tally.present[values] = value
            values += 1
        tally.totals[value] += node.times[i]
        tally.table[value, node.labels[i]] += node.times[i]
    if values <= 24:
        for v in range(1, values):
            value, b = tally.present[v], v
            while b and tally.present[b - 1] > value:
                tally.present[b] = tally.present[b - 1]
                b -= 1
            tally.present[b] = value
        return values
    return _list(tally)


@njit(cache=True, nogil=True)
def _count_many(column: np.ndarray, node: Node, tally: Tally) -> int:
    """As `_count`, where there are more rows than values: the sums by value are taken afterwards."""
    for i in range(len(node.rows)):
        tally.table[column[node.rows[i]], node.labels[i]] += node.times[i]
    for value in range(256):
        for k in range(len(node.counts)):
            tally.totals[value] += tally.table[value, k]
    return _list(tally)


@njit(cache=True, nogil=True)
def _list(tally: Tally) -> int:
    values = 0
    for value in range(256):
        tally.present[values] = value
        values += tally.totals[value] > 0
    return values


@njit(cache=True, nogil=True)
def _drawn(draw: Draw, drawn: int, end: int, known: int) -> int:
    """A place between `drawn` and `end`; -1 after putting a known constant feature aside."""
    at = drawn + _random(draw.state) % (end - drawn)
    if at >= known:
        return at
    _swap(draw.order, drawn, at)
    return -1


@njit(cache=True, nogil=True)
def _remember(draw: Draw, known: int, found: int) -> None:
    """Leave the known constants in the order that sibling and child nodes rely on, and add the new ones."""
    draw.order[:known] = draw.constant[:known]
    draw.constant[known : known + found] = draw.order[known : known + found]


@njit(cache=True, nogil=True)
def _swap(order: np.ndarray, a: int, b: int) -> None:
    order[a], order[b] = order[b], order[a]


@njit(cache=True, nogil=True)
def _random(state: np.ndarray) -> int:
    """The next 31 bits of a 32-bit xorshift generator (Marsaglia 2003, J. Stat. Softw. 8:14)."""
    x = state[0] if state[0] else 1
    x ^= (x << 13) & 0xFFFFFFFF
    x ^= x >> 17
    x ^= (x << 5) & 0xFFFFFFFF
    state[0] = x
    return x & 0x7FFFFFFF
