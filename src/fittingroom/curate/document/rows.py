"""The rows of a set, one at a time, with their pictures: what every export goes through."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from fittingroom.data.parquet import pyarrow
from fittingroom.errors import DataError

PARTS = ("train", "val", "test")
AT_ONCE = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class SetRow:
    """One record: `row` is its place in the catalogue, unlike its id certainly unique; image is a JPEG."""

    row: int
    id: str
    image: bytes
    labels: tuple[int, ...]
    unknown: tuple[str, ...]
    not_applicable: tuple[str, ...]


def parts_of(folder: Path) -> dict[str, list[Path]]:
    """The files of each part that a set has. Raises DataError where it has none or is not finished."""
    if not (folder / "set.json").is_file():
        raise DataError(f"{folder}: no set.json here; `fittingroom curate` writes it when a set is finished")
    found = {part: sorted((folder / "part").glob(f"{part}-*.parquet")) for part in PARTS}
    if not any(found.values()):
        raise DataError(f"{folder}: there is no part/train-*.parquet, nor of val or test")
    return {part: files for part, files in found.items() if files}


def rows(files: list[Path]) -> Iterator[SetRow]:
    """The rows of some files in order, AT_ONCE pictures in memory."""
    _, parquet = pyarrow("reading a set")
    columns = ["row", "id", "image", "labels", "unknown", "not_applicable"]
    for file in files:
        for batch in parquet.ParquetFile(file).iter_batches(AT_ONCE, columns=columns):
            for one in batch.to_pylist():
                lists = {name: tuple(one[name] or ()) for name in ("labels", "unknown", "not_applicable")}
                yield SetRow(row=one["row"], id=one["id"], image=one["image"], **lists)
