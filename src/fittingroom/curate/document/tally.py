"""Counts of labels that add up over partitions: all that Table 1, the tail and the histograms need."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.data.attributes import LabelMap
from fittingroom.data.label_table import GroupCount
from fittingroom.data.parquet import pyarrow
from fittingroom.errors import DataError
from fittingroom.files import landing

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(frozen=True, slots=True, eq=False)
class Tally:
    """Of `rows` rows: how many have each label, of_label (k,), any label of each group, of_group (g,), and
    how many have 0, 1, 2, ... labels, of_size; all int64. Tallies of parts add up to that of the whole.
    """

    labels: LabelMap
    rows: int
    of_label: np.ndarray
    of_group: np.ndarray
    of_size: np.ndarray

    def __add__(self, other: "Tally") -> "Tally":
        longest = max(len(self.of_size), len(other.of_size))
        sizes = [np.pad(t.of_size, (0, longest - len(t.of_size))) for t in (self, other)]
        return Tally(
            self.labels,
            self.rows + other.rows,
            self.of_label + other.of_label,
            self.of_group + other.of_group,
            sizes[0] + sizes[1],
        )

    @property
    def labels_per_row(self) -> float:
        """Mean number of labels."""
        return int(self.of_label.sum()) / self.rows if self.rows else 0.0


def flat(lists: "pa.ListArray | pa.ChunkedArray", labels: LabelMap) -> tuple[np.ndarray, np.ndarray, int]:
    """A column of label ids, as row numbers (m,) and label columns (m,) int64, and how many rows there are.

    A null is a row without labels. Raises DataError for an id that the label map does not have.
    """
    pa, _ = pyarrow("counting labels")
    whole = lists.combine_chunks() if isinstance(lists, pa.ChunkedArray) else lists
    if isinstance(whole, pa.ChunkedArray):  # no chunk at all
        return np.empty(0, np.int64), np.empty(0, np.int64), 0
    sizes = np.asarray(whole.value_lengths().fill_null(0))
    ids = np.asarray(whole.flatten()).astype(np.int64)
    place = np.full(int(max(labels.ids.max(), ids.max(initial=0))) + 1, -1)
    place[labels.ids] = np.arange(len(labels.ids))
    columns = place[ids]
    if (columns < 0).any():
        raise DataError(f"the label {ids[columns < 0][0]} is not in the label map")
    return np.repeat(np.arange(len(sizes)), sizes), columns, len(sizes)


def tally(lists: "pa.ListArray | pa.ChunkedArray", labels: LabelMap) -> Tally:
    """Count a column of label ids. Raises DataError for an id that the label map does not have."""
    rows, columns, n = flat(lists, labels)
    number = {group.name: at for at, group in enumerate(labels.groups)}
    group = np.array([number[label.group] for label in labels.labels])
    g = len(labels.groups)
    return Tally(
        labels,
        n,
        np.bincount(columns, minlength=len(labels.labels)),
        np.bincount(np.unique(rows * g + group[columns]) % g, minlength=g),
        np.bincount(np.bincount(rows, minlength=n), minlength=1) if n else np.zeros(1, np.int64),
    )


def nothing(labels: LabelMap) -> Tally:
    """The tally of no rows."""
    k, g = len(labels.labels), len(labels.groups)
    return Tally(labels, 0, np.zeros(k, np.int64), np.zeros(g, np.int64), np.zeros(1, np.int64))


def table_1(counted: Tally) -> tuple[GroupCount, ...]:
    """Table 1 of Guo et al. 2019, a row a group."""
    labels = counted.labels
    found = []
    for at, group in enumerate(labels.groups):
        own = np.array([label.group == group.name for label in labels.labels])
        images, n = int(counted.of_group[at]), int(counted.of_label[own].sum())
        found.append(GroupCount(group.name, group.exclusive, int(own.sum()), n, images, counted.rows))
    return tuple(found)


def write_tally(path: Path, counted: Tally) -> None:
    """A tally as a small Parquet file: what (rows, label, group, size), key, n."""
    pa, parquet = pyarrow("writing counts")
    ids = counted.labels.ids.astype(np.int64)
    pieces = [
        ("rows", np.zeros(1, np.int64), np.array([counted.rows])),
        ("label", ids, counted.of_label),
        ("group", np.arange(len(counted.of_group)), counted.of_group),
        ("size", np.arange(len(counted.of_size)), counted.of_size),
    ]
    what = [name for name, keys, _ in pieces for _ in range(len(keys))]
    keys, counts = (np.concatenate([piece[at] for piece in pieces]) for at in (1, 2))
    path.parent.mkdir(parents=True, exist_ok=True)
    with landing(path) as beside:
        parquet.write_table(pa.table({"what": what, "key": keys, "n": counts}), beside)


def read_tally(path: Path, labels: LabelMap) -> Tally:
    """A tally that `write_tally` wrote; several rows of one key add up, what is not listed is 0.

    Raises DataError for another file or an unknown label.
    """
    pa, parquet = pyarrow("reading counts")
    try:
        table = parquet.read_table(path, columns=["what", "key", "n"])
    except (pa.ArrowException, OSError, ValueError, KeyError) as error:
        raise DataError(f"{path}: not a file of counts: {str(error).splitlines()[0]}") from error
    what, keys, counts = (np.asarray(table[name]) for name in ("what", "key", "n"))

    def of(name: str, length: int) -> np.ndarray:
        found = np.zeros(length, np.int64)
        np.add.at(found, keys[what == name], counts[what == name])
        return found

    most = int(max(keys.max(initial=0), labels.ids.max())) + 1
    by_id = of("label", most)
    if by_id.sum() != by_id[labels.ids].sum():
        raise DataError(f"{path}: it counts labels that are not in the label map")
    sizes = int(keys[what == "size"].max(initial=0)) + 1
    n = int(counts[what == "rows"].sum())
    return Tally(labels, n, by_id[labels.ids], of("group", most)[: len(labels.groups)], of("size", sizes))
