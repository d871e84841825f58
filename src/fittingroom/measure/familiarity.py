"""Is a picture like those that a model learned from? Distance to its neighbours among them, and energy.

A model states confidence about everything; on pictures unlike its own that confidence means nothing.
What does notice them is how far they lie from all training pictures in the model's own features (Sun,
Ming, Zhu & Li 2022, ICML), and, second, the energy of its logits (Liu, Wang, Owens & Li 2020, NeurIPS).
The baseline to beat is the confidence itself (Hendrycks & Gimpel 2017, ICLR). All three are told here as
*unlikeness*: the larger, the more foreign. What is usual is learned from val, which must be kept apart from
the pictures that are then judged.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.cores import usable_cores
from fittingroom.errors import InputError
from fittingroom.measure.conformal import rank

Familiar = Literal["like its training data", "borderline", "unlike anything it was trained on"]

LIKE = 0.95
"""Share of pictures like val that are called like the training data; the others are refused."""

UNLIKE = 0.99
"""Share that is not called unlike anything: one such picture in 100 is, wrongly."""

NEIGHBOURS = 10
MOST_REFERENCE = 12_000
"""Training pictures that others are compared with: ten thousand are looked up in a CPU second or less."""

BLOCK = 500
STRETCH = 100
"""Similarities in a row whose largest is looked at first."""


@dataclass(frozen=True, slots=True, eq=False)
class Yardstick:
    """What unlikeness is usual: that of val's rows, (n,) float64, in rising order."""

    usual: np.ndarray

    def __post_init__(self):
        if self.usual.ndim != 1 or not len(self.usual) or not np.isfinite(self.usual).all():
            raise InputError(
                f"a yardstick needs the unlikeness of val's rows, got {self.usual.shape} numbers"
            )
        if (np.diff(self.usual) < 0).any():
            raise InputError("a yardstick's numbers must be in rising order: use yardstick()")

    def threshold(self, share: float) -> float:
        """The unlikeness that at least `share` of new pictures like val stay within; infinite if val is
        too small to tell. The finite-sample rank of split-conformal prediction."""
        k = rank(len(self.usual), share)
        return float(self.usual[k - 1]) if k <= len(self.usual) else np.inf

    def verdicts(self, unlikeness: np.ndarray) -> list[Familiar]:
        """In words, by the thresholds LIKE and UNLIKE; beyond the first a picture should be refused."""
        like, unlike = self.threshold(LIKE), self.threshold(UNLIKE)
        return [
            "like its training data"
            if value <= like
            else "borderline"
            if value <= unlike
            else "unlike anything it was trained on"
            for value in unlikeness
        ]

    def rarity(self, unlikeness: np.ndarray) -> np.ndarray:
        """Which share of pictures like val is at least as unlike, (n,) float64: small for a foreign one."""
        below = np.searchsorted(self.usual, unlikeness, side="left")
        return (len(self.usual) - below + 1) / (len(self.usual) + 1)


def yardstick(unlikeness: np.ndarray) -> Yardstick:
    """The yardstick made from the unlikeness of val's rows, (n,) in any order."""
    return Yardstick(np.sort(np.asarray(unlikeness, np.float64)))


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Familiarity:
    """What one model is familiar with.

    reference: (m, d) float32, features of training pictures, each of length 1; rows: (m,) int64, which
    rows of the train part these are; neighbours, energy: the yardsticks of both kinds of unlikeness.
    """

    reference: np.ndarray
    rows: np.ndarray
    neighbours: Yardstick
    energy: Yardstick

    def __post_init__(self):
        if self.reference.ndim != 2 or len(self.reference) != len(self.rows):
            raise InputError(
                f"familiarity needs a row number for each reference picture, found features of shape "
                f"{self.reference.shape} and {len(self.rows)} rows"
            )

    def unlikeness(self, features: np.ndarray) -> np.ndarray:
        """Distance of pictures to their neighbours among the reference, from features (n, d)."""
        return neighbour_distance(self.reference, features)

    def verdicts(self, features: np.ndarray) -> list[Familiar]:
        """In words whether each picture is like the training data, from features (n, d)."""
        return self.neighbours.verdicts(self.unlikeness(features))


def become_familiar(
    train_features: np.ndarray,
    val_features: np.ndarray,
    val_logits: np.ndarray,
    *,
    rows: np.ndarray | None = None,
) -> Familiarity:
    """Learn what is usual: reference pictures from train, yardsticks from val, which no reference is of.

    train_features: (m, d), val_features: (n, d), val_logits: (n, k); rows: (m,), the train rows, by
    default all in turn.
    """
    reference = _unit(train_features)
    return Familiarity(
        reference=reference,
        rows=np.arange(len(reference)) if rows is None else rows,
        neighbours=yardstick(neighbour_distance(reference, val_features)),
        energy=yardstick(energy(val_logits)),
    )


def neighbour_distance(reference: np.ndarray, features: np.ndarray, k: int = NEIGHBOURS) -> np.ndarray:
    """One minus the cosine to the k-th most similar reference row, (n,) float32: 0 near, 1 far (2 opposite).

    reference: (m, d) rows of length 1; features: (n, d) of any length. Exact: every pair is multiplied,
    block by block on all cores. With fewer than k reference rows the last one counts.
    """
    _check_width(reference, features)
    k = min(k, len(reference))
    starts = np.arange(0, len(reference), STRETCH)

    def block(start: int) -> np.ndarray:
        cosine = _unit(features[start : start + BLOCK]) @ reference.T
        if len(starts) < k:
            return np.partition(cosine, len(reference) - k, axis=1)[:, len(reference) - k]
        largest = np.maximum.reduceat(cosine, starts, axis=1)
        at_least = np.partition(largest, len(starts) - k, axis=1)[:, len(starts) - k]
        return np.array([_kth(row[row >= least], k) for row, least in zip(cosine, at_least, strict=True)])

    with ThreadPoolExecutor(usable_cores()) as threads:
        found = list(threads.map(block, range(0, len(features), BLOCK)))
    return 1 - np.concatenate([np.empty(0, np.float32), *found]).astype(np.float32)


def nearest(familiarity: Familiarity, features: np.ndarray, n: int = 8) -> tuple[np.ndarray, np.ndarray]:
    """The training pictures most like each of some, and how alike: train rows and cosines, (m, n) each."""
    _check_width(familiarity.reference, features)
    cosine = _unit(features) @ familiarity.reference.T
    order = np.argsort(-cosine, axis=1, kind="stable")[:, :n]
    return familiarity.rows[order], np.take_along_axis(cosine, order, axis=1)


def energy(logits: np.ndarray) -> np.ndarray:
    """Minus the log of the sum of exp(logits), (n,) float64, from logits (n, k); temperature 1."""
    logits = np.asarray(logits, np.float64)
    top = logits.max(axis=1)
    return -(top + np.log(np.exp(logits - top[:, None]).sum(axis=1)))


def _kth(values: np.ndarray, k: int) -> float:
    return np.partition(values, len(values) - k)[len(values) - k]


def _unit(features: np.ndarray) -> np.ndarray:
    features = np.asarray(features, np.float32)
    return features / np.maximum(np.linalg.norm(features, axis=1, keepdims=True), 1e-12)


def _check_width(reference: np.ndarray, features: np.ndarray) -> None:
    if not len(reference) or features.ndim != 2 or features.shape[1] != reference.shape[1]:
        raise InputError(
            f"features of shape {features.shape} cannot be compared with reference features of shape "
            f"{reference.shape}: both must come from the same model"
        )
