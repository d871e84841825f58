"""Which labels are suspect, and what share of wrong labels that makes likely.

Confident learning: Northcutt, Jiang & Chuang 2021 (JAIR 70, p. 1373). Give predictions of a model that
was not trained on these rows: a model that has seen a wrong label may have learned it.
"""

from typing import Literal

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import check_labels
from fittingroom.measure.calibration import probabilities
from fittingroom.measure.intervals import wilson
from fittingroom.types import LabelNoise, Predictions

Method = Literal["prune_by_noise_rate", "confident_learning"]

CONFIRMED = (0.15, 0.51, 0.90)
"""Share of suspects that people confirm: lowest set, mean, highest set of ten (docs/measures.md)."""

TIE = 1e-6
"""Probabilities closer than this count as equal."""


def suspects(
    predictions: Predictions, labels: np.ndarray, *, method: Method = "prune_by_noise_rate"
) -> np.ndarray:
    """Rows whose label is probably wrong, most suspicious first, (m,) int64.

    "confident_learning": rows that the model confidently counts into another class. "prune_by_noise_rate":
    of each class, as many rows as that count estimates to belong to each other class, those with the
    widest margin. Both leave out rows whose label is the model's own answer, and rank by the
    probability of the given label, lowest first.
    """
    if method not in {"prune_by_noise_rate", "confident_learning"}:
        raise InputError(f"unknown method {method!r}: use 'prune_by_noise_rate' or 'confident_learning'")
    check_labels(predictions, labels)
    p = probabilities(predictions)
    given = p[np.arange(len(p)), labels]
    confident, guess = _confident_guess(p, labels)
    if method == "confident_learning":
        suspect = confident & (guess != labels)
    else:
        suspect = _widest_margins(p, labels, _joint_counts(labels[confident], guess[confident], labels, p))
    rows = np.flatnonzero(suspect & (p.max(axis=1) - given > TIE))
    return rows[np.argsort(given[rows], kind="stable")]


def label_noise(n_suspects: int, n: int, confirmed: tuple[float, float, float] = CONFIRMED) -> LabelNoise:
    """What share of n labels is probably wrong, given how many are suspect.

    confirmed: the share of suspects that prove wrong, as (low, value, high): the published prior, or the
    Wilson interval of your own review of some random suspects. The ends are the ends of the Wilson interval
    of the suspects' share times those of `confirmed`: wide on purpose. One minus `low` is the highest
    accuracy that an honest model can be expected to reach, one minus `high` the lowest such ceiling.
    """
    low, value, high = confirmed
    if not 0 <= low <= value <= high <= 1:
        raise InputError(f"confirmed must satisfy 0 <= low <= value <= high <= 1, got {confirmed}")
    fewest, most = wilson(n_suspects, n)
    prior = ", the range over ten test sets, mean 51 %" if confirmed == CONFIRMED else ""
    return LabelNoise(
        low=fewest * low,
        high=most * high,
        source=(
            f"{n_suspects:,} of {n:,} labels are suspect by confident learning; people confirm "
            f"{low:.0%} to {high:.0%} of such suspects"
            + (f"{prior} (Northcutt et al. 2021, arXiv 2103.14749)" if prior else "")
        ),
    )


def _confident_guess(p: np.ndarray, labels: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Which rows reach the usual confidence of some class, and the class that they then seem to be.

    The usual confidence of a class is the mean probability that rows of that label give it.
    """
    n, k = p.shape
    count = np.bincount(labels, minlength=k)
    usual = np.bincount(labels, p[np.arange(n), labels], minlength=k) / np.maximum(count, 1)
    usual[count == 0] = np.inf
    reached = p >= np.maximum(usual, 2 * TIE) - TIE
    times = reached.sum(axis=1)
    return times > 0, np.where(times > 1, p.argmax(axis=1), reached.argmax(axis=1))


def _joint_counts(
    confident_labels: np.ndarray, guess: np.ndarray, labels: np.ndarray, p: np.ndarray
) -> np.ndarray:
    """Estimated number of rows per given and true class, (k, k); each row sums to the class's size."""
    k = p.shape[1]
    joint = np.bincount(confident_labels * k + guess, minlength=k * k).reshape(k, k)
    np.fill_diagonal(joint, np.maximum(joint.diagonal(), 1))
    size = np.bincount(labels, minlength=k)
    return np.array([_apportion(row / row.sum() * n, n) for row, n in zip(joint, size, strict=True)])


def _apportion(shares: np.ndarray, total: int) -> np.ndarray:
    """Round shares to whole numbers that sum to `total`: largest remainders go up, of equals the last."""
    whole = np.floor(shares + 1e-9).astype(np.int64)
    missing = total - whole.sum()
    whole[np.argsort(shares - whole, kind="stable")[::-1][:missing]] += 1
    return whole


def _widest_margins(p: np.ndarray, labels: np.ndarray, joint: np.ndarray) -> np.ndarray:
    suspect = np.zeros(len(p), bool)
    for given, counts in enumerate(joint):
        rows = np.flatnonzero(labels == given)
        for other in np.flatnonzero(counts):
            if other != given:
                margin = p[rows, other] - p[rows, given]
                suspect[rows[np.argsort(-margin, kind="stable")[: counts[other]]]] = True
    return suspect
