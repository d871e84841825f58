"""A set in the formats of others: the competition's JSON, COCO's JSON, tar shards."""

from collections.abc import Iterator
from pathlib import Path

from fittingroom.curate.document.coco import write_coco
from fittingroom.curate.document.rows import SetRow, parts_of, rows
from fittingroom.curate.document.shards import write_shards
from fittingroom.data.attributes import label_map_csv, read_label_map
from fittingroom.data.imaterialist.official_json import write_official
from fittingroom.errors import InputError
from fittingroom.files import landing_folder

FORMATS = ("imaterialist", "coco", "shards")
PER_FOLDER = 1_000


def export_set(folder: Path, to: str, out: Path) -> Path:
    """Write a finished set in a format of FORMATS into a new folder, with its label map; returns the folder.

    Nothing of yours is overwritten, and an interrupted export leaves nothing. Raises InputError for another
    format or an `out` that is taken, DataError for a set that is not finished.
    """
    if to not in FORMATS:
        raise InputError(f"a set is exported to {', '.join(FORMATS)}, got {to!r}")
    if out.exists() and (not out.is_dir() or any(out.iterdir())):
        raise InputError(f"an export needs a new folder, {out} exists already: name another")
    parts, labels = parts_of(folder), read_label_map(folder / "labels.csv")
    with landing_folder(out) as beside:
        (beside / "labels.csv").write_text(label_map_csv(labels), encoding="utf-8")
        for part, files in parts.items():
            if to == "shards":
                write_shards(beside, part, rows(files), labels)
            elif to == "coco":
                write_coco(beside / f"{part}.json", written(rows(files), beside, part), labels)
            else:
                _imaterialist(beside, part, files)
    return out


def written(found: Iterator[SetRow], folder: Path, part: str) -> Iterator[tuple[SetRow, str]]:
    """Write the pictures as images/PART/000/ROW.jpg, PER_FOLDER a folder; yield each row with that name."""
    for number, one in enumerate(found):
        name = f"images/{part}/{number // PER_FOLDER:03d}/{one.row:09d}.jpg"
        if number % PER_FOLDER == 0:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(one.image)
        yield one, name


def _imaterialist(folder: Path, part: str, files: list[Path]) -> None:
    """The competition's file. Ids are rows, since a shop's may repeat; a url is the path of the picture."""
    ids, urls, labels = [], [], []
    for one, name in written(rows(files), folder, part):
        ids.append(str(one.row))
        urls.append(name)
        labels.append(one.labels)
    write_official(folder / f"{part}.json", ids, urls, labels)
