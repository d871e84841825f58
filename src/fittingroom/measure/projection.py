"""Many dimensions seen in two: principal components, t-SNE, and how far such a view may be trusted.

A view is for finding questions, not answers: both kinds must tear apart or lay over one another what
does not fit into a plane, so each is printed beside its trustworthiness.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType

import numpy as np
from tqdm import tqdm

from fittingroom.errors import InputError, MissingExtra
from fittingroom.measure.intervals import measured_mean
from fittingroom.types import Measurement

MOST_VALUES = 32 * 32 * 3
"""Numbers of one picture that are compared; a larger picture is averaged over square blocks first."""

KEPT = 50
"""Components that t-SNE sees, as is usual (van der Maaten & Hinton 2008, section 4.2, used 30)."""

BLOCK = 1024


@dataclass(frozen=True, slots=True)
class Principal:
    """Principal components of points: mean (d,), components (m, d) of unit length, variances (r,).

    `variances` holds all that are not 0, largest first, m <= r of which have a component. A component's
    largest entry is positive, so that equal points give equal signs.
    """

    mean: np.ndarray
    components: np.ndarray
    variances: np.ndarray

    def places(self, points: np.ndarray) -> np.ndarray:
        """Points (n, d) along the components, (n, m)."""
        return (points - self.mean) @ self.components.T

    @property
    def shares(self) -> np.ndarray:
        """Share of the whole variance that each component holds, (r,)."""
        return self.variances / self.variances.sum()

    def needed(self, share: float) -> int:
        """How many components hold at least `share` of the variance: a rough intrinsic dimension."""
        return int(np.searchsorted(np.cumsum(self.shares), share - 1e-12) + 1)


def reduced(images: np.ndarray) -> np.ndarray:
    """Pictures (n, h, w[, c]) uint8 as float64 with at most MOST_VALUES numbers each.

    Larger ones become means over square blocks of pixels; what is left over at the edges is cut off.
    Their points are `reduced(images).reshape(n, -1)`. Raises InputError for too narrow pictures.
    """
    n, height, width = images.shape[:3]
    channels = images.shape[3:]
    block = int(np.ceil(np.sqrt(height * width * np.prod(channels, dtype=int) / MOST_VALUES)))
    if block <= 1:
        return images.astype(np.float64)
    h, w = height // block, width // block
    if h < 1 or w < 1:
        raise InputError(f"pictures of {height} x {width} pixels are too narrow to be compared: crop them")
    blocks = images[:, : h * block, : w * block].reshape(n, h, block, w, block, *channels)
    return np.stack([one.mean(axis=(1, 3)) for one in blocks])


def principal(points: np.ndarray, *, most: int = KEPT) -> Principal:
    """Find the directions along which points (n, d) vary most (Pearson 1901); at most `most` are kept.

    Exact, from the smaller of the covariance (d, d) and the Gram matrix (n, n). Raises InputError if all
    points are one.
    """
    n, d = points.shape
    mean = points.mean(axis=0)
    centred = points - mean
    square = centred.T @ centred if d <= n else centred @ centred.T
    values, vectors = np.linalg.eigh(square)
    values, vectors = values[::-1], vectors[:, ::-1]
    rank = int((values > max(n, d) * np.finfo(float).eps * max(values[0], 1.0)).sum())
    if rank == 0:
        raise InputError(f"{n} points show no variance: principal components need points that differ")
    kept = vectors[:, : min(most, rank)]
    components = kept.T if d <= n else (centred.T @ kept / np.sqrt(values[: kept.shape[1]])).T
    largest = np.take_along_axis(components, np.abs(components).argmax(axis=1)[:, None], axis=1)
    return Principal(mean, components * np.sign(largest), values[:rank] / (n - 1))


def tsne(points: np.ndarray, *, perplexity: float = 30) -> np.ndarray:
    """Lay points (n, d) into a plane so that neighbours stay neighbours; returns (n, 2) float64.

    t-SNE (van der Maaten & Hinton 2008, JMLR 9, p. 2579) by openTSNE, started from the first two
    principal components so that what is far apart tends to stay so (Kobak & Berens 2019, Nature
    Communications 10:5416), seen through the first KEPT components. With fewer than 3 x perplexity + 1
    points the perplexity is (n - 1) / 3. Exact neighbours, that start and one thread leave nothing to
    chance: equal points give equal maps. Raises InputError for fewer than 10 points, MissingExtra where
    openTSNE is not installed.
    """
    if len(points) < 10:
        raise InputError(f"a t-SNE map needs at least 10 points, got {len(points)}")
    engine = opentsne()
    found = principal(points)
    seen = found.places(points)
    start = np.zeros((len(points), 2))
    start[:, : seen.shape[1]] = seen[:, :2] * (1e-4 / seen[:, 0].std())
    with tqdm(total=15, desc="t-SNE", disable=None, leave=False, delay=2) as bar:
        fitted = engine.TSNE(
            perplexity=min(perplexity, (len(points) - 1) / 3),
            initialization=start,
            neighbors="exact",
            callbacks=lambda *_: bar.update() and False,
            callbacks_every_iters=50,
        ).fit(seen)
    return np.asarray(fitted)


def opentsne() -> ModuleType:
    """The package that computes t-SNE. Raises MissingExtra where it is not installed."""
    try:
        return import_module("openTSNE")
    except ModuleNotFoundError as error:
        raise MissingExtra("a t-SNE view", "openTSNE", "views") from error


def trustworthiness(
    points: np.ndarray,
    view: np.ndarray,
    *,
    name: str = "trustworthiness",
    part: str,
    neighbours: int = 10,
    rng: np.random.Generator,
) -> Measurement:
    """How far neighbours in the view (n, 2) are neighbours among the points (n, d): 1 for all of them.

    Each of a point's `neighbours` in the view that is not among as many nearest points costs its rank
    beyond them (Venna & Kaski 2001, ICANN, p. 485, equation 3). The interval is over points, the view as it
    is. Of fewer than 3 x `neighbours` points a third counts as neighbours.
    """
    n = len(points)
    k = _neighbours(n, neighbours)
    excess = np.empty(n)
    for rows, view_distances in _distances(view):
        near = np.argpartition(view_distances, k - 1, axis=1)[:, :k]
        distances = _squared(points[rows], points)
        distances[np.arange(len(near)), np.arange(rows.start, rows.stop)] = -1  # itself: the one of rank 0
        ranks = [(distances < np.take_along_axis(distances, one[:, None], 1)).sum(axis=1) for one in near.T]
        excess[rows] = np.maximum(np.array(ranks) - k, 0).sum(axis=0)
    each = 1 - excess * 2 / (k * (2 * n - 3 * k - 1))
    return measured_mean(name, each, part=part, unit="number", rng=rng)


def blind_trustworthiness(n: int, part: str, *, neighbours: int = 10) -> Measurement:
    """What a view that places n points at random may expect: about one half. Exact."""
    k = _neighbours(n, neighbours)
    value = 1 - (n - 1 - k) * (n - k) / ((n - 1) * (2 * n - 3 * k - 1))
    return Measurement(name="random places", value=value, n=n, method="exact", part=part, unit="number")


def _neighbours(n: int, wanted: int) -> int:
    if n < 3 or wanted < 1:
        raise InputError(f"trustworthiness needs 3 points and 1 neighbour or more, got {n} and {wanted}")
    return min(wanted, n // 3)


def _distances(view: np.ndarray) -> Iterator[tuple[slice, np.ndarray]]:
    """Squared distances of blocks of the view's points to all, a point infinitely far from itself."""
    for start in range(0, len(view), BLOCK):
        rows = slice(start, min(start + BLOCK, len(view)))
        distances = ((view[rows, None] - view[None]) ** 2).sum(axis=2)
        distances[np.arange(rows.stop - start), np.arange(start, rows.stop)] = np.inf
        yield rows, distances


def _squared(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Squared distances, (n, m); exact where the points are whole numbers."""
    return (a**2).sum(axis=1)[:, None] - 2 * (a @ b.T) + (b**2).sum(axis=1)
