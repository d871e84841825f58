"""The pictures of working rows: where their bytes are, and one look at each for everything later steps need.

Decoding costs more than all that follows, so one function decodes, checks, hashes and describes; no step
hands pixels to another.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate import near
from fittingroom.curate.catalogue import AT_ONCE, rows_of
from fittingroom.curate.records import Reasons, Told, decisions, left, with_column
from fittingroom.data.photo import Photo, Unreadable, read_photo
from fittingroom.data.pictures import bombs_refused
from fittingroom.errors import DataError, InputError
from fittingroom.files import write_text
from fittingroom.match.exact import DIGEST_BYTES

STEP = "pictures"

REASONS: Reasons = {
    "missing": "there is no such picture, or its file cannot be read",
    "outside": "the path leads out of the catalogue's folder",
    "unfetched": "the picture is a URL, and URLs were not to be fetched",
    "file-too-large": "the file is larger than a picture is",
    "not-a-picture": "the bytes are not those of a picture",
    "damaged": "the picture begins as one and does not decode to its end",
    "gigantic": "the picture has so many pixels that decoding it could fill the memory",
    "unsupported": "the picture is of a kind that no screen shows",
    "tiny": "an edge of the picture is too short for anything to be seen",
}

DROPS = frozenset(REASONS)

FETCHED = "fetched:"
"""How the place of a picture begins whose bytes were fetched into the work folder."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """least_px: the shorter edge of a picture, at least; most_bytes: of its file, at most."""

    least_px: int = 24
    most_bytes: int = 64 * 2**20

    def __post_init__(self):
        if self.least_px < 1 or self.most_bytes < 1:
            raise InputError(
                f"pictures have at least 1 pixel and 1 byte, got {self.least_px} and {self.most_bytes}"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class Places:
    """Where bytes can be: the files of the catalogue and their column, its folder, and the fetched ones.

    described: the folder for what tells copies, None where nobody looks for near ones. firsts: the first row
    of each partition, counting up.
    """

    folder: Path
    files: tuple[Path, ...]
    column: str
    fetched: Path
    firsts: tuple[int, ...]
    described: Path | None = None

    def partition(self, table: pa.Table) -> int:
        """The number of the partition that a table's rows are of."""
        return int(np.searchsorted(self.firsts, table["row"][0].as_py(), side="right")) - 1


def write_places(path: Path, places: Places) -> None:
    """Note where a catalogue's pictures are, so that those of dropped records can be seen again."""
    told = {
        "folder": str(places.folder.resolve()),
        "files": [str(file.resolve()) for file in places.files],
        "column": places.column,
        "firsts": places.firsts,
    }
    write_text(path, json.dumps(told))


def read_places(path: Path, fetched: Path) -> Places:
    """What `write_places` noted; `fetched` pictures lie in the set's own work folder, wherever that went.

    Raises DataError where nothing was noted.
    """
    if not path.is_file():
        raise DataError(f"{path}: nothing here says where the pictures are; run `fittingroom curate` again")
    told = json.loads(path.read_text(encoding="utf-8"))
    return Places(
        folder=Path(told["folder"]),
        files=tuple(map(Path, told["files"])),
        column=told["column"],
        fetched=fetched,
        firsts=tuple(told["firsts"]),
    )


Bytes = bytes | tuple[str, str]
"""An encoded picture; or a reason and what the system said."""


def contents(table: pa.Table, places: Places, settings: Settings) -> Iterator[Bytes]:
    """The encoded picture of each row, in order, a few hundred held at a time."""
    pointers = zip(*(table[name].to_pylist() for name in ("image", "file", "at")), strict=True)
    for store, run in groupby(pointers, key=lambda pointer: _store(pointer, places)):
        if store is None:
            yield from (_from_path(image, places, settings) for image, _, _ in run)
        else:
            yield from _from_rows(*store, [at for _, _, at in run], settings)


def look(table: pa.Table, settings: Settings, known: Places) -> tuple[pa.Table, pa.Table]:
    """Decode every picture once. Adds height, width (pixels), bytes, digest (of the pixels: equal for equal
    pictures whatever their files) and key (64 bits of the record's content, for ties and draws that must not
    depend on where a row stands).
    """
    rows, ids = table["row"].to_pylist(), table["id"].to_pylist()
    told: list[Told] = []
    seen: dict[str, list[Any]] = {name: [] for name in ("height", "width", "bytes", "digest")}
    gone: list[int] = []
    described = []
    with bombs_refused():
        for row, record, content in zip(rows, ids, contents(table, known, settings), strict=True):
            photo = _decoded(content, settings)
            if isinstance(photo, _Refused):
                told.append((row, record, False, photo.fault, "", photo.number))
                gone.append(row)
                continue
            values = (*photo.pixels.shape[:2], len(content), _digest(photo))
            for name, value in zip(seen, values, strict=True):
                seen[name].append(value)
            if known.described is not None:
                described.append(near.describe(photo.pixels))
    if known.described is not None and len(table):
        near.keep(known.described, known.partition(table), described)
    table = left(table, gone)
    kinds = {
        "height": pa.int32(),
        "width": pa.int32(),
        "bytes": pa.int64(),
        "digest": pa.binary(DIGEST_BYTES),
    }
    for name, kind in kinds.items():
        table = with_column(table, name, seen[name], kind)
    return with_column(table, "key", _keys(table), pa.int64()), decisions(STEP, told)


@dataclass(frozen=True, slots=True)
class _Refused:
    fault: str
    number: float | None = None


def _decoded(content: Bytes, settings: Settings) -> Photo | _Refused:
    if isinstance(content, tuple):
        return _Refused(content[0])
    photo = read_photo(content)
    if isinstance(photo, Unreadable):
        return _Refused(photo.fault)
    height, width = photo.pixels.shape[:2]
    if min(height, width) < settings.least_px:
        return _Refused("tiny", float(min(height, width)))
    return photo


def _digest(photo: Photo) -> bytes:
    digest = hashlib.blake2b(repr(photo.pixels.shape).encode(), digest_size=DIGEST_BYTES)
    digest.update(photo.pixels.tobytes())
    return digest.digest()


def _keys(table: pa.Table) -> list[int]:
    columns = [
        table[name].to_pylist() for name in ("id", "product_id", "title", "description", "seller", "tags")
    ]
    keys = []
    for *texts, tags, digest in zip(*columns, table["digest"].to_pylist(), strict=True):
        content = "\0".join([*texts, *sorted(tags)]).encode() + digest
        keys.append(int.from_bytes(hashlib.blake2b(content, digest_size=8).digest(), "big", signed=True))
    return keys


def _store(pointer: tuple[str, int, int], places: Places) -> tuple[Path, str] | None:
    image, file, _ = pointer
    if image.startswith(FETCHED):
        return places.fetched / image.removeprefix(FETCHED), "image"
    return (places.files[file], places.column) if image == "" else None


def found_since(rows: Path, decided: Path, places: Places, settings: Settings) -> bool:
    """Whether a picture lies there now that was missing when a partition was looked at.

    rows, decided: the tables of what was looked at, and of what was decided about it.
    """
    told = parquet.read_table(decided, columns=["row", "reason"]).to_pylist()
    missing = {one["row"] for one in told if one["reason"] == "missing"}
    if not missing:
        return False
    table = parquet.read_table(rows, columns=["row", "image"]).to_pylist()
    named = (one["image"] for one in table if one["row"] in missing)
    return any(
        isinstance(_from_path(image, places, settings), bytes)
        for image in named
        if image and not image.startswith(FETCHED)
    )


def _from_rows(path: Path, column: str, wanted: list[int], settings: Settings) -> Iterator[Bytes]:
    """Rows of one Parquet file, which a partition has in counting order."""
    at, waiting = wanted[0], iter(wanted)
    row = next(waiting)
    for batch in rows_of(path, wanted[0], wanted[-1] + 1, [column], at_once=AT_ONCE):
        while row is not None and row < at + batch.num_rows:
            yield _checked(batch.column(0)[row - at].as_py(), settings)
            row = next(waiting, None)
        at += batch.num_rows


def _checked(value: Any, settings: Settings) -> Bytes:
    content = value.get("bytes") if isinstance(value, dict) else value  # as Hugging Face writes pictures
    if not content:
        return "missing", "no bytes"
    return ("file-too-large", f"{len(content):,} bytes") if len(content) > settings.most_bytes else content


def _from_path(image: str, places: Places, settings: Settings) -> Bytes:
    if image.startswith(("http://", "https://")):
        return "unfetched", image
    if "\0" in image:
        return "outside", image
    path = places.folder / image.removeprefix("file://")
    try:
        if not path.resolve().is_relative_to(places.folder.resolve()):
            return "outside", image  # by its name or through a link
        size = path.stat().st_size
        if size > settings.most_bytes:
            return "file-too-large", f"{size:,} bytes"
        return path.read_bytes() if path.is_file() else ("missing", "no such file")
    except OSError as error:
        return "missing", error.strerror or str(error)
