"""Exact nearest neighbours, found once per metric and voted on by every row of a table that needs them.

Comparing all pixels of all pairs is what makes neighbours slow. A sketch of 128 numbers a row bounds the
distance of a pair from below; only the pairs whose bound does not exceed the k-th best distance known so
far are compared in full, in float64. Nothing is approximate: sketches are built from the data for
tightness, but any orthonormal directions (Euclidean) or any grouping of the features (Manhattan) bound.
"""

from collections.abc import Iterator
from typing import Literal

import numpy as np
from numba import njit

from fittingroom.errors import InputError

SKETCH = 128
SAMPLE = 2000
BLOCK = 512
TILE = 256
CHUNK = 196
"""Features compared before asking whether the pair is already too far apart."""


def nearest(x: np.ndarray, asked: np.ndarray, *, k: int, p: Literal[1, 2]) -> tuple[np.ndarray, np.ndarray]:
    """The k rows of `x` nearest to each row of `asked`: distances (m, k) float64, places (m, k) int64.

    x: (n, features), asked: (m, features), float32 or float64, finite. p = 1: Manhattan, p = 2: Euclidean.
    Nearest first, of equally distant rows the lower place first. The first columns answer for a smaller k.
    """
    _check(x, asked, k, p)
    x, asked = (np.ascontiguousarray(rows) for rows in (x, asked))
    distances, places = np.empty((len(asked), k)), np.empty((len(asked), k), np.int64)
    for rows, bounds in _bounds_1(x, asked) if p == 1 else _bounds_2(x, asked):
        _refine(bounds, x, asked[rows], p, (distances[rows], places[rows]))
    return distances if p == 1 else np.sqrt(distances), places


def neighbour_labels(
    distances: np.ndarray,
    places: np.ndarray,
    labels: np.ndarray,
    *,
    k: int,
    weights: Literal["uniform", "distance"],
) -> np.ndarray:
    """What the k nearest vote for: (m,) int64, as scikit-learn's KNeighborsClassifier counts.

    distances, places: (m, at least k) from `nearest`; labels: (n,) int64 of the rows searched. Weighted
    by distance, a vote counts 1 / distance, and rows at distance 0, if any, vote alone. Of classes with
    equal votes the smallest wins.
    """
    if not 1 <= k <= places.shape[1]:
        raise InputError(
            f"{k} neighbours were asked to vote and {places.shape[1]} were searched: search at least {k}"
        )
    classes = np.unique(labels)
    cast = labels[places[:, :k]]
    weight = _closeness(distances[:, :k]) if weights == "distance" else np.ones(cast.shape)
    votes = [np.where(cast == label, weight, 0.0).sum(axis=1) for label in classes]
    return classes[np.argmax(votes, axis=0)].astype(np.int64)


def _check(x: np.ndarray, asked: np.ndarray, k: int, p: int) -> None:
    if p not in (1, 2):
        raise InputError(f"neighbours are searched with p = 1 or p = 2, got {p}")
    if x.ndim != 2 or asked.ndim != 2 or x.shape[1] != asked.shape[1]:
        raise InputError(
            f"neighbours are searched among rows of as many features, found {x.shape}, {asked.shape}"
        )
    if not 1 <= k <= len(x):
        raise InputError(f"{k} neighbours were asked for among {len(x)} rows: ask for 1 to {len(x)}")
    if not (np.isfinite(x).all() and np.isfinite(asked).all()):
        raise InputError(
            "neighbours are searched among finite rows, found NaN or infinity: fill or drop them"
        )


def _closeness(distances: np.ndarray) -> np.ndarray:
    with np.errstate(divide="ignore"):
        weight = 1.0 / distances
    same = np.isinf(weight)
    return np.where(same.any(axis=1, keepdims=True), same, weight)


def _bounds_2(x: np.ndarray, asked: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield blocks of squared lower bounds (rows, n) float32, as |Pa - Pb|^2 + (|Ra| - |Rb|)^2.

    P keeps leading principal directions, R is the rest. The bound is one product of d terms, two of them
    the squared lengths, lessened by more than float32 can round away: 2 (d + 10) 2^-24 (|a|^2 + |b|^2)
    (Higham, Accuracy and Stability of Numerical Algorithms, 2002, section 3.1).
    """
    sample = x[_spread(len(x))].astype(np.float64)
    directions = np.linalg.eigh(sample.T @ sample)[1][:, ::-1][:, :SKETCH]
    rows, columns = (_projected(part, directions) for part in (asked, x))
    kept = 1 - 2 * (rows.shape[1] + 2 + 10) * 2.0**-24
    lengths, others = (kept * (s.astype(np.float64) ** 2).sum(axis=1, keepdims=True) for s in (rows, columns))
    rows = np.hstack([-2 * rows, lengths, np.ones_like(lengths)]).astype(np.float32)
    columns = np.hstack([columns, np.ones_like(others), others]).astype(np.float32)
    buffer = np.empty((min(BLOCK, len(asked)), len(x)), np.float32)
    for block in _blocks(len(asked)):
        bounds = buffer[: block.stop - block.start]
        yield block, np.matmul(rows[block], columns.T, out=bounds)


def _projected(part: np.ndarray, directions: np.ndarray) -> np.ndarray:
    """Coordinates along the directions, and the length of what they leave out: (n, d + 1) float32."""
    projected = np.empty((len(part), directions.shape[1] + 1), np.float32)
    for block in _blocks(len(part)):
        rows = part[block].astype(np.float64)
        along = rows @ directions
        left = (rows**2).sum(axis=1) - (along**2).sum(axis=1)
        projected[block, :-1], projected[block, -1] = along, np.sqrt(np.maximum(0, left))
    return projected


def _bounds_1(x: np.ndarray, asked: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Yield blocks of lower bounds (rows, n) float32, as the sum over groups of |sum of a - sum of b|."""
    groups = _groups(x[_spread(len(x))].astype(np.float64))
    columns, rows = (_summed(part, groups) for part in (x, asked))
    slack = 2 * (len(groups) + 10) * 2.0**-24
    near, far = ((slack * np.abs(s).sum(axis=1)).astype(np.float32) for s in (rows, columns))
    buffer = np.empty((min(BLOCK, len(asked)), len(x)), np.float32)
    for block in _blocks(len(asked)):
        bounds = buffer[: block.stop - block.start]
        _grouped_differences(rows[block], columns, near[block], far, bounds)
        yield block, bounds


def _groups(sample: np.ndarray) -> list[np.ndarray]:
    """Divide the features into up to 128 groups that rise and fall together, whose sums keep differences.

    Halved again and again by the second direction of a group, the first that sets its features apart.
    """
    groups = [np.arange(sample.shape[1])]
    while 2 * len(groups) <= min(SKETCH, sample.shape[1]):
        halves = [np.array_split(group[_second_direction(sample[:, group]).argsort()], 2) for group in groups]
        groups = [half for pair in halves for half in pair]
    return groups


def _second_direction(sample: np.ndarray) -> np.ndarray:
    return np.linalg.eigh(sample.T @ sample)[1][:, -2]


def _summed(part: np.ndarray, groups: list[np.ndarray]) -> np.ndarray:
    """Sums over each group of features: (n, groups) float32."""
    inside = np.zeros((part.shape[1], len(groups)))
    for column, group in enumerate(groups):
        inside[group, column] = 1
    sums = np.empty((len(part), len(groups)), np.float32)
    for block in _blocks(len(part)):
        sums[block] = part[block].astype(np.float64) @ inside
    return sums


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def _grouped_differences(
    rows: np.ndarray, columns: np.ndarray, near: np.ndarray, far: np.ndarray, out: np.ndarray
) -> None:
    """out[i, j] = sum over groups of |rows[i, g] - columns[j, g]|, less the slack of both."""
    for start in range(0, len(columns), TILE):
        for i in range(len(rows)):
            row = rows[i]
            for j in range(start, min(start + TILE, len(columns))):
                column = columns[j]
                total = np.float32(0)
                for g in range(len(row)):
                    total += abs(row[g] - column[g])
                out[i, j] = total - near[i] - far[j]


@njit(cache=True, nogil=True)
def _refine(bounds: np.ndarray, x: np.ndarray, asked: np.ndarray, p: int, nearest: tuple) -> None:
    """Fill in, per row asked for, the k least distances (squared if p = 2) and where they are.

    No row with a bound above the farthest of any k rows can be among the nearest. Rows are compared tile
    by tile, since reading them from memory would cost more than comparing them.
    """
    distances, places = nearest
    reach = np.empty(len(asked))
    for i in range(len(asked)):
        reach[i] = _first_reach(bounds[i], x, asked[i], p, places[i])
    distances[:], places[:] = np.inf, -1
    for start in range(0, len(x), TILE):
        for i in range(len(asked)):
            for j in range(start, min(start + TILE, len(x))):
                if bounds[i, j] <= reach[i]:
                    apart = _apart(x[j], asked[i], p, reach[i])
                    if apart <= reach[i] and apart < distances[i, -1]:
                        _insert(apart, j, distances[i], places[i])
                        reach[i] = min(reach[i], distances[i, -1])


@njit(cache=True, nogil=True)
def _first_reach(bounds: np.ndarray, x: np.ndarray, row: np.ndarray, p: int, places: np.ndarray) -> float:
    """The farthest of the k rows with the least bounds, and a little more against rounding."""
    least = np.full(len(places), np.float32(np.inf))
    last = least[-1]
    for j in range(len(bounds)):
        if bounds[j] < last:
            _insert(bounds[j], j, least, places)
            last = least[-1]
    reach = 0.0
    for place in places:
        reach = max(reach, _apart(x[place], row, p, np.inf))
    return reach * (1 + 1e-9)


@njit(cache=True, nogil=True)
def _insert(value: float, place: int, least: np.ndarray, places: np.ndarray) -> None:
    """Put a value behind those not above it; the last one falls out."""
    c = len(least) - 1
    while c and least[c - 1] > value:
        least[c], places[c] = least[c - 1], places[c - 1]
        c -= 1
    least[c], places[c] = value, place


@njit(cache=True, nogil=True)
def _apart(a: np.ndarray, b: np.ndarray, p: int, reach: float) -> float:
    """The distance of two rows (squared if p = 2), or less than it but above `reach`."""
    total = 0.0
    for start in range(0, len(a), CHUNK):
        total += _part(a[start : start + CHUNK], b[start : start + CHUNK], p)
        if total > reach:
            break
    return total


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def _part(a: np.ndarray, b: np.ndarray, p: int) -> float:
    total = 0.0
    if p == 1:
        for f in range(len(a)):
            total += abs(np.float64(a[f]) - np.float64(b[f]))
    else:
        for f in range(len(a)):
            apart = np.float64(a[f]) - np.float64(b[f])
            total += apart * apart
    return total


def _blocks(n: int) -> Iterator[slice]:
    return (slice(start, min(start + BLOCK, n)) for start in range(0, n, BLOCK))


def _spread(n: int) -> np.ndarray:
    return np.linspace(0, n - 1, min(n, SAMPLE)).astype(np.int64)
