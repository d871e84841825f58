"""Data sets laid out as MNIST is: two IDX files for each part, images and labels."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from fittingroom.data.idx import payload_sha256, read_idx
from fittingroom.data.published import PartArrays, RemoteFile

NAMES = {
    "train": ("train-images-idx3-ubyte.gz", "train-labels-idx1-ubyte.gz"),
    "test": ("t10k-images-idx3-ubyte.gz", "t10k-labels-idx1-ubyte.gz"),
}
"""The file names of MNIST, that its drop-in replacements keep: images and labels of each part."""

PAYLOAD_BYTES = {
    "train-images-idx3-ubyte.gz": 47_040_016,
    "train-labels-idx1-ubyte.gz": 60_008,
    "t10k-images-idx3-ubyte.gz": 7_840_016,
    "t10k-labels-idx1-ubyte.gz": 10_008,
}
"""Uncompressed size of each file, for 60,000 + 10,000 images of 28x28."""


def payload_files(sha256: Mapping[str, str]) -> tuple[RemoteFile, ...]:
    """The four files of a drop-in set whose payload digests (by file name) are known."""
    return tuple(
        RemoteFile(name=name, sha256=sha256[name], size=size) for name, size in PAYLOAD_BYTES.items()
    )


def read_parts(paths: Mapping[str, Path]) -> Iterator[tuple[str, PartArrays]]:
    """Yield train and test out of the four files."""
    for part, (images, labels) in NAMES.items():
        yield part, PartArrays(read_idx(paths[images], dimensions=3), read_idx(paths[labels], dimensions=1))


def payload_digests(parts: Mapping[str, PartArrays]) -> dict[str, str]:
    """The payload digest of each of the four files, computed from the arrays."""
    digests = {}
    for part, (images, labels) in NAMES.items():
        digests[images] = payload_sha256(parts[part].images)
        digests[labels] = payload_sha256(parts[part].labels.astype(np.uint8))
    return digests
