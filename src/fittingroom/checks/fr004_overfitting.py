"""Overfitting

## How it is detected
Accuracy on train minus accuracy on val, of the finished model's predictions or else of the kept epoch
of the training curve, with Newcombe's interval; where the data have groups, predictions are resampled
by them. The gap becomes a word: none (below 1 point, or not told from 0), mild (from 1 point), strong
(from 5 points), memorising (from 5 points with train at 99.5 % or more). If the val loss at the kept
epoch had already risen by 5 % over its lowest value while the train loss fell, none becomes mild and
mild becomes strong. A finding is reported for strong and memorising.

The gap is too small if part of train was never trained on, or if the model was chosen by its accuracy
on val.

## Why it matters
What the model does better on images it has seen will not be there on new ones. Loss turns before
accuracy does: the model grows surer of its mistakes, and its confidence can no longer be believed.

## What to do
Quote val or test, never train. Keep the weights of the epoch with the lowest val loss (early
stopping), augment, raise weight decay or dropout, take a smaller model or more images, and train
again. A mild gap is what well-trained models usually have.
"""

from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, Judged, NotApplicable, judged
from fittingroom.measure.accuracy import accuracy
from fittingroom.measure.calibration import nll
from fittingroom.measure.gap import (
    IN_WORDS,
    OverfittingWord,
    accuracy_gap,
    epoch_gap,
    loss_gap,
    loss_turned,
    overfitting_word,
)
from fittingroom.reporting.format import measured, percent
from fittingroom.types import Epoch, Finding, Measurement

CODE = "FR004"
TITLE = "Overfitting"


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if the gap between train and val is strong or memorising; the sentence holds the word anyway."""
    epochs = evidence.curves
    numbers: dict[str, Any] = {}
    if {"train", "val"} <= set(evidence.predictions):
        train, val = judged(evidence, "train"), judged(evidence, "val")
        gap = accuracy_gap(*(right_on(part, rng=rng) for part in (train, val)))
        if gap.low is None:
            raise NotApplicable(f"The gap between train and val has no interval ({gap.method}).")
        numbers |= {"train_accuracy": float(train.correct.mean()), "val_accuracy": float(val.correct.mean())}
        numbers |= losses(train, val, rng=rng)
    elif epochs:
        kept = epochs[kept_epoch(epochs)]
        gap = epoch_gap(kept)
        numbers |= {"train_accuracy": kept.train_accuracy, "val_accuracy": kept.val_accuracy}
        numbers |= {"loss_gap": kept.val_loss - kept.train_loss}
    else:
        raise NotApplicable("It needs a training curve, or predictions on both train and val.")
    turned = bool(epochs) and loss_turned(epochs, kept_epoch(epochs))
    word = overfitting_word(gap, train_accuracy=numbers["train_accuracy"], turned=turned)
    numbers |= {"word": word, "gap": gap.value, "gap_low": gap.low, "gap_high": gap.high, "turned": turned}
    if epochs:
        numbers |= lowest_loss(epochs)
    return Finding(
        code=CODE,
        title=TITLE,
        status="found" if word in {"strong", "memorising"} else "passed",
        sentence=said(word, gap, numbers),
        numbers=numbers,
    )


def right_on(part: Judged, *, rng: np.random.Generator) -> Measurement:
    """Accuracy on one part; whole groups are resampled, where there are any."""
    return accuracy(part.predictions, part.labels, groups=part.groups, rng=rng)


def losses(train: Judged, val: Judged, *, rng: np.random.Generator) -> dict[str, float | None]:
    """The gap in loss (nats), where the predictions are probabilities and enough for an interval."""
    both = (train.predictions, val.predictions)
    if any(said.kind != "probabilities" or len(said.ids) < 2 for said in both):
        return {}
    gap = loss_gap(
        *(nll(part.predictions, part.labels, groups=part.groups, rng=rng) for part in (train, val))
    )
    return {"loss_gap": gap.value, "loss_gap_low": gap.low, "loss_gap_high": gap.high}


def kept_epoch(epochs: tuple[Epoch, ...]) -> int:
    """The place of the epoch whose weights were kept: the chosen one, else the last."""
    return next((at for at, epoch in enumerate(epochs) if epoch.chosen), len(epochs) - 1)


def lowest_loss(epochs: tuple[Epoch, ...]) -> dict[str, float]:
    lowest = min(epochs, key=lambda epoch: epoch.val_loss)
    return {
        "epochs": epochs[-1].epoch,
        "kept_epoch": epochs[kept_epoch(epochs)].epoch,
        "lowest_val_loss_epoch": lowest.epoch,
        "lowest_val_loss": lowest.val_loss,
        "last_val_loss": epochs[-1].val_loss,
    }


def said(word: OverfittingWord, gap: Measurement, numbers: dict[str, Any]) -> str:
    sentence = (
        f"{IN_WORDS[word]}: {percent(numbers['train_accuracy'])} right on train and "
        f"{percent(numbers['val_accuracy'])} on val, a gap of {measured(gap)}"
    )
    if "lowest_val_loss_epoch" not in numbers:
        return f"{sentence}."
    kept, lowest, last = (numbers[name] for name in ("kept_epoch", "lowest_val_loss_epoch", "epochs"))
    curve = f"the val loss was lowest at epoch {lowest} of {last}, the weights of epoch {kept} were kept"
    return f"{sentence}; {curve}{', where it had turned up' if numbers['turned'] else ''}."
