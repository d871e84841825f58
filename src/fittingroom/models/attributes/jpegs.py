"""The images of a set as they are, in files of bytes that any one can be read from; decoded when learned."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.files import landing
from fittingroom.models.attributes.decoding import decode_into
from fittingroom.models.attributes.keeping import damage_named, files_of, is_fresh, keep_files, rows_of
from fittingroom.models.attributes.shards import Source

AT_ONCE = 256


@dataclass(frozen=True, slots=True, eq=False)
class Encoded:
    """A `Gallery` of encoded images: of each file of the source the bytes (b,) uint8, mapped, and offsets."""

    source: Source
    files: Mapping[int, tuple[np.ndarray, np.ndarray]]
    size_px: int

    def __len__(self) -> int:
        return len(self.source)

    def gather(self, rows: np.ndarray, out: np.ndarray) -> None:
        """Decode the images of some rows of the source into out (m, px, px, 3) uint8, in that order.

        Called in threads, within `bombs_refused`. Raises DataError naming an image that cannot be decoded.
        """
        for at, (file, row) in enumerate(zip(self.source.file[rows], self.source.row[rows], strict=True)):
            content, ends = self.files[file]
            picture = content[ends[row] : ends[row + 1]].tobytes()
            path = self.source.files[file]
            decode_into(out[at : at + 1], [picture], root=path.parent, names=[f"{path} row {row}"])


def encoded(source: Source, size_px: int, folder: Path) -> Encoded:
    """The encoded images of a source, copied into `folder` as far as they are not there.

    Raises InputError where the disk has no room, DataError for an image that is a path to no file.
    """
    files = files_of(source)
    places = {at: folder / "jpegs" / f"{file.stem}.bin" for at, file in files.items()}
    needed = sum(file.stat().st_size for at, file in files.items() if not is_fresh(places[at], file))
    keep_files(source, places, _copy_file, (), needed=needed, what="files copied")
    return Encoded(source, {at: _opened(place, files[at]) for at, place in places.items()}, size_px)


def _opened(place: Path, file: Path) -> tuple[np.ndarray, np.ndarray]:
    with damage_named(place):
        content, ends = np.memmap(place, np.uint8, "r"), np.load(place.with_suffix(".npy"))
        if len(ends) - 1 != (rows := rows_of(file)) or ends[-1] != len(content):
            raise ValueError(
                f"{len(content):,} of {ends[-1]:,} bytes, {len(ends) - 1:,} images, {file.name} has {rows:,}"
            )
    return content, ends


def _copy_file(shared: None, file: Path, place: Path) -> None:  # noqa: ARG001  jobs are called so
    import pyarrow.parquet as pq

    lengths = [0]
    with landing(place) as beside, open(beside, "wb") as out:
        for batch in pq.ParquetFile(file).iter_batches(AT_ONCE, columns=["image"]):
            for picture in batch.column(0).to_pylist():
                content = _content(picture, file.parent)
                out.write(content)
                lengths.append(len(content))
        with landing(place.with_suffix(".npy")) as offsets, open(offsets, "wb") as stream:
            np.save(stream, np.cumsum(lengths))


def _content(picture: bytes | str | None, root: Path) -> bytes:
    """The bytes of a picture; of an empty cell none, which are refused by its row when it is learned."""
    return (root / picture).read_bytes() if isinstance(picture, str) else picture or b""
