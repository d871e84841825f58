"""Keras' loaders: the one of gzipped IDX reads any set, the one of mnist.npz only MNIST."""

import shutil
from importlib.util import find_spec
from pathlib import Path

import pytest

from fittingroom.cli import main
from tests.readers.made import FILES
from tests.readers.running import ANY_SIZE, assert_reads, documented

LOADERS = """
import keras
(x_train, y_train), (x_test, y_test) = {}
try:
    keras.datasets.mnist.load_data()
except Exception as error:
    print(error)
"""


def exported(folder: Path, to: Path) -> Path:
    to.parent.mkdir(parents=True, exist_ok=True)
    assert main(["data", "export", str(folder), "--to", "npz", str(to)]) == 0
    return to


@pytest.mark.skipif(find_spec("keras") is None, reason="keras is not installed")
def test_fashion_mnist_reads_and_mnist_refuses(built, tmp_path):
    """In one process, since importing Keras takes longer than all that it reads."""
    shutil.copytree(built.folder, tmp_path / "home/datasets/fashion-mnist")
    mine = exported(built.folder, tmp_path / "home/datasets/mnist.npz")
    program = LOADERS.format(documented("Keras fashion_mnist"))
    said = assert_reads(built, program, at=tmp_path, KERAS_HOME="home", KERAS_BACKEND="torch")
    assert "hash does not match" in said
    assert "URL fetch failure" in said
    assert not mine.exists()


@ANY_SIZE
def test_an_npz_as_keras_ships_them(built, tmp_path):
    exported(built.folder, tmp_path / "data/set.npz")
    line = documented("Keras npz")
    assert "x_train" in line
    reads = "\n".join(f"{name} = {line.replace('x_train', name)}" for name in FILES)
    assert_reads(built, f"import numpy\n{reads}", at=tmp_path)
