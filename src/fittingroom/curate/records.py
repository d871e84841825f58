"""What steps hand on: working rows and decisions, as Arrow tables.

A working row is a record of the catalogue without its picture; `row`, its place in the catalogue, is the key
everywhere, since a shop's own ids may repeat.
"""

from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute
from pyarrow import parquet

pc: Any = pyarrow.compute  # its functions are made when it is imported, unseen by type checkers

LISTED = pa.schema(
    [
        ("row", pa.int64()),
        ("id", pa.string()),
        ("product_id", pa.string()),
        ("title", pa.string()),
        ("description", pa.string()),
        ("tags", pa.list_(pa.string())),
        ("seller", pa.string()),
        ("image", pa.string()),
        ("file", pa.int32()),
        ("at", pa.int64()),
    ]
)
"""The columns after `read`. image: a path or a URL; empty where the bytes stand in row `at` of the
catalogue's file number `file`."""

DECIDED = pa.schema(
    [
        ("row", pa.int64()),
        ("record", pa.string()),
        ("step", pa.string()),
        ("kept", pa.bool_()),
        ("reason", pa.string()),
        ("subject", pa.string()),
        ("number", pa.float64()),
    ]
)
"""A `types.Decision` a row, with the row of the catalogue that it is about."""

Told = tuple[int, str, bool, str, str, float | None]
"""A decision as steps gather them: row, record, kept, reason, subject, number."""

Reasons = Mapping[str, str]
"""A step's reason codes, and a sentence for each."""


def decisions(step: str, told: Iterable[Told]) -> pa.Table:
    """Decisions of one step as a table of the schema DECIDED, in the order given."""
    columns: list[Any] = list(zip(*told, strict=True)) or [()] * 6
    row, record, kept, reason, subject, number = columns
    return pa.table([row, record, [step] * len(row), kept, reason, subject, number], schema=DECIDED)


def left(table: pa.Table, dropped: Iterable[int]) -> pa.Table:
    """The rows of a table but those whose `row` is among `dropped`."""
    gone = pa.array(sorted(set(dropped)), pa.int64())
    return table.filter(pc.invert(pc.is_in(table["row"], gone))) if len(gone) else table


def with_column(table: pa.Table, name: str, values: Any, kind: pa.DataType) -> pa.Table:
    """The table with a column set, in place of the one of that name if there is one."""
    column = values if isinstance(values, pa.Array | pa.ChunkedArray) else pa.array(values, kind)
    at = table.schema.get_field_index(name)
    return table.append_column(name, column) if at < 0 else table.set_column(at, name, column)


def rows_like(path: Path, table: pa.Table) -> pa.Table:
    """The rows of a Parquet file, in order of its first column `row`, that a table's rows span."""
    if not len(table):
        return parquet.read_table(path, filters=[("row", "<", 0)])
    rows = table["row"]
    span = [("row", ">=", rows[0].as_py()), ("row", "<=", rows[-1].as_py())]
    return parquet.read_table(path, filters=span).replace_schema_metadata(None)
