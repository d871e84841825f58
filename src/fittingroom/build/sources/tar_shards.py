"""Pictures in tar shards, as WebDataset writes them: members of one sample share a name up to its suffix.

A sample is a picture (cat.jpg) and its label: cat.cls (the class), cat.txt (the same as text) or cat.json
(whose keys may tell the label, the group and the id).
"""

import json
import os
import tarfile
from collections.abc import Iterator, Mapping
from itertools import groupby
from pathlib import Path

import numpy as np
from tqdm import tqdm

from fittingroom.build.sources.listing import Content, Listing, numbered
from fittingroom.data.image_folder import in_counting_order, visible
from fittingroom.data.pictures import SUFFIXES
from fittingroom.errors import DataError

LABELS = (".cls", ".txt", ".json")
MOST_LABEL_BYTES = 1 << 20


def find(path: Path) -> list[Path]:
    """The shards at a path, in counting order: the file itself, or those in the folder."""
    if path.is_dir():
        shards = [entry for entry in visible(path) if entry.suffix.lower() == ".tar" and entry.is_file()]
        return sorted(shards, key=lambda entry: in_counting_order(entry.name))
    return [path] if path.suffix.lower() == ".tar" else []


def list_shards(path: Path, shards: list[Path], columns: Mapping[str, str]) -> Listing:
    """Read the headers and the labels of all samples; pictures are passed over."""
    import pyarrow as pa

    ids, labels, groups, places, offsets, sizes = [], [], [], [], [], []
    for number, shard in enumerate(tqdm(shards, "listing shards", disable=None, leave=False, delay=1)):
        for key, sample in _samples(shard):
            known = _told(sample, columns)
            ids.append(known.get("id", key))
            labels.append(known.get("label"))
            groups.append(known.get("group"))
            places.append(number)
            offsets.append(sample["offset"])
            sizes.append(sample["size"])
    codes, words = numbered(pa.array(labels, pa.string()))
    return Listing(
        path=path,
        kind="tar",
        ids=pa.array(ids, pa.string()),
        labels=codes,
        words=words,
        places=np.array(places, np.int32),
        containers=tuple(shards),
        offsets=np.array(offsets, np.int64),
        sizes=np.array(sizes, np.int64),
        groups=pa.array(groups, pa.string()).fill_null("") if any(groups) else None,
        about=f"{path.resolve().parent.name}/{path.name}, {len(shards)} tar shards",
    )


def read(listing: Listing, start: int, stop: int) -> Iterator[Content]:
    """The bytes of each picture, straight from its place in the shard."""
    assert listing.offsets is not None
    assert listing.sizes is not None
    for number, rows in groupby(range(start, stop), key=lambda row: int(listing.places[row])):
        with listing.containers[number].open("rb") as stream:
            for row in rows:
                yield os.pread(stream.fileno(), int(listing.sizes[row]), int(listing.offsets[row]))


def _samples(shard: Path) -> Iterator[tuple[str, dict]]:
    """Each sample that has a picture: its key, and where the picture and the texts are."""
    key, sample = "", {}
    try:
        with tarfile.open(shard, "r:") as archive:
            for member in archive:
                archive.members.clear()  # pyright: ignore[reportAttributeAccessIssue] # or a million stay
                if not member.isfile():
                    continue
                folder, _, name = member.name.rpartition("/")
                stem, dot, suffix = name.partition(".")
                if (begun := f"{folder}/{stem}" if folder else stem) != key:
                    if "offset" in sample:
                        yield key, sample
                    key, sample = begun, {}
                kind = dot + suffix.lower()
                if kind in SUFFIXES:
                    sample |= {"offset": member.offset_data, "size": member.size}
                elif kind in LABELS and member.size <= MOST_LABEL_BYTES:
                    content = archive.extractfile(member)
                    sample[kind] = content.read() if content else b""
    except tarfile.TarError as error:
        raise DataError(f"{shard}: not a readable tar file, uncompressed: {error}") from error
    if "offset" in sample:
        yield key, sample


def _told(sample: dict, columns: Mapping[str, str]) -> dict[str, str]:
    """What the texts of a sample say of it; a damaged one says nothing."""
    known: dict[str, str] = {}
    for kind in LABELS:
        if kind not in sample:
            continue
        text = sample[kind].decode("utf-8", errors="replace").strip()
        if kind != ".json":
            known.setdefault("label", text)
            continue
        try:
            found = json.loads(text)
        except json.JSONDecodeError:
            continue
        for what in ("label", "group", "id"):
            value = found.get(columns.get(what, what)) if isinstance(found, dict) else None
            if isinstance(value, str | int):
                known[what] = str(value)
    return known
