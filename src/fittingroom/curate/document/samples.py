"""A few pictures of each label, from train alone: looking at test pictures is a way of choosing on them."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.curate.document.decisions import hashed
from fittingroom.curate.document.tally import flat
from fittingroom.data.attributes import LabelMap
from fittingroom.data.parquet import pyarrow


@dataclass(frozen=True, slots=True)
class Sample:
    """A picture as it is stored, and the record that it is of."""

    record: str
    image: bytes


def samples(folder: Path, labels: LabelMap, *, each: int) -> dict[int, list[Sample]]:
    """Up to `each` pictures of each label by its id: the rows of smallest hash, the same for any partitions.

    Row groups without a chosen row are not read.
    """
    files = sorted((folder / "part").glob("train-*.parquet"))
    chosen = _chosen(files, labels, each)
    wanted = np.unique(np.concatenate([np.empty(0, np.int64), *chosen.values()]))
    found = _read(files, wanted)
    return {label: [found[int(row)] for row in rows] for label, rows in chosen.items()}


def _chosen(files: list[Path], labels: LabelMap, each: int) -> dict[int, np.ndarray]:
    """The rows of each label's pictures, by its id."""
    _, parquet = pyarrow("reading a set")
    rows, columns = np.empty(0, np.int64), np.empty(0, np.int64)
    for file in files:
        for batch in parquet.ParquetFile(file).iter_batches(1 << 16, columns=["row", "labels"]):
            place, more, _ = flat(batch["labels"], labels)
            rows = np.concatenate([rows, np.asarray(batch["row"])[place]])
            columns = np.concatenate([columns, more])
            order = np.lexsort([hashed(rows), columns])
            rows, columns = rows[order], columns[order]
            first = np.searchsorted(columns, columns)
            few = np.arange(len(rows)) - first < each
            rows, columns = rows[few], columns[few]
    return {int(labels.ids[column]): rows[columns == column] for column in np.unique(columns)}


def _read(files: list[Path], wanted: np.ndarray) -> Mapping[int, Sample]:
    _, parquet = pyarrow("reading a set")
    found: dict[int, Sample] = {}
    for file in files:
        opened = parquet.ParquetFile(file)
        for group in range(opened.num_row_groups):
            rows = np.asarray(opened.read_row_group(group, columns=["row"])["row"])
            here = np.flatnonzero(np.isin(rows, wanted))
            if not len(here):
                continue
            table = opened.read_row_group(group, columns=["id", "image"]).take(here)
            for row, record, image in zip(rows[here], table["id"].to_pylist(), table["image"], strict=True):
                found[int(row)] = Sample(record, image.as_py())
    return found
