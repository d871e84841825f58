"""Pictures in Parquet files: a column of encoded bytes, or of structs with `bytes` as Hugging Face writes."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.build.sources.listing import Content, Listing, numbered, texts
from fittingroom.data.image_folder import in_counting_order, visible
from fittingroom.errors import DataError, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa
    from pyarrow import parquet

AT_ONCE = 128
"""Rows that are decoded from a file at a time."""

IMAGES = ("image", "img", "picture", "bytes")
LABELS = ("label", "labels", "class")


def find(path: Path) -> list[Path]:
    """The Parquet files at a path, in counting order; those in its folder data/ too."""
    if not path.is_dir():
        return [path] if path.suffix.lower() == ".parquet" else []
    for place in (path, path / "data"):
        if place.is_dir() and (found := [e for e in visible(place) if e.suffix.lower() == ".parquet"]):
            return sorted(found, key=lambda entry: in_counting_order(entry.name))
    return []


def list_tables(path: Path, tables: list[Path], columns: Mapping[str, str]) -> Listing:
    """Read all columns but the pictures."""
    import pyarrow as pa

    opened = [_opened(table) for table in tables]
    schema = opened[0].schema_arrow
    names = schema.names
    image = _column(path, names, columns.get("file"), IMAGES, "pictures")
    label = _column(path, names, columns.get("label"), LABELS, "labels")
    kind = schema.field(image).type
    if not (pa.types.is_struct(kind) and kind.get_field_index("bytes") >= 0) and not _is_binary(kind):
        raise DataError(f"{path}: the column {image} must hold encoded pictures as bytes, found {kind}")
    group = _column(path, names, columns["group"], (), "groups") if "group" in columns else None
    wanted = [name for name in (label, group, columns.get("id", "id")) if name in names]
    try:
        table = pa.concat_tables([file.read(columns=wanted) for file in opened])
    except pa.ArrowException as error:
        raise DataError(f"{path}: its {len(tables)} files differ in their columns: {error}") from error
    codes, words = _labels(table[label], schema, label)
    counts = [file.metadata.num_rows for file in opened]
    places = np.repeat(np.arange(len(tables), dtype=np.int32), counts)
    offsets = np.concatenate([np.arange(n, dtype=np.int64) for n in counts])
    has_id = columns.get("id", "id") in names
    return Listing(
        path=path,
        kind="parquet",
        ids=texts(table[columns.get("id", "id")]) if has_id else _row_names(tables, counts),
        labels=codes,
        words=words,
        places=places,
        containers=tuple(tables),
        offsets=offsets,
        groups=texts(table[group]) if group else None,
        steps=_row_groups(opened),
        column=image,
        about=f"{path.resolve().parent.name}/{path.name}, {len(tables)} Parquet files",
    )


def read(listing: Listing, start: int, stop: int) -> Iterator[Content]:
    """The bytes of each picture, some rows at a time."""
    assert listing.offsets is not None
    while start < stop:
        number = int(listing.places[start])
        end = min(stop, int(np.searchsorted(listing.places, number, side="right")))
        first = int(listing.offsets[start])
        with _opened(listing.containers[number]) as file:
            yield from _rows(file, listing.column, first, first + end - start)
        start = end


def _rows(file: "parquet.ParquetFile", column: str, start: int, stop: int) -> Iterator[Content]:
    starts = np.cumsum([0, *(file.metadata.row_group(g).num_rows for g in range(file.num_row_groups))])
    first = bisect_right(starts, start) - 1
    groups = [g for g in range(first, file.num_row_groups) if starts[g] < stop]
    row = int(starts[first])
    for batch in file.iter_batches(AT_ONCE, row_groups=groups, columns=[column]):
        for value in _pictures(batch.column(0), max(0, start - row), stop - row):
            yield value if value is not None else "the row holds no picture"
        row += len(batch)
        if row >= stop:
            return


def _pictures(array: "pa.Array", start: int, stop: int) -> list[bytes | None]:
    some = array[start:stop]
    return (some if _is_binary(some.type) else some.field("bytes")).to_pylist()


def _opened(path: Path) -> "parquet.ParquetFile":
    import pyarrow as pa
    from pyarrow import parquet

    try:
        return parquet.ParquetFile(path)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path}: not a readable Parquet file: {str(error).splitlines()[0]}") from error


def _column(path: Path, names: list[str], given: str | None, usual: tuple[str, ...], what: str) -> str:
    found = [name for name in ((given,) if given else usual) if name in names]
    if not found:
        hint = did_you_mean(given, names) if given else ""
        raise DataError(
            f"{path}: expected a column {given or ' or '.join(usual)} of {what}{hint}, "
            f"found {', '.join(names)}"
        )
    return found[0]


def _is_binary(kind: "pa.DataType") -> bool:
    import pyarrow as pa

    return pa.types.is_binary(kind) or pa.types.is_large_binary(kind)


def _labels(column: "pa.ChunkedArray", schema: "pa.Schema", name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Labels by the class names that the schema tells, where it does, else by themselves."""
    import pyarrow as pa

    described: Any = json.loads((schema.metadata or {}).get(b"huggingface", b"{}"))
    feature = described.get("info", {}).get("features", {}).get(name, {})
    if not (feature.get("names") and pa.types.is_integer(column.type)):
        return numbered(column)
    codes = column.fill_null(-1).to_numpy().astype(np.int32)
    return np.where(codes < len(feature["names"]), codes, -1).astype(np.int32), tuple(feature["names"])


def _row_names(tables: list[Path], counts: list[int]) -> "pa.Array":
    import pyarrow as pa

    return pa.concat_arrays(
        [
            pa.array((f"{table.stem}-{row:07d}" for row in range(n)), pa.string(), size=n)
            for table, n in zip(tables, counts, strict=True)
        ]
    )


def _row_groups(opened: list["parquet.ParquetFile"]) -> np.ndarray:
    """Record numbers at which a row group begins: to start within one costs decoding what is before."""
    sizes = [f.metadata.row_group(g).num_rows for f in opened for g in range(f.num_row_groups)]
    return np.concatenate([[0], np.cumsum(sizes)[:-1]]).astype(np.int64)
