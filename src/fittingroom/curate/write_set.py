"""The set itself: for each part Parquet files with the pictures as JPEG and what is known of their labels."""

import io
from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyarrow as pa
from PIL import Image
from pyarrow import parquet

from fittingroom.curate.catalogue import AT_ONCE
from fittingroom.curate.map_tags import LABELS
from fittingroom.curate.pictures import Places, contents
from fittingroom.curate.pictures import Settings as PictureSettings
from fittingroom.curate.records import decisions
from fittingroom.curate.split import PARTS
from fittingroom.curate.verify import TEXTS
from fittingroom.data.photo import JPEG, Photo, read_photo
from fittingroom.data.pictures import bombs_refused
from fittingroom.errors import DataError
from fittingroom.files import landing

STEP = "write"

QUALITY = 95
"""Of the JPEGs that are made of pictures of other kinds; a JPEG that stands upright keeps its bytes."""

WRITTEN = pa.schema(
    [
        ("id", pa.string()),
        ("row", pa.int64()),
        ("product_id", pa.string()),
        ("image", pa.binary()),
        ("labels", LABELS),
        ("unknown", TEXTS),
        ("not_applicable", TEXTS),
        ("leak_group", pa.int64()),
    ]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where pictures come from, and where parts go."""

    places: Places
    folder: Path
    pictures: PictureSettings


def write_set(table: pa.Table, _: None, known: Target) -> tuple[pa.Table, pa.Table]:
    """Write the rows of one partition into a file a part; returns them without their pictures.

    Raises DataError where a picture that could be read before cannot be read now.
    """
    if len(table):
        _write(table, known.places.partition(table), known)
    return table.select(["row", "labels", "unknown", "not_applicable", "leak_group", "part"]), decisions(
        STEP, ()
    )


def set_file(folder: Path, part: str, number: int) -> Path:
    """Where the rows of a part lie that come from a partition of the catalogue."""
    return folder / f"{part}-{number:05d}.parquet"


def _write(table: pa.Table, number: int, known: Target) -> None:
    others = [name for name in WRITTEN.names if name != "image"]
    with ExitStack() as stack, bombs_refused():
        writers: dict[str, parquet.ParquetWriter] = {}
        for part in PARTS:
            if part in table["part"].to_pylist():
                beside = stack.enter_context(landing(set_file(known.folder, part, number)))
                packed: Any = {"image": "none"} | dict.fromkeys(others, "zstd")  # JPEG is packed already
                writer = parquet.ParquetWriter(beside, WRITTEN, compression=packed)
                writers[part] = stack.enter_context(writer)
        for some, images in _with_images(table, known):
            batch = some.select(others).append_column("image", pa.array(images, pa.binary()))
            for part, writer in writers.items():
                mask = pa.array([name == part for name in some["part"].to_pylist()], pa.bool_())
                mine = batch.select(WRITTEN.names).filter(mask).cast(WRITTEN)
                if len(mine):
                    writer.write_table(mine)


def _with_images(table: pa.Table, known: Target) -> Iterator[tuple[pa.Table, Sequence[bytes]]]:
    rows = table["row"].to_pylist()
    found = contents(table, known.places, known.pictures)
    for start in range(0, len(table), AT_ONCE):
        some = table.slice(start, AT_ONCE)
        yield some, [_as_jpeg(next(found), rows[start + at]) for at in range(len(some))]


def _as_jpeg(content: bytes | tuple[str, str], row: int) -> bytes:
    if isinstance(content, tuple):
        raise DataError(f"the picture of row {row} was there before and is not now ({': '.join(content)})")
    photo = read_photo(content)
    if not isinstance(photo, Photo):
        raise DataError(f"the picture of row {row} could be read before and cannot be now ({photo.why})")
    if content.startswith(JPEG) and not photo.handled:
        return content
    stream = io.BytesIO()
    Image.fromarray(photo.pixels).save(stream, "JPEG", quality=QUALITY)
    return stream.getvalue()
