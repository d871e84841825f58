"""Python packages that read MNIST's files, each under the line that the page shows for it."""

import pytest

from tests.readers.running import ANY_SIZE, assert_reads, both_parts, documented, each_file, packages, run

IN_ROWS = """
side = int(x_train.shape[1] ** 0.5)
x_train, x_test = (x.reshape(-1, side, side) for x in (x_train, x_test))
"""


@ANY_SIZE
@pytest.mark.parametrize(
    ("reader", "imported"), [("idx2numpy", "idx2numpy"), ("mnist", "mnist"), ("mnists", "mnists.utils")]
)
def test_reads_file_by_file(built, tmp_path, reader, imported):
    program = f"import {imported}\n{each_file(documented(reader))}"
    assert_reads(built, program, at=tmp_path, path=(packages("python"),))


def test_idx2numpy_reads_what_gzip_opens(built, tmp_path):
    program = each_file(
        'idx2numpy.convert_from_file(gzip.open("data/FashionMNIST/train-images-idx3-ubyte.gz"))'
    )
    assert_reads(built, f"import gzip, idx2numpy\n{program}", at=tmp_path, path=(packages("python"),))


@ANY_SIZE
@pytest.mark.parametrize("packed", [True, False])
def test_python_mnist(built, tmp_path, packed):
    line = documented("python-mnist")
    if not packed:
        line = line.replace('FashionMNIST", gz=True', 'FashionMNIST/raw"')
    program = f"import mnist\n{both_parts(line, 'load_training', 'load_testing')}{IN_ROWS}"
    assert_reads(built, program, at=tmp_path, path=(packages("python-mnist"),))


@ANY_SIZE
def test_mnist_datasets(built, tmp_path):
    line = documented("mnist-datasets")
    program = f"import mnist_datasets\n{both_parts(line, 'train=True', 'train=False')}{IN_ROWS}"
    assert_reads(built, program, at=tmp_path, path=(packages("python"),))


def test_mlxtend(built, tmp_path):
    line = documented("mlxtend")
    program = f"import mlxtend.data\n{both_parts(line, 'raw/train', 'raw/t10k')}{IN_ROWS}"
    assert_reads(built, program, at=tmp_path, path=(packages("python"),))


CHECKED = """
import mnists
try:
    mnists.FashionMNIST(target_dir="data/FashionMNIST", download=False)
except RuntimeError as error:
    print(error)
"""


def test_mnists_refuses_what_is_not_fashion_mnist(built, tmp_path):
    said = run(CHECKED, at=tmp_path, path=(packages("python"),))
    assert "MD5 checksum is not valid" in said


@pytest.mark.parametrize("once_built", [32], indirect=True, ids=["32px"])
def test_mlxtend_refuses_another_size(built, tmp_path):
    line = documented("mlxtend")
    program = f"import mlxtend.data\ntry:\n    {line}\nexcept ValueError as error:\n    print(error)"
    said = run(program, at=tmp_path, path=(packages("python"),))
    assert "cannot reshape array of size 614400" in said
