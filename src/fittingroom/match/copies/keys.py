"""Points in the order of their keys, so that points of two copies lie beside each other.

A key is some of a point's bits, those that copies change least. It grows with the number of points, so that
about as many of them share it in a large set as in a small one. Of a key and its mirrored key the smaller one
is used, so a mirrored copy lies in the same place. There are several tables, each with other bits, because
one changed bit moves a point to another place.
"""

import numpy as np

from fittingroom.match.copies.features import CIRCLE, MIRROR

STABLE = (
    25, 2, 11, 34, 10, 89, 36, 35, 114, 4, 66, 33, 12, 50, 41, 44, 32, 18, 98, 52,
    74, 73, 43, 13, 49, 40, 38, 82, 20, 60, 27, 68, 6, 100, 75, 29, 51, 65, 81, 54,
    14, 37, 57, 46, 116, 26, 28, 106, 72, 24, 15, 84, 76, 58, 91, 45, 93, 53, 31, 88,
    70, 22, 48, 96, 90, 99, 102, 39, 56, 77, 121, 124,
)  # fmt: skip
"""Bits in the order in which planted copies of 140 photos changed them least, the lopsided ones left out."""

TABLES = 6

DIRECTION = np.uint64(8)
"""Bits of a word that hold the direction, in 1/CIRCLE of a turn."""

LEAST_BITS, MOST_BITS = 16, 24

FEWER = 4
"""A key has so many bits less than it takes to number the points: each bit more loses points of copies."""

AT_ONCE = 1 << 19
"""Points whose bits are unpacked at a time."""


def key_bits(points: int) -> int:
    """Bits of a key for so many points, so that a key's points do not become more as the pictures do."""
    number = int(np.ceil(np.log2(max(points, 2))))
    return int(min(np.clip(number - FEWER, LEAST_BITS, MOST_BITS), 64 - int(DIRECTION) - number))


def in_order(
    bits: np.ndarray, directions: np.ndarray, table: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Sort points by key and direction: those words (p,) uint64, whose points they are (p,) int64, mirrored.

    bits: (p, 16) uint8; directions: (p,) in 1/CIRCLE of a turn. mirrored: (p,) bool, of each point, not of
    each word, whether it stands where its mirror image would.
    """
    words, mirrored = np.empty(len(bits), np.uint64), np.empty(len(bits), bool)
    length = key_bits(len(bits))
    number = np.uint64(max(1, int(len(bits) - 1).bit_length()))
    mask = _keys(MIRROR[None], table, length)[0]
    for start in range(0, len(bits), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        key = _keys(bits[some], table, length)
        mirrored[some] = key ^ mask < key
        direction = directions[some].astype(np.int64)
        direction = np.where(mirrored[some], CIRCLE // 2 - direction, direction) % CIRCLE
        words[some] = np.minimum(key, key ^ mask) << DIRECTION | direction.astype(np.uint64)
        words[some] = words[some] << number | np.arange(start, start + len(key), dtype=np.uint64)
    words.sort()
    points = (words & ((np.uint64(1) << number) - np.uint64(1))).astype(np.int64)
    words >>= number
    return words, points, mirrored


def _keys(bits: np.ndarray, table: int, length: int) -> np.ndarray:
    """The keys of points (p, 16) uint8, (p,) uint64: the table's own bits, then those of the next tables."""
    which = [bit for step in range(TABLES) for bit in STABLE[(table + step) % TABLES :: TABLES]][:length]
    chosen = np.zeros((len(bits), 32), np.uint8)
    chosen[:, 32 - length :] = np.unpackbits(bits, axis=1)[:, which]
    return np.packbits(chosen, axis=1).view(">u4")[:, 0].astype(np.uint64)
