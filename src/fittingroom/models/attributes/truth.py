"""What is known of the labels of many images, packed: a million images of 228 labels take 29 MB."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.data.attributes import LabelMap
from fittingroom.errors import DataError
from fittingroom.measure.attributes import AttributeTruth

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 65_536


@dataclass(frozen=True, slots=True, eq=False)
class Truth:
    """Labels of n images: each is present, absent, unknown or not applicable.

    present: (n, ceil(k / 8)) uint8, bits in the order of the label map; unknown and not_applicable: (n, g)
    bool, a column per group of the map; group_of: (k,) the group of each label.
    """

    labels: LabelMap
    present: np.ndarray
    unknown: np.ndarray
    not_applicable: np.ndarray
    group_of: np.ndarray

    def __len__(self) -> int:
        return len(self.present)

    def take(self, rows: np.ndarray) -> "Truth":
        """Some rows, in the order given."""
        return replace(
            self,
            present=self.present[rows],
            unknown=self.unknown[rows],
            not_applicable=self.not_applicable[rows],
        )

    def of(self, rows: np.ndarray | slice) -> tuple[np.ndarray, np.ndarray]:
        """Present and known, (m, k) bool each, of some rows, as learning takes them.

        A label that does not apply is known to be absent: to say "short sleeves" of a shoe is wrong, and
        a softmax has "none" for it. Measuring leaves both kinds out (measure.attributes).
        """
        present = np.unpackbits(self.present[rows], axis=1, count=len(self.labels.labels)).astype(bool)
        return present, ~self.unknown[rows][:, self.group_of] | present

    def measured(self) -> AttributeTruth:
        """The same for measuring: what is unknown or does not apply counts neither for nor against."""
        present = np.unpackbits(self.present, axis=1, count=len(self.labels.labels)).astype(bool)
        masked = (self.unknown | self.not_applicable)[:, self.group_of]
        return AttributeTruth(label_map=self.labels, present=present, known=~masked | present)

    def counts(self) -> np.ndarray:
        """Images that have each label, (k,) int64."""
        found = np.zeros(len(self.labels.labels), np.int64)
        for start in range(0, len(self), AT_ONCE):
            found += self.of(slice(start, start + AT_ONCE))[0].sum(0)
        return found

    def answered(self) -> np.ndarray:
        """Images of which each group is known, (g,) int64."""
        return (~self.unknown).sum(0)


def joined(pieces: Sequence[Truth]) -> Truth:
    """Several, one after another."""
    return replace(
        pieces[0],
        present=np.concatenate([piece.present for piece in pieces]),
        unknown=np.concatenate([piece.unknown for piece in pieces]),
        not_applicable=np.concatenate([piece.not_applicable for piece in pieces]),
    )


def truth_of_table(table: "pa.Table", labels: LabelMap, where: str, column: str = "labels") -> Truth:
    """Read the columns `column` (ids), `unknown` and `not_applicable` (names of groups) of an Arrow table.

    Raises DataError, naming `where`, for an id or a group that the map does not have.
    """
    ids = np.array([label.id for label in labels.labels])
    names = [group.name for group in labels.groups]
    rows, values = _ragged(table, column)
    order = np.argsort(ids)
    at = np.minimum(np.searchsorted(ids, values, sorter=order), len(ids) - 1)
    columns = order[at]
    if len(stray := np.flatnonzero(ids[columns] != values)):
        raise DataError(
            f"{where} row {rows[stray[0]]} has the label {values[stray[0]]}, not in the label map"
        )
    packed = np.zeros((len(table), -(-len(ids) // 8)), np.uint8)
    np.bitwise_or.at(packed, (rows, columns // 8), (128 >> (columns % 8)).astype(np.uint8))
    group_of = np.array([names.index(label.group) for label in labels.labels])
    unknown, not_applicable = (_groups(table, name, names, where) for name in ("unknown", "not_applicable"))
    return Truth(labels, packed, unknown, not_applicable, group_of)


def _ragged(table: "pa.Table", column: str) -> tuple[np.ndarray, np.ndarray]:
    """Row numbers and values of a column of lists, flat; an empty cell has none."""
    lists = table[column].combine_chunks()
    lengths = lists.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    return np.repeat(np.arange(len(lists)), lengths), lists.flatten().to_numpy(zero_copy_only=False)


def _groups(table: "pa.Table", column: str, names: Sequence[str], where: str) -> np.ndarray:
    found = np.zeros((len(table), len(names)), bool)
    rows, values = _ragged(table, column)
    if strays := set(values) - set(names):
        raise DataError(f"{where}: {column} has {min(strays)!r}; the groups are {', '.join(names)}")
    found[rows, [names.index(value) for value in values]] = True
    return found
