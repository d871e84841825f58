"""Random numbers by their address: what belongs to row 7,000,000 is had without drawing the rows before it.

A generator that draws one number after the other would tie a part of a world to all parts before it. Here a
number is a hash of (seed, stream, row, place), mixed twice over counters, as counter-based generators do.
"""

import zlib

import numpy as np

from fittingroom.data.splitmix import GOLDEN, WORD, mixed

OF_PLACE = np.uint64(0xBF58476D1CE4E5B9)
"""Any odd number would do, but no other one for the worlds that have been drawn."""


def uniforms(seed: int, stream: str, rows: np.ndarray, places: int) -> np.ndarray:
    """Numbers in [0, 1), (n, places) float64, of the rows (n,): equal for equal addresses, else independent.

    stream: what they are for; two streams have nothing in common.
    """
    key = mixed(seed * GOLDEN + zlib.crc32(stream.encode()) & WORD)
    of_row = mixed((rows.astype(np.uint64) + 1) * GOLDEN + key)
    counter = np.arange(1, places + 1, dtype=np.uint64) * OF_PLACE
    hashed = mixed(of_row[:, None] + counter)
    return (hashed >> 11).astype(np.float64) * 2.0**-53


def choices(uniform: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """What uniform numbers (n,) choose among things with these shares (k,), as int64."""
    cumulated = np.cumsum(shares, dtype=np.float64)
    return np.searchsorted(cumulated / cumulated[-1], uniform, side="right").clip(max=len(shares) - 1)
