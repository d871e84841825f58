"""Catalogues that are text (CSV, JSON lines, the official iMaterialist JSON) as Parquet, row by row.

A line that cannot be read becomes a row that says why, so that it is counted and the others go on.
"""

import codecs
import csv
import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate.catalogue import COLUMNS, FAULT
from fittingroom.data.attributes import LabelMap
from fittingroom.data.imaterialist.official_json import read_official
from fittingroom.errors import DataError
from fittingroom.files import landing

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
    stream = path.open(newline="", encoding=_encoding(path), errors="replace")
    before = csv.field_size_limit(MOST_FIELD)
    records = _records(path, stream, delimiter)
    header = [name.strip() for name in next(records, [])]
    if len(set(header)) < len(header) or not any(header):
        stream.close()
        raise DataError(f"{path}: expected a header line with the names of its columns, found {header}")

    def rows() -> Iterator[Row]:
        try:
            for record in records:
                if not record:
                    continue
                if len(record) != len(header):
                    yield {FAULT: f"{len(record)} fields, the header has {len(header)}"}
                else:
                    yield dict(zip(header, record, strict=True)) | {FAULT: ""}
        finally:
            csv.field_size_limit(before)
            stream.close()

    return header, rows()


def _records(path: Path, stream: TextIO, delimiter: str) -> Iterator[list[str]]:
    """The records of a CSV. Raises DataError for a quote that is never closed: it swallows what follows."""
    taken: list[str] = []
    ended = False

    def lines() -> Iterator[str]:
        nonlocal ended
        for line in stream:
            taken.append(line)
            yield line
        ended = True

    reader = csv.reader(lines(), delimiter=delimiter)
    for record in reader:
        if ended and len(taken) > 1 and "".join(taken).count('"') % 2:
            opened = reader.line_num - len(taken) + 1
            raise DataError(f"{path}: a quote is opened in line {opened} and never closed")
        taken.clear()
        yield record


def _json_lines(path: Path) -> tuple[list[str], Iterator[Row]]:
    with path.open(encoding=_encoding(path), errors="replace") as stream:
        names: dict[str, None] = {}
        for found in map(_parsed, stream):  # a column may come late
            if isinstance(found, dict):
                names |= dict.fromkeys(found)
    if not names:
        raise DataError(f"{path}: expected a JSON object a line, found none")

    def rows() -> Iterator[Row]:
        with path.open(encoding=_encoding(path), errors="replace") as stream:
            for line in stream:
                found = _parsed(line)
                if found is None:
                    continue
                if isinstance(found, str):
                    yield {FAULT: found}
                else:
                    yield {name: _told(name, found.get(name)) for name in names} | {FAULT: ""}

    return list(names), rows()


def _encoding(path: Path) -> str:
    """UTF-8, or UTF-16 where the file says so; what is neither is told by the step that reads texts."""
    with path.open("rb") as stream:
        return "utf-16" if stream.read(2) in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) else "utf-8-sig"


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
