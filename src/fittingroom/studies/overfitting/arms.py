"""The arms of the study: one network and one way of training each, every one compared with another.

ARMS is the whole list, in the order of the report. An arm differs from the one it is compared with
(`against`) in what its factor names, and in nothing else; all have the same number of steps,
unless steps are the factor.
"""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from fittingroom.errors import InputError
from fittingroom.models.augment import Augmentation
from fittingroom.models.plain import PROGRAM_1, PROGRAM_2, PROGRAM_3, Params

LEAST_PROGRAM_SEEDS = 5
"""The three programs are repeated at least so often: what a leak is worth is a small difference."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Arm:
    """One arm. `name` is its address in folders and pages, `title` what people read.

    share: of the training images, a random choice that smaller shares are part of; its passes are
    then repeated until it has had as many steps. random_labels: every training label is drawn anew.
    learns: "train", or "train and val" where a program holds nothing out. watches: the part that
    chooses the epoch where there is early stopping; "test" is the mistake under study.
    network: whether the arm is about the network itself, and so means nothing for a user's own one.
    """

    name: str
    factor: str
    title: str
    params: Params
    against: str = "plain"
    share: float = 1.0
    random_labels: bool = False
    learns: Literal["train", "train and val"] = "train"
    watches: Literal["val", "test"] = "val"
    network: bool = False
    least_seeds: int = 1


PLAIN = PROGRAM_1
WIDE = dataclasses.replace(PLAIN, dense=(256,))
"""Learns Fashion-MNIST nearly by heart."""

TOGETHER = {
    "dropout": 0.25,
    "l2": 1e-4,
    "label_smoothing": 0.1,
    "augmentation": Augmentation(shift=0.07, mirror=True),
}
"""A moderate dose of everything that is said to help."""


def _plain(**changes) -> Params:
    return dataclasses.replace(PLAIN, **changes)


def _augmented(**changes) -> Params:
    return _plain(augmentation=Augmentation(**changes))


def _program(name: str, title: str, params: Params, *, least_seeds: int = LEAST_PROGRAM_SEEDS, **what) -> Arm:
    return Arm(
        name=name,
        factor="the programs",
        title=title,
        params=params,
        network=True,
        least_seeds=least_seeds,
        **what,
    )


PROGRAMS = (
    _program(
        "program-1", "program 1, learning train and val", PROGRAM_1, learns="train and val", watches="test"
    ),
    _program("program-2", "program 2: dropout, dense 128", PROGRAM_2),
    _program(
        "program-3-published",
        "program 3, learning train and val, stopped by test",
        PROGRAM_3,
        learns="train and val",
        watches="test",
        against="program-3-leaking",
    ),
    _program(
        "program-3-leaking",
        "program 3, stopped by test",
        PROGRAM_3,
        watches="test",
        against="program-3",
    ),
    _program("program-3", "program 3, stopped by val", PROGRAM_3),
    _program(
        "program-3-wide",
        "program 3's training of program 2's network",
        dataclasses.replace(
            PROGRAM_2,
            augmentation=PROGRAM_3.augmentation,
            epochs=PROGRAM_3.epochs,
            patience=PROGRAM_3.patience,
        ),
        against="program-2",
        least_seeds=1,
    ),
)


def _network(name: str, title: str, params: Params, **what) -> Arm:
    return Arm(name=name, factor="depth and width", title=title, params=params, network=True, **what)


NETWORKS = (
    _network("linear", "linear model", _plain(widths=())),
    _network("dense-128", "dense 128, no convolution", _plain(widths=(), dense=(128,))),
    _network("conv-8", "conv 8", _plain(widths=(8,))),
    _network("conv-128", "conv 128", _plain(widths=(128,))),
    _network("conv-32-64", "conv 32-64", _plain(widths=(32, 64))),
    _network("conv-32-64-128", "conv 32-64-128", _plain(widths=(32, 64, 128))),
    _network("conv-32-dense-128", "conv 32, dense 128", _plain(dense=(128,))),
    _network("wide", "conv 32, dense 256", WIDE),
)


def _arm(factor: str, name: str, title: str, params: Params, **what) -> Arm:
    return Arm(name=name, factor=factor, title=title, params=params, **what)


FACTORS = (
    _arm("L1", "l1-1e-5", "L1 0.00001", _plain(l1=1e-5)),
    _arm("L1", "l1-1e-4", "L1 0.0001", _plain(l1=1e-4)),
    _arm("L2", "l2-1e-4", "L2 0.0001", _plain(l2=1e-4)),
    _arm("L2", "l2-1e-3", "L2 0.001", _plain(l2=1e-3)),
    _arm("weight decay", "weight-decay-0.1", "weight decay 0.1", _plain(weight_decay=0.1)),
    _arm("weight decay", "weight-decay-1", "weight decay 1", _plain(weight_decay=1.0)),
    _arm("dropout", "dropout-0.25", "dropout 0.25", _plain(dropout=0.25), network=True),
    _arm("dropout", "dropout-0.5", "dropout 0.5", _plain(dropout=0.5), network=True),
    _arm("augmentation", "rotation-5", "rotation up to 5°", _augmented(rotation_deg=5)),
    _arm("augmentation", "rotation-20", "rotation up to 20°", _augmented(rotation_deg=20)),
    _arm("augmentation", "shift-0.07", "shift up to 0.07", _augmented(shift=0.07)),
    _arm("augmentation", "shift-0.2", "shift up to 0.2", _augmented(shift=0.2)),
    _arm("augmentation", "zoom-0.1", "zoom up to 0.1", _augmented(zoom=0.1)),
    _arm("augmentation", "mirror", "mirror", _augmented(mirror=True)),
    _arm("augmentation", "erase-0.3", "erase a square of 0.3", _augmented(erase=0.3)),
    _arm(
        "augmentation",
        "essay-augmentation",
        "all of program 3's",
        _plain(augmentation=PROGRAM_3.augmentation),
    ),
    _arm("label smoothing", "smoothing-0.1", "label smoothing 0.1", _plain(label_smoothing=0.1)),
    _arm("label smoothing", "smoothing-0.2", "label smoothing 0.2", _plain(label_smoothing=0.2)),
    _arm("learning rate", "lr-0.0001", "learning rate 0.0001", _plain(lr=1e-4)),
    _arm("learning rate", "lr-0.0003", "learning rate 0.0003", _plain(lr=3e-4)),
    _arm("learning rate", "lr-0.003", "learning rate 0.003", _plain(lr=3e-3)),
    _arm("learning rate", "lr-0.01", "learning rate 0.01", _plain(lr=1e-2)),
    _arm("batch size", "batch-8", "batch 8", _plain(batch=8)),
    _arm("batch size", "batch-128", "batch 128", _plain(batch=128)),
    _arm("batch size", "batch-512", "batch 512", _plain(batch=512)),
    _arm("epochs", "epochs-3", "3 epochs", _plain(epochs=3)),
    _arm("epochs", "epochs-30", "30 epochs", _plain(epochs=30)),
    _arm(
        "early stopping",
        "early-stopping",
        "30 epochs, stopped early",
        _plain(epochs=30, patience=3),
        against="epochs-30",
    ),
    _arm("training images", "images-0.3", "30 % of the images", PLAIN, share=0.3),
    _arm("training images", "images-0.1", "10 % of the images", PLAIN, share=0.1),
    _arm("training images", "images-0.03", "3 % of the images", PLAIN, share=0.03),
    _arm("training images", "images-0.01", "1 % of the images", PLAIN, share=0.01),
    _arm(
        "random labels",
        "random-labels-0.03",
        "3 % of the images, random labels",
        PLAIN,
        share=0.03,
        random_labels=True,
        against="images-0.03",
    ),
    _arm("random labels", "random-labels", "all images, random labels", PLAIN, random_labels=True),
    _arm("together", "together", "a little of everything", _plain(**TOGETHER), network=True),
    _arm(
        "together",
        "wide-together",
        "conv 32, dense 256, a little of everything",
        dataclasses.replace(WIDE, dense_dropout=0.5, **TOGETHER),
        against="wide",
        network=True,
    ),
    _arm(
        "together",
        "wide-20",
        "conv 32, dense 256, 20 epochs",
        dataclasses.replace(WIDE, epochs=20),
        against="wide",
        network=True,
    ),
    _arm(
        "together",
        "wide-20-together",
        "the same, a little of everything, stopped early",
        dataclasses.replace(WIDE, epochs=20, patience=3, dense_dropout=0.5, **TOGETHER),
        against="wide-20",
        network=True,
    ),
)

ARMS: tuple[Arm, ...] = (
    _arm("plain", "plain", "the plain network", PLAIN, least_seeds=LEAST_PROGRAM_SEEDS),
    *PROGRAMS,
    *NETWORKS,
    *FACTORS,
)
"""Every arm, those of one factor side by side."""


def selected(names: Sequence[str]) -> tuple[Arm, ...]:
    """The arms of these names, the ones they are compared with, and the plain network.

    Raises InputError for a name that there is not.
    """
    known = {arm.name: arm for arm in ARMS}
    if unknown := [name for name in names if name not in known]:
        raise InputError(f"there is no arm {', '.join(unknown)}; the arms are {', '.join(known)}")
    wanted, left = {"plain"}, list(names)
    while left:
        name = left.pop()
        if name not in wanted:
            wanted.add(name)
            left.append(known[name].against)
    return tuple(arm for arm in ARMS if arm.name in wanted)
