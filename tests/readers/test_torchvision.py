"""torchvision's MNIST, the sets that are read alike, and the reader of tensors beneath them."""

import pytest

from tests.readers.running import LACKING_OPERATORS, assert_reads, documented, each_file, packages


def both(line: str) -> str:
    assert "train=True" in line
    return f"({line}, {line.replace('train=True', 'train=False')})"


@pytest.mark.parametrize("once_built", [32], indirect=True, ids=["32px"])
def test_every_way_to_read_gives_the_same(built, tmp_path):
    """In one process, since importing torchvision takes longer than all that it reads."""
    fashion, mnist = documented("torchvision"), documented("torchvision MNIST")
    for name in ("MNIST", "KMNIST"):
        (tmp_path / "data" / name).symlink_to(built.folder)
    program = f"""{LACKING_OPERATORS}
import numpy, torchvision
found = {both(fashion)}
{each_file(documented("PyTorch's SN3 reader"))}
ways = [
    found,
    {both(fashion.replace(")", ", download=True)"))},  # it finds the files, and fetches nothing
    {both(mnist)},
    {both(mnist.replace(".MNIST", ".KMNIST"))},
]
for train, test in ways:
    assert (train.data == x_train).all() and (train.targets == y_train).all()
    assert (test.data == x_test).all() and (test.targets == y_test).all()
train, test = found
x_train, y_train = train.data, train.targets
x_test, y_test = zip(*[(numpy.asarray(picture), label) for picture, label in test])
assert train.classes[0] == "T-shirt/top"
"""
    assert_reads(built, program, at=tmp_path, path=(packages("python"),))
