"""A shop's catalogue, divided into stretches of rows that can be read one by one, in any process.

Parquet is read as it lies; CSV, JSONL and the official JSON become Parquet first (`text_catalogue`).
"""

import hashlib
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate.column_types import check_tags, check_text, pictures_inside, readable
from fittingroom.data.image_folder import in_counting_order, visible
from fittingroom.errors import DataError, InputError, did_you_mean

COLUMNS = ("id", "product_id", "title", "description", "tags", "image", "seller")
"""What a catalogue may tell of a record; only the image must be there."""

FAULT = "fittingroom: why the line cannot be read"
"""The column of a text catalogue that says so, empty for lines that can; a name that no catalogue has."""

ROWS = 8192
"""Rows of a stretch, at most."""

AT_ONCE = 256
"""Rows whose pictures are held at a time."""


@dataclass(frozen=True, slots=True)
class Stretch:
    """Rows start, ... stop - 1 of a file; the first of them is row `first` of the catalogue."""

    file: int
    start: int
    stop: int
    first: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """Parquet files, and what each of COLUMNS is called there; several columns of tags are joined.

    folder: what paths of images are relative to. inside: whether pictures stand in the files as bytes.
    stamp: equal as long as nobody touched the files.
    """

    folder: Path
    files: tuple[Path, ...]
    columns: Mapping[str, tuple[str, ...]]
    stretches: tuple[Stretch, ...]
    inside: bool
    stamp: str

    def __len__(self) -> int:
        return sum(stretch.stop - stretch.start for stretch in self.stretches)


def parquet_files(path: Path) -> list[Path]:
    """The Parquet files of a catalogue: the file itself, or those of a folder's catalog/, or its own."""
    if path.is_file():
        return [path] if path.suffix.lower() == ".parquet" else []
    for place in (path / "catalog", path):
        if place.is_dir() and (found := [e for e in visible(place) if e.suffix.lower() == ".parquet"]):
            return sorted(found, key=lambda entry: in_counting_order(entry.name))
    return []


def open_catalogue(
    files: Sequence[Path],
    *,
    folder: Path,
    columns: Mapping[str, Sequence[str]] | None = None,
    rows: int = ROWS,
) -> Catalogue:
    """Look at the heads of Parquet files. columns: names that differ from COLUMNS, as {"title": ["name"]}.

    Raises DataError for files that are no Parquet, differ in their columns, or have none for the image;
    InputError for a column that is asked for and not there.
    """
    if rows < 1:
        raise InputError(f"a partition has at least 1 row, got {rows}")
    heads = [_opened(path) for path in files]
    names = heads[0].schema_arrow.names
    found = _columns(files[0], names, columns or {})
    for path, head in zip(files, heads, strict=True):
        if absent := {n for some in found.values() for n in some} - set(head.schema_arrow.names):
            raise DataError(f"{path}: there is no column {min(absent)!r}, which {files[0].name} has")
    inside = {_inside(path, head, found) for path, head in zip(files, heads, strict=True)}
    if len(inside) > 1:
        raise DataError("some files of the catalogue hold pictures, others paths: curate them one by one")
    stretches, first = [], 0
    for number, head in enumerate(heads):
        for start, stop in _spans(
            [head.metadata.row_group(g).num_rows for g in range(head.num_row_groups)], rows
        ):
            stretches.append(Stretch(number, start, stop, first))
            first += stop - start
    return Catalogue(
        folder=folder,
        files=tuple(files),
        columns=found,
        stretches=tuple(stretches),
        inside=inside.pop(),
        stamp=_stamp(files, found),
    )


def _inside(path: Path, head: parquet.ParquetFile, columns: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether a file holds its pictures. Raises DataError for a column of which nothing can be read."""
    kinds = {name: head.schema_arrow.field(name).type for some in columns.values() for name in some}
    for what, names in columns.items():
        for name in names:
            if what == "tags":
                check_tags(path, name, kinds[name])
            elif what != "image":
                check_text(path, name, kinds[name])
    image = columns["image"][0]
    return pictures_inside(path, image, kinds[image])


def listed(catalogue: Catalogue, stretch: Stretch) -> pa.Table:
    """The rows of a stretch as the catalogue has them: each of COLUMNS that it tells, but no bytes of
    pictures.

    Columns are called as in COLUMNS; `tags` may be lists or text, several columns of tags are tags0, tags1
    ...
    """
    wanted = {
        (what if len(some) == 1 else f"{what}{place}"): name
        for what, some in catalogue.columns.items()
        for place, name in enumerate(some)
        if not (what == "image" and catalogue.inside)
    }
    fault = [FAULT] if FAULT in _opened(catalogue.files[stretch.file]).schema_arrow.names else []
    batches = list(
        rows_of(catalogue.files[stretch.file], stretch.start, stretch.stop, [*wanted.values(), *fault])
    )
    table = pa.Table.from_batches(batches)
    told = {what: readable(table[name]) for what, name in wanted.items()}
    table = pa.table(told | {name: table[name] for name in fault})
    n = stretch.stop - stretch.start
    for name, start in (("row", stretch.first), ("at", stretch.start)):
        table = table.append_column(name, pa.array(range(start, start + n), pa.int64()))
    return table.append_column("file", pa.array([stretch.file] * n, pa.int32()))


def rows_of(
    path: Path, start: int, stop: int, columns: Sequence[str], *, at_once: int = AT_ONCE
) -> Iterator[pa.RecordBatch]:
    """Some columns of rows start, ... stop - 1 of a Parquet file, `at_once` rows at a time."""
    with _opened(path) as head:
        first = 0
        for group in range(head.num_row_groups):
            last = first + head.metadata.row_group(group).num_rows
            if first < stop and last > start:
                at = first
                for batch in head.iter_batches(batch_size=at_once, row_groups=[group], columns=list(columns)):
                    low, high = max(start - at, 0), min(stop - at, batch.num_rows)
                    if low < high:
                        yield batch.slice(low, high - low)
                    at += batch.num_rows
                    if at >= stop:
                        break
            first = last


def _spans(groups: Sequence[int], rows: int) -> Iterator[tuple[int, int]]:
    """Whole row groups together as long as they stay within `rows`, else a part of one: cheap to read."""
    start = stop = 0
    for size in groups:
        if stop > start and stop + size - start > rows:
            yield start, stop
            start = stop
        stop += size
        while stop - start > rows:
            yield start, start + rows
            start += rows
    if stop > start:
        yield start, stop


def _columns(
    path: Path, names: Sequence[str], given: Mapping[str, Sequence[str]]
) -> dict[str, tuple[str, ...]]:
    if strays := set(given) - set(COLUMNS):
        raise InputError(f"a catalogue has the columns {', '.join(COLUMNS)}, got {min(strays)!r}")
    found = {}
    for what in COLUMNS:
        wanted = tuple(given.get(what, ())) or tuple(n for n in (what,) if n in names)
        for name in wanted:
            if name not in names:
                raise InputError(
                    f"{path}: there is no column {name!r}{did_you_mean(name, names)} for the {what}; "
                    f"it has {', '.join(names)}"
                )
        if len(wanted) > 1 and what != "tags":
            raise InputError(
                f"only tags may stand in several columns, got {', '.join(wanted)} for the {what}"
            )
        if wanted:
            found[what] = wanted
    if "image" not in found:
        raise DataError(
            f"{path}: there is no column 'image' with encoded pictures, paths or URLs, found "
            f"{', '.join(names)}; say what yours are called, as in --columns image=file title=name"
        )
    return found


def _opened(path: Path) -> parquet.ParquetFile:
    try:
        return parquet.ParquetFile(path, pre_buffer=False, buffer_size=1 << 20)
    except (pa.ArrowException, OSError) as error:
        raise DataError(f"{path}: not a readable Parquet file: {str(error).splitlines()[0]}") from error


def _stamp(files: Sequence[Path], columns: Mapping[str, tuple[str, ...]]) -> str:
    digest = hashlib.sha256(repr(sorted(columns.items())).encode())
    for path in files:
        told = os.stat(path)
        digest.update(f"{path.name} {told.st_size} {told.st_mtime_ns}".encode())
    return digest.hexdigest()
