"""Pictures that are nearly the same: all pairs above a correlation, the nearest one, and groups of copies."""

from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.match.bound import candidates
from fittingroom.match.correlation import CHUNK, Pictures, check_same_shape, correlations, unit_halves
from fittingroom.match.exact import exact_groups, exact_pairs
from fittingroom.match.groups import first_of_group, join

BLOCK = 4096


@dataclass(frozen=True, slots=True)
class NearPairs:
    """Pairs of nearly equal pictures, sorted by i, then j.

    i, j: (m,) int64 rows; correlation: (m,) float32, the higher of direct and mirrored;
    mirrored: (m,) bool, whether that is the one with the left-right mirror image.
    """

    i: np.ndarray
    j: np.ndarray
    correlation: np.ndarray
    mirrored: np.ndarray

    def __len__(self) -> int:
        return len(self.i)

    def closest(self) -> "NearPairs":
        """Of each i only the pair with its closest j (the first of equals), closest pairs first."""
        order = np.lexsort((self.j, -self.correlation))
        _, first = np.unique(self.i[order], return_index=True)
        rows = order[np.sort(first)]
        return NearPairs(self.i[rows], self.j[rows], self.correlation[rows], self.mirrored[rows])


def near_pairs(
    a: np.ndarray, b: np.ndarray | None = None, *, threshold: float = 0.99, mirrored: bool = True
) -> NearPairs:
    """Find every pair with a pixel correlation of at least `threshold`, copies included.

    a, b: (n, h, w) or (n, h, w, c) uint8 of one picture shape; without `b`, pairs within `a`, i < j.
    `threshold` lies above 0 and is at most 1. `mirrored` also compares with the left-right mirror image.
    """
    check_same_shape(a, a if b is None else b)
    _check_threshold(threshold)
    left = Pictures.of(a)
    right = None if b is None else Pictures.of(b)
    found = [_equal_constants(left, right)]
    for i, j in candidates(left, right, threshold, mirrored):
        correlation, turned = correlations(left, right or left, i, j, mirrored=mirrored)
        keep = correlation >= threshold
        found.append((i[keep], j[keep], correlation[keep], turned[keep]))
    i, j, correlation, turned = (np.concatenate(column) for column in zip(*found, strict=True))
    order = np.lexsort((j, i))
    return NearPairs(i[order], j[order], correlation[order].astype(np.float32), turned[order])


def duplicate_groups(images: np.ndarray, *, threshold: float = 0.99) -> np.ndarray:
    """Number pictures so that copies, near copies and mirrored near copies share a number.

    Two pictures share a number if a chain of pairs with a correlation of at least `threshold` joins
    them. images: (n, h, w) or (n, h, w, c) uint8; of a mapped file no more than a few pages are held at
    a time. Returns (n,) int64, numbered from 0 in order of first occurrence. Keep whole groups on one
    side of a split.
    """
    _check_threshold(threshold)
    copies = exact_groups(images)
    _, first = np.unique(copies, return_index=True)
    pictures = Pictures.of(images, first)
    parents = np.arange(len(first))
    for pairs in candidates(pictures, None, threshold, mirrored=True):
        # what is joined already needs no exact comparison
        apart = first_of_group(parents, pairs[0]) != first_of_group(parents, pairs[1])
        i, j = pairs[0][apart], pairs[1][apart]
        near = correlations(pictures, pictures, i, j, mirrored=True)[0] >= threshold
        join(parents, i[near], j[near])
    groups = first_of_group(parents, np.arange(len(parents)))
    return np.unique(groups, return_inverse=True)[1].astype(np.int64)[copies]


def nearest(
    a: np.ndarray, b: np.ndarray, *, mirrored: bool = True
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Find, for each row of `a`, the row of `b` with the highest pixel correlation.

    a, b: (n, h, w) or (n, h, w, c) uint8 of one picture shape; `mirrored` also compares with the
    left-right mirror image. Returns the row of b (n,) int64, the lowest of equals; the correlation
    (n,) float32; and whether it is that of the mirror image (n,) bool.
    """
    check_same_shape(a, b)
    if not len(b):
        raise InputError("the nearest picture was asked for in an empty set: give at least one picture")
    _, first = np.unique(exact_groups(b), return_index=True)
    left, right = Pictures.of(a), Pictures.of(b, first)
    index, correlation, turned = np.zeros(len(a), np.int64), np.zeros(len(a)), np.zeros(len(a), bool)
    varied = np.flatnonzero(~left.constant)
    step = _block(left)
    starts = range(0, len(varied), step)
    for start in tqdm(starts, "looking for the nearest", disable=None, leave=False, delay=1):
        rows = varied[start : start + step]
        i, j = _contenders(left, right, rows, mirrored)
        exact, mirror = correlations(left, right, i, j, mirrored=mirrored)
        order = np.lexsort((j, -exact, i))
        best = order[np.unique(i[order], return_index=True)[1]]
        index[rows], correlation[rows], turned[rows] = first[j[best]], exact[best], mirror[best]
    _place_constants(left, b, index, correlation)
    return index, correlation.astype(np.float32), turned


def _check_threshold(threshold: float) -> None:
    """Refuse a correlation that no search can be pruned by."""
    if not 0 < threshold <= 1:
        raise InputError(f"a correlation threshold must lie above 0 and be at most 1, got {threshold}")


def _equal_constants(left: Pictures, right: Pictures | None) -> tuple[np.ndarray, ...]:
    rows = np.flatnonzero(left.constant)
    others = rows if right is None else np.flatnonzero(right.constant)
    i, j = exact_pairs(left.take(rows), (right or left).take(others)).T
    i, j = rows[i], others[j]
    if right is None:
        i, j = i[i < j], j[i < j]
    return i, j, np.ones(len(i)), np.zeros(len(i), bool)


def _block(pictures: Pictures) -> int:
    return max(1, min(BLOCK, 8 * CHUNK // pictures.pixels))


def _contenders(
    left: Pictures, right: Pictures, rows: np.ndarray, mirrored: bool
) -> tuple[np.ndarray, np.ndarray]:
    """All pairs that float32 cannot tell from the best of their row."""
    even, odd = unit_halves(left, rows, np.float32)
    slack = 2 * right.pixels * np.finfo(np.float32).eps
    best = np.full(len(rows), -np.inf, np.float32)
    found = []
    step = _block(right)
    for start in range(0, len(right.rows), step):
        other_even, other_odd = unit_halves(right, slice(start, start + step), np.float32)
        value, turned = even @ other_even.T, odd @ other_odd.T
        value += np.abs(turned, out=turned) if mirrored else turned
        top = value.max(axis=1)
        best = np.maximum(best, top)
        level = np.flatnonzero(top >= best - slack)  # few rows are improved by a later block
        p, q = np.nonzero(value[level] >= best[level, None] - slack)
        found.append((level[p], q + start, value[level[p], q]))
    p, q, value = (np.concatenate(column) for column in zip(*found, strict=True))
    keep = value >= best[p] - slack
    return rows[p[keep]], q[keep]


def _place_constants(left: Pictures, b: np.ndarray, index: np.ndarray, correlation: np.ndarray) -> None:
    rows = np.flatnonzero(left.constant)
    i, j = exact_pairs(left.take(rows).reshape(len(rows), *b.shape[1:]), b).T
    _, lowest = np.unique(i, return_index=True)
    index[rows[i[lowest]]], correlation[rows[i[lowest]]] = j[lowest], 1
