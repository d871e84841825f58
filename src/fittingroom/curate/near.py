"""What tells near copies of a catalogue's pictures: described as they are decoded, kept, read as one."""

import mmap
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from fittingroom.files import landing
from fittingroom.match.copies import RECORD
from fittingroom.match.copies import describe as described

DESCRIBED = pa.schema([("record", pa.binary(RECORD.itemsize))])


def describe(pixels: np.ndarray) -> bytes:
    """What tells the copies of one picture (h, w, 3) uint8: a record of `match.copies`, as bytes."""
    return described([pixels]).tobytes()


def keep(folder: Path, partition: int, records: Sequence[bytes]) -> None:
    """Write the records of a partition's pictures, in the order of its rows."""
    table = pa.table([pa.array(records, DESCRIBED.field(0).type)], schema=DESCRIBED)
    with landing(_file(folder, partition)) as beside:
        parquet.write_table(table, beside, compression="zstd")


def all_records(work: Path, parts: Sequence[Path], stamp: str) -> Path:
    """The records of the rows of `parts`, the tables of `pictures`, one after another in one file.

    Searched and compared they stay in the file, so that they need not fit into memory. stamp: of the tables.
    """
    path = work / "spill" / f"records-{stamp[:16]}.dat"
    if path.is_file():
        return path
    with landing(path) as beside, open(beside, "wb") as stream:
        for number, pictures in enumerate(parts):
            if not parquet.read_metadata(pictures).num_rows:
                continue  # of an empty partition none are kept; those there are older
            for batch in parquet.ParquetFile(_file(work / "described", number)).iter_batches(1024):
                stream.writelines(batch.column(0).to_pylist())
    return path


def forget_records(work: Path) -> None:
    """Delete what `all_records` wrote; the parts that it was made of stay."""
    for path in (work / "spill").glob("records-*.dat"):
        path.unlink()


def mapped(path: Path) -> mmap.mmap | bytes:
    """The file of records, as memory for `numpy.frombuffer`; to be read from front to back."""
    with open(path, "rb") as stream:
        return mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ) if path.stat().st_size else b""


def read_ahead(space: mmap.mmap | bytes, rows: np.ndarray) -> None:
    """Have the system read the records of some rows side by side, before they are looked at.

    They lie far apart: read one after another, each would be waited for. From then on the system reads no
    record that was not asked for, which would push out others. Without effect where it cannot be told.
    """
    if isinstance(space, bytes) or not hasattr(mmap, "MADV_WILLNEED"):
        return
    space.madvise(mmap.MADV_RANDOM)
    first = np.unique(rows) * RECORD.itemsize
    start = first // mmap.PAGESIZE * mmap.PAGESIZE
    for at, length in zip(start.tolist(), (first + RECORD.itemsize - start).tolist(), strict=True):
        space.madvise(mmap.MADV_WILLNEED, at, length)


def _file(folder: Path, partition: int) -> Path:
    return folder / f"part-{partition:05d}.parquet"
