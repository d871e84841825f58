"""Pairs of pictures that share points: the only ones worth a closer look, found without comparing all.

A key is 20 of a point's bits, those that copies change least. Points of equal key and like direction lie
beside each other once sorted, so a search is a few sorts: it grows nearly as the number of pictures, and
the same join runs in any table engine. Of a key and its mirrored key the smaller one is used, so a mirrored
copy lies in the same place. Three tables with different bits find a good third of the points that a copy
still has; two are enough.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fittingroom.match.copies.features import CIRCLE, MIRROR, OCTAVE, SUBPIXEL

STABLE = (
    25, 2, 11, 34, 10, 89, 36, 35, 114, 4, 66, 33, 12, 50, 41, 44, 32, 18, 98, 52,
    74, 73, 43, 13, 49, 40, 38, 82, 20, 60, 27, 68, 6, 100, 75, 29, 51, 65, 81, 54,
    14, 37, 57, 46, 116, 26, 28, 106, 72, 24, 15, 84, 76, 58, 91, 45, 93, 53, 31, 88,
    70, 22, 48, 96, 90, 99, 102, 39, 56, 77, 121, 124,
)  # fmt: skip
"""Bits in the order in which planted copies of 140 photos changed them least, the lopsided ones left out."""

TABLES = 4

LIKE_DIRECTION = 12
"""Directions of one point in two copies differ by at most this, in 1/CIRCLE of a turn (17 degrees)."""

LIKE_SIZE = 1.6 * OCTAVE
"""Sizes differ by at most a factor of three."""

LIKE_BITS = 30
"""Bits that may differ between two points of equal key."""

NEIGHBOURS = 256
"""A point is compared with at most so many of equal key: what thousands of pictures share, like a shop's
logo, says nothing."""

LOOKED_AROUND = 12
"""Each match of a pair is compared with at most so many others of it."""

CHUNK = 1 << 22
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


def key_bits(points: int) -> int:
    """Bits of a key for so many points: a key is shared by a dozen of them at most sets' size."""
    return int(np.clip(np.ceil(np.log2(max(points, 1))) - 4, 16, 24))


def candidates(records: np.ndarray, *, shared: int = 2, points: int = 96) -> Candidates:
    """Find the pairs of records in which at least `shared` of each one's first points meet and agree.

    records: (n,) of RECORD, may be mapped.
    """
    bits, places, owner = _entries(records, points)
    found = [np.empty(0, np.int64)]
    for table in range(TABLES):
        found.extend(_matches(bits, places, owner, table))
    met = np.unique(np.concatenate(found))
    if not len(met):
        return Candidates(*(np.empty(0, kind) for kind in (np.int64, np.int64, bool, np.int64)))
    first, second, mirrored = _unpacked(met, len(bits))
    pair = (owner[first].astype(np.int64) * len(records) + owner[second]) * 2 + mirrored
    order = np.argsort(pair, kind="stable")
    pair, first, second, mirrored = (column[order] for column in (pair, first, second, mirrored))
    width = records["work"][owner[first], 1].astype(np.int32)
    agreeing = _agreeing(pair, places[first], places[second], mirrored == 1, width)
    pair, start = np.unique(pair, return_index=True)
    count = np.maximum.reduceat(agreeing, start)
    pair, count = pair[count >= shared], count[count >= shared]
    return Candidates(pair // 2 // len(records), pair // 2 % len(records), pair % 2 == 1, count)


def _agreeing(
    pair: np.ndarray, here: np.ndarray, there: np.ndarray, mirrored: np.ndarray, width: np.ndarray
) -> np.ndarray:
    """How many points of its pair each match agrees with, itself included: (m,) int64, pairs sorted.

    One match of two points says how large the one picture is on the other and hence where the next lie; the
    small turn that a copy may have is left to the tolerance. Points in one place count once.
    """
    x = np.where(mirrored, (width - 1) * SUBPIXEL - here[:, 0].astype(np.int32), here[:, 0])
    z, w = (x + 1j * here[:, 1]) / SUBPIXEL, (there[:, 0] + 1j * there[:, 1]) / SUBPIXEL
    scale = np.exp2((there[:, 2].astype(np.float64) - here[:, 2]) / OCTAVE)
    count = np.ones(len(pair), np.int64)
    at = np.arange(len(pair))
    for lag in range(1, LOOKED_AROUND + 1):
        at = at[at + lag < len(pair)]
        at = at[pair[at] == pair[at + lag]]
        if not len(at):
            break
        p, q = at, at + lag
        run, expected = np.abs(z[p] - z[q]), (w[p] - w[q])
        for one in (p, q):
            off = np.abs((z[p] - z[q]) * scale[one] - expected)
            near = (
                (run > 4)
                & (off <= 4 + 0.3 * np.abs(expected))
                & (np.abs(np.log2(scale[p] / scale[q])) <= 0.7)
            )
            count[one] += near
    return count


def _entries(records: np.ndarray, points: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The points of all records one after another: bits (p, 16), places (p, 4), whose they are (p,) int32."""
    ends = np.cumsum(np.minimum(records["points"], points), dtype=np.int64)
    total = int(ends[-1]) if len(ends) else 0
    bits, places = np.empty((total, 16), np.uint8), np.empty((total, 4), np.int16)
    owner = np.empty(total, np.int32)
    at = 0
    for start in range(0, len(records), AT_ONCE):
        some = records[start : start + AT_ONCE]
        row, point = np.nonzero(np.arange(points) < np.minimum(some["points"], points)[:, None])
        here = slice(at, at + len(row))
        bits[here], places[here], owner[here] = (
            some["bits"][row, point],
            some["places"][row, point],
            start + row,
        )
        at += len(row)
    return bits, places, owner


def _keys(bits: np.ndarray, table: int, length: int) -> np.ndarray:
    which = [*STABLE[table::TABLES], *STABLE[(table + 1) % TABLES :: TABLES]][:length]
    chosen = np.zeros((len(bits), 24), np.uint8)
    chosen[:, :length] = np.unpackbits(bits, axis=1)[:, which]
    packed = np.packbits(chosen, axis=1).astype(np.uint64)
    return packed[:, 0] << np.uint64(16) | packed[:, 1] << np.uint64(8) | packed[:, 2]


def _sorted(bits: np.ndarray, places: np.ndarray, table: int) -> tuple[np.ndarray, np.ndarray]:
    """One word for each point, sorted: key, direction, point; and whether a point stands mirrored."""
    words, mirrored = np.empty(len(bits), np.uint64), np.empty(len(bits), bool)
    length = key_bits(len(bits))
    mask = _keys(MIRROR[None], table, length)[0]
    for start in range(0, len(bits), CHUNK // 8):
        some = slice(start, start + CHUNK // 8)
        key = _keys(bits[some], table, length)
        mirrored[some] = key ^ mask < key
        direction = places[some, 3].astype(np.int64)
        direction = np.where(mirrored[some], CIRCLE // 2 - direction, direction) % CIRCLE
        number = np.arange(start, start + len(key), dtype=np.uint64)
        words[some] = (
            np.minimum(key, key ^ mask) << np.uint64(40)
            | direction.astype(np.uint64) << np.uint64(32)
            | number
        )
    words.sort()
    return words, mirrored


def _matches(bits: np.ndarray, places: np.ndarray, owner: np.ndarray, table: int) -> Iterator[np.ndarray]:
    """Points that match, packed as by `_packed`."""
    words, turned = _sorted(bits, places, table)
    halves = bits.view(np.uint64)
    mask = MIRROR.view(np.uint64)
    for begin in range(0, len(words), CHUNK):
        some = words[begin : begin + CHUNK + NEIGHBOURS]
        key_and_direction, number = some >> np.uint64(32), (some & np.uint64(0xFFFFFFFF)).astype(np.int64)
        at = np.arange(min(CHUNK, len(some)))
        for lag in range(1, NEIGHBOURS + 1):
            at = at[at + lag < len(some)]
            # sorted, so who is too far now stays too far; keys end at the 8 bits of direction
            at = at[key_and_direction[at + lag] - key_and_direction[at] <= LIKE_DIRECTION]
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
