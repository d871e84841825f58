"""Fashion-MNIST: 70,000 garments of one shop's catalogue, 28x28 grey, in MNIST's format."""

from fittingroom.data.idx_set import payload_digests, payload_files, read_parts
from fittingroom.data.published import PublishedSet
from fittingroom.types import Card, LabelNoise

SHA256 = {
    "train-images-idx3-ubyte.gz": "c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888",
    "train-labels-idx1-ubyte.gz": "bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9",
    "t10k-images-idx3-ubyte.gz": "5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b",
    "t10k-labels-idx1-ubyte.gz": "0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34",
}
"""Of the uncompressed files, as shipped by Debian and, for the labels, by the publisher's repository."""

CARD = Card(
    name="fashion-mnist",
    title="Fashion-MNIST",
    version="2017-08 (second release, without exact duplicates)",
    licence="MIT",
    source="https://github.com/zalandoresearch/fashion-mnist",
    citation=(
        "Xiao, Rasul, Vollgraf 2017: Fashion-MNIST, a novel image dataset for benchmarking machine "
        "learning algorithms, arXiv 1708.07747"
    ),
    classes=(
        "T-shirt/top",
        "Trouser",
        "Pullover",
        "Dress",
        "Coat",
        "Sandal",
        "Shirt",
        "Sneaker",
        "Bag",
        "Ankle boot",
    ),
    counts={"train": 60_000, "test": 10_000},
    sha256=SHA256,
    chance={"accuracy": 0.1},
    label_noise=LabelNoise(
        low=0.01,
        high=0.03,
        source=(
            "prior of about 1.5 %: 297 of 10,000 test labels are suspects of confident learning, of which "
            "about half are wrong by eye; people confirmed 51 % of such suspects in ten other sets "
            "(Northcutt et al. 2021, arXiv 2103.14749); no rate validated by people exists"
        ),
    ),
    notes=(
        "People without fashion training agree with 83.5 % of the labels (publisher's README: 1,000 test "
        "images, majority of three answers).",
        "The often cited 10 exact duplicates between train and test belong to the first release of "
        "August 2017; these files have none.",
    ),
)

SET = PublishedSet(
    card=CARD,
    files=payload_files(SHA256),
    addresses=(
        "http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/",
        "https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/",
    ),
    read=read_parts,
    shelf="fashion-mnist",
    package="dataset-fashion-mnist",
    installed="/usr/share/datasets/fashion-mnist",
    payloads=payload_digests,
)
