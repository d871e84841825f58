"""Pictures in memory as a `Gallery`, with one class each or with any labels: for folders that fit."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.models.attributes.shards import Source
from fittingroom.models.attributes.truth import Truth


@dataclass(frozen=True, slots=True, eq=False)
class Held:
    """images: (m, px, px, 3) uint8; `source.row` says which of them each image of the source is."""

    source: Source
    images: np.ndarray

    @property
    def size_px(self) -> int:
        return self.images.shape[1]

    def __len__(self) -> int:
        return len(self.source)

    def gather(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Copy the images of some rows of the source into out, in that order."""
        np.take(self.images, self.source.row[rows], axis=0, out=out)


def held(images: np.ndarray, truth: Truth, rows: np.ndarray, name: str) -> Held:
    """Some rows (m,) of images, with the truth of the same m, as a gallery."""
    source = Source(
        name=name,
        files=(Path(name),),
        file=np.zeros(len(rows), np.int64),
        row=rows,
        ids=rows.astype(str),
        groups=rows.astype(np.int64),
        truth=truth,
    )
    return Held(source, images)


def class_map(classes: Sequence[str]) -> LabelMap:
    """Classes as the labels of one group with one answer."""
    labels = tuple(Label(at + 1, name, "class") for at, name in enumerate(classes))
    return LabelMap(labels, (Group("class", True, 1),))


def truth_of(present: np.ndarray, unknown: np.ndarray, labels: LabelMap) -> Truth:
    """Truth of present (n, k) bool and unknown groups (n, g) bool."""
    names = [group.name for group in labels.groups]
    return Truth(
        labels=labels,
        present=np.packbits(present, axis=1),
        unknown=unknown,
        not_applicable=np.zeros_like(unknown),
        group_of=np.array([names.index(label.group) for label in labels.labels]),
    )


def class_truth(answers: np.ndarray, labels: LabelMap) -> Truth:
    """Truth of one class each, (n,) int64."""
    present = np.eye(len(labels.labels), dtype=bool)[answers]
    return truth_of(present, np.zeros((len(answers), 1), bool), labels)
