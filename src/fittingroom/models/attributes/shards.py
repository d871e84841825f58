"""Where the images of an attribute set lie, and what is known of them; their pixels stay where they are.

Two layouts are read: a set that `fittingroom curate` made (part/train-00000.parquet ..., images and labels
together), and a world that `fittingroom simulate` drew (catalog/ with images, truth/ with labels).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import numpy as np

from fittingroom.data.attributes import LabelMap, read_label_map
from fittingroom.errors import DataError, InputError, MissingExtra
from fittingroom.models.attributes.truth import AT_ONCE, Truth, joined, truth_of_table

if TYPE_CHECKING:
    import pyarrow as pa

Taught = Literal["labels", "tagged"]
"""Which column of a world is learned: the scene's truth, or what its seller would have tagged."""


@dataclass(frozen=True, slots=True, eq=False)
class Source:
    """The images of one part, in order.

    files: Parquet files with a column `image` (encoded); file, row: (n,) where each image lies; ids: (n,)
    text; groups: (n,) int64, images that must not be taken for independent; truth: of the same n images.
    """

    name: str
    files: tuple[Path, ...]
    file: np.ndarray
    row: np.ndarray
    ids: np.ndarray
    groups: np.ndarray
    truth: Truth

    def __len__(self) -> int:
        return len(self.row)

    def take(self, rows: np.ndarray) -> "Source":
        """Some of the images, in the order given."""
        return replace(
            self,
            file=self.file[rows],
            row=self.row[rows],
            ids=self.ids[rows],
            groups=self.groups[rows],
            truth=self.truth.take(rows),
        )


def read_labels(folder: Path) -> LabelMap:
    """The label map of a set or world. Raises DataError for a folder that is neither."""
    if not (folder / "labels.csv").is_file():
        raise DataError(
            f"{folder} is no attribute set: it has no labels.csv; make one by `fittingroom simulate` "
            "or `fittingroom curate`"
        )
    return read_label_map(folder / "labels.csv")


def read_source(folder: Path, part: str, *, taught: Taught = "labels") -> Source:
    """One part (train, val or test) of a set or a world, without its pixels.

    Raises DataError for a folder that is neither or is unfinished, InputError for a part that it has not;
    MissingExtra without pyarrow.
    """
    labels = read_labels(folder)
    if (folder / "catalog").is_dir():
        return _world(folder, part, labels, taught)
    if taught != "labels":
        raise InputError(
            f"{folder} is a curated set, whose labels are its own: only a world has {taught!r} labels"
        )
    return _set(folder, part, labels)


def _set(folder: Path, part: str, labels: LabelMap) -> Source:
    if not (folder / "set.json").is_file():
        raise DataError(f"{folder} is unfinished: it has no set.json; let the command that makes it go on")
    files = tuple(sorted((folder / "part").glob(f"{part}-*.parquet")))
    if not files:
        names = sorted({file.name.split("-")[0] for file in (folder / "part").glob("*.parquet")})
        raise InputError(f"{folder} has no part {part!r}; it has {', '.join(names) or 'none'}")
    wanted = ("id", "labels", "unknown", "not_applicable", "leak_group")
    tables = [_read(file, wanted) for file in files]
    kept = [np.arange(len(table)) for table in tables]
    return _source(part, files, tables, kept=kept, labels=labels, column="labels", group="leak_group")


def _world(folder: Path, part: str, labels: LabelMap, taught: Taught) -> Source:
    if not (folder / "world.json").is_file():
        raise DataError(f"{folder} is unfinished: it has no world.json; let `fittingroom simulate` go on")
    files = tuple(sorted((folder / "catalog").glob("part-*.parquet")))
    wanted = ("id", "part", "product", taught, "unknown", "not_applicable")
    tables = [_read(folder / "truth" / file.name, wanted) for file in files]
    kept = [np.flatnonzero(table["part"].to_numpy() == part) for table in tables]
    if not sum(map(len, kept)):
        raise InputError(f"{folder} has no image in the part {part!r}; the parts are train, val and test")
    source = _source(part, files, tables, kept=kept, labels=labels, column=taught, group="product")
    return replace(source, truth=untold(source.truth)) if taught == "tagged" else source


def untold(truth: Truth) -> Truth:
    """Nothing is known of a group of which nobody said anything: a seller who names no colour denies none."""
    said = np.zeros_like(truth.unknown)
    for start in range(0, len(truth), AT_ONCE):
        present, _ = truth.of(slice(start, start + AT_ONCE))
        for group in range(said.shape[1]):
            said[start : start + AT_ONCE, group] = present[:, truth.group_of == group].any(1)
    return replace(truth, unknown=truth.unknown | ~said)


def _source(
    part: str,
    files: tuple[Path, ...],
    tables: Sequence["pa.Table"],
    *,
    kept: Sequence[np.ndarray],
    labels: LabelMap,
    column: str,
    group: str,
) -> Source:
    truths = [
        truth_of_table(table, labels, str(file), column).take(rows)
        for file, table, rows in zip(files, tables, kept, strict=True)
    ]

    def of_all(name: str) -> np.ndarray:
        return np.concatenate([t[name].to_numpy()[rows] for t, rows in zip(tables, kept, strict=True)])

    return Source(
        name=part,
        files=files,
        file=np.repeat(np.arange(len(files)), [len(rows) for rows in kept]),
        row=np.concatenate(kept),
        ids=of_all("id").astype(str),
        groups=of_all(group).astype(np.int64),
        truth=joined(truths),
    )


def _read(file: Path, columns: Sequence[str]) -> "pa.Table":
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ModuleNotFoundError as error:
        raise MissingExtra("reading an attribute set", "pyarrow", "parquet") from error
    try:
        stored = pq.ParquetFile(file)
        if absent := [name for name in columns if name not in stored.schema_arrow.names]:
            raise DataError(
                f"{file} has no column {absent[0]!r}: make it by `fittingroom curate` or `simulate`"
            )
        return stored.read(columns)
    except (OSError, pa.ArrowException) as error:
        raise DataError(f"{file} cannot be read as Parquet: {str(error).splitlines()[0]}") from error
