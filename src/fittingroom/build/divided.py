"""Which pictures go to train and which to test, so that copies and groups never stand on both sides."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.data.split import SHARES, assign
from fittingroom.errors import DataError, InputError

TEST_SHARE = SHARES["test"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Amounts:
    """How much is asked for: `train` and `test` pictures in all, or else `test_share` of what there is.

    balance: as many of each class, 6,000 and 1,000 each of 60,000 and 10,000, as Fashion-MNIST has.
    """

    train: int | None = None
    test: int | None = None
    test_share: float = TEST_SHARE
    balance: bool = False

    def __post_init__(self):
        if (self.train is None) != (self.test is None):
            raise InputError("ask for both, a number of train and of test pictures, or for a share of test")
        if min(self.train or 1, self.test or 1) < 1 or not 0 < self.test_share < 1:
            raise InputError(
                f"train and test need at least 1 picture each and a share of test lies between 0 and 1, "
                f"asked for {self.train}, {self.test} and {self.test_share}"
            )

    @property
    def limited(self) -> bool:
        """Whether some pictures may have to be left out."""
        return self.balance or self.train is not None


def divide(
    labels: np.ndarray,
    families: np.ndarray,
    amounts: Amounts,
    *,
    classes: Sequence[str],
    rng: np.random.Generator,
) -> tuple[np.ndarray, np.ndarray]:
    """Draw row numbers for train and test, each in random order, every class with its share where it can be.

    labels (n,): class numbers; families (n,): rows that share a number stay on one side, so that a large
    family may cost a few pictures of what was asked for, and a class of one family has none on the other
    side (`Built.remarks` names it). Raises DataError where a class has too few.
    """
    counts = np.bincount(labels, minlength=len(classes))
    if not counts.all():
        absent = [name for name, count in zip(classes, counts, strict=True) if not count]
        raise DataError(
            f"no picture is left of the class {absent[0]} ({len(absent)} of {len(classes)} classes)"
        )
    train, test = wanted(counts, amounts, classes)
    share = test.sum() / (train.sum() + test.sum())
    side = assign(families, labels, (float(share),), rng=rng)
    drawn = [rng.permutation(np.flatnonzero(side == number)) for number in (0, 1)]
    if amounts.limited:
        drawn = [_first(rows, labels, quota) for rows, quota in zip(drawn, (train, test), strict=True)]
    if not all(len(rows) for rows in drawn):
        raise DataError(
            f"{len(labels)} pictures in {len(np.unique(families))} families of copies or groups are too few "
            "for a train and a test part"
        )
    return drawn[0], drawn[1]


def _first(rows: np.ndarray, labels: np.ndarray, quota: np.ndarray) -> np.ndarray:
    """Of rows in random order the first `quota` (k,) of each class."""
    place = np.empty(len(rows), np.int64)
    for label in range(len(quota)):
        own = np.flatnonzero(labels[rows] == label)
        place[own] = np.arange(len(own))
    return rows[place < quota[labels[rows]]]


def wanted(counts: np.ndarray, amounts: Amounts, classes: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Pictures of each class in train and in test, (k,) int64 each."""
    if amounts.train is None or amounts.test is None:
        available = np.full_like(counts, counts.min()) if amounts.balance else counts
        test = np.rint(available * amounts.test_share).astype(np.int64)
        return available - test, test
    weights = np.ones_like(counts) if amounts.balance else counts
    train, test = (_apportioned(total, weights) for total in (amounts.train, amounts.test))
    if (short := train + test - counts).max() > 0:
        label = int(short.argmax())
        raise DataError(
            f"{train[label]:,} + {test[label]:,} pictures of the class {classes[label]} are asked for, "
            f"there are {counts[label]:,}; ask for fewer, or for a share of test"
        )
    return train, test


def _apportioned(total: int, weights: np.ndarray) -> np.ndarray:
    """Whole numbers that sum to `total`, in proportion to `weights`; the largest remainders go up."""
    exact = total * weights / weights.sum()
    whole = np.floor(exact).astype(np.int64)
    whole[np.argsort(whole - exact, kind="stable")[: total - whole.sum()]] += 1
    return whole
