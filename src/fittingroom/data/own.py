"""A path that a user names: find out what lies there, and read it.

Wherever a command takes DATA, it is a name or a path; this is the path.
"""

import os
import re
from collections.abc import Mapping
from pathlib import Path

import numpy as np

from fittingroom.data.arrays import assemble, brought, read_npz
from fittingroom.data.idx import read_idx
from fittingroom.data.image_folder import image_folder, read_classes, visible
from fittingroom.data.parquet import find_parquet, read_parquet
from fittingroom.errors import DataError
from fittingroom.types import Dataset

IDX_NAME = re.compile(r"(train|t10k|test)[-._](images|labels)[-._]idx\d[-._]ubyte(\.gz)?")
LABELS_TEXT = "labels.txt"
"""What `fittingroom build` and others call the class names beside IDX files."""

KINDS = (
    "a folder with MNIST-named IDX files, a folder of class folders, a folder with a CSV (file,label), "
    "an .npz file, or Parquet"
)


def open_path(path: str | os.PathLike[str]) -> Dataset:
    """Read the data set that lies at `path`, whatever of the known kinds it is.

    A folder with MNIST-named IDX files (train alone, or train and test; plain or gzip), with
    Parquet files, with a CSV, or with class folders, in this order; or a single .npz, .parquet
    or .csv file. Parts are those that the path shows; without any, all rows are train.
    Raises DataError with one sentence for anything else.
    """
    path = Path(path).expanduser()
    try:
        return _read_folder(path) if path.is_dir() else _read_file(path)
    except OSError as error:
        raise DataError(f"{error.filename or path}: cannot be read ({error.strerror or error})") from error


def _read_folder(folder: Path) -> Dataset:
    if files := idx_files(folder):
        return read_idx_folder(folder, files)
    if find_parquet(folder):
        return read_parquet(folder)
    return image_folder(folder)


def _read_file(path: Path) -> Dataset:
    if not path.exists():
        raise DataError(f"{path}: there is no such file or folder")
    if IDX_NAME.fullmatch(path.name):
        raise DataError(
            f"{path}: one IDX file holds either images or labels; name the folder of both, {path.parent}"
        )
    if path.suffix == ".npz":
        return read_npz(path)
    if path.suffix == ".parquet":
        return read_parquet(path)
    if path.suffix == ".csv":
        return image_folder(path)
    raise DataError(f"{path}: expected {KINDS}, found a file with {path.suffix or 'no'} suffix")


def idx_files(folder: Path) -> dict[tuple[str, str], Path]:
    """The MNIST-named IDX files of a folder by (train or test, images or labels).

    Dots may stand for dashes; where a file lies there plain and gzipped, the plain one is taken,
    because it can be memory-mapped.
    """
    found: dict[tuple[str, str], Path] = {}
    for entry in sorted(visible(folder), key=lambda entry: entry.suffix != ".gz"):
        if match := IDX_NAME.fullmatch(entry.name):
            found["train" if match[1] == "train" else "test", match[2]] = entry
    return found


def read_idx_folder(folder: Path, files: Mapping[tuple[str, str], Path]) -> Dataset:
    """Read images and labels of train and, where it is there, of test."""
    parts = [part for part in ("train", "test") if (part, "images") in files or (part, "labels") in files]
    for part in ("train", *parts):
        if absent := [what for what in ("images", "labels") if (part, what) not in files]:
            raise DataError(
                f"{folder}: found {', '.join(sorted(file.name for file in files.values()))}, "
                f"but no {part} {' and no '.join(absent)} in MNIST's naming"
            )
    images = [read_idx(files[part, "images"]) for part in parts]
    labels = [read_idx(files[part, "labels"]) for part in parts]
    for part, pixels, marks in zip(parts, images, labels, strict=True):
        if marks.ndim != 1 or len(marks) != len(pixels):
            raise DataError(
                f"{folder}: {part} images of shape {pixels.shape} do not fit labels of shape {marks.shape}"
            )
    if len({pixels.shape[1:] for pixels in images}) > 1:
        raise DataError(
            f"{folder}: train and test images differ in shape: {images[0].shape}, {images[1].shape}"
        )
    return assemble(
        images[0] if len(images) == 1 else np.concatenate(images),
        np.concatenate(labels),
        name=folder.resolve().name,
        source=brought(folder),
        part=np.repeat(parts, [len(marks) for marks in labels]),
        classes=read_classes(folder) or read_classes(folder, LABELS_TEXT),
    )
