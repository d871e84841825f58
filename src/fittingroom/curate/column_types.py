"""What the columns of a catalogue may be: text, or whatever can be read as text; lists of it; pictures.

Parquet is written by many tools, each with types of its own: categories, texts that are called bytes, lists
of a fixed size. A type that says nothing that `curate` could read is refused before anything is begun.
"""

from pathlib import Path

import pyarrow as pa
from pyarrow import types

from fittingroom.errors import DataError


def check_text(path: Path, name: str, kind: pa.DataType) -> None:
    """Raise DataError for a column of which no text can be made."""
    if not _as_text(kind):
        raise DataError(f"{path}: the column {name!r} must be text, found {kind}")


def check_tags(path: Path, name: str, kind: pa.DataType) -> None:
    """Raise DataError for a column that holds neither texts nor lists of them."""
    if not (_as_text(kind) or (_is_list(kind) and _as_text(kind.value_type))):
        raise DataError(f"{path}: the column {name!r} must be text or lists of text, found {kind}")


def pictures_inside(path: Path, name: str, kind: pa.DataType) -> bool:
    """Whether a column holds pictures, as bytes or as {bytes}; it may hold paths or addresses as well.

    Raises DataError for one that can hold neither.
    """
    kind = kind.value_type if types.is_dictionary(kind) else kind
    if _is_string(kind):
        return False
    if _is_binary(kind):
        return True
    if types.is_struct(kind) and kind.get_field_index("bytes") >= 0 and _is_binary(kind.field("bytes").type):
        return True
    raise DataError(
        f"{path}: the column {name!r} must hold paths or addresses (text) or pictures (bytes), found {kind}"
    )


def readable(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """A column that was checked, as text or lists of text; bytes that are no UTF-8 become U+FFFD."""
    kind = column.type
    if types.is_list(kind) and types.is_string(kind.value_type):
        return column
    if _is_list(kind):
        lists = [
            some if some is None else [_told(one) for one in some if one is not None]
            for some in column.to_pylist()
        ]
        return pa.chunked_array([pa.array(lists, pa.list_(pa.string()))])
    if types.is_dictionary(kind):
        return readable(column.cast(kind.value_type))
    if _is_binary(kind):
        return pa.chunked_array([pa.array([_told(one) for one in column.to_pylist()], pa.string())])
    return column.cast(pa.string())


def _is_list(kind: pa.DataType) -> bool:
    return any(
        of(kind)
        for of in (
            types.is_list,
            types.is_large_list,
            types.is_fixed_size_list,
            types.is_list_view,
            types.is_large_list_view,
        )
    )


def _told(value: object) -> str | None:
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return None if value is None else str(value)


def _as_text(kind: pa.DataType) -> bool:
    kind = kind.value_type if types.is_dictionary(kind) else kind
    return (
        _is_string(kind)
        or _is_binary(kind)
        or types.is_null(kind)
        or types.is_boolean(kind)
        or types.is_integer(kind)
        or types.is_floating(kind)
        or types.is_decimal(kind)
        or types.is_temporal(kind)
    )


def _is_string(kind: pa.DataType) -> bool:
    return types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)


def _is_binary(kind: pa.DataType) -> bool:
    return (
        types.is_binary(kind)
        or types.is_large_binary(kind)
        or types.is_fixed_size_binary(kind)
        or types.is_binary_view(kind)
    )
