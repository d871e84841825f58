"""Where pictures come from: a folder per class, a folder with a CSV, Parquet files, or tar shards.

A source is listed first, none of its pictures opened: a million of them take some tens of megabytes. Then
any stretch of it can be read, in any process.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np

from fittingroom.build.sources import files, parquet_files, tar_shards
from fittingroom.build.sources.listing import Content, Listing
from fittingroom.data.image_folder import read_classes
from fittingroom.errors import DataError, MissingExtra

READERS: Mapping[str, Callable[[Listing, int, int], Iterator[Content]]] = {
    "files": files.read,
    "parquet": parquet_files.read,
    "tar": tar_shards.read,
}


def find_source(
    path: str | os.PathLike[str],
    *,
    labels: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Listing:
    """List the pictures at `path`, with their labels.

    labels: the CSV, if it is not the only one in the folder. columns: what a CSV or a table calls its file
    (image, in a table), label, group and id, where it is not just that. Raises DataError for what is none of
    the four kinds, or holds no picture; MissingExtra without pyarrow.
    """
    try:
        import pyarrow  # noqa: F401
    except ImportError as error:
        raise MissingExtra("building a data set", "pyarrow", "build") from error
    path, columns = Path(path).expanduser(), dict(columns or {})
    if not path.exists():
        raise DataError(f"{path}: there is no such file or folder")
    if labels is not None or path.suffix.lower() == ".csv":
        found = files.in_csv(Path(labels) if labels else path, columns, folder=path if labels else None)
    elif shards := tar_shards.find(path):
        found = tar_shards.list_shards(path, shards, columns)
    elif tables := parquet_files.find(path):
        found = parquet_files.list_tables(path, tables, columns)
    else:
        found = files.list_folder(path, columns)
    if not len(found):
        raise DataError(f"{path}: there is no picture in it")
    return _in_given_order(found, path) if path.is_dir() else found


def _in_given_order(listing: Listing, folder: Path) -> Listing:
    """Number the labels as a classes.txt in the folder does, if there is one."""
    given = read_classes(folder)
    if given is None or listing.words == given:
        return listing
    if unknown := [word for word in listing.words if word not in given]:
        raise DataError(f"{folder}: its classes.txt does not name the label {unknown[0]!r}")
    table = np.array([*(given.index(word) for word in listing.words), -1], np.int32)
    return replace(listing, words=given, labels=table[listing.labels])


def read(listing: Listing, start: int, stop: int) -> Iterator[Content]:
    """The encoded pictures of records start, start + 1, ... stop - 1, or why one cannot be had."""
    return READERS[listing.kind](listing, start, stop)


__all__ = ["Content", "Listing", "find_source", "read"]
