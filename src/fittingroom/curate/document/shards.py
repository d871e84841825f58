"""Tar files of pictures and labels, as streaming loaders read them: KEY.jpg and KEY.json side by side."""

import io
import json
import tarfile
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from fittingroom.curate.document.rows import SetRow
from fittingroom.data.attributes import LabelMap

PER_SHARD = 10_000


def write_shards(folder: Path, part: str, found: Iterator[SetRow], labels: LabelMap) -> int:
    """Write PART-00000.tar and on, PER_SHARD rows each; returns how many. Equal rows give equal bytes."""
    names = {label.id: label.name for label in labels.labels}
    number = 0
    while some := list(islice(found, 1)):
        with tarfile.open(folder / f"{part}-{number:05d}.tar", "w", format=tarfile.USTAR_FORMAT) as archive:
            for one in chain(some, islice(found, PER_SHARD - 1)):
                about = {
                    "id": one.id,
                    "labels": list(one.labels),
                    "names": [names[label] for label in one.labels],
                    "unknown": list(one.unknown),
                    "not_applicable": list(one.not_applicable),
                }
                _add(archive, f"{one.row:09d}.jpg", one.image)
                _add(archive, f"{one.row:09d}.json", json.dumps(about, ensure_ascii=False).encode())
        number += 1
    return number


def _add(archive: tarfile.TarFile, name: str, content: bytes) -> None:
    entry = tarfile.TarInfo(name)  # no time, no owner: equal rows give equal bytes
    entry.size = len(content)
    archive.addfile(entry, io.BytesIO(content))
