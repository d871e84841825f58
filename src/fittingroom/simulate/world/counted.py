"""Random numbers by their address: what belongs to row 7,000,000 is had without drawing the rows before it.

A generator that draws one number after the other would tie a part of a world to all parts before it. Here a
number is a hash of (seed, stream, row, place): the finalizer of SplitMix64 (Steele, Lea, Flood 2014, "Fast
splittable pseudorandom number generators", OOPSLA), twice, over counters, as counter-based generators do.
"""

import zlib

import numpy as np

GOLDEN = np.uint64(0x9E3779B97F4A7C15)
MIX_1, MIX_2 = np.uint64(0xBF58476D1CE4E5B9), np.uint64(0x94D049BB133111EB)


def uniforms(seed: int, stream: str, rows: np.ndarray, places: int) -> np.ndarray:
    """Numbers in [0, 1), (n, places) float64, of the rows (n,): equal for equal addresses, else independent.

    stream: what they are for; two streams have nothing in common.
    """
    key = _mixed(np.array([seed], np.uint64) * GOLDEN + np.uint64(zlib.crc32(stream.encode())))
    with np.errstate(over="ignore"):
        of_row = _mixed(key + (rows.astype(np.uint64) + np.uint64(1)) * GOLDEN)
        counter = np.arange(1, places + 1, dtype=np.uint64) * MIX_1
        hashed = _mixed(of_row[:, None] + counter)
    return (hashed >> np.uint64(11)).astype(np.float64) * 2.0**-53


def choices(uniform: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """What uniform numbers (n,) choose among things with these shares (k,), as int64."""
    cumulated = np.cumsum(shares, dtype=np.float64)
    return np.searchsorted(cumulated / cumulated[-1], uniform, side="right").clip(max=len(shares) - 1)


def _mixed(bits: np.ndarray) -> np.ndarray:
    with np.errstate(over="ignore"):
        bits = (bits ^ (bits >> np.uint64(30))) * MIX_1
        bits = (bits ^ (bits >> np.uint64(27))) * MIX_2
        return bits ^ (bits >> np.uint64(31))
