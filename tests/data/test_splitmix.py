"""The published generator, of integers and of arrays alike."""

import numpy as np

from fittingroom.data.splitmix import GOLDEN, WORD, mixed

OF_1234567 = (
    6457827717110365317,
    3203168211198807973,
    9817491932198370423,
    4593380528125082431,
    16408922859458223821,
)
"""The first outputs for this seed of Vigna's splitmix64.c (prng.di.unimi.it)."""


def test_the_outputs_are_those_of_the_generator():
    assert tuple(mixed(1234567 + n * GOLDEN & WORD) for n in range(1, 6)) == OF_1234567
    counted = np.arange(1, 6, dtype=np.uint64) * GOLDEN + 1234567
    assert tuple(mixed(counted).tolist()) == OF_1234567


def test_an_integer_and_an_array_agree(rng: np.random.Generator):
    words = rng.integers(0, WORD, (50, 4), np.uint64, endpoint=True)
    assert mixed(words).tolist() == [[mixed(one) for one in row] for row in words.tolist()]
    assert mixed(words).dtype == np.uint64


def test_no_two_words_are_mixed_into_one():
    words = np.arange(100_000, dtype=np.uint64)
    assert len(np.unique(mixed(words))) == len(words)
