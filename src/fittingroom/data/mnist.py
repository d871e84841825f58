"""MNIST: 70,000 handwritten digits, 28x28 grey."""

from fittingroom.data.idx_set import payload_digests, payload_files, read_parts
from fittingroom.data.published import PublishedSet
from fittingroom.types import Card, LabelNoise

DIGITS = tuple("0123456789")

SHA256 = {
    "train-images-idx3-ubyte.gz": "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
    "train-labels-idx1-ubyte.gz": "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
    "t10k-images-idx3-ubyte.gz": "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
    "t10k-labels-idx1-ubyte.gz": "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2",
}
"""Of the uncompressed files."""

CARD = Card(
    name="mnist",
    title="MNIST",
    version="1998",
    licence="CC BY-SA 3.0 (according to Keras' documentation; the publisher states none)",
    source="http://yann.lecun.com/exdb/mnist/",
    citation=(
        "LeCun, Bottou, Bengio, Haffner 1998: Gradient-based learning applied to document recognition, "
        "Proceedings of the IEEE 86(11), 2278-2324"
    ),
    classes=DIGITS,
    counts={"train": 60_000, "test": 10_000},
    sha256=SHA256,
    chance={"accuracy": 0.1},
    label_noise=LabelNoise(
        low=0.0015,
        high=0.004,
        source=(
            "Northcutt, Athalye, Mueller 2021 (arXiv 2103.14749), counted on their published votes: of 100 "
            "suspects among 10,000 test labels, 15 did not win a majority of five people (low) and 40 lost "
            "at least one vote (high); labels that were no suspects were not looked at"
        ),
    ),
)

SET = PublishedSet(
    card=CARD,
    files=payload_files(SHA256),
    addresses=(
        "https://ossci-datasets.s3.amazonaws.com/mnist/",
        "https://storage.googleapis.com/cvdf-datasets/mnist/",
        "http://yann.lecun.com/exdb/mnist/",
    ),
    read=read_parts,
    shelf="mnist",
    payloads=payload_digests,
)
