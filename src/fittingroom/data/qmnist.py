"""QMNIST: MNIST traced back to its sources, with the 50,000 lost test digits and the writer of each digit."""

from collections.abc import Iterator, Mapping
from pathlib import Path

import numpy as np

from fittingroom.data.idx import read_idx
from fittingroom.data.mnist import DIGITS
from fittingroom.data.published import PartArrays, PublishedSet, RemoteFile
from fittingroom.types import Card

SHA256 = {
    "qmnist-train-images-idx3-ubyte.gz": "9e26a7bf1683614e065d7b76460ccd52807165b3f22561fb782bd9f38c52b51d",
    "qmnist-train-labels-idx2-int.gz": "2c05dc77f6b916b38e455e97ab129a42a444f3dbef09b278a366f82904e0dd9f",
    "qmnist-test-images-idx3-ubyte.gz": "43fc22bf7498b8fc98de98369d72f752d0deabc280a43a7bcc364ab19e57b375",
    "qmnist-test-labels-idx2-int.gz": "9fbcbe594c3766fdf4f0b15c5165dc0d1e57ac604e01422608bb72c906030d06",
}
"""Of the gzip files as served."""

CARD = Card(
    name="qmnist",
    title="QMNIST",
    version="2019",
    licence="BSD-style (LICENSE file of the publisher's repository)",
    source="https://github.com/facebookresearch/qmnist",
    citation=(
        "Yadav, Bottou 2019: Cold case, the lost MNIST digits, Advances in Neural Information Processing "
        "Systems 32, arXiv 1905.10498"
    ),
    classes=DIGITS,
    counts={"train": 60_000, "test": 60_000},
    sha256=SHA256,
    chance={"accuracy": 0.1},
    notes=(
        "The train part matches MNIST's digit by digit; the first 10,000 test digits are MNIST's test part, "
        "the other 50,000 are the part of it that was never published: a model tuned on MNIST's test part "
        "can be asked on digits that nobody tuned on.",
        "Groups are the writers, as NIST numbers them.",
        "The digests are of the gzip files as served: no digest of the uncompressed files is published.",
    ),
)

SIZES = {
    "qmnist-train-images-idx3-ubyte.gz": 9_704_059,
    "qmnist-train-labels-idx2-int.gz": 463_024,
    "qmnist-test-images-idx3-ubyte.gz": 9_742_279,
    "qmnist-test-labels-idx2-int.gz": 526_800,
}
"""Bytes of the files as served (checksums file of TensorFlow Datasets, like the digests)."""

CLASS, WRITER = 0, 2
"""Columns of the extended labels (table in the publisher's README, section 2.2)."""


def read_parts(paths: Mapping[str, Path]) -> Iterator[tuple[str, PartArrays]]:
    """Yield train and test; class and writer out of the eight columns of each label file."""
    for part in ("train", "test"):
        about = read_idx(paths[f"qmnist-{part}-labels-idx2-int.gz"], dimensions=2).astype(np.int64)
        images = read_idx(paths[f"qmnist-{part}-images-idx3-ubyte.gz"], dimensions=3)
        yield part, PartArrays(images, about[:, CLASS], about[:, WRITER])


SET = PublishedSet(
    card=CARD,
    files=tuple(
        RemoteFile(name=name, sha256=CARD.sha256[name], size=size, of="container")
        for name, size in SIZES.items()
    ),
    addresses=("https://raw.githubusercontent.com/facebookresearch/qmnist/master/",),
    read=read_parts,
    shelf="qmnist",
)
