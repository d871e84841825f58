"""Pictures that are files: in a folder per class, or named by a CSV."""

import os
from collections.abc import Iterator, Mapping
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from fittingroom.build.sources.listing import Content, Listing, numbered, texts
from fittingroom.data.image_folder import PART_FOLDERS, find_csv, in_counting_order, visible
from fittingroom.data.pictures import SUFFIXES
from fittingroom.errors import DataError, did_you_mean

if TYPE_CHECKING:
    import pyarrow as pa

MOST_BYTES = 256 * 2**20
"""Bytes of a file that is taken for a picture, at most."""


def list_folder(folder: Path, columns: Mapping[str, str]) -> Listing:
    """The pictures of a folder: those that its CSV names, else those in its class folders."""
    if not folder.is_dir():
        raise DataError(
            f"{folder}: expected a folder per class, a folder with a CSV, Parquet files or tar shards, found "
            f"a file with {folder.suffix or 'no'} suffix"
        )
    table = find_csv(folder)
    return in_csv(table, columns) if table else in_class_folders(folder)


def in_class_folders(folder: Path) -> Listing:
    """Every picture below a folder per class; class folders may lie below train, val and test."""
    import pyarrow as pa

    tops = [entry for entry in visible(folder) if entry.is_dir()]
    if tops and all(entry.name.lower() in PART_FOLDERS for entry in tops):
        class_folders = [entry for top in tops for entry in visible(top) if entry.is_dir()]
    else:
        class_folders = tops
    if not class_folders:
        raise DataError(
            f"{folder}: expected a folder per class, a CSV with the columns file,label, Parquet files or tar "
            "shards, found none of them"
        )
    names, labels = [], []
    for class_folder in class_folders:
        prefix = class_folder.relative_to(folder).as_posix()
        try:
            inside = pa.array(list(_below(class_folder, prefix)), pa.string())
            label = pa.scalar(class_folder.name)
        except UnicodeEncodeError as error:
            raise DataError(
                f"{folder}: names of files and folders must be UTF-8, found {error.object!r}; rename it"
            ) from error
        names.append(inside)
        labels.append(pa.repeat(label, len(inside)))
    ids = pa.concat_arrays(names)
    codes, words = numbered(pa.concat_arrays(labels))
    return Listing(
        path=folder, kind="files", ids=ids, labels=codes, words=words, places=ids, about=_about(folder)
    )


def in_csv(path: Path, columns: Mapping[str, str], *, folder: Path | None = None) -> Listing:
    """The pictures that a CSV names, relative to `folder` (its own, unless given)."""
    folder = folder or path.parent
    table = _read(path)
    wanted = {what: columns.get(what, what) for what in ("file", "label", "group", "id")}
    for what, name in wanted.items():
        if name not in table.column_names and (what in ("file", "label") or what in columns):
            hint = did_you_mean(name, table.column_names)
            raise DataError(
                f"{path}: there is no column {name!r}{hint} for the {what}, found "
                f"{', '.join(table.column_names)}; name yours (--file, --label, --group-by)"
            )
    places = texts(table[wanted["file"]])
    if outside := next((name for name in places.to_pylist() if _leads_out(name)), None):
        raise DataError(f"{path}: files must lie in {folder}, found {outside!r}")
    codes, words = numbered(table[wanted["label"]])
    has = {what: name in table.column_names for what, name in wanted.items()}
    return Listing(
        path=folder,
        kind="files",
        ids=texts(table[wanted["id"]]) if has["id"] and "id" in columns else places,
        labels=codes,
        words=words,
        places=places,
        groups=texts(table[wanted["group"]]) if has["group"] else None,
        about=_about(path),
    )


def read(listing: Listing, start: int, stop: int) -> Iterator[Content]:
    """The bytes of each file, or why it cannot be read."""
    for name in listing.places[start:stop].to_pylist():
        try:
            with open(listing.path / name, "rb") as stream:
                size = os.fstat(stream.fileno()).st_size
                yield stream.read() if size <= MOST_BYTES else f"a file of {size / 2**20:,.0f} MB"
        except OSError as error:
            yield error.strerror or str(error)
        except ValueError as error:  # a name with a null character, which no file has
            yield str(error)


def _below(folder: Path, prefix: str) -> Iterator[str]:
    """Names of all pictures below a folder, in counting order, folder by folder."""
    with os.scandir(folder) as entries:
        found = [(e.name, e.is_dir()) for e in entries if not e.name.startswith((".", "__MACOSX"))]
    for name, is_folder in sorted(found, key=lambda entry: in_counting_order(entry[0])):
        if is_folder:
            yield from _below(folder / name, f"{prefix}/{name}")
        elif os.path.splitext(name)[1].lower() in SUFFIXES:
            yield f"{prefix}/{name}"


def _read(path: Path) -> "pa.Table":
    import pyarrow as pa
    from pyarrow import csv

    try:
        with path.open("rb") as stream:
            header = stream.readline().decode("utf-8-sig").strip()
        names = [name.strip().strip('"') for name in header.split(",")]
        as_text = csv.ConvertOptions(
            column_types=dict.fromkeys(names, pa.string()), strings_can_be_null=False
        )
        table = csv.read_csv(path, convert_options=as_text)
    except (pa.ArrowException, UnicodeDecodeError) as error:
        raise DataError(f"{path}: not a readable CSV file: {str(error).splitlines()[0]}") from error
    return table.rename_columns([name.strip() for name in table.column_names])


def _leads_out(name: str) -> bool:
    parts = PurePosixPath(name)
    return parts.is_absolute() or ".." in parts.parts


def _about(path: Path) -> str:
    place = path.resolve()
    return f"{place.parent.name}/{place.name}"
