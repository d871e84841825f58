"""Catalogues that are text (CSV, JSON lines, the official iMaterialist JSON) as Parquet, row by row.

A line that cannot be read becomes a row that says why, so that it is counted and the others go on.
"""

import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate.catalogue import COLUMNS
from fittingroom.data.attributes import LabelMap
from fittingroom.data.imaterialist.official_json import read_official
from fittingroom.errors import DataError
from fittingroom.files import landing

FAULT = "fault"
"""The column that says why a line could not be read; empty for the others."""

MOST_FIELD = 1 << 30
ROWS = 8192
SEPARATORS = re.compile(r"[;|,\n]")
SUFFIXES = (".csv", ".tsv", ".jsonl", ".ndjson", ".json")

Row = dict[str, Any]


def to_parquet(path: Path, target: Path, labels: LabelMap) -> None:
    """Write a text catalogue to one Parquet file. labels: names the ids of the official JSON.

    CSV and JSON lines keep their columns, all text but the lists of JSON. Raises DataError for another kind
    of file, one without a header, or an official JSON that is not of its form.
    """
    suffix = path.suffix.lower()
    if suffix in (".csv", ".tsv"):
        names, rows = _csv(path, "\t" if suffix == ".tsv" else ",")
        _write(target, names, rows, lists=())
    elif suffix in (".jsonl", ".ndjson"):
        names, rows = _json_lines(path)
        _write(target, names, rows, lists=("tags",))
    elif suffix == ".json":
        _write(target, ["id", "image", "tags"], _official(path, labels), lists=("tags",))
    else:
        raise DataError(
            f"{path}: a catalogue is Parquet files, a .csv, .tsv, .jsonl or the official .json, found "
            f"{suffix or 'no suffix'}"
        )


def split_tags(text: str) -> list[str]:
    """Tags that stand in one text, between ; or | or commas."""
    return [tag.strip() for tag in SEPARATORS.split(text) if tag.strip()]


def _write(target: Path, names: list[str], rows: Iterable[Row], *, lists: Sequence[str]) -> None:
    schema = pa.schema(
        [(name, pa.list_(pa.string()) if name in lists else pa.string()) for name in [*names, FAULT]]
    )
    rows = iter(rows)
    with landing(target) as beside, parquet.ParquetWriter(beside, schema) as writer:
        while some := list(islice(rows, ROWS)):
            writer.write_table(pa.Table.from_pylist(some, schema))


def _csv(path: Path, delimiter: str) -> tuple[list[str], Iterator[Row]]:
    stream = path.open(newline="", encoding="utf-8-sig", errors="replace")
    before = csv.field_size_limit(MOST_FIELD)
    reader = csv.reader(stream, delimiter=delimiter)
    header = [name.strip() for name in next(reader, [])]
    if len(set(header)) < len(header) or not any(header):
        stream.close()
        raise DataError(f"{path}: expected a header line with the names of its columns, found {header}")

    def rows() -> Iterator[Row]:
        try:
            for line in reader:
                if not line:
                    continue
                if len(line) != len(header):
                    yield {FAULT: f"{len(line)} fields, the header has {len(header)}"}
                else:
                    yield dict(zip(header, line, strict=True)) | {FAULT: ""}
        finally:
            csv.field_size_limit(before)
            stream.close()

    return header, rows()


def _json_lines(path: Path) -> tuple[list[str], Iterator[Row]]:
    with path.open(encoding="utf-8-sig", errors="replace") as stream:
        first = (_parsed(line) for line in islice(stream, 1000))
        names = list(dict.fromkeys(name for found in first if isinstance(found, dict) for name in found))
    if not names:
        raise DataError(f"{path}: expected a JSON object a line, found none in the first 1,000 lines")

    def rows() -> Iterator[Row]:
        with path.open(encoding="utf-8-sig", errors="replace") as stream:
            for line in stream:
                found = _parsed(line)
                if found is None:
                    continue
                if isinstance(found, str):
                    yield {FAULT: found}
                else:
                    yield {name: _told(name, found.get(name)) for name in names} | {FAULT: ""}

    return names, rows()


def _parsed(line: str) -> Row | str | None:
    """The object of a line, why it is none, or None for an empty line."""
    if not line.strip():
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError) as error:
        return f"not JSON: {error}"
    return found if isinstance(found, dict) else f"a JSON {type(found).__name__}, expected an object"


def _told(name: str, value: Any) -> Any:
    if name == "tags":
        return [_text(one) for one in value] if isinstance(value, list) else split_tags(_text(value))
    return (
        _text(value[0]) if name in COLUMNS and isinstance(value, list) and len(value) == 1 else _text(value)
    )


def _text(value: Any) -> str:
    if value is None:
        return ""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text.encode("utf-8", "replace").decode()  # JSON may hold halves of surrogate pairs


def _official(path: Path, labels: LabelMap) -> Iterator[Row]:
    found = read_official(path, labels)
    named = found.labels or ((),) * len(found.ids)
    for image, url, some in zip(found.ids, found.urls, named, strict=True):
        yield {"id": image, "image": url, "tags": [labels.by_id[one].name for one in some], FAULT: ""}
