"""EMNIST: handwritten digits and letters of NIST's Special Database 19, six selections in one archive."""

import zipfile
from collections.abc import Iterator, Mapping
from functools import partial
from pathlib import Path
from string import ascii_lowercase, ascii_uppercase, digits

import numpy as np

from fittingroom.data.idx import read_idx
from fittingroom.data.published import PartArrays, PublishedSet, RemoteFile
from fittingroom.types import Card

ARCHIVE = RemoteFile(
    name="gzip.zip",
    sha256="fb9bb67e33772a9cc0b895e4ecf36d2cf35be8b709693c3564cea2a019fcda8e",
    size=561_753_746,
    of="container",
)
"""Digest and size as in the checksums file of TensorFlow Datasets."""

MERGED = (*digits, *ascii_uppercase, *"abdefghnqrt")
"""Letters that look alike in both cases share the upper-case class."""

SELECTIONS: Mapping[str, tuple[tuple[str, ...], int, int]] = {
    "balanced": (MERGED, 112_800, 18_800),
    "letters": (tuple(ascii_uppercase), 124_800, 20_800),
    "digits": (tuple(digits), 240_000, 40_000),
    "mnist": (tuple(digits), 60_000, 10_000),
    "byclass": ((*digits, *ascii_uppercase, *ascii_lowercase), 697_932, 116_323),
    "bymerge": (MERGED, 697_932, 116_323),
}
"""Classes, and images in train and test, of each selection."""

FIRST_LABEL = {"letters": 1}
"""The letters are numbered 1 to 26 in the files, all other classes from 0."""


def read_parts(paths: Mapping[str, Path], *, selection: str) -> Iterator[tuple[str, PartArrays]]:
    """Yield train and test of one selection, straight out of the archive.

    The files hold each image column by column, so rows and columns are exchanged here.
    """
    with zipfile.ZipFile(paths[ARCHIVE.name]) as archive:
        for part in ("train", "test"):
            stem = f"gzip/emnist-{selection}-{part}"
            images = read_idx(archive.read(f"{stem}-images-idx3-ubyte.gz"), dimensions=3)
            labels = read_idx(archive.read(f"{stem}-labels-idx1-ubyte.gz"), dimensions=1)
            from_zero = labels.astype(np.int64) - FIRST_LABEL.get(selection, 0)
            yield part, PartArrays(images.transpose(0, 2, 1), from_zero)


def _card(selection: str) -> Card:
    classes, train, test = SELECTIONS[selection]
    notes = ["The digest is of the archive with all six selections (0.56 GB); no others are published."]
    if classes is MERGED:
        notes.append("Upper and lower case of C I J K L M O P S U V W X Y Z share one class.")
    if selection == "letters":
        notes.append("Upper and lower case share one class.")
    return Card(
        name=f"emnist-{selection}",
        title=f"EMNIST {selection}",
        version="2017",
        source="https://www.nist.gov/itl/products-and-services/emnist-dataset",
        citation=(
            "Cohen, Afshar, Tapson, van Schaik 2017: EMNIST, an extension of MNIST to handwritten letters, "
            "arXiv 1702.05373"
        ),
        classes=classes,
        counts={"train": train, "test": test},
        sha256={ARCHIVE.name: ARCHIVE.sha256},
        chance={"accuracy": 1 / len(classes)},
        notes=tuple(notes),
    )


SETS = tuple(
    PublishedSet(
        card=_card(selection),
        files=(ARCHIVE,),
        addresses=(
            "https://biometrics.nist.gov/cs_links/EMNIST/",
            "https://www.itl.nist.gov/iaui/vip/cs_links/EMNIST/",
        ),
        read=partial(read_parts, selection=selection),
        shelf="emnist",
    )
    for selection in SELECTIONS
)
