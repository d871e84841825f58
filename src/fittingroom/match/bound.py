"""Finding the pairs above a correlation without comparing all pixels of all pairs.

Let P keep the d leading principal directions of a unit vector and R be what is left of it. Then
<a, b> <= <Pa, Pb> + |Ra| |Rb| (Cauchy-Schwarz), so a matrix product of d + 1 instead of all pixels
bounds every correlation from above, and only the few pairs above the bound need an exact comparison.

Most pairs need not even that. Unit vectors with correlation t are sqrt(2 - 2 t) apart, and mirroring
leaves the even coordinates alone. So rows are put into boxes of neighbours by the leading even ones
(Bentley 1975), and a box meets only the rows that are no farther from it.

Nothing is approximate: the directions come from a sample, but any orthonormal ones give a true bound.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from fittingroom.match.correlation import CHUNK, Pictures, chunks, unit_halves

DIRECTIONS = 64
SAMPLE = 500
LEADING = 8
"""Coordinates that boxes have sides in; with more, boxes are long and little more is told apart."""
BOX, COLUMNS = 256, 4096
BATCH = 1 << 14
TILE = 32, 64
"""Rows and columns of one product. OpenBLAS keeps one of so few terms (2^18) on one thread, and is faster at
it than at a part of a large one; on busy cores, threads that wait for each other took 16 times as long."""
STEPS = 2**15 - 1
"""Coordinates lie in -1..1 and are kept as whole numbers of this many steps: a fourth of float64's memory."""
SLACK = np.sqrt(DIRECTIONS + 1) / STEPS + 1e-5
"""Half a step in each coordinate moves a unit vector by at most sqrt(d + 1) / 2 / STEPS, so the product and
the distance of two by twice that. The rest is above the rounding error of a float32 product of 65 terms of
unit vectors (at most 66 * 2^-24 = 4e-6)."""


@dataclass(frozen=True, slots=True)
class Sketch:
    """What is left of the pictures after keeping the leading directions: columns in order of their boxes.

    even: (d_even + 1, n) int16, the even coordinates and the length of the residual, in STEPS; odd:
    (d_odd, n) int16, the odd coordinates, which mirroring negates; rows: (n,) int64, where each column
    came from. BOX columns after another are a box; low, high: (LEADING or fewer, boxes) float32, its sides.
    """

    even: np.ndarray
    odd: np.ndarray
    rows: np.ndarray
    low: np.ndarray
    high: np.ndarray


def candidates(
    left: Pictures, right: Pictures | None, threshold: float, mirrored: bool
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Yield all pairs whose bound reaches the threshold, (i, j) in batches; without `right`, i < j."""
    if not _any_varied(left) or (right is not None and not _any_varied(right)):
        return
    directions = _directions(left if right is None else right)
    a = _sketch(left, directions)
    b = a if right is None else _sketch(right, directions)
    waiting, size = [], 0
    for p, q in _above(a, b, threshold, mirrored=mirrored):
        if right is not None:
            waiting.append((a.rows[p], b.rows[q]))
        else:
            i, j = a.rows[p[p < q]], a.rows[q[p < q]]
            waiting.append((np.minimum(i, j), np.maximum(i, j)))
        size += len(waiting[-1][0])
        if size >= BATCH:
            yield _joined(waiting)
            waiting, size = [], 0
    if waiting:
        yield _joined(waiting)


def _any_varied(pictures: Pictures) -> bool:
    return not pictures.constant.all()


def _joined(batches: list[tuple[np.ndarray, np.ndarray]]) -> tuple[np.ndarray, np.ndarray]:
    i, j = zip(*batches, strict=True)
    return np.concatenate(i), np.concatenate(j)


def _directions(pictures: Pictures) -> list[np.ndarray]:
    """Leading principal directions of a sample, even and odd ones apart, orthonormal columns."""
    n = len(pictures.rows)
    size = min(n, SAMPLE, max(1, 16 * CHUNK // pictures.pixels))
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
    n, (d_even, d_odd) = len(pictures.rows), (basis.shape[1] for basis in directions)
    even, odd = np.empty((d_even + 1, n), np.int16), np.empty((d_odd, n), np.int16)
    for some in chunks(n, pictures.pixels, "sketching pictures"):
        halves = unit_halves(pictures, some, np.float64)
        kept = [(half @ basis).T for half, basis in zip(halves, directions, strict=True)]
        rest = 1 - sum(np.einsum("dn,dn->n", part, part) for part in kept)
        even[:-1, some], odd[:, some] = (np.rint(STEPS * part) for part in kept)
        even[-1, some] = np.rint(STEPS * np.sqrt(np.maximum(0, rest)))
    rows = np.flatnonzero(~pictures.constant)
    leading = even[:LEADING]  # the length of the residual, too, where there are few
    _sort_into_boxes(leading, rows)
    for coordinate in (*even, *odd):  # one at a time: a sorted copy of all would double the memory
        coordinate[: len(rows)] = coordinate[rows]
    even, odd, leading = (part[:, : len(rows)] for part in (even, odd, leading))
    starts = np.arange(0, len(rows), BOX)
    low, high = (side.reduceat(leading, starts, axis=1) for side in (np.minimum, np.maximum))
    return Sketch(even, odd, rows, low.astype(np.float32), high.astype(np.float32))


def _sort_into_boxes(leading: np.ndarray, rows: np.ndarray) -> None:
    """Sort rows in place: halve them along the coordinate in which they reach farthest, and so on to BOX."""
    if len(rows) <= BOX:
        return
    places = leading[:, rows]
    widest = np.argmax(places.max(axis=1).astype(np.int32) - places.min(axis=1))
    middle = BOX * (-(-len(rows) // BOX) // 2)
    rows[:] = rows[np.argpartition(places[widest], middle)]
    del places
    _sort_into_boxes(leading, rows[:middle])
    _sort_into_boxes(leading, rows[middle:])


def _above(
    a: Sketch, b: Sketch, threshold: float, *, mirrored: bool
) -> Iterator[tuple[np.ndarray, np.ndarray]]:
    """Columns p of `a` and q of `b` whose bound reaches the threshold; of `a` with itself, also p >= q."""
    n = len(a.rows)
    buffers = np.empty((2, _whole(BOX, TILE[0]) * _whole(COLUMNS, TILE[1])), np.float32)
    for box in tqdm(range(a.low.shape[1]), "comparing pictures", disable=None, leave=False, delay=1):
        start, stop = box * BOX, min(box * BOX + BOX, n)
        rows = _filled(np.arange(start, stop), TILE[0])
        even, odd = (part.take(rows, axis=1).T / np.float32(STEPS**2) for part in (a.even, a.odd))
        for columns in _near(a, box, b, np.sqrt(2 - 2 * threshold) + SLACK):
            filled = _filled(columns, TILE[1])
            bound, other = (buffer[: rows.size * filled.size].reshape(rows.size, -1) for buffer in buffers)
            _multiply(even, b.even.take(filled, axis=1).astype(np.float32), bound)
            _multiply(odd, b.odd.take(filled, axis=1).astype(np.float32), other)
            bound += np.abs(other, out=other) if mirrored else other
            above = bound[: stop - start, : len(columns)] >= threshold - SLACK
            p, q = np.divmod(np.flatnonzero(above), len(columns))
            yield p + start, columns[q]


def _whole(size: int, tile: int) -> int:
    return -(-size // tile) * tile


def _filled(places: np.ndarray, tile: int) -> np.ndarray:
    """Places (m,), m > 0, and the first of them again until they fill whole tiles."""
    return np.concatenate([places, np.repeat(places[:1], -len(places) % tile)])


def _multiply(left: np.ndarray, right: np.ndarray, out: np.ndarray) -> None:
    """`left` (m, d) times `right` (d, n) into `out`, tile by tile, m and n being whole numbers of tiles."""
    (m, d), n, (high, wide) = left.shape, right.shape[1], TILE
    left, right = left.reshape(m // high, 1, high, d), right.reshape(d, n // wide, wide).transpose(1, 0, 2)
    np.matmul(left, right, out=out.reshape(m // high, high, n // wide, wide).transpose(0, 2, 1, 3))


def _near(a: Sketch, box: int, b: Sketch, reach: float) -> Iterator[np.ndarray]:
    """The columns of `b` within reach of a box of `a`, some at a time; of `a` itself, from this box on."""
    low, high = a.low[:, box, None], a.high[:, box, None]
    boxes = np.flatnonzero(_distance(low, high, b.low, b.high) <= reach * STEPS)
    if b is a:
        boxes = boxes[boxes >= box]
    columns = (boxes[:, None] * BOX + np.arange(BOX)).ravel()
    columns = columns[columns < len(b.rows)]
    for start in range(0, len(columns), COLUMNS):
        some = columns[start : start + COLUMNS]
        places = b.even[: len(low)].take(some, axis=1).astype(np.float32)
        some = some[_distance(low, high, places, places) <= reach * STEPS]
        if len(some):
            yield some


def _distance(low: np.ndarray, high: np.ndarray, lows: np.ndarray, highs: np.ndarray) -> np.ndarray:
    """How far boxes (k, m), or points where both sides are one, lie from a box (k, 1)."""
    gap = np.maximum(lows - high, low - highs)
    np.maximum(gap, 0, out=gap)
    return np.sqrt(np.einsum("km,km->m", gap, gap))
