"""The images of a set decoded once, at the size that is learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.data.pictures import bombs_refused
from fittingroom.files import landing
from fittingroom.models.attributes.decoding import decode_into
from fittingroom.models.attributes.keeping import damage_named, files_of, is_fresh, keep_files, rows_of
from fittingroom.models.attributes.shards import Source

AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A `Gallery` of pixels: for each file of the source its images (m, px, px, 3) uint8, mapped."""

    source: Source
    files: Mapping[int, np.ndarray]
    size_px: int

    def __len__(self) -> int:
        return len(self.source)

    def gather(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Copy the images of some rows of the source into out (m, px, px, 3) uint8, in that order."""
        for at, (file, row) in enumerate(zip(self.source.file[rows], self.source.row[rows], strict=True)):
            out[at] = self.files[file][row]


def decoded(source: Source, size_px: int, folder: Path) -> Decoded:
    """The pixels of a source, decoded into `folder` as far as they are not there.

    Whole files are decoded, whichever rows the source has, so that all parts share them. Raises DataError
    naming an image that cannot be decoded, InputError where the disk has no room.
    """
    places = _places(source, size_px, folder)
    needed = pixel_bytes(source, size_px, folder)
    keep_files(source, places, _decode_file, (size_px,), needed=needed, what="files decoded")
    return Decoded(source, {at: _opened(place, source.files[at]) for at, place in places.items()}, size_px)


def _opened(place: Path, file: Path) -> np.ndarray:
    with damage_named(place):
        images = np.load(place, mmap_mode="r")
        if len(images) != (rows := rows_of(file)):
            raise ValueError(f"{len(images):,} images, {file.name} has {rows:,}")
    return images


def pixel_bytes(source: Source, size_px: int, folder: Path) -> int:
    """What is still to be written for `decoded`."""
    files, places = files_of(source), _places(source, size_px, folder)
    return sum(rows_of(file) for at, file in files.items() if not is_fresh(places[at], file)) * size_px**2 * 3


def _places(source: Source, size_px: int, folder: Path) -> dict[int, Path]:
    return {at: folder / f"{size_px}px" / f"{file.stem}.npy" for at, file in files_of(source).items()}


def _decode_file(shared: None, file: Path, size_px: int, place: Path) -> None:  # noqa: ARG001  jobs are called so
    import pyarrow.parquet as pq

    stored = pq.ParquetFile(file)
    with landing(place) as beside, bombs_refused():
        shape = (stored.metadata.num_rows, size_px, size_px, 3)
        images = np.lib.format.open_memmap(beside, mode="w+", dtype=np.uint8, shape=shape)
        at = 0
        for batch in stored.iter_batches(AT_ONCE, columns=["image"]):
            end = at + len(batch)
            names = [f"{file} row {row}" for row in range(at, end)]
            decode_into(images[at:end], batch.column(0).to_pylist(), root=file.parent, names=names)
            at = end
        images.flush()
