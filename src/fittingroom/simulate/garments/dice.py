"""Chance that is asked by name: what one decision comes to does not depend on which others were asked."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import TypeVar
from zlib import crc32

from fittingroom.data.splitmix import GOLDEN, WORD, mixed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Dice:
    """The decisions of one product, or of one view of it.

    A garment whose one label is exchanged must stay the same otherwise, so no decision may shift the next
    one: each is a hash of the seed and of its own name.
    """

    seed: int

    def uniform(self, name: str, low: float = 0.0, high: float = 1.0) -> float:
        """A number in [low, high)."""
        word = (self.seed * GOLDEN ^ _number(name)) + GOLDEN & WORD
        return low + (high - low) * (mixed(word) >> 11) * 2.0**-53

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
        return Dice(mixed(mixed(self.seed + GOLDEN & WORD) + (number + 1) * GOLDEN & WORD))


@lru_cache(maxsize=4096)
def _number(name: str) -> int:
    return crc32(name.encode()) * GOLDEN >> 7
