"""What classes look like on average, and how far that alone tells them apart.

A data set on which the nearest class mean is nearly always right needs no network; one on which the
nearest picture fails too is hard, or its pictures are not aligned.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError

BLOCK = 1024
BLACK = 0


@dataclass(frozen=True, slots=True)
class Moments:
    """Mean and standard deviation of every pixel, class by class; a class without pictures has NaN.

    counts (k,) int64; means, spreads (k, h, w[, c]) float64 in grey levels of 0..255; mean, spread: of all
    pixels; black: share of pixel values that are 0; within, between: mean variance of a pixel within a
    class and of its class means, weighted by count; their sum is that of pixels around the mean picture.
    """

    counts: np.ndarray
    means: np.ndarray
    spreads: np.ndarray
    mean: float
    spread: float
    black: float
    within: float
    between: float

    @property
    def ratio(self) -> float:
        """Variance within classes over variance between them; infinite where all class means are one."""
        return self.within / self.between if self.between > 0 else float("inf")


def moments(images: np.ndarray, labels: np.ndarray, k: int) -> Moments:
    """Sum up images (n, h, w[, c]) uint8 by their labels (n,) in 0..k - 1; exact sums, in one pass."""
    if not len(images):
        raise InputError("class means of no pictures were asked for: give at least one")
    counts = np.bincount(labels, minlength=k)
    sums, squares = np.zeros((2, k, *images.shape[1:]))
    black = 0
    for label in range(k):
        for some in _blocks(images, np.flatnonzero(labels == label)):
            black += int((some == BLACK).sum())
            values = some.astype(np.float64)
            sums[label] += values.sum(axis=0)
            squares[label] += (values**2).sum(axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        each = counts.reshape(k, *[1] * (images.ndim - 1)).astype(float)
        means = sums / each
        variances = np.maximum(squares / each - means**2, 0)
    n, held = len(images), counts > 0
    weight = counts[held] / n
    mean_picture = sums.sum(axis=0) / n
    around = ((means[held] - mean_picture) ** 2).reshape(held.sum(), -1).mean(axis=1)
    mean = float(mean_picture.mean())
    return Moments(
        counts=counts,
        means=means,
        spreads=np.sqrt(variances),
        mean=mean,
        spread=float(np.sqrt(max(squares.sum() / (n * mean_picture.size) - mean**2, 0))),
        black=black / images.size,
        within=float(weight @ variances[held].reshape(held.sum(), -1).mean(axis=1)),
        between=float(weight @ around),
    )


def apart(found: Moments) -> np.ndarray:
    """Distances between class means, (k, k): root mean square difference of a pixel, in grey levels."""
    flat = found.means.reshape(len(found.means), -1)
    return np.sqrt(np.stack([((flat - one) ** 2).mean(axis=1) for one in flat]))


def nearest_mean(found: Moments, images: np.ndarray) -> np.ndarray:
    """The class whose mean picture is closest to each of images (n, h, w[, c]), (n,) int64."""
    held = np.flatnonzero(found.counts)
    means = found.means[held].reshape(len(held), -1)
    return held[_nearest(images, means)]


def nearest_picture(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    """The row of `others` (m, d) that is closest to each row of `images` (n, d), (n,) int64; first of equals.

    By Euclidean distance, exact for whole numbers: the simplest model that remembers.
    """
    if not len(others):
        raise InputError("the nearest picture was asked for in an empty set: give at least one picture")
    return _nearest(images, others)


def _nearest(images: np.ndarray, others: np.ndarray) -> np.ndarray:
    lengths = (others**2).sum(axis=1)
    found = [np.empty(0, np.int64)]
    for some in _blocks(images, np.arange(len(images))):
        values = some.reshape(len(some), -1).astype(np.float64)
        found.append((lengths - 2 * (values @ others.T)).argmin(axis=1))
    return np.concatenate(found)


def _blocks(images: np.ndarray, rows: np.ndarray) -> Iterator[np.ndarray]:
    for start in range(0, len(rows), BLOCK):
        yield images[rows[start : start + BLOCK]]
