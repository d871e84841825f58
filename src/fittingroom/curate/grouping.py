"""Joins and groups over all rows of a catalogue, by DuckDB: it spills to disk where the engine would not."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.cores import usable_cores
from fittingroom.errors import MissingExtra


@contextmanager
def tables(work: Path, memory_bytes: int) -> Iterator[Any]:
    """A connection that stays within `memory_bytes` and spills below `work`."""
    try:
        import duckdb
    except ModuleNotFoundError as error:
        raise MissingExtra("curating a catalogue", "duckdb", "curate") from error
    spill = work / "spill"
    spill.mkdir(parents=True, exist_ok=True)
    settings = {
        "memory_limit": f"{max(memory_bytes // 2**20, 64)}MiB",
        "temp_directory": str(spill),
        "threads": usable_cores(),
        "preserve_insertion_order": False,
    }
    connection = duckdb.connect(config=settings)
    try:
        yield connection
    finally:
        connection.close()


def chains(connection: Any, parts: Sequence[Path], column: str) -> tuple[np.ndarray, np.ndarray]:
    """Edges (i, j) int64 that join all rows with equal values of a column, each to the first of them.

    Empty values join nothing.
    """
    found = connection.execute(
        f"""
        with held as (
            select row, "{column}" as value from read_parquet(?) where value <> ''
        ),
        joined as (select row, min(row) over (partition by value) as first from held)
        select first, row from joined where row <> first order by row
        """,
        [[str(path) for path in parts]],
    ).fetchnumpy()
    return found["first"].astype(np.int64), found["row"].astype(np.int64)


def taken(connection: Any, parts: Sequence[Path], columns: Sequence[str], rows: np.ndarray) -> Any:
    """Some columns of some rows, as an Arrow table in order of `row`."""
    import pyarrow as pa

    wanted = pa.table({"row": pa.array(rows, pa.int64())})
    connection.register("wanted", wanted)
    try:
        return connection.sql(
            f"select {', '.join(columns)} from read_parquet(?) join wanted using (row) order by row",
            params=[[str(path) for path in parts]],
        ).to_arrow_table()
    finally:
        connection.unregister("wanted")
