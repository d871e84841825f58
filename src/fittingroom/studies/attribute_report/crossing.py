"""What of a part stands in another part too: the same bytes, or an image of the same product or group."""

from collections.abc import Iterator
from hashlib import blake2b
from pathlib import Path

import numpy as np

from fittingroom.checks.attributes import Crossing
from fittingroom.data.parquet import pyarrow
from fittingroom.errors import InputError
from fittingroom.models.attributes.shards import Source, read_source

PARTS = ("train", "val", "test")


def find_crossing(data: Path, judged: Source) -> Crossing:
    """Compare a part with the others that the set has. Only the judged part's hashes are held.

    Pictures that lie beside the set, as paths, are compared by their paths.
    """
    own = [digest for _, digest in sorted(_digests(judged))]
    bytes_too, group_too = np.zeros(len(judged), bool), np.zeros(len(judged), bool)
    compared = []
    for part in PARTS:
        if part == judged.name or (other := _source(data, part)) is None:
            continue
        compared.append(part)
        group_too |= np.isin(judged.groups, other.groups)
        wanted = set(own)
        met = {digest for _, digest in _digests(other) if digest in wanted}
        bytes_too |= np.array([digest in met for digest in own])
    return Crossing(len(judged), int(bytes_too.sum()), int(group_too.sum()), tuple(compared))


def _source(data: Path, part: str) -> Source | None:
    try:
        return read_source(data, part)
    except InputError:  # the set has no such part
        return None


def _digests(source: Source) -> Iterator[tuple[int, str]]:
    """Each image's place in the source and the digest of its bytes, file by file."""
    _, parquet = pyarrow("reading a set")
    for number, path in enumerate(source.files):
        places = np.flatnonzero(source.file == number)
        if not len(places):
            continue
        at = dict(zip(source.row[places].tolist(), places.tolist(), strict=True))
        row = 0
        for batch in parquet.ParquetFile(path).iter_batches(256, columns=["image"]):
            for image in batch["image"]:
                if row in at:
                    value = image.as_py()
                    raw = value.encode() if isinstance(value, str) else value or b""
                    yield at[row], blake2b(raw, digest_size=16).hexdigest()
                row += 1
