"""Small made material for the study: pictures, arms of a moment, outcomes with what is planted in them."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from torch import nn

from fittingroom.models.plain import Params
from fittingroom.studies.overfitting.arms import Arm
from fittingroom.studies.overfitting.outcomes import Answers, Outcome
from fittingroom.studies.overfitting.runs import Run
from fittingroom.types import Card, Dataset, Epoch

CLASSES = ("left", "right", "below")
QUICKLY = Params(widths=(4,), epochs=2, lr=0.01)


def pictures(sizes: dict[str, int], *, side: int = 12, groups: bool = False, name: str = "made") -> Dataset:
    """Noisy pictures of three classes, a bright square in one of three places, that a network learns soon."""
    rng, n = np.random.default_rng(7), sum(sizes.values())
    labels = rng.permutation(np.arange(n) % 3)
    images = rng.integers(0, 120, (n, side, side))
    for row, label in enumerate(labels):
        y, x = ((1, 1), (1, side // 2), (side // 2, 3))[label]
        images[row, y : y + 3, x : x + 3] += 60
    stops = np.cumsum(list(sizes.values()))
    parts = {part: np.arange(stop - k, stop) for (part, k), stop in zip(sizes.items(), stops, strict=True)}
    return Dataset(
        card=Card(name=name, classes=CLASSES, counts=sizes, chance={"accuracy": 1 / 3}),
        images=images.astype(np.uint8),
        labels=labels.astype(np.int64),
        ids=np.array([f"picture-{row:04d}" for row in range(n)]),
        parts=parts,
        groups=np.arange(n) // 3 if groups else None,
    )


def small(**what: Any) -> Dataset:
    """260 pictures in train, val and test."""
    return pictures({"train": 160, "val": 60, "test": 40}, **what)


def arm(name: str = "plain", **what: Any) -> Arm:
    """An arm that is trained in a moment."""
    given = {"factor": name, "title": f"the {name} one", "params": QUICKLY, **what}
    return Arm(name=name, **given)


def fast(**changes: Any) -> Params:
    return replace(QUICKLY, **changes)


def one_dense_layer(shape: tuple[int, int, int], classes: int) -> nn.Module:
    """A network as a user might bring it: at the top level of a module."""
    return nn.Sequential(nn.Flatten(), nn.Linear(shape[0] * shape[1] * shape[2], classes))


class Straight(nn.Module):
    """Scores, and what is done with them: nothing."""

    def __init__(self, inputs: int, classes: int):
        super().__init__()
        self.layer = nn.Linear(inputs, classes)

    def forward(self, x):
        return self.layer(x.flatten(1))


class Turned(nn.Module):
    """The same layers to whoever prints them, put to another use."""

    def __init__(self, inputs: int, classes: int):
        super().__init__()
        self.layer = nn.Linear(inputs, classes)

    def forward(self, x):
        return -self.layer(x.flatten(1))


Turned.__name__ = Straight.__name__


def made_of(kind: type[nn.Module], shape: tuple[int, int, int], classes: int) -> nn.Module:
    """With `functools.partial`, one function for several networks."""
    return kind(shape[0] * shape[1] * shape[2], classes)


def no_module(shape: tuple[int, int, int], classes: int) -> Any:
    return "a network"


def too_few_scores(shape: tuple[int, int, int], classes: int) -> nn.Module:
    return one_dense_layer(shape, classes - 1)


def history(*val_losses: float, chosen: int | None = None, running: float | None = None) -> tuple[Epoch, ...]:
    """A training whose loss on train keeps falling, and on val is as given; the last is kept unless told."""
    kept = len(val_losses) if chosen is None else chosen
    return tuple(
        Epoch(
            epoch=epoch,
            train_loss=1 / (1 + epoch),
            train_accuracy=0.9,
            val_loss=loss,
            val_accuracy=0.8,
            n_train=100,
            n_val=100,
            seconds=1.0,
            chosen=epoch == kept,
            running_accuracy=running,
        )
        for epoch, loss in enumerate(val_losses, 1)
    )


def answers(right: np.ndarray) -> Answers:
    """Answers of which those are right: class 1 of two where they are not, else 0."""
    right = np.asarray(right, bool)
    return Answers((~right).astype(np.int64), right, np.where(right, 0.1, 2.0))


def outcome(
    of: Arm,
    seed: int,
    *,
    train: np.ndarray,
    val: np.ndarray | None,
    test: np.ndarray,
    learned: str = "the same",
    curve: tuple[Epoch, ...] | None = None,
) -> Outcome:
    """A run that was right on just these rows."""
    return Outcome(
        run=Run(arm=of, seed=seed, folder=Path("nowhere", of.name, f"seed-{seed}")),
        history=curve or history(0.9, 0.8),
        parameters=10,
        seconds=1.0,
        learned=learned,
        train=answers(train),
        val=None if val is None else answers(val),
        test=answers(test),
    )
