"""How much better a model is on what it was trained on than on what it has not seen."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import rate
from fittingroom.measure.intervals import newcombe
from fittingroom.types import Epoch, Measurement, Unit

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


def accuracy_gap(train: Measurement, val: Measurement) -> Measurement:
    """Accuracy on train minus accuracy on val, with Newcombe's interval for two sets of rows.

    Both from evaluation passes (weights frozen, dropout and augmentation off), train over the images actually
    trained on. Above 0: the model is better on what it has seen. The interval is made of theirs, so groups
    count as they did there; a group on both sides makes it wider than need be.
    """
    return _difference("accuracy gap", train, val, unit="points")


def epoch_gap(epoch: Epoch) -> Measurement:
    """The accuracy gap after one epoch, from its row of the training curve."""
    return accuracy_gap(
        rate("accuracy", round(epoch.train_accuracy * epoch.n_train), epoch.n_train, "train"),
        rate("accuracy", round(epoch.val_accuracy * epoch.n_val), epoch.n_val, "val"),
    )


def loss_gap(train: Measurement, val: Measurement) -> Measurement:
    """Mean loss on val minus mean loss on train in nats, its interval made of theirs.

    Above 0: the model fits what it has seen better.
    """
    return _difference("loss gap", val, train, unit="signed number")


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


def _difference(name: str, a: Measurement, b: Measurement, *, unit: Unit) -> Measurement:
    methods = " and ".join(dict.fromkeys((a.method, b.method)))
    ends = newcombe(a, b)
    low, high = ends or (None, None)
    if ends:
        methods = "Newcombe 95 %" if methods == "Wilson 95 %" else f"Newcombe 95 % of {methods}"
    return Measurement(
        name=name,
        unit=unit,
        value=a.value - b.value,
        n=a.n + b.n,
        method=f"{methods}, {a.n:,} {a.part} and {b.n:,} {b.part} rows",
        part="train and val",
        low=low,
        high=high,
    )
