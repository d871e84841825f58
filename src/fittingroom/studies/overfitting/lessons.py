"""What an arm is taught by: which images and labels it learns, and which choose its epoch."""

import dataclasses
from collections.abc import Mapping

import numpy as np

from fittingroom.errors import InputError
from fittingroom.models.plain import Params
from fittingroom.studies.overfitting.arms import Arm
from fittingroom.types import Part

LEAST_IMAGES_A_CLASS = 2
"""Fewer than so many images for each class, on average, teach nothing that could be measured."""


def lesson(arm: Arm, parts: Mapping[str, Part], *, classes: int, seed: int) -> tuple[Part, Part, Params]:
    """The part that `arm` learns with this seed, the part that it watches, and its full settings.

    parts: train, val and, for an arm that watches it, test. Which images a share takes and which
    labels are drawn follow from the seed alone. Raises InputError where a share leaves too few.
    """
    train, params = parts["train"], arm.params
    if arm.learns == "train and val":
        train = joined(train, parts["val"])
    if arm.share < 1:
        params = dataclasses.replace(params, images_an_epoch=len(train))
        train = some(train, arm.share, seed=seed)
        if len(train) < LEAST_IMAGES_A_CLASS * classes:
            raise InputError(
                f"{arm.share:.0%} of the training images are {len(train)}, too few for {classes} classes"
            )
    if arm.random_labels:
        labels = np.random.default_rng((seed, 2)).integers(0, classes, len(train))
        train = dataclasses.replace(train, labels=labels)
    return train, parts[arm.watches], params


def some(part: Part, share: float, *, seed: int) -> Part:
    """A random share of a part's rows; of one seed, a smaller share is part of a larger one."""
    rows = np.random.default_rng((seed, 1)).permutation(len(part))[: round(share * len(part))]
    groups = None if part.groups is None else part.groups[rows]
    return Part(part.name, part.images[rows], part.labels[rows], part.ids[rows], groups)


def joined(a: Part, b: Part) -> Part:
    """The rows of both parts, as one part with the name of the first."""
    groups = None if a.groups is None or b.groups is None else np.concatenate([a.groups, b.groups])
    return Part(
        a.name,
        np.concatenate([a.images, b.images]),
        np.concatenate([a.labels, b.labels]),
        np.concatenate([a.ids, b.ids]),
        groups,
    )
