"""What was decided, counted by step and reason, with samples that a person can read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.data.parquet import pyarrow
from fittingroom.data.splitmix import GOLDEN, mixed
from fittingroom.errors import DataError
from fittingroom.types import Decision

if TYPE_CHECKING:
    import pyarrow as pa

COLUMNS = ("row", "record", "step", "kept", "reason", "subject", "number")
EACH, TOTAL = 2_000, 40_000
"""Decisions to show of each reason, and of all together."""

SHORT = 160
"""Characters of a record or a subject that a sample keeps: a title can be a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """All decisions of one step for one reason, and a sample: those whose rows have the smallest hashes.

    So the sample is random, and the same for any number of partitions and any order of theirs.
    """

    step: str
    reason: str
    kept: bool
    total: int
    sample: tuple[Decision, ...]


def hashed(rows: np.ndarray) -> np.ndarray:
    """Row numbers (n,) as 64-bit hashes that look random, no two the same."""
    return mixed((rows.astype(np.uint64) + 1) * GOLDEN)


def decided(folder: Path, step: str, *, each: int = EACH) -> tuple[Decided, ...]:
    """The decisions of one step, by reason, the most frequent first; none where nothing was written.

    folder: decisions/ of a set. Memory is bounded by the sample. Raises DataError for a file without the
    columns.
    """
    totals: dict[tuple[bool, str], int] = {}
    samples: dict[tuple[bool, str], list[pa.Table]] = {}
    for batch in batches(folder / step):
        kept, reasons = np.asarray(batch["kept"]), np.asarray(batch["reason"])
        for key in sorted(
            {(bool(k), str(r)) for k, r in {*zip(kept.tolist(), reasons.tolist(), strict=True)}}
        ):
            own = np.flatnonzero((kept == key[0]) & (reasons == key[1]))
            totals[key] = totals.get(key, 0) + len(own)
            some = [*samples.get(key, []), _smallest(batch.take(own), each)]
            samples[key] = some if len(some) < 8 else [_smallest(_joined(some), each)]
    found = [
        Decided(step=step, reason=key[1], kept=key[0], total=n, sample=_sample(samples[key], step, each))
        for key, n in totals.items()
    ]
    return tuple(sorted(found, key=lambda one: (-one.total, one.reason, one.kept)))


def batches(folder: Path) -> Iterator["pa.Table"]:
    """The decisions below a step's folder, in order of the catalogue. Raises DataError without COLUMNS."""
    pa, parquet = pyarrow("reading decisions")
    for file in sorted(folder.glob("*.parquet")):
        opened = parquet.ParquetFile(file)
        if absent := set(COLUMNS) - set(opened.schema_arrow.names):
            raise DataError(
                f"{file}: decisions have the columns {', '.join(COLUMNS)}; no {min(absent)} found"
            )
        for batch in opened.iter_batches(1 << 17, columns=list(COLUMNS)):
            yield pa.Table.from_batches([batch])


def _joined(tables: list["pa.Table"]) -> "pa.Table":
    pa, _ = pyarrow("reading decisions")
    return pa.concat_tables(tables)


def _smallest(table: "pa.Table", each: int) -> "pa.Table":
    """The `each` decisions whose rows have the smallest hashes; of one row in order of subject."""
    if len(table) <= each:
        return table
    hashes = hashed(np.asarray(table["row"]))
    most = np.partition(hashes, each - 1)[each - 1]
    few = table.take(np.flatnonzero(hashes <= most))
    return few.take(_order(few)[:each])


def _order(table: "pa.Table") -> np.ndarray:
    subjects = np.array([str(text) for text in table["subject"].to_pylist()], object)
    return np.lexsort([np.argsort(np.argsort(subjects, kind="stable")), hashed(np.asarray(table["row"]))])


def _sample(tables: list["pa.Table"], step: str, each: int) -> tuple[Decision, ...]:
    table = _joined(tables)
    rows: list[Mapping] = table.take(_order(table)[:each]).to_pylist()
    return tuple(
        Decision(
            record=str(row["record"])[:SHORT],
            step=step,
            kept=row["kept"],
            reason=row["reason"],
            subject=str(row["subject"] or "")[:SHORT],
            number=row["number"],
        )
        for row in rows
    )
