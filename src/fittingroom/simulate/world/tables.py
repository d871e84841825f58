"""The columns of a world's files, and their bytes in Parquet."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

GROUP_ROWS = 1024
"""Rows of a row group, so that a reader needs little memory."""

LABELS, TEXTS = pa.list_(pa.int16()), pa.list_(pa.string())
ERROR = pa.struct([("kind", pa.string()), ("tag", pa.string()), ("label", pa.int16())])
MENTION = pa.struct([("label", pa.int16()), ("where", pa.string()), ("negated", pa.bool_())])

SCHEMAS: Mapping[str, pa.Schema] = MappingProxyType(
    {
        "catalog": pa.schema(
            [
                ("id", pa.string()),
                ("product_id", pa.string()),
                ("title", pa.string()),
                ("description", pa.string()),
                ("tags", TEXTS),
                ("image", pa.binary()),
                ("seller", pa.string()),
            ]
        ),
        "truth": pa.schema(
            [
                ("id", pa.string()),
                ("product", pa.int64()),
                ("part", pa.string()),
                ("labels", LABELS),
                ("unknown", TEXTS),
                ("not_applicable", TEXTS),
                ("tagged", LABELS),
                ("copy_of", pa.string()),
                ("copy_kind", pa.string()),
                ("view", pa.int8()),
                ("richness", pa.float32()),
                ("tag_errors", pa.list_(ERROR)),
                ("mentions", pa.list_(MENTION)),
            ]
        ),
        "answers": pa.schema(
            [("id", pa.string()), ("annotator", pa.string()), ("labels", LABELS), ("discarded", pa.bool_())]
        ),
        "annotators": pa.schema(
            [
                ("annotator", pa.string()),
                ("group", pa.string()),
                ("sensitivity", pa.float64()),
                ("specificity", pa.float64()),
                ("spammer", pa.bool_()),
            ]
        ),
    }
)


def table_of(kind: str, columns: Mapping[str, Any]) -> pa.Table:
    """Columns as a table of a kind of SCHEMAS."""
    schema = SCHEMAS[kind]
    return pa.table(
        [pa.array(columns[name], schema.field(name).type) for name in schema.names], schema=schema
    )


def parquet_bytes(tables: Sequence[pa.Table]) -> bytes:
    """A file with the rows of some tables; equal tables give equal bytes with one version of pyarrow."""
    stream = pa.BufferOutputStream()
    pq.write_table(pa.concat_tables(tables), stream, row_group_size=GROUP_ROWS, compression="zstd")
    return stream.getvalue().to_pybytes()
