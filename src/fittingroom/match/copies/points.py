"""The points of many records, one after another, in an order that depends on the pictures alone."""

from dataclasses import dataclass

import numpy as np

from fittingroom.match.copies.features import MOST

AT_ONCE = 4096
"""Records that are read at a time."""


@dataclass(frozen=True, slots=True)
class Points:
    """Points (p of them) of the pictures (m) that differ; of equal ones the first stands for all.

    Pictures are numbered by their digest, so that nothing found among them depends on the order of the
    records. rows: (m,) int64, the record of each; first: (m + 1,) int64, where its points begin; width: (m,)
    int64, of its working picture; owner: (p,) int32; bits: (p, 2) uint64; places: (p, 4) int16, see
    `features`.
    """

    rows: np.ndarray
    first: np.ndarray
    width: np.ndarray
    owner: np.ndarray
    bits: np.ndarray
    places: np.ndarray

    def __len__(self) -> int:
        return len(self.owner)

    @classmethod
    def of(cls, records: np.ndarray) -> "Points":
        """Copy the points of records (n,), which may be mapped and are read once, from the first on."""
        rows = np.unique(records["digest"], return_index=True)[1]
        # a column is copied before it is put in order: mapped records are read fast from front to back only
        count, width = records["points"].copy(), records["work"][:, 1].astype(np.int64)
        first = np.concatenate([[0], np.cumsum(count[rows], dtype=np.int64)])
        number = np.full(len(records), -1)
        number[rows] = np.arange(len(rows))
        total = int(first[-1])
        owner, bits = np.empty(total, np.int32), np.empty((total, 2), np.uint64)
        places = np.empty((total, 4), np.int16)
        for start in range(0, len(records), AT_ONCE):
            mine = number[start : start + AT_ONCE]
            some, mine = records[start : start + AT_ONCE][mine >= 0], mine[mine >= 0]
            row, point = np.nonzero(np.arange(MOST) < some["points"][:, None])
            at = first[mine][row] + point
            owner[at], places[at] = mine[row], some["places"][row, point]
            bits[at] = some["bits"][row, point].view(np.uint64)
        return cls(rows, first, width[rows], owner, bits, places)
