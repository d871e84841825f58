"""How right each step was, where truth is known: labels per group, copies per kind, leaks across the split.

For simulated worlds, whose truth is exact. Nothing here is seen by any step.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate.catalogue import rows_of
from fittingroom.curate.document.tally import flat
from fittingroom.data.attributes import LabelMap
from fittingroom.data.image_folder import in_counting_order
from fittingroom.errors import DataError

COLUMNS = ("id", "labels", "tagged", "copy_of", "copy_kind", "product")


@dataclass(frozen=True, slots=True)
class Truth:
    """Files of truth whose rows are those of the catalogue, in its order; the first row of each file."""

    files: tuple[Path, ...]
    firsts: tuple[int, ...]
    rows: int

    def columns(self, start: int, stop: int, names: Sequence[str]) -> pa.Table:
        """Some columns of rows start, ... stop - 1."""
        batches: list[pa.RecordBatch] = []
        for path, first in zip(self.files, self.firsts, strict=True):
            batches += rows_of(path, start - first, stop - first, names, at_once=1 << 14)
        return pa.Table.from_batches(batches)


def find_truth(catalogue: Path) -> Path | None:
    """The truth of a simulated world whose folder, or whose catalog/, this is; None where it is none."""
    for world in (catalogue, *([catalogue.parent] if catalogue.name == "catalog" else [])):
        if (world / "world.json").is_file() and (world / "truth").is_dir():
            return world / "truth"
    return None


def open_truth(folder: Path, rows: int) -> Truth:
    """The truth of a catalogue of so many rows. Raises DataError where it is of another one."""
    files = sorted(folder.glob("*.parquet"), key=lambda path: in_counting_order(path.name))
    counts = [parquet.read_metadata(path).num_rows for path in files]
    if sum(counts) != rows:
        raise DataError(f"{folder}: truth of {sum(counts):,} rows was found, the catalogue has {rows:,}")
    if files and (absent := set(COLUMNS) - set(parquet.read_schema(files[0]).names)):
        raise DataError(f"{files[0]}: truth has the columns {', '.join(COLUMNS)}, found no {min(absent)}")
    return Truth(tuple(files), tuple(np.cumsum([0, *counts])[:-1].tolist()), rows)


@dataclass(frozen=True, slots=True)
class Hits:
    """Of labels, by column (k,) int64: said and true, said, true; and said or true among what a perfect
    reader of the sellers' intention would tag."""

    right: np.ndarray
    said: np.ndarray
    true: np.ndarray
    right_tagged: np.ndarray
    tagged: np.ndarray

    def __add__(self, other: "Hits") -> "Hits":
        pairs = zip(self._all(), other._all(), strict=True)
        return Hits(*(a + b for a, b in pairs))

    def _all(self) -> tuple[np.ndarray, ...]:
        return self.right, self.said, self.true, self.right_tagged, self.tagged


def hits(parts: Iterable[Path], truth: Truth, labels: LabelMap) -> Hits:
    """Compare the column `labels` of working tables with truth, over the rows that they hold."""
    total = Hits(*(np.zeros(len(labels.labels), np.int64) for _ in range(5)))
    for path in parts:
        table = parquet.read_table(path, columns=["row", "labels"])
        if not len(table):
            continue
        rows = table["row"].to_numpy()
        told = truth.columns(int(rows[0]), int(rows[-1]) + 1, ["labels", "tagged"])
        told = told.take(pa.array(rows - rows[0]))
        said = _codes(table["labels"], labels)
        total = total + _compared(
            said, *(_codes(column, labels) for column in told.columns), k=len(labels.labels)
        )
    return total


def _codes(lists: pa.ChunkedArray, labels: LabelMap) -> np.ndarray:
    rows, columns, _ = flat(lists, labels)
    return np.unique(rows * len(labels.labels) + columns)


def _compared(said: np.ndarray, true: np.ndarray, tagged: np.ndarray, *, k: int) -> Hits:
    def counted(codes: np.ndarray) -> np.ndarray:
        return np.bincount(codes % k, minlength=k)

    right = np.intersect1d(said, true, assume_unique=True)
    both = np.intersect1d(said, tagged, assume_unique=True)
    return Hits(counted(right), counted(said), counted(true), counted(both), counted(tagged))


def label_scores(found: Hits, labels: LabelMap) -> dict[str, dict[str, Any]]:
    """Precision and recall of each group and of all labels together, with the counts behind them.

    recall: of everything that is true of the picture, said or not; recall_of_tagged: of what the seller meant
    to say. None where nothing was said, or nothing is true.
    """
    groups = {
        group.name: [at for at, one in enumerate(labels.labels) if one.group == group.name]
        for group in labels.groups
    }
    groups["all"] = list(range(len(labels.labels)))
    scores = {}
    for name, columns in groups.items():
        right, said, true, right_tagged, tagged = (int(values[columns].sum()) for values in found._all())
        scores[name] = {
            "precision": _ratio(right, said),
            "recall": _ratio(right, true),
            "recall_of_tagged": _ratio(right_tagged, tagged),
            "said": said,
            "true": true,
        }
    return scores


def copy_scores(
    truth: Truth, kept: Mapping[int, int], leak_group: np.ndarray, seen: np.ndarray, parts: np.ndarray
) -> dict[str, Any]:
    """How many copies of each kind were found, how many dropped records were copies, what crosses the split.

    kept: a dropped row -> the row that is kept for it. leak_group (n,) int64; seen (n,) bool: the picture
    could be read; parts (n,): the name of each row's part, "" for one that is in none.
    """
    told = truth.columns(0, truth.rows, ["id", "copy_of", "copy_kind", "product"])
    place = {one: row for row, one in enumerate(told["id"].to_pylist())}
    above = [place.get(one) if one else None for one in told["copy_of"].to_pylist()]
    kinds = [kind or "" for kind in told["copy_kind"].to_pylist()]
    products = told["product"].to_numpy()
    look = [_look(row, above, kinds) for row in range(truth.rows)]
    by_kind: dict[str, Counter[str]] = {}
    for row, (original, kind) in enumerate(zip(above, kinds, strict=True)):
        if original is None or not (seen[row] and seen[original]):
            continue
        found = by_kind.setdefault(kind, Counter())
        found["copies"] += 1
        found["merged"] += kept.get(row, row) == kept.get(original, original)
        found["in_one_leak_group"] += bool(leak_group[row] == leak_group[original])
    right = sum(look[row] == look[best] for row, best in kept.items())
    drawn = np.flatnonzero(parts != "")
    train = set(products[drawn[parts[drawn] == "train"]].tolist())
    held = [row for row in drawn.tolist() if parts[row] != "train"]
    return {
        "kinds": {kind: dict(found) for kind, found in sorted(by_kind.items())},
        "dropped": len(kept),
        "dropped_rightly": int(right),
        "precision": _ratio(int(right), len(kept)),
        "held_out": len(held),
        "held_out_with_their_product_in_train": sum(int(products[row]) in train for row in held),
    }


def _look(row: int, above: Sequence[int | None], kinds: Sequence[str]) -> int:
    """The first picture that this one shows without another colour: equal for copies that may be merged."""
    while (original := above[row]) is not None and "recoloured" not in kinds[row]:
        row = original
    return row


def _ratio(part: int, whole: int) -> float | None:
    return part / whole if whole else None
