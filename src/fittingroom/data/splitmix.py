"""SplitMix64's finaliser: numbers that look random, had from numbers that count, in any order.

Steele, Lea and Flood, "Fast splittable pseudorandom number generators", OOPSLA 2014: the n-th output of their
generator is `mixed(seed + n * GOLDEN)`, so that no output waits for the one before. Simulated worlds and
samples of curation are drawn so: every constant here decides bytes that must come out again.
"""

from typing import TypeVar

import numpy as np

Word = TypeVar("Word", int, np.ndarray)

WORD = 2**64 - 1
"""Arithmetic is modulo 2**64: Python's integers are cut by this."""

GOLDEN = 0x9E3779B97F4A7C15


def mixed(word: Word) -> Word:
    """64 bits from 64 bits, one to one: of an integer in [0, 2**64), or of each in an array (...) uint64."""
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ word >> 27) * 0x94D049BB133111EB & WORD
    return word ^ word >> 31
