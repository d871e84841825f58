"""Near copies of a catalogue's pictures: described as they are decoded, searched when all are."""

import mmap
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from fittingroom.files import landing
from fittingroom.match.copies import RECORD, candidates, changes_colour, verified
from fittingroom.match.copies import Settings as Thresholds
from fittingroom.match.copies import describe as described

DESCRIBED = pa.schema([("record", pa.binary(RECORD.itemsize))])


@dataclass(frozen=True, slots=True)
class Pairs:
    """Pairs of rows, (m,) int64; `kind` (m,) "copy", "recoloured" or "perhaps"; score (m,) float64.

    area: of each row that is in a pair, the pixels of its picture without a border.
    """

    i: np.ndarray
    j: np.ndarray
    kind: np.ndarray
    score: np.ndarray
    area: dict[int, int]

    def of(self, *kinds: str) -> tuple[np.ndarray, np.ndarray]:
        """The rows of the pairs of some kinds."""
        mask = np.isin(self.kind, kinds)
        return self.i[mask], self.j[mask]


NO_PAIRS = Pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0, "U10"), np.empty(0), {})


def describe(pixels: np.ndarray) -> bytes:
    """What tells the copies of one picture (h, w, 3) uint8: a record of `match.copies`, as bytes."""
    return described([pixels]).tobytes()


def keep(folder: Path, partition: int, records: Sequence[bytes]) -> None:
    """Write the records of a partition's pictures, in the order of its rows."""
    table = pa.table([pa.array(records, DESCRIBED.field(0).type)], schema=DESCRIBED)
    with landing(_file(folder, partition)) as beside:
        parquet.write_table(table, beside, compression="zstd")


def near_pairs(work: Path, parts: Sequence[Path], drop: float, suggest: float) -> Pairs:
    """Find the near copies among the rows of `parts`, the tables of `pictures`, whose records lie in `work`.

    The records stand in one mapped file while they are searched, so that they need not fit into memory.
    """
    rows = np.concatenate([parquet.read_table(path, columns=["row"])["row"].to_numpy() for path in parts])
    if not len(rows):
        return NO_PAIRS
    scratch = work / "spill" / "records.dat"
    scratch.parent.mkdir(parents=True, exist_ok=True)
    try:
        with open(scratch, "wb") as stream:
            for number in range(len(parts)):
                if not _file(work / "described", number).is_file():
                    continue  # the partition had no row left
                for batch in parquet.ParquetFile(_file(work / "described", number)).iter_batches(1024):
                    stream.writelines(batch.column(0).to_pylist())
        with open(scratch, "rb") as stream:
            return _pairs(
                mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ), rows, Thresholds(drop, suggest)
            )
    finally:
        scratch.unlink(missing_ok=True)


def _pairs(space: mmap.mmap, rows: np.ndarray, thresholds: Thresholds) -> Pairs:
    records = np.frombuffer(space, RECORD)
    searched = candidates(records, shared=thresholds.shared, most=thresholds.most)
    if hasattr(mmap, "MADV_RANDOM"):
        # a pair's records lie far apart: what the system reads ahead would push out what is still needed
        space.madvise(mmap.MADV_RANDOM)
    found = verified(records, searched, thresholds)
    recoloured = np.array([changes_colour(name) for name in found.kind], bool)
    kind = np.where(found.verified, np.where(recoloured, "recoloured", "copy"), "perhaps")
    paired = np.unique(np.concatenate([found.i, found.j]))
    top, bottom, left, right = records["box"][paired].astype(np.int64).T
    area = dict(zip(rows[paired].tolist(), ((bottom - top) * (right - left)).tolist(), strict=True))
    return Pairs(rows[found.i], rows[found.j], kind, found.score.astype(np.float64), area)


def _file(folder: Path, partition: int) -> Path:
    return folder / f"part-{partition:05d}.parquet"
