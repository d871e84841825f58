"""Pairs of pictures that share points: the only ones worth a closer look, found without comparing all.

Points of equal key and like direction lie beside each other once sorted (`keys`); each is compared with those
beside it and keeps the most alike (`nearest`); each picture then counts its own (`votes`). So the work grows
as the pictures do, and what is held besides the points belongs to one block of pictures. How it grows is
measured in docs/copies.md.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any

import numpy as np
from tqdm import tqdm

from fittingroom.cores import usable_cores
from fittingroom.match.copies.features import CIRCLE, MIRROR
from fittingroom.match.copies.points import Points

MOST_EACH = 8
"""Pairs of each picture that are compared, those with most agreeing points: this bounds the work. Among 4,063
pictures not more than 1 in 1,000 planted copies was ranked lower, its own siblings aside."""

BLOCK = 1 << 25
"""Points whose nearest are held at a time at least: for every block all points are sorted and looked at."""

POINT_BYTES, NEAREST_BYTES = 37, 40
"""What is held of each point, and besides of each of a block."""

PIECE = 1 << 16
"""Points that one thread works on at a time; of pictures a 64th of it."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """Pairs worth verifying, i < j, sorted: rows (m,) int64; mirrored (m,) bool; shared points (m,) int64."""

    i: np.ndarray
    j: np.ndarray
    mirrored: np.ndarray
    shared: np.ndarray

    def __len__(self) -> int:
        return len(self.i)

    def take(self, rows: np.ndarray) -> "Candidates":
        """The pairs of these rows, or of this mask."""
        return Candidates(self.i[rows], self.j[rows], self.mirrored[rows], self.shared[rows])


def candidates(
    records: np.ndarray, *, shared: int = 2, most: int = MOST_EACH, memory_bytes: int = 0
) -> Candidates:
    """Find the pairs of records in which at least `shared` of each one's points meet and agree.

    records: (n,) of RECORD, may be mapped; held are POINT_BYTES for each of their points, and NEAREST_BYTES
    more for those of a block; the more of `memory_bytes` that leaves, the fewer blocks. most: a pair counts
    where it is among so many of most agreeing points for either of its records. Of records of equal pixels
    only the first one is searched for. Uses all cores.
    """
    points = Points.of(records)
    found = [np.empty((0, 4), np.int64)]
    # a block of pictures is one of points as well: those of a picture lie together
    block = max(BLOCK, (memory_bytes - POINT_BYTES * len(points)) // NEAREST_BYTES)
    edges = np.searchsorted(points.first, np.arange(0, len(points) + block, block))
    edges[-1] = len(points.rows)
    for begin, end in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        best = _of_block(points, begin, end, shared, most)
        picture, rank = np.nonzero(best[..., 2])
        other, mirrored, count = best[picture, rank].T
        ends = np.sort(points.rows[np.stack([picture + begin, other])], axis=0)
        found.append(np.column_stack([*ends, mirrored, count]))
    i, j, mirrored, count = np.concatenate(found).T
    order = np.lexsort((-count, mirrored, j, i))
    i, j, mirrored, count = (column[order] for column in (i, j, mirrored, count))
    # a pair that both of its pictures found counts once, with the higher number
    new = (np.diff(i, prepend=-1) != 0) | (np.diff(j, prepend=-1) != 0) | (np.diff(mirrored, prepend=-1) != 0)
    return Candidates(i[new], j[new], mirrored[new] == 1, count[new])


def _of_block(points: Points, begin: int, end: int, shared: int, most: int) -> np.ndarray:
    """The best pairs of the pictures `begin` to `end`: (pictures, most, 3) int64, see `best_pairs`."""
    from fittingroom.match.copies.nearest import NEAREST, NOBODY, raise_nearest
    from fittingroom.match.copies.votes import best_pairs

    first, last = points.first[[begin, end]].tolist()
    nearest = np.zeros((last - first, NEAREST), np.uint32)
    unlike = np.full((last - first, NEAREST), NOBODY, np.uint8)
    best = np.zeros((end - begin, most, 3), np.int64)

    looks, lie = (points.owner, points.bits, points.places), (points.owner, points.places)
    for words, mirrored, room in _tables(points):
        how = (words, room, looks, mirrored, MIRROR.view(np.uint64))
        _in_threads(raise_nearest, len(points), PIECE, *how, first, nearest, unlike)
    pictures = (points.first[begin : end + 1], points.width[begin:end])
    _in_threads(best_pairs, end - begin, PIECE // 64, *pictures, lie, nearest, unlike, shared, best)
    return best


def _tables(points: Points) -> Iterator[tuple[np.ndarray, np.ndarray, np.uint64]]:
    """Each table in turn, in the same memory: sorted words, which points stand mirrored, bits of a number."""
    from fittingroom.match.copies.keys import TABLES, fill_words, key_bits, key_of, number_bits

    words, mirrored = np.empty(len(points), np.uint64), np.empty(len(points), bool)
    room = np.uint64(number_bits(len(points)))
    for table in tqdm(range(TABLES), "searching copies", disable=None, leave=False, delay=1):
        *key, turning = key_of(table, key_bits(len(points)))
        how = (points.bits, points.places, tuple(key), turning, table * CIRCLE // TABLES, room)
        _in_threads(fill_words, len(points), PIECE, *how, words, mirrored)
        words.sort()
        yield words, mirrored, room


def _in_threads(work: Callable[..., None], n: int, size: int, *how: Any) -> None:
    """Call `work(begin, end, *how)` for pieces of `size` of 0 to n, on all cores; each has its own places."""
    with ThreadPoolExecutor(usable_cores()) as threads:
        for _ in threads.map(lambda at: work(at, min(at + size, n), *how), range(0, n, size)):
            pass
