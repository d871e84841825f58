"""What a check may look at: the data, what a model said about them, and how it came to be."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from fittingroom.data.copies import NEAR_CORRELATION, Copies
from fittingroom.errors import InputError
from fittingroom.reporting.format import count
from fittingroom.types import Dataset, Epoch, Opening, Predictions

NEAR_THRESHOLDS = (NEAR_CORRELATION, 0.99, 0.995, 0.999)
"""Pearson correlations of pixels at which near copies are counted; .99 is the one in the sentence."""


class NotApplicable(Exception):
    """A check raises this, and nothing else, to say that its question does not arise, and why."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """All that the checks of one run look at; any of it but the data may be missing.

    predictions: part name -> what the model said about that part, or about some of its rows; a bare
    file of test predictions gives "test" alone. curves: the epochs of the training, in order.
    openings: the ledger of the test part, oldest first.
    """

    data: Dataset
    copies: Copies
    predictions: Mapping[str, Predictions] = field(default_factory=dict)
    curves: tuple[Epoch, ...] = ()
    openings: tuple[Opening, ...] = ()

    def __post_init__(self):
        data, k = self.data, len(self.data.card.classes)
        if self.copies.exact.shape != data.labels.shape:
            raise InputError(
                f"the copies were searched in {len(self.copies.exact)} images, {data.card.name} has "
                f"{len(data.labels)}: make them with find_copies of this data set"
            )
        for part, said in self.predictions.items():
            if said.part != part:
                raise InputError(f"{said.model}: predictions of {said.part!r} were handed over as {part!r}")
            if said.scores.shape[1] != k:
                raise InputError(
                    f"{said.model}: scores have {said.scores.shape[1]} columns, "
                    f"{data.card.name} has {k} classes"
                )
            if said.data and said.data != data.fingerprint:
                raise InputError(
                    f"{said.model}: these predictions were made on data {said.data[:12]}, "
                    f"not on this {data.card.name} ({data.fingerprint[:12]})"
                )


@dataclass(frozen=True, slots=True)
class Judged:
    """Predictions beside what they are judged by, row for row.

    labels: (n,) int64; rows: (n,) int64, row numbers in the data set; groups: (n,) int64 or None.
    """

    predictions: Predictions
    labels: np.ndarray
    rows: np.ndarray
    groups: np.ndarray | None

    @property
    def correct(self) -> np.ndarray:
        """(n,) bool: where the answer is the given label."""
        return self.predictions.answers == self.labels


def judged(evidence: Evidence, part: str) -> Judged:
    """The predictions of a part with their labels, matched by id; predictions may cover a subset.

    Raises NotApplicable if there are none, InputError for an id that the part does not have or that
    is predicted twice.
    """
    if part not in evidence.predictions:
        raise NotApplicable(f"There are no predictions on the {part} part.")
    said, data = evidence.predictions[part], evidence.data
    rows = data.rows(part)
    ids, wanted = data.ids[rows].astype(str), said.ids.astype(str)
    if unknown := set(wanted.tolist()) - set(ids.tolist()):
        raise InputError(
            f"{said.model}: {count(len(unknown))} of {count(len(wanted))} ids are not in the {part} part of "
            f"{data.card.name}, such as {min(unknown)!r}"
        )
    if twice := len(wanted) - len(np.unique(wanted)):
        raise InputError(f"{said.model}: {count(twice)} ids of the {part} part are predicted more than once")
    order = np.argsort(ids)
    at = order[np.searchsorted(ids, wanted, sorter=order)]
    rows = rows[at]
    return Judged(said, data.labels[rows], rows, None if data.groups is None else data.groups[rows])
