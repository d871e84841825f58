"""A folder of pictures: a folder per class, or one CSV that names each picture's label.

Labels come from folder names or from the CSV, ids are the paths relative to the folder. A path
often gives the label away, so ids are for people and files of predictions; no model sees them.
"""

import os
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from types import MappingProxyType

from fittingroom.data.arrays import assemble, brought, in_counting_order
from fittingroom.data.csv_columns import read_csv
from fittingroom.data.pictures import SUFFIXES, decode
from fittingroom.errors import DataError
from fittingroom.types import Dataset

PART_FOLDERS: Mapping[str, str] = MappingProxyType(
    {
        "train": "train",
        "training": "train",
        "val": "val",
        "valid": "val",
        "validation": "val",
        "cal": "cal",
        "calibration": "cal",
        "test": "test",
        "testing": "test",
    }
)
"""What people call the folders of the parts, in lower case."""

LABELS_FILE = "labels.csv"
"""The CSV that is taken when several lie in a folder."""

CLASSES_FILE = "classes.txt"
"""If it lies in the folder: the class names, one a line, in the order of their numbers."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """Labelled pictures as they lie in a folder, none of them opened.

    files, names (as the folder or its CSV calls them), labels and parts have one entry a picture; ids and
    groups too, where the CSV tells them. `classes` are all class names in order, where the folder says so.
    """

    folder: Path
    source: Path
    files: Sequence[Path]
    names: Sequence[str]
    labels: Sequence[str]
    parts: Sequence[str] | None = None
    ids: Sequence[str] | None = None
    groups: Sequence[str] | None = None
    classes: tuple[str, ...] | None = None
    notes: tuple[str, ...] = ()


def image_folder(
    path: str | os.PathLike[str],
    *,
    size: int | None = None,
    file: str = "file",
    label: str = "label",
    part: str = "part",
    group: str = "group",
    id: str = "id",
) -> Dataset:
    """Read a folder of pictures, or the CSV inside that describes it.

    Without a CSV the folder holds one folder per class, or such folders below train, val, cal or
    test. With one (labels.csv, or the only CSV there), each line names a picture (`file`, relative
    to the CSV) and its `label`; the columns `part` and `group` (who took it, which product) and
    `id` are used if they exist. Give the column names if yours are others. Sizes must agree, or
    `size` fits every picture into a square of that many pixels; the card's notes say what was done.
    Raises DataError, in one sentence, for missing columns or files, pictures that do not decode,
    sizes that differ, and folders that hold no data set.
    """
    there = listed(path, columns={"file": file, "label": label, "part": part, "group": group, "id": id})
    images, done = decode(there.files, there.names, where=str(there.source), size=size)
    return assemble(
        images,
        there.labels,
        name=there.folder.resolve().name,
        source=brought(there.source),
        part=there.parts,
        classes=there.classes,
        ids=there.ids or there.names,
        groups=there.groups,
        notes=(*done, *there.notes),
    )


def listed(path: str | os.PathLike[str], *, columns: Mapping[str, str]) -> Listing:
    """Find the pictures of a folder, or of its CSV, and their labels; nothing is decoded.

    `columns` maps file, label, part, group and id to the CSV's header.
    """
    path = Path(path)
    if path.is_file():
        return in_csv(path, columns=columns)
    if not path.is_dir():
        raise DataError(f"{path}: there is no such folder of pictures")
    found = find_csv(path)
    return in_csv(found, columns=columns) if found else in_class_folders(path)


def find_csv(folder: Path) -> Path | None:
    """The CSV that describes a folder: labels.csv, or the only one there; None without any."""
    found = sorted(entry for entry in visible(folder) if entry.suffix.lower() == ".csv" and entry.is_file())
    chosen = [entry for entry in found if entry.name.lower() == LABELS_FILE] or found
    if len(chosen) > 1:
        raise DataError(
            f"{folder}: {len(chosen)} CSV files lie here ({', '.join(entry.name for entry in chosen[:3])}), "
            f"and none is called {LABELS_FILE}; name the one to use"
        )
    return chosen[0] if chosen else None


def in_class_folders(folder: Path) -> Listing:
    """The pictures of class folders, which may lie below part folders; see `image_folder`."""
    below = [entry for entry in visible(folder) if entry.is_dir()]
    others = [entry.name for entry in below if entry.name.lower() not in PART_FOLDERS]
    in_parts = bool(below) and not others
    if others and {PART_FOLDERS.get(entry.name.lower()) for entry in below} >= {"train", "test"}:
        raise DataError(
            f"{folder}: beside the folders of the parts lie others ({', '.join(others[:3])}), so it is not "
            "told whether the folders are parts or classes; take the others away"
        )
    tops = {entry: PART_FOLDERS[entry.name.lower()] for entry in below} if in_parts else {folder: "train"}
    files, labels, parts = [], [], []
    empty, left_alone, loose = Counter(), 0, 0
    for top, part in tops.items():
        loose += sum(is_picture(entry) for entry in visible(top))
        for class_folder in (entry for entry in visible(top) if entry.is_dir()):
            inside = [entry for entry in everything_below(class_folder) if entry.is_file()]
            pictures = [entry for entry in inside if is_picture(entry)]
            left_alone += len(inside) - len(pictures)
            empty[class_folder.name] += len(pictures)
            files += pictures
            labels += [class_folder.name] * len(pictures)
            parts += [part] * len(pictures)
    _check_class_folders(folder, empty, loose)
    notes = (
        [f"{left_alone} files in the class folders are not pictures and were left alone"]
        if left_alone
        else []
    )
    return Listing(
        folder=folder,
        source=folder,
        files=files,
        names=[entry.relative_to(folder).as_posix() for entry in files],
        labels=labels,
        parts=parts,
        classes=read_classes(folder) or tuple(sorted(empty, key=in_counting_order)),
        notes=tuple(notes),
    )


def in_csv(path: Path, *, columns: Mapping[str, str]) -> Listing:
    """The pictures that a CSV names; `columns` maps file, label, part, group, id to its header."""
    table = read_csv(path)
    if absent := [columns[what] for what in ("file", "label") if columns[what] not in table]:
        raise DataError(
            f"{path}: expected the columns {columns['file']} and {columns['label']}, found "
            f"{', '.join(table)}; name yours (label=... in Python, --label at `fittingroom data export`)"
        )
    for what in ("part", "group", "id"):
        if columns[what] != what and columns[what] not in table:
            raise DataError(f"{path}: there is no column {columns[what]!r}, found {', '.join(table)}")
    folder, names = path.parent, table[columns["file"]]
    outside = [
        name for name in names if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts
    ]
    if outside:
        raise DataError(
            f"{path}: files must lie in {folder}, found {outside[0]!r} ({len(outside)} such lines)"
        )
    files = [folder / name for name in names]
    if absent := [name for name, file in zip(names, files, strict=True) if not file.is_file()]:
        raise DataError(
            f"{path}: {len(absent)} of {len(names)} files are not there, "
            f"the first are {', '.join(absent[:3])}; file names are relative to {folder}"
        )
    given_parts = table.get(columns["part"])
    return Listing(
        folder=folder,
        source=path,
        files=files,
        names=names,
        labels=table[columns["label"]],
        parts=None if given_parts is None else [PART_FOLDERS.get(part.lower(), part) for part in given_parts],
        ids=table.get(columns["id"]),
        groups=table.get(columns["group"]),
        classes=read_classes(folder),
    )


def read_classes(folder: Path, file: str = CLASSES_FILE) -> tuple[str, ...] | None:
    """The class names in a file of a folder, classes.txt, or None if there is no such file."""
    path = folder / file
    if not path.is_file():
        return None
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise DataError(f"{path}: not a readable text file in UTF-8: {error}") from error
    names = tuple(line.strip() for line in lines if line.strip())
    if len(names) < 2:
        raise DataError(f"{path}: expected at least 2 class names, one a line, found {len(names)}")
    return names


def visible(folder: Path) -> list[Path]:
    """The entries of a folder in counting order, without hidden ones and archive leftovers."""
    entries = (entry for entry in folder.iterdir() if not entry.name.startswith((".", "__MACOSX")))
    return sorted(entries, key=lambda entry: in_counting_order(entry.name))


def everything_below(folder: Path) -> list[Path]:
    """All entries at any depth below a folder, folder by folder, in counting order."""
    found = []
    for entry in visible(folder):
        if entry.is_dir() and not _leads_back(entry):
            found += everything_below(entry)
        elif not entry.is_dir():
            found.append(entry)
    return found


def _leads_back(folder: Path) -> bool:
    """Whether a link goes to a folder that it lies in, which would be read without an end."""
    return folder.is_symlink() and folder.parent.resolve().is_relative_to(folder.resolve())


def is_picture(path: Path) -> bool:
    return path.suffix.lower() in SUFFIXES


def _check_class_folders(folder: Path, counts: Mapping[str, int], loose: int) -> None:
    if not counts and loose:
        raise DataError(
            f"{folder}: {loose} pictures lie here without a label; put them into one folder per class, "
            "or add a labels.csv with the columns file,label"
        )
    if not sum(counts.values()):
        raise DataError(
            f"{folder}: expected MNIST-named IDX files, Parquet files, a CSV with the columns file,label, "
            f"or a folder per class with pictures in it, found {_listing(folder)}"
        )
    if loose:
        raise DataError(f"{folder}: {loose} pictures lie beside the class folders, so they have no label")
    if empty := [name for name, count in counts.items() if not count]:
        raise DataError(
            f"{folder}: these class folders hold no picture: {', '.join(empty)}; fill or remove them"
        )


def _listing(folder: Path) -> str:
    names: Sequence[str] = [entry.name for entry in visible(folder)]
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    return ", ".join(names[:5]) + more if names else "nothing: the folder is empty"
