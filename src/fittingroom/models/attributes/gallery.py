"""The images of a part, to be taken in any order: pixels decoded once, or JPEGs decoded each time.

Decoded, an image costs a copy of its bytes, but a million of 224 pixels take 150 GB; as JPEGs they take 8,
and the threads that feed the device decode them whenever they are learned. Either way a file is kept for each
Parquet file of the set and opened as a map, so that the system holds in memory what fits.
"""

from pathlib import Path
from typing import Literal, Protocol
from zlib import crc32

import numpy as np

from fittingroom.jobs.progress import say
from fittingroom.models.attributes.jpegs import encoded
from fittingroom.models.attributes.keeping import FREE_SHARE, free_bytes
from fittingroom.models.attributes.pixels import decoded, pixel_bytes
from fittingroom.models.attributes.shards import Source

Keep = Literal["pixels", "jpegs"]


class Gallery(Protocol):
    """A source, and its images at one size."""

    @property
    def source(self) -> Source: ...
    @property
    def size_px(self) -> int: ...
    def __len__(self) -> int: ...
    def gather(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Put the images of some rows of the source into out (m, px, px, 3) uint8, in that order."""
        ...


def gallery(source: Source, size_px: int, folder: Path, keep: Keep | None = None) -> Gallery:
    """The images of a source, kept in `folder`: as pixels if there is room for them, unless `keep` says."""
    if keep is None:
        needed, free = pixel_bytes(source, size_px, folder), free_bytes(folder)
        keep = "pixels" if needed <= FREE_SHARE * free else "jpegs"
        if keep == "jpegs":
            say(
                f"pixels of {source.name} would take {needed / 1e9:.0f} GB, {folder} has {free / 1e9:.0f} GB "
                "free: JPEGs are decoded as they are learned"
            )
    return decoded(source, size_px, folder) if keep == "pixels" else encoded(source, size_px, folder)


def gallery_folder(data: Path, cache: Path | None) -> Path:
    """Where the images of a set are kept: within it, or in a folder of its own below `cache`."""
    if cache is None:
        return data / "images"
    return cache / f"{data.resolve().name}-{crc32(str(data.resolve()).encode()):08x}"
