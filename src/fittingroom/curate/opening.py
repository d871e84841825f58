"""Which catalogue a set is made of: opened as Parquet, and noted, so that no folder is made of two."""

import json
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path

from fittingroom.curate.catalogue import Catalogue, open_catalogue, parquet_files
from fittingroom.curate.text_catalogue import to_parquet
from fittingroom.curate.work import stamp_of
from fittingroom.data.attributes import LabelMap, label_map_csv
from fittingroom.errors import DataError, InputError
from fittingroom.files import write_text

MARK = Path("work", "catalogue.json")
"""Within the folder of a set: the catalogue that it is made of, and its partitions."""


def check_out(out: Path, path: Path) -> None:
    """Raise InputError for a folder that holds something else, or what was made of another catalogue.

    One that was moved is no other: what was made of it goes on.
    """
    if out.exists() and not out.is_dir():
        raise InputError(f"{out} is a file; name a folder for the set")
    if out.is_dir() and any(out.iterdir()) and not (out / "work").is_dir():
        raise InputError(f"{out} holds something else already; name a new folder, or one that curate made")
    before = _marked(out).get("path")
    if before and before != _whole(path) and Path(before).exists() and path.expanduser().exists():
        raise InputError(
            f"{out} is made of {before}; name a new folder, or delete that one if you can spare it"
        )


def opened(
    path: Path, out: Path, labels: LabelMap, columns: Mapping[str, Sequence[str]] | None, rows: int
) -> Catalogue:
    """The catalogue at a path, as Parquet; a text one is written into the work folder first.

    labels: name the ids of an official JSON. Raises DataError where there is no catalogue, or no record in
    it, and as `open_catalogue` does.
    """
    path = path.expanduser()
    if not path.exists():
        raise DataError(f"{path}: there is no such catalogue")
    folder = path if path.is_dir() else path.parent
    files = parquet_files(path)
    if not files:
        if path.is_dir():
            raise DataError(f"{path}: there is no Parquet file in it; name the .csv, .jsonl or .json itself")
        files = [_as_parquet(path, out / "work", labels)]
    catalogue = open_catalogue(
        files, folder=files[0].parent if path.is_dir() else folder, columns=columns, rows=rows
    )
    if not len(catalogue):
        raise DataError(f"{path}: there is no record in it")
    return catalogue


def forget_others(out: Path, path: Path, catalogue: Catalogue) -> None:
    """Delete what was made of the catalogue as it was before, or in other partitions; note this one."""
    told = {"catalogue": catalogue.stamp, "partitions": [stretch.first for stretch in catalogue.stretches]}
    before = _marked(out)
    if before and {name: before.get(name) for name in told} != told:
        for folder in (out / "part", out / "decisions", *(p for p in (out / "work").iterdir() if p.is_dir())):
            shutil.rmtree(folder, ignore_errors=True)
    write_text(out / MARK, json.dumps({"path": _whole(path)} | told))


def _marked(out: Path) -> dict:
    mark = out / MARK
    return json.loads(mark.read_text(encoding="utf-8")) if mark.is_file() else {}


def _whole(path: Path) -> str:
    return str(path.expanduser().resolve())


def _as_parquet(path: Path, work: Path, labels: LabelMap) -> Path:
    """A text catalogue as Parquet; its name tells the file, and the label map that names official ids."""
    told = path.stat()
    stamp = stamp_of(path.name, told.st_size, told.st_mtime_ns, label_map_csv(labels))
    text = work / f"catalogue-{stamp[:16]}.parquet"
    if not text.is_file():
        to_parquet(path, text, labels)
        for other in set(work.glob("catalogue-*.parquet")) - {text}:
            other.unlink()
    return text
