"""The files of a drop-in: MNIST's four under their exact names, and Parquet as data set hubs read it."""

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from tqdm import tqdm

from fittingroom.build.pool import Pool
from fittingroom.data.export import MNIST_PREFIX, write_hub_texts
from fittingroom.data.idx import gzipped, idx_header
from fittingroom.data.parquet import write_parquet
from fittingroom.types import Card, Dataset

if TYPE_CHECKING:
    import pyarrow as pa

ROWS_A_FILE = 100_000
"""Rows of a Parquet file: as many pictures are in memory at a time, at most."""

PIECE = 1 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Rows:
    """The pictures of a part in their final order: rows (m,) of the pool, and their labels (m,) int64."""

    rows: np.ndarray
    labels: np.ndarray


def write_idx_files(pool: Pool, parts: Mapping[str, Rows], folder: Path) -> dict[str, str]:
    """Write MNIST's four files, plain into raw/ and gzipped beside it; returns the sha256 of each plain one.

    Readers that look for a folder raw/ (torchvision) find them there, all others take the gzipped ones.
    """
    (folder / "raw").mkdir()
    digests = {}
    for part, chosen in parts.items():
        prefix, size = MNIST_PREFIX[part], pool.size_px
        labels = chosen.labels.astype(np.uint8)
        digests |= _write(
            folder, f"{prefix}-images-idx3-ubyte", (len(labels), size, size), pool.in_order(chosen.rows)
        )
        digests |= _write(folder, f"{prefix}-labels-idx1-ubyte", labels.shape, iter([labels]))
    return digests


def _write(folder: Path, name: str, shape: tuple[int, ...], content: Iterator[np.ndarray]) -> dict[str, str]:
    digest = sha256()
    with (folder / "raw" / name).open("wb") as stream:
        stream.write(header := _header(shape))
        digest.update(header)
        for array in tqdm(content, name, disable=None, leave=False, delay=1):
            stream.write(array.data)
            digest.update(array.data)
    with (
        (folder / "raw" / name).open("rb") as plain,
        (folder / f"{name}.gz").open("wb") as stream,
        gzipped(stream) as packed,
    ):
        shutil.copyfileobj(plain, packed, PIECE)
    return {name: digest.hexdigest()}


def _header(shape: tuple[int, ...]) -> bytes:
    """The header of an IDX file of bytes of that shape, of which no byte is in memory."""
    return idx_header(np.broadcast_to(np.uint8(0), shape))


def write_hub_folder(
    pool: Pool,
    parts: Mapping[str, Rows],
    card: Card,
    folder: Path,
    *,
    ids: "pa.Array",
    groups: np.ndarray | None,
    date: str,
) -> None:
    """Write data/PART-*.parquet, a README.md and croissant.json: what `load_dataset(folder)` opens.

    ids: text of every record; groups: (n,) int64 of every record, or None.
    """
    (folder / "data").mkdir(parents=True)
    sizes = dict.fromkeys(parts, 0)
    for part, chosen in parts.items():
        starts = range(0, len(chosen.rows), ROWS_A_FILE)
        for number, start in enumerate(starts):
            some = slice(start, start + ROWS_A_FILE)
            records = pool.records[chosen.rows[some]]
            table = Dataset(
                card=card,
                images=np.concatenate(list(pool.in_order(chosen.rows[some]))),
                labels=chosen.labels[some],
                ids=np.array(ids.take(records).to_pylist()),
                groups=None if groups is None else groups[records],
                parts={part: np.arange(len(records))},
                fingerprint="of a shard",
            )
            path = folder / "data" / f"{part}-{number:05d}-of-{len(starts):05d}.parquet"
            sizes[part] += write_parquet(table, np.arange(len(records)), path, part=part)
    counts = {part: len(chosen.rows) for part, chosen in parts.items()}
    write_hub_texts(card, folder, counts=counts, sizes=sizes, grouped=groups is not None, date=date)
