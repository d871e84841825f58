"""Decoded once: the images of a set at the size that is learned, a .npy file beside each Parquet file's name.

An epoch over JPEGs costs two processor cores more than a small network does, so pixels are kept on
disk, opened as a map, and the system keeps in memory what fits.
"""

import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import numpy as np
from PIL import Image

from fittingroom.data.photo import Unreadable, read_photo
from fittingroom.data.pictures import bombs_refused
from fittingroom.errors import DataError, InputError
from fittingroom.files import landing
from fittingroom.jobs import Job, run_jobs
from fittingroom.models.attributes.shards import Source

FREE_SHARE = 0.9
"""Of the free space of a disk that pixels may fill."""


@dataclass(frozen=True, slots=True, eq=False)
class Decoded:
    """A source with its pixels: for each of its files the images (m, px, px, 3) uint8, mapped."""

    source: Source
    files: Mapping[int, np.ndarray]
    size_px: int

    def __len__(self) -> int:
        return len(self.source)

    def gather(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Copy the images of some rows of the source into out (m, px, px, 3) uint8, in that order."""
        for at, (file, row) in enumerate(zip(self.source.file[rows], self.source.row[rows], strict=True)):
            out[at] = self.files[file][row]


def decoded(source: Source, size_px: int, folder: Path, *, workers: int | None = None) -> Decoded:
    """The pixels of a source, from `folder` or decoded into it, a process per core; goes on where it stopped.

    Each image is stretched to a square of `size_px` (the paper: "resize to N x N"), averaged over the area
    of a pixel. Whole files are decoded, whichever rows the source has, so that all parts share them.
    Raises DataError naming an image that cannot be decoded, InputError where the disk has no room.
    """
    wanted = {int(at): source.files[at] for at in np.unique(source.file)}
    paths = {at: _place(folder, file, size_px) for at, file in wanted.items()}
    missing = [at for at, path in paths.items() if not _fresh(path, wanted[at])]
    _check_room(sum(_rows(wanted[at]) for at in missing) * size_px**2 * 3, folder)
    jobs = [
        Job(
            name=wanted[at].name,
            call=_decode_file,
            arguments=(wanted[at], size_px, paths[at]),
            cost=_rows(wanted[at]),
        )
        for at in missing
    ]
    for done in run_jobs(
        jobs, workers=workers, what="files decoded", finished=len(wanted) - len(missing), unit="images"
    ):
        if done.failure:
            raise DataError(done.failure)
    return Decoded(source, {at: np.load(path, mmap_mode="r") for at, path in paths.items()}, size_px)


def _check_room(needed: int, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(folder).free
    if needed > FREE_SHARE * free:
        raise InputError(
            f"the decoded images take {needed / 1e9:.1f} GB, {folder} has {free / 1e9:.1f} GB free: learn "
            "at a smaller size, learn fewer images, or name another disk (--cache)"
        )


def pixels_folder(data: Path, cache: Path | None) -> Path:
    """Where the pixels of a set are kept: within it, or in a folder of its own below `cache`."""
    if cache is None:
        return data / "pixels"
    return cache / f"{data.resolve().name}-{crc32(str(data.resolve()).encode()):08x}"


def _place(folder: Path, file: Path, size_px: int) -> Path:
    return folder / f"{size_px}px" / f"{file.stem}.npy"


def _fresh(path: Path, file: Path) -> bool:
    return path.is_file() and path.stat().st_mtime >= file.stat().st_mtime


def _rows(file: Path) -> int:
    import pyarrow.parquet as pq

    return pq.read_metadata(file).num_rows


def _decode_file(shared: None, file: Path, size_px: int, path: Path) -> None:  # noqa: ARG001  jobs are called so
    import pyarrow.parquet as pq

    stored = pq.ParquetFile(file)
    path.parent.mkdir(parents=True, exist_ok=True)
    with landing(path) as beside:
        shape = (stored.metadata.num_rows, size_px, size_px, 3)
        images = np.lib.format.open_memmap(beside, mode="w+", dtype=np.uint8, shape=shape)
        at = 0
        for batch in stored.iter_batches(256, columns=["image"]):
            images[at : at + len(batch)] = decode_all(
                batch.column(0).to_pylist(), size_px, root=file.parent, names=f"{file} row {at} + "
            )
            at += len(batch)
        images.flush()


def decode_all(pictures: Sequence[bytes | str], size_px: int, *, root: Path, names: str) -> np.ndarray:
    """Encoded pictures, or paths relative to `root`, as (n, size_px, size_px, 3) uint8.

    Raises DataError, beginning with `names` and the place in `pictures`, for one that cannot be decoded.
    """
    out = np.empty((len(pictures), size_px, size_px, 3), np.uint8)
    with bombs_refused():
        for at, picture in enumerate(pictures):
            photo = read_photo(root / picture if isinstance(picture, str) else picture, least_px=size_px)
            if isinstance(photo, Unreadable):
                raise DataError(
                    f"{names}{at}: the image cannot be decoded ({photo.why}); leave it out of the set"
                )
            out[at] = _stretched(photo.pixels, size_px)
    return out


def _stretched(pixels: np.ndarray, size_px: int) -> np.ndarray:
    if pixels.shape[:2] == (size_px, size_px):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize((size_px, size_px), Image.Resampling.BILINEAR))
