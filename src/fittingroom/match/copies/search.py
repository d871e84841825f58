"""Pairs of pictures that share points: the only ones worth a closer look, found without comparing all.

Points of equal key and like direction lie beside each other once sorted (`keys`), so a search is a few sorts:
the same join runs in any table engine. How it grows is measured in docs/copies.md.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fittingroom.match.copies.features import MIRROR, MOST, OCTAVE
from fittingroom.match.copies.keys import TABLES, in_order
from fittingroom.match.copies.votes import agreeing, best_of_each

LIKE_DIRECTION = 12
"""Directions of one point in two copies differ by at most this, in 1/CIRCLE of a turn (17 degrees)."""

LIKE_SIZE = 1.6 * OCTAVE
"""Sizes differ by at most a factor of three."""

LIKE_BITS = 30
"""Bits that may differ between two points of equal key."""

NEIGHBOURS = 64
"""A point is compared with at most so many that follow it: what thousands of pictures share, like a shop's
logo or a weave, says nothing."""

MOST_EACH = 8
"""Pairs of each picture that are compared, those with most agreeing points: this bounds the work. Among 4,063
pictures not more than 1 in 1,000 planted copies was ranked lower, its own siblings aside."""

CHUNK = 1 << 21
"""Points that are compared with their neighbours at a time."""

AT_ONCE = 4096
"""Records that are read at a time."""


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


def candidates(records: np.ndarray, *, shared: int = 2, most: int = MOST_EACH) -> Candidates:
    """Find the pairs of records in which at least `shared` of each one's points meet and agree.

    records: (n,) of RECORD, may be mapped. most: a pair counts where it is among so many of most agreeing
    points for either of its records. Of records of equal pixels only the first one is searched for.
    """
    bits, places, owner = _entries(records, _first_of_equals(records))
    met = np.empty(0, np.int64)
    for table in range(TABLES):
        met = np.unique(np.concatenate([met, *_matches(bits, places, owner, table)]))
    if not len(met):
        return Candidates(*(np.empty(0, kind) for kind in (np.int64, np.int64, bool, np.int64)))
    first, second, mirrored = _unpacked(met, len(bits))
    pair = (owner[first].astype(np.int64) * len(records) + owner[second]) * 2 + mirrored
    order = np.argsort(pair, kind="stable")
    pair, first, second, mirrored = (column[order] for column in (pair, first, second, mirrored))
    width = records["work"][owner[first], 1].astype(np.int32)
    count = agreeing(pair, places[first], places[second], mirrored == 1, width)
    pair, start = np.unique(pair, return_index=True)
    count = np.maximum.reduceat(count, start)
    pair, count = pair[count >= shared], count[count >= shared]
    found = Candidates(pair // 2 // len(records), pair // 2 % len(records), pair % 2 == 1, count)
    return found.take(best_of_each(found.i, found.j, count, most))


def _first_of_equals(records: np.ndarray) -> np.ndarray:
    """Which records (n,) bool no earlier one has the pixels of."""
    first = np.zeros(len(records), bool)
    first[np.unique(records["digest"], return_index=True)[1]] = True
    return first


def _entries(records: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The points of wanted records one after another: bits (p, 16), places (p, 4), whose (p,) int32."""
    points = np.where(wanted, records["points"], 0)
    total = int(points.sum(dtype=np.int64))
    bits, places = np.empty((total, 16), np.uint8), np.empty((total, 4), np.int16)
    owner = np.empty(total, np.int32)
    at = 0
    for start in range(0, len(records), AT_ONCE):
        some = records[start : start + AT_ONCE]
        row, point = np.nonzero(np.arange(MOST) < points[start : start + AT_ONCE, None])
        here = slice(at, at + len(row))
        bits[here], places[here], owner[here] = (
            some["bits"][row, point],
            some["places"][row, point],
            start + row,
        )
        at += len(row)
    return bits, places, owner


def _matches(bits: np.ndarray, places: np.ndarray, owner: np.ndarray, table: int) -> Iterator[np.ndarray]:
    """Points that match, packed as by `_packed`."""
    words, points, turned = in_order(bits, places[:, 3], table)
    halves = bits.view(np.uint64)
    mask = MIRROR.view(np.uint64)
    for begin in range(0, len(words), CHUNK):
        some, number = (column[begin : begin + CHUNK + NEIGHBOURS] for column in (words, points))
        at = np.arange(min(CHUNK, len(some)))
        for lag in range(1, NEIGHBOURS + 1):
            at = at[at + lag < len(some)]
            # sorted, so who is too far now stays too far; keys end at the 8 bits of direction
            at = at[some[at + lag] - some[at] <= LIKE_DIRECTION]
            if not len(at):
                break
            a, b = number[at], number[at + lag]
            keep = (owner[a] != owner[b]) & (np.abs(places[a, 2] - places[b, 2]) <= LIKE_SIZE)
            a, b = a[keep], b[keep]
            mirrored = turned[a] ^ turned[b]
            unlike = halves[a] ^ halves[b] ^ mask * mirrored[:, None].astype(np.uint64)
            like = np.bitwise_count(unlike[:, 0]) + np.bitwise_count(unlike[:, 1]) <= LIKE_BITS
            if like.any():
                yield _packed(a[like], b[like], mirrored[like], len(bits))


def _packed(a: np.ndarray, b: np.ndarray, mirrored: np.ndarray, n: int) -> np.ndarray:
    return (np.minimum(a, b) * n + np.maximum(a, b)) * 2 + mirrored


def _unpacked(words: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    return words // 2 // n, words // 2 % n, words % 2
