"""The pictures of a part as they are stored: their bytes, one after another, and some of them decoded."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from fittingroom.data.parquet import pyarrow
from fittingroom.data.photo import Unreadable, read_photo
from fittingroom.data.pictures import bombs_refused
from fittingroom.errors import DataError, InputError
from fittingroom.models.attributes.shards import Source, read_source

PARTS = ("train", "val", "test")
AT_ONCE = 256


def part_of(data: Path, part: str) -> Source | None:
    """A part of a set or world, None where there is no such part."""
    try:
        return read_source(data, part)
    except InputError:  # the set has no such part
        return None


def is_simulated(data: Path) -> bool:
    """Whether the set or world says of itself that it is drawn."""
    for name in ("world.json", "set.json"):
        if (data / name).is_file():
            return bool(json.loads((data / name).read_text(encoding="utf-8")).get("simulated", False))
    return False


def stored_bytes(source: Source, places: np.ndarray | None = None) -> Iterator[tuple[int, bytes | Path]]:
    """Yield the place in the source of each image, or of those at `places` (m,), and its bytes or file.

    In the order in which they lie; of files without a wanted image nothing is read.
    """
    _, parquet = pyarrow("reading a set")
    wanted = np.arange(len(source)) if places is None else np.unique(places)
    for number in np.unique(source.file[wanted]):
        path = source.files[number]
        own = wanted[source.file[wanted] == number]
        at = dict(zip(source.row[own].tolist(), own.tolist(), strict=True))
        row = 0
        for batch in parquet.ParquetFile(path).iter_batches(AT_ONCE, columns=["image"]):
            for image in batch["image"]:
                if row in at:
                    value = image.as_py()
                    yield at[row], path.parent / value if isinstance(value, str) else value or b""
                row += 1


def stored_pictures(
    source: Source, places: np.ndarray, *, least_px: int | None = None
) -> Iterator[tuple[int, np.ndarray]]:
    """Yield the same decoded, (h, w, 3) uint8 of any size; a JPEG at a fraction whose edges are `least_px`.

    Raises DataError for one that cannot be decoded.
    """
    for place, content in stored_bytes(source, places):
        with bombs_refused():
            photo = read_photo(content, least_px=least_px)
        if isinstance(photo, Unreadable):
            raise DataError(
                f"{source.files[source.file[place]]} row {source.row[place]}: the image cannot be decoded "
                f"({photo.why}); leave it out of the set"
            )
        yield place, photo.pixels
