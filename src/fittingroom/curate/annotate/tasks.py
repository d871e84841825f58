"""Pictures for people to label: a folder with the pictures, which file is which record, and the label map."""

import csv
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from fittingroom.data.attributes import LabelMap, label_map_csv, read_label_map
from fittingroom.data.csv_columns import read_csv
from fittingroom.data.export import file_names
from fittingroom.data.parquet import pyarrow
from fittingroom.errors import DataError, InputError

CANNOT_TELL, NONE, NOT_APPLICABLE = "(cannot tell)", "(none)", "(does not apply)"
"""What a person may say of a group in place of labels; in brackets, so that no label is called so."""

PUT_ASIDE = "(put aside)"
PICTURE = "picture"
TASKS_FILE, LABELS_FILE, IMAGES = "tasks.csv", "labels.csv", "images"


@dataclass(frozen=True, slots=True)
class Task:
    """A picture to label: its record's id, its file in the folder of images, its labels so far."""

    id: str
    file: str
    labels: tuple[int, ...] = ()


def pictures(
    folder: Path, parts: Sequence[str], *, only: Collection[str] | None = None
) -> Iterator[tuple[str, bytes, tuple[int, ...]]]:
    """Id, encoded picture and labels of each record in the parts of a set, one at a time.

    only: the ids to give; unless given, all. Raises InputError where there is no such part, or an id of
    `only` is in none.
    """
    _, parquet = pyarrow("reading a set")
    wanted = None if only is None else set(only)
    for part in parts:
        files = sorted(Path(folder, "part").glob(f"{part}-*.parquet"))
        if not files:
            raise InputError(f"{folder}: there is no part/{part}-*.parquet; is this a set that curate wrote?")
        for file in files:
            for batch in parquet.ParquetFile(file).iter_batches(64, columns=["id", "image", "labels"]):
                for record, image, labels in zip(
                    batch["id"].to_pylist(), batch["image"], batch["labels"].to_pylist(), strict=True
                ):
                    if wanted is None or record in wanted:
                        yield record, image.as_py(), tuple(labels)
                        if wanted is not None:
                            wanted.discard(record)
    if wanted:
        raise InputError(
            f"{folder}: {len(wanted)} of the ids asked for are not in {' or '.join(parts)}: {min(wanted)} ..."
        )


def write_pictures(
    found: Iterator[tuple[str, bytes, tuple[int, ...]]], labels: LabelMap, folder: Path
) -> list[Task]:
    """Write images/, tasks.csv and labels.csv into an existing folder; returns the tasks in order.

    Raises DataError if two records have one id: answers could not be told apart.
    """
    (folder / IMAGES).mkdir()
    ids, known = [], []
    for number, (record, image, have) in enumerate(found):
        (folder / IMAGES / f"{number:08d}").write_bytes(image)
        ids.append(record)
        known.append(have)
    if not ids:
        raise InputError("there is no picture to label: the parts are empty")
    if len(set(ids)) < len(ids):
        twice = next(record for at, record in enumerate(ids) if record in set(ids[:at]))
        raise DataError(f"two pictures have the id {twice!r}: answers about them could not be told apart")
    files = [f"{name}.jpg" for name in file_names(ids)]
    for number, file in enumerate(files):
        (folder / IMAGES / f"{number:08d}").rename(folder / IMAGES / file)
    with (folder / TASKS_FILE).open("w", newline="", encoding="utf-8") as stream:
        table = csv.writer(stream, lineterminator="\n")
        table.writerow(["file", "id"])
        table.writerows(zip(files, ids, strict=True))
    (folder / LABELS_FILE).write_text(label_map_csv(labels), encoding="utf-8")
    return [Task(*one) for one in zip(ids, files, known, strict=True)]


def read_tasks(folder: Path) -> tuple[dict[str, str], LabelMap]:
    """The record of each file, and the label map, of a folder that an export wrote."""
    if not (folder / TASKS_FILE).is_file():
        raise InputError(f"{folder}: no {TASKS_FILE} here; name the folder that `annotate export` wrote")
    table = read_csv(folder / TASKS_FILE)
    return dict(zip(table["file"], table["id"], strict=True)), read_label_map(folder / LABELS_FILE)
