"""What the simulated sellers know of each label, in lists that a loop over rows reads fast."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from fittingroom.data.attributes import imaterialist
from fittingroom.data.imaterialist import published_counts
from fittingroom.simulate.world.compatible import compatible

FREQUENT = 10_000
"""Images above which a label is not rare."""

POPULAR = 40
"""Titles are stuffed with words of so many of the most frequent labels."""


@dataclass(frozen=True)
class LabelFacts:
    """For each column of the label map its id, name, group and whether it is rare.

    siblings: the columns of each group; kinds: the kind of garment of each category by name; popular:
    columns.
    """

    ids: tuple[int, ...]
    names: tuple[str, ...]
    group: tuple[str, ...]
    rare: tuple[bool, ...]
    siblings: Mapping[str, tuple[int, ...]]
    kinds: Mapping[str, str]
    popular: tuple[int, ...]


@lru_cache(maxsize=1)
def facts() -> LabelFacts:
    """The facts of the published label map."""
    labels, counts = imaterialist(), published_counts()
    column = labels.columns()
    return LabelFacts(
        ids=tuple(labels.ids.tolist()),
        names=tuple(label.name for label in labels.labels),
        group=tuple(label.group for label in labels.labels),
        rare=tuple((counts < FREQUENT).tolist()),
        siblings={
            group.name: tuple(column[label.id] for label in labels.of_group(group.name))
            for group in labels.groups
        },
        kinds=compatible().kinds,
        popular=tuple(np.argsort(-counts, kind="stable")[:POPULAR].tolist()),
    )
