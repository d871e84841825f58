"""Results as one Parquet file, small enough to publish with a table, and back again.

Labels are kept as differences from the true ones, modulo the number of classes: nearly all are 0, so a
file of ten thousand labels a run takes a kilobyte or two.
"""

from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.data.parquet import pyarrow
from fittingroom.errors import DataError
from fittingroom.files import landing
from fittingroom.studies.benchmark.question import identity
from fittingroom.studies.benchmark.result import Asked, Result, as_kept
from fittingroom.types import Dataset

FORMAT = "fittingroom benchmark results 1"


def export(results: Sequence[Result], data_sets: Sequence[Dataset], path: Path) -> Path:
    """Write the results of these data sets as Parquet. Raises MissingExtra without pyarrow."""
    arrow, parquet = pyarrow("a Parquet file of results")
    truths = _truths(data_sets)
    kept = sorted((r for r in results if (r.data, r.asked) in truths), key=lambda r: r.key)
    columns = {name: [_cell(r, name, truths) for r in kept] for name in _names()}
    table = arrow.table(columns).replace_schema_metadata({"format": FORMAT})
    with landing(path) as beside:
        parquet.write_table(table, beside, compression="zstd", compression_level=19)
    return path


def imported(path: Path, data_sets: Sequence[Dataset]) -> tuple[Result, ...]:
    """The results in such a file, as far as they are about these data sets.

    Raises DataError where it is none, or its labels belong to other images.
    """
    arrow, parquet = pyarrow("a Parquet file of results")
    try:
        table = parquet.read_table(path)
    except (arrow.ArrowException, OSError) as error:
        raise DataError(f"{path} cannot be read as Parquet: {error}") from error
    if (table.schema.metadata or {}).get(b"format") != FORMAT.encode():
        raise DataError(f"{path} holds no benchmark results that this version of fittingroom can read")
    truths = _truths(data_sets)
    rows = [row for row in table.to_pylist() if (row["data"], row["asked"]) in truths]
    return tuple(Result(**_restored(path, row, truths)) for row in rows)


def _names() -> list[str]:
    return [field.name for field in fields(Result)]


def _truths(data_sets: Sequence[Dataset]) -> dict[tuple[str, Asked], tuple[np.ndarray, int]]:
    """(data, asked part) -> the true labels, which only code the answers here, and how many classes."""
    parts: tuple[Asked, ...] = ("test", "val")
    return {
        (identity(data), part): (data.labels[data.rows(part)], len(data.card.classes))
        for data in data_sets
        for part in parts
    }


def _cell(result: Result, name: str, truths: Mapping[tuple[str, Asked], tuple[np.ndarray, int]]) -> Any:
    value = getattr(result, name)
    if name != "labels" or value is None:
        return value
    truth, classes = truths[result.data, result.asked]
    return as_kept((value.astype(np.int64) - truth) % classes, classes).tobytes()


def _restored(path: Path, row: dict[str, Any], truths: Mapping) -> dict[str, Any]:
    if row["labels"] is not None:
        truth, classes = truths[row["data"], row["asked"]]
        apart = np.frombuffer(row["labels"], as_kept(truth[:0], classes).dtype)
        if len(apart) != len(truth):
            raise DataError(f"{path}: {len(apart)} labels of {row['configuration']} for {len(truth)} images")
        row["labels"] = as_kept((apart.astype(np.int64) + truth) % classes, classes)
    return row
