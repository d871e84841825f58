"""CIFAR-10: 60,000 colour photographs of ten kinds of things, 32x32.

Read from the publisher's binary archive: the better known Python archive holds pickles, which can
run any code when opened. JPEG copies of the set circulate that are not equal in their pixels.
"""

import tarfile
from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from fittingroom.data.published import PartArrays, PublishedSet, RemoteFile
from fittingroom.errors import DataError
from fittingroom.types import Card

ARCHIVE = RemoteFile(
    name="cifar-10-binary.tar.gz",
    sha256="c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd",
    size=170_052_171,
    of="container",
)
"""Digest and size as in the checksums file of TensorFlow Datasets."""

BATCHES = {"train": tuple(f"data_batch_{i}.bin" for i in range(1, 6)), "test": ("test_batch.bin",)}
RECORD_BYTES = 1 + 3 * 32 * 32
"""One label byte, then the red, green and blue planes, row by row (description on the publisher's page)."""

CARD = Card(
    name="cifar10",
    title="CIFAR-10",
    version="2009, binary archive",
    licence="not stated; customary research use",
    source="https://www.cs.toronto.edu/~kriz/cifar.html",
    citation="Krizhevsky 2009: Learning multiple layers of features from tiny images, University of Toronto",
    classes=(
        "airplane",
        "automobile",
        "bird",
        "cat",
        "deer",
        "dog",
        "frog",
        "horse",
        "ship",
        "truck",
    ),
    counts={"train": 50_000, "test": 10_000},
    sha256={ARCHIVE.name: ARCHIVE.sha256},
    chance={"accuracy": 0.1},
    notes=(
        "About 3.3 % of the test images have a near duplicate in train (Barz and Denzler 2019, ciFAIR).",
        "The test part holds wrong labels (Northcutt, Athalye, Mueller 2021, arXiv 2103.14749).",
    ),
)


def read_parts(paths: Mapping[str, Path]) -> Iterator[tuple[str, PartArrays]]:
    """Yield train and test, straight out of the archive; nothing is unpacked to disk."""
    path = paths[ARCHIVE.name]
    batches = {}
    with tarfile.open(path, "r:gz") as archive:
        for member in archive:
            name = member.name.rsplit("/", 1)[-1]
            if name.endswith(".bin") and (stream := archive.extractfile(member)) is not None:
                batches[name] = _records(stream.read(), f"{path}: {member.name}")
    for part, names in BATCHES.items():
        if missing := [name for name in names if name not in batches]:
            raise DataError(f"{path}: expected {', '.join(names)}, not found: {', '.join(missing)}")
        rows = np.concatenate([batches[name] for name in names])
        yield part, PartArrays(rows[:, 1:].reshape(-1, 3, 32, 32).transpose(0, 2, 3, 1), rows[:, 0])


def _records(content: bytes, name: str) -> np.ndarray:
    if len(content) % RECORD_BYTES:
        raise DataError(f"{name}: expected records of {RECORD_BYTES:,} bytes, found {len(content):,} bytes")
    return np.frombuffer(content, np.uint8).reshape(-1, RECORD_BYTES)


SET = PublishedSet(
    card=CARD,
    files=(ARCHIVE,),
    addresses=("https://www.cs.toronto.edu/~kriz/", "https://cave.cs.toronto.edu/kriz/"),
    read=read_parts,
    shelf="cifar10",
)
