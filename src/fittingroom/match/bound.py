"""Finding the pairs above a correlation without comparing all pixels of all pairs.

Let P keep the d leading principal directions of a unit vector and R be what is left of it. Then
<a, b> <= <Pa, Pb> + |Ra| |Rb| (Cauchy-Schwarz), so a matrix product of d + 1 instead of all pixels
bounds every correlation from above, and only the few pairs above the bound need an exact comparison.
Nothing is approximate: the directions come from a sample, but any orthonormal ones give a true bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from fittingroom.match.correlation import CHUNK, Pictures, chunks, unit_halves

DIRECTIONS = 64
SAMPLE = 500
ROWS, COLUMNS = 512, 4096
SLACK = 1e-5
"""Above the rounding error of a float32 product of 66 terms of unit vectors (at most 66 * 2^-24 = 4e-6)."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is left of the pictures after keeping the leading directions, rows sorted by the first one.

    even: (n, d_even + 1) float32, the even coordinates and the length of the residual; odd: (n, d_odd)
    float32, the odd coordinates, which mirroring negates; rows: (n,) int64, where each row came from.
    """

    even: np.ndarray
    odd: np.ndarray
    rows: np.ndarray


def candidates(
    left: Pictures, right: Pictures | None, threshold: float, mirrored: bool
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield all pairs whose bound reaches the threshold, (i, j) in batches; without `right`, i < j.

    Mirroring leaves the first (even) coordinate alone, and unit vectors with correlation t are
    sqrt(2 - 2 t) apart, so rows sorted by it need only be compared within that distance.
    """
    if not len(left.total) or (right is not None and not len(right.total)):
        return
    directions = _directions(left if right is None else right)
    a = _sketch(left, directions)
    b = a if right is None else _sketch(right, directions)
    reach = np.sqrt(2 - 2 * threshold) + SLACK
    lowest = np.searchsorted(b.even[:, 0], a.even[:, 0] - reach)
    highest = np.searchsorted(b.even[:, 0], a.even[:, 0] + reach)
    buffers = np.empty((2, ROWS * COLUMNS), np.float32)
    starts = range(0, len(a.rows), ROWS)
    for start in tqdm(starts, "comparing pictures", disable=None, leave=False, delay=1):
        stop = min(start + ROWS, len(a.rows))
        begin = start if right is None else lowest[start]
        for column in range(begin, highest[stop - 1], COLUMNS):
            columns = slice(column, min(column + COLUMNS, highest[stop - 1]))
            p, q = _above(
                a, b, slice(start, stop), columns, threshold=threshold, mirrored=mirrored, buffers=buffers
            )
            if right is not None:
                yield a.rows[p], b.rows[q]
            else:
                i, j = a.rows[p[p < q]], a.rows[q[p < q]]
                yield np.minimum(i, j), np.maximum(i, j)


def _directions(pictures: Pictures) -> list[np.ndarray]:
    """Leading principal directions of a sample, even and odd ones apart, orthonormal columns."""
    n = len(pictures.total)
    size = min(n, SAMPLE, max(1, 4 * CHUNK // pictures.pixels))
    sample = np.linspace(0, n - 1, size).astype(np.int64)
    bases, strengths = [], []
    for half in unit_halves(pictures, sample, np.float64):
        strength, mixture = np.linalg.eigh(half @ half.T)
        top = min(DIRECTIONS, *half.shape)
        bases.append(np.linalg.qr(half.T @ mixture[:, ::-1][:, :top])[0])
        strengths.append(strength[::-1][:top])
    weakest = np.sort(np.concatenate(strengths))[::-1][:DIRECTIONS][-1]
    return [basis[:, strength >= weakest] for basis, strength in zip(bases, strengths, strict=True)]


def _sketch(pictures: Pictures, directions: list[np.ndarray]) -> Sketch:
    evens, odds = [], []
    for rows in chunks(pictures.images):
        halves = unit_halves(pictures, rows, np.float64)
        even, odd = (half @ basis for half, basis in zip(halves, directions, strict=True))
        kept = np.einsum("nd,nd->n", even, even) + np.einsum("nd,nd->n", odd, odd)
        evens.append(np.column_stack([even, np.sqrt(np.maximum(0, 1 - kept))]).astype(np.float32))
        odds.append(odd.astype(np.float32))
    even, odd = np.concatenate(evens), np.concatenate(odds)
    varied = np.flatnonzero(~pictures.constant)
    rows = varied[np.argsort(even[varied, 0], kind="stable")]
    return Sketch(even[rows], odd[rows], rows)


def _above(
    a: Sketch,
    b: Sketch,
    rows: slice,
    columns: slice,
    *,
    threshold: float,
    mirrored: bool,
    buffers: np.ndarray,
) -> tuple[np.ndarray, np.ndarray]:
    shape = rows.stop - rows.start, columns.stop - columns.start
    bound, odd = (buffer[: shape[0] * shape[1]].reshape(shape) for buffer in buffers)
    np.matmul(a.even[rows], b.even[columns].T, out=bound)
    np.matmul(a.odd[rows], b.odd[columns].T, out=odd)
    bound += np.abs(odd, out=odd) if mirrored else odd
    p, q = np.divmod(np.flatnonzero(bound >= threshold - SLACK), shape[1])
    return p + rows.start, q + columns.start
