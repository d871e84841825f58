"""TensorFlow Datasets' own functions for MNIST's files, without TensorFlow."""

import numpy as np
import pytest

from tests.readers.made import COUNTS, FILES
from tests.readers.running import HERE, assert_reads, documented, packages, run


def test_its_functions_for_mnist_s_files(built, tmp_path):
    line = documented("TensorFlow Datasets")
    program = "import tensorflow_datasets.image_classification.mnist\n"
    for part, n in COUNTS.items():
        counted = line.replace("60000", str(n))
        assert counted != line
        images = counted.replace(FILES["x_train"], FILES[f"x_{part}"])
        labels = counted.replace(FILES["x_train"], FILES[f"y_{part}"]).replace("images(", "labels(")
        program += f"x_{part} = {images}[..., 0]\ny_{part} = {labels}\n"
    assert_reads(built, program, at=tmp_path, path=(packages("python"), HERE / "without_tensorflow"))


@pytest.mark.parametrize("once_built", [32], indirect=True, ids=["32px"])
def test_another_size_is_read_wrong_in_silence(built, tmp_path):
    """The page warns of it: what comes back has 28 rows of 28, whatever the file says."""
    line = documented("TensorFlow Datasets").replace("60000", str(COUNTS["train"]))
    program = f"import numpy, tensorflow_datasets.image_classification.mnist\nnumpy.save('found', {line})"
    run(program, at=tmp_path, path=(packages("python"), HERE / "without_tensorflow"))
    found = np.load(tmp_path / "found.npy")
    assert found.shape == (COUNTS["train"], 28, 28, 1)
    assert np.array_equal(found.ravel(), built.arrays["x_train"].ravel()[: found.size])
