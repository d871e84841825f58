"""How much better a model is on what it was trained on than on what it has not seen."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import newcombe, percentiles, resampled_means
from fittingroom.types import Epoch, Measurement

OverfittingWord = Literal["none", "mild", "strong", "memorising"]

IN_WORDS: Mapping[OverfittingWord, str] = MappingProxyType(
    {
        "none": "No overfitting shown",
        "mild": "Mild overfitting",
        "strong": "Strong overfitting",
        "memorising": "The model has memorised its training images",
    }
)
"""The words as the beginning of a sentence."""

SMALL_GAP, LARGE_GAP = 0.01, 0.05
BY_HEART = 0.995
LOSS_RISE = 1.05


def accuracy_gap(train_correct: np.ndarray, val_correct: np.ndarray) -> Measurement:
    """Accuracy on train minus accuracy on val, with Newcombe's interval for two sets of rows.

    Both (n,) bool, from evaluation passes (weights frozen, dropout and augmentation off), train over the
    images actually trained on. Above 0: the model is better on what it has seen.
    """
    return _gap(int(np.sum(train_correct)), len(train_correct), int(np.sum(val_correct)), len(val_correct))


def epoch_gap(epoch: Epoch) -> Measurement:
    """The accuracy gap after one epoch, from its row of the training curve."""
    train, val = round(epoch.train_accuracy * epoch.n_train), round(epoch.val_accuracy * epoch.n_val)
    return _gap(train, epoch.n_train, val, epoch.n_val)


def loss_gap(train_nll: np.ndarray, val_nll: np.ndarray, *, rng: np.random.Generator) -> Measurement:
    """Mean loss on val minus mean loss on train in nats, with a bootstrap interval.

    train_nll, val_nll: (n,) loss of each row. Above 0: the model fits what it has seen better. Both sides
    are resampled, each on its own.
    """
    train, val = np.asarray(train_nll, float), np.asarray(val_nll, float)
    if min(len(train), len(val)) < 2:
        raise InputError(f"a loss gap needs 2 rows a side, got {len(train)} and {len(val)}")
    low, high = percentiles(resampled_means(val, rng=rng) - resampled_means(train, rng=rng))
    return Measurement(
        name="loss gap",
        unit="signed number",
        value=float(val.mean() - train.mean()),
        n=len(train) + len(val),
        method=f"bootstrap 95 %, {len(train):,} train and {len(val):,} val rows",
        part="train and val",
        low=low,
        high=high,
    )


def loss_turned(epochs: Sequence[Epoch], at: int) -> bool:
    """Say whether, after epoch number `at` of the sequence, more training had begun to do harm.

    True if the val loss there is at least 5 % above its lowest earlier value though the train loss has
    fallen since: smaller rises are within the wobble of one run.
    """
    if not 0 <= at < len(epochs):
        raise InputError(f"the curve has epochs 0..{len(epochs) - 1}, asked for {at}")
    best = min(epochs[: at + 1], key=lambda epoch: epoch.val_loss)
    now = epochs[at]
    return now.val_loss >= LOSS_RISE * best.val_loss and now.train_loss < best.train_loss


def overfitting_word(gap: Measurement, *, train_accuracy: float, turned: bool = False) -> OverfittingWord:
    """Put an accuracy gap into one word, by the rule table of docs/measures.md; the first row that fits.

    "memorising": train accuracy at least 0.995 and a gap of at least 0.05; "strong": a gap of at least
    0.05; "mild": at least 0.01; "none": less, or an interval that includes 0. If the val loss had turned
    up (`loss_turned`), "none" becomes "mild" and "mild" becomes "strong".
    """
    if gap.low is None:
        raise InputError("an overfitting verdict needs a gap with an interval, got one without")
    shown = gap.low > 0
    if shown and gap.value >= LARGE_GAP:
        return "memorising" if train_accuracy >= BY_HEART else "strong"
    if shown and gap.value >= SMALL_GAP:
        return "strong" if turned else "mild"
    return "mild" if turned else "none"


def _gap(train: int, n_train: int, val: int, n_val: int) -> Measurement:
    low, high = newcombe(train, n_train, val, n_val)
    return Measurement(
        name="accuracy gap",
        unit="points",
        value=train / n_train - val / n_val,
        n=n_train + n_val,
        method=f"Newcombe 95 %, {n_train:,} train and {n_val:,} val rows",
        part="train and val",
        low=low,
        high=high,
    )
