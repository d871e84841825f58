"""Hugging Face datasets on the folder of parquet."""

from importlib.util import find_spec

import pytest

from tests.readers.made import CLASSES
from tests.readers.running import assert_reads, documented

LOAD = """
import datasets, numpy
read = {}
x_train, x_test = (
    numpy.stack([numpy.asarray(image) for image in read[part]["image"]]) for part in ("train", "test")
)
y_train, y_test = (read[part]["label"][:] for part in ("train", "test"))
assert tuple(read["train"].features["label"].names) == {}
"""


@pytest.mark.skipif(find_spec("datasets") is None, reason="datasets is not installed")
@pytest.mark.parametrize("once_built", [32], indirect=True, ids=["32px"])
def test_load_dataset(built, tmp_path):
    program = LOAD.format(documented("Hugging Face datasets"), CLASSES)
    assert_reads(built, program, at=tmp_path, HF_HOME=str(tmp_path / "home"))
