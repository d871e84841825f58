"""KMNIST (Kuzushiji-MNIST): 70,000 cursive characters of old Japanese books, in MNIST's format."""

from fittingroom.data.idx_set import read_parts
from fittingroom.data.published import PublishedSet, RemoteFile
from fittingroom.types import Card

CARD = Card(
    name="kmnist",
    title="KMNIST",
    version="2018-12",
    licence="CC BY-SA 4.0",
    source="http://codh.rois.ac.jp/kmnist/",
    citation=(
        "Clanuwat, Bober-Irizar, Kitamoto, Lamb, Yamamoto, Ha 2018: Deep learning for classical Japanese "
        "literature, arXiv 1812.01718. KMNIST Dataset (created by CODH), adapted from Kuzushiji Dataset "
        "(created by NIJL and others), doi:10.20676/00000341"
    ),
    classes=("o", "ki", "su", "tsu", "na", "ha", "ma", "ya", "re", "wo"),
    counts={"train": 60_000, "test": 10_000},
    sha256={
        "train-images-idx3-ubyte.gz": "51467d22d8cc72929e2a028a0428f2086b092bb31cfb79c69cc0a90ce135fde4",
        "train-labels-idx1-ubyte.gz": "e38f9ebcd0f3ebcdec7fc8eabdcdaef93bb0df8ea12bee65224341c8183d8e17",
        "t10k-images-idx3-ubyte.gz": "edd7a857845ad6bb1d0ba43fe7e794d164fe2dce499a1694695a792adfac43c5",
        "t10k-labels-idx1-ubyte.gz": "20bb9a0ef54c7db3efc55a92eef5582c109615df22683c380526788f98e42a1c",
    },
    chance={"accuracy": 0.1},
    notes=("The digests are of the gzip files as served: no digest of the uncompressed files is published.",),
)

SIZES = {
    "train-images-idx3-ubyte.gz": 18_165_135,
    "train-labels-idx1-ubyte.gz": 29_497,
    "t10k-images-idx3-ubyte.gz": 3_041_136,
    "t10k-labels-idx1-ubyte.gz": 5_120,
}
"""Bytes of the files as served (checksums file of TensorFlow Datasets, like the digests)."""

SET = PublishedSet(
    card=CARD,
    files=tuple(
        RemoteFile(name=name, sha256=CARD.sha256[name], size=size, of="container")
        for name, size in SIZES.items()
    ),
    addresses=(
        "https://codh.rois.ac.jp/kmnist/dataset/kmnist/",
        "http://codh.rois.ac.jp/kmnist/dataset/kmnist/",
    ),
    read=read_parts,
    shelf="kmnist",
)
