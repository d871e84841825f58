"""What is true of an image, label by label: present, absent, or not to be counted.

Unlabelled is not negative: of a photo whose colour nobody named it is unknown whether it is red. A sleeve
label of a shoe does not apply. Both are masked everywhere, so that no score is paid or charged for them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from fittingroom.data.attributes import LabelMap
from fittingroom.errors import InputError


@dataclass(frozen=True, kw_only=True)
class AttributeTruth:
    """The truth of n images about the L labels of `label_map`, columns in its order.

    present, known: (n, L) bool. A cell that is not known counts neither for nor against an answer: its label
    is unknown or does not apply. What is known and not present is absent.
    """

    label_map: LabelMap
    present: np.ndarray
    known: np.ndarray

    def __post_init__(self):
        k = len(self.label_map.labels)
        for what, cells in (("present", self.present), ("known", self.known)):
            if cells.ndim != 2 or cells.shape[1] != k or cells.dtype != bool:
                raise InputError(
                    f"the truth of {k} labels needs {what} as bool of shape (n, {k}), "
                    f"found {cells.dtype} of shape {cells.shape}"
                )
        if self.present.shape != self.known.shape or not len(self.present):
            raise InputError(
                "present and known must be of the same images, at least one, "
                f"found {len(self.present)} and {len(self.known)}"
            )
        if stray := int((self.present & ~self.known).sum()):
            raise InputError(f"{stray} cells are present and not known: a label that is listed is known")

    def __len__(self) -> int:
        return len(self.present)

    @cached_property
    def labels_each(self) -> np.ndarray:
        """How many labels each image is known to have, (n,) int64."""
        return self.present.sum(axis=1)

    @cached_property
    def images_each(self) -> np.ndarray:
        """How many images each label is known to be on, (L,) int64."""
        return self.present.sum(axis=0)

    def of_rows(self, rows: np.ndarray) -> "AttributeTruth":
        """The truth of some of the images, by row numbers or (n,) bool."""
        return replace(self, present=self.present[rows], known=self.known[rows])


def truth_from_tables(
    label_map: LabelMap,
    labels: Sequence[Sequence[int]],
    unknown: Sequence[Sequence[str]],
    not_applicable: Sequence[Sequence[str]],
) -> AttributeTruth:
    """The truth from a set's columns: ids of the present labels, groups unknown, groups that do not apply.

    A label that is listed although its group is called unknown stays present and known: of that group only
    the others are masked. Raises DataError for an id or a group that is not in the label map, InputError for
    columns of different lengths.
    """
    if not len(labels) == len(unknown) == len(not_applicable):
        raise InputError(
            "labels, unknown and not_applicable have one entry an image, "
            f"found {len(labels)}, {len(unknown)} and {len(not_applicable)}"
        )
    present = label_map.multi_hot(labels)
    known = np.ones(present.shape, bool)
    columns: dict[str, np.ndarray] = {}
    for row, groups in enumerate(zip(unknown, not_applicable, strict=True)):
        for name in (*groups[0], *groups[1]):
            if name not in columns:
                columns[name] = group_columns(label_map, name)
            known[row, columns[name]] = False
    return AttributeTruth(label_map=label_map, present=present, known=known | present)


def as_labelled(truth: AttributeTruth) -> AttributeTruth:
    """The same labels as the iMaterialist paper reads them: what is not listed is absent."""
    return replace(truth, known=np.ones_like(truth.known))


def group_columns(label_map: LabelMap, name: str) -> np.ndarray:
    """The columns of a group's labels, (m,) int64. Raises DataError where there is no such group."""
    columns = label_map.columns()
    return np.array([columns[label.id] for label in label_map.of_group(name)], np.int64)
