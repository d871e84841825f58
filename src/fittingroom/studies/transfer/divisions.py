"""Dividing photos by who took them, several times at random, and taking shares of what is learned."""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError

TEST_SHARE = 0.3
DRAWS = 1000
FLIPPED = 0.385
"""Share of labels that the noisy part has wrong, as in Clothing1M, of which 61.5 % are said to be right."""


@dataclass(frozen=True, slots=True, eq=False)
class Division:
    """Rows (m,) int64 of both parts; nobody has photos in both. order: train, in the order shares take it."""

    train: np.ndarray
    test: np.ndarray

    def share(self, share: float) -> np.ndarray:
        """The first rows of train; of one division a smaller share is part of a larger one."""
        return self.train[: max(2, round(share * len(self.train)))]


def divide(labels: np.ndarray, groups: np.ndarray, *, classes: int, rng: np.random.Generator) -> Division:
    """Whole groups, in random order, go to test while it stays within TEST_SHARE of the photos.

    labels, groups: (n,) int64. Train begins with one photo of each class, so that every share has all of
    them; the rest is in random order. Raises InputError where no division of DRAWS has each class on both
    sides.
    """
    for _ in range(DRAWS):
        test = _test_rows(groups, rng)
        if all(len(np.unique(labels[side])) == classes for side in (test, ~test)):
            return Division(
                _one_of_each_first(labels, rng.permutation(np.flatnonzero(~test))), np.flatnonzero(test)
            )
    raise InputError(
        f"{len(np.unique(groups))} groups cannot be divided so that all {classes} classes stand on both "
        f"sides ({DRAWS} random divisions tried): leave rare classes out (--drop)"
    )


def _test_rows(groups: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    names, sizes = np.unique(groups, return_counts=True)
    taken, room = [], TEST_SHARE * len(groups)
    for at in rng.permutation(len(names)):
        if sizes[at] <= room:
            taken.append(names[at])
            room -= sizes[at]
    return np.isin(groups, taken)


def _one_of_each_first(labels: np.ndarray, rows: np.ndarray) -> np.ndarray:
    first = np.unique(labels[rows], return_index=True)[1]
    return np.concatenate([rows[first], np.delete(rows, first)])


def flipped(labels: np.ndarray, *, classes: int, rng: np.random.Generator) -> np.ndarray:
    """The labels (n,) with FLIPPED of them wrong: half become the next class, half any other one."""
    wrong = rng.random(len(labels)) < FLIPPED
    anywhere = (labels + rng.integers(1, classes, len(labels))) % classes
    following = (labels + 1) % classes
    return np.where(wrong, np.where(rng.random(len(labels)) < 0.5, following, anywhere), labels)


def flip_rates(classes: int) -> np.ndarray:
    """P(given j | true i) of `flipped`, (classes, classes)."""
    rates = np.full((classes, classes), FLIPPED / 2 / (classes - 1))
    rates[np.arange(classes), (np.arange(classes) + 1) % classes] += FLIPPED / 2
    rates[np.arange(classes), np.arange(classes)] = 1 - FLIPPED
    return rates
