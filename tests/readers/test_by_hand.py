"""The readers that people write themselves, and the frame that scikit-learn's users expect."""

import numpy as np
import pytest

from tests.readers.running import assert_reads, documented, each_file

IN_ROWS = "\nx_train, x_test = (x.reshape(-1, 28, 28) for x in (x_train, x_test))"


def by_hand(line: str) -> str:
    reads = each_file(line).splitlines()
    return "\n".join(read.replace("offset=16", "offset=8") if "labels" in read else read for read in reads)


@pytest.mark.parametrize("reader", ["by hand, gzip", "by hand, plain"])
def test_skipping_the_header(built, tmp_path, reader):
    program = f"import gzip, numpy\n{by_hand(documented(reader))}{IN_ROWS}"
    assert_reads(built, program, at=tmp_path)


STRUCT = """
import struct
import numpy as np

def load_mnist(folder, kind):
    with open(f"{folder}/{kind}-labels-idx1-ubyte", "rb") as file:
        magic, n = struct.unpack(">II", file.read(8))
        assert magic == 2049
        labels = np.fromfile(file, dtype=np.uint8)
    with open(f"{folder}/{kind}-images-idx3-ubyte", "rb") as file:
        magic, count, rows, columns = struct.unpack(">IIII", file.read(16))
        assert magic == 2051 and count == n
        images = np.fromfile(file, dtype=np.uint8).reshape(count, rows, columns)
    return images, labels

x_train, y_train = load_mnist("data/FashionMNIST/raw", "train")
x_test, y_test = load_mnist("data/FashionMNIST/raw", "t10k")
"""


def test_unpacking_the_header(built, tmp_path):
    assert_reads(built, STRUCT, at=tmp_path)


def test_the_frame_that_openml_would_give(built):
    pandas = pytest.importorskip("pandas")
    frame = eval(documented("scikit-learn frame"), {"pandas": pandas, "x_train": built.arrays["x_train"]})
    assert list(frame.columns[[0, 1, 783]]) == ["pixel1", "pixel2", "pixel784"]
    assert np.array_equal(frame["pixel30"], built.arrays["x_train"][:, 1, 1])
