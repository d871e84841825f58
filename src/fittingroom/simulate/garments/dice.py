"""Chance that is asked by name: what one decision comes to does not depend on which others were asked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

T = TypeVar("T")

WORD, ODD = 2**64 - 1, 0x9E3779B97F4A7C15


@dataclass(frozen=True, slots=True)
class Dice:
    """The decisions of one product, or of one view of it.

    A garment whose one label is exchanged must stay the same otherwise, so no decision may shift the next
    one: each is a hash of the seed and of its own name (the finaliser of SplitMix64, Steele et al. 2014).
    """

    seed: int

    def uniform(self, name: str, low: float = 0.0, high: float = 1.0) -> float:
        """A number in [low, high)."""
        return low + (high - low) * (_mixed(self.seed * ODD ^ _number(name)) >> 11) * 2.0**-53

    def pick(self, name: str, options: Sequence[T]) -> T:
        """One of the options, each as likely as its neighbours; name it twice to make it twice as likely."""
        return options[int(self.uniform(name) * len(options))]

    def whether(self, name: str, probability: float) -> bool:
        return self.uniform(name) < probability

    def normal(self, name: str, spread: float) -> float:
        """A normal deviate by Box and Muller."""
        size = math.sqrt(-2 * math.log(1 - self.uniform(name)))
        return spread * size * math.cos(2 * math.pi * self.uniform(name + "'"))

    def other(self, number: int) -> "Dice":
        """Dice that know nothing of these, one for each number."""
        return Dice(_mixed(_mixed(self.seed) + number * ODD))


@lru_cache(maxsize=4096)
def _number(name: str) -> int:
    return crc32(name.encode()) * ODD >> 7


def _mixed(word: int) -> int:
    word = word + ODD & WORD
    word = (word ^ word >> 30) * 0xBF58476D1CE4E5B9 & WORD
    word = (word ^ word >> 27) * 0x94D049BB133111EB & WORD
    return word ^ word >> 31
