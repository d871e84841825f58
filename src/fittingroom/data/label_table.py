"""Table 1 of Guo et al. 2019 of any set of labels, and the tail of its classes."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.data.attributes import LabelMap
from fittingroom.errors import DataError

FEW, MANY = 500, 10_000
"""Below FEW images a class belongs to the tail, above MANY to the head (the paper's two limits)."""


@dataclass(frozen=True, slots=True)
class GroupCount:
    """A row of the table: of `n` images, `images` have some of the group's labels, `labels` in all."""

    group: str
    exclusive: bool
    classes: int
    labels: int
    images: int
    n: int

    @property
    def coverage(self) -> float:
        """Share of the images that have a label of the group."""
        return self.images / self.n if self.n else 0.0

    @property
    def labels_per_image(self) -> float:
        """Labels of the group on an image that has one."""
        return self.labels / self.images if self.images else 0.0


@dataclass(frozen=True, slots=True)
class Tail:
    """Of `classes` labels, how many have no image, fewer than FEW (those included), more than MANY."""

    classes: int
    unused: int
    few: int
    many: int


def flattened(lists: Iterable[Sequence[int]]) -> tuple[np.ndarray, np.ndarray, int]:
    """Lists of ids, one an image, as row numbers (m,) int64, ids (m,) int64, and how many images."""
    sizes, ids = [], []
    for some in lists:
        sizes.append(len(some))
        ids.extend(some)
    return np.repeat(np.arange(len(sizes)), sizes), np.array(ids, np.int64), len(sizes)


def label_counts(ids: np.ndarray, labels: LabelMap) -> np.ndarray:
    """How often each label occurs, (k,) int64, in the order of columns. Raises DataError for unknown ids."""
    return np.bincount(_columns(ids, labels), minlength=len(labels.labels))


def group_counts(rows: np.ndarray, ids: np.ndarray, n: int, labels: LabelMap) -> tuple[GroupCount, ...]:
    """The table, a row a group.

    rows (m,): to which of the `n` images each of the labels `ids` (m,) belongs. In an exclusive group #Label
    equals #Image, unless an image has two: that is for the reader to see. Raises DataError for an unknown id.
    """
    columns = _columns(ids, labels)
    number = {group.name: at for at, group in enumerate(labels.groups)}
    of_column = np.array([number[label.group] for label in labels.labels])
    k = len(labels.groups)
    of_label = of_column[columns]
    images = np.bincount(np.unique(rows.astype(np.int64) * k + of_label) % k, minlength=k)
    counts, classes = np.bincount(of_label, minlength=k), np.bincount(of_column, minlength=k)
    return tuple(
        GroupCount(group.name, group.exclusive, int(classes[at]), int(counts[at]), int(images[at]), n)
        for at, group in enumerate(labels.groups)
    )


def tail(counts: np.ndarray) -> Tail:
    """The two ends of the classes, from how many images each has (k,)."""
    few, many = int((counts < FEW).sum()), int((counts > MANY).sum())
    return Tail(len(counts), int((counts == 0).sum()), few, many)


def _columns(ids: np.ndarray, labels: LabelMap) -> np.ndarray:
    order = np.argsort(labels.ids)
    place = np.searchsorted(labels.ids[order], ids).clip(max=len(order) - 1)
    columns = order[place]
    if len(wrong := ids[labels.ids[columns] != ids]):
        raise DataError(
            f"{len(wrong):,} of {len(ids):,} labels are not in the label map, the first is {wrong[0]}"
        )
    return columns
