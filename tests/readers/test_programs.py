"""Programs written for MNIST run on a built set with nothing changed but the folder, and learn it.

All three get 100 of the 100 test pictures right; chance is 10, and 80 leave room for other machines.
"""

import re
import shutil
from importlib.util import find_spec

import pytest

from tests.readers.running import HERE, LACKING_OPERATORS, packages, run

PROGRAMS = HERE / "programs"
WELL_ABOVE_CHANCE = 80


def right(said: str) -> int:
    """How many of the 100 test pictures the program says to have got right."""
    return int(re.fullmatch(r"Accuracy: (\d+)/100", said.strip()).group(1))


def test_a_network_in_torch(built, tmp_path):
    (tmp_path / "data/MNIST").symlink_to(built.folder)
    file = str(PROGRAMS / "torch_convnet.py")
    program = f"""{LACKING_OPERATORS}
import runpy, sys
sys.argv = [{file!r}, "--data", "data"]
runpy.run_path({file!r}, run_name="__main__")"""
    assert right(run(program, at=tmp_path, path=(packages("python"),))) >= WELL_ABOVE_CHANCE


@pytest.mark.skipif(find_spec("keras") is None, reason="keras is not installed")
def test_a_network_in_keras(built, tmp_path):
    shutil.copytree(built.folder, tmp_path / "home/datasets/fashion-mnist")
    said = run(PROGRAMS / "keras_convnet.py", at=tmp_path, KERAS_HOME="home", KERAS_BACKEND="torch")
    assert right(said) >= WELL_ABOVE_CHANCE


def test_a_model_of_scikit_learn(built, tmp_path):
    pytest.importorskip("sklearn")
    said = run(PROGRAMS / "sklearn_logistic.py", str(built.folder), at=tmp_path)
    assert right(said) >= WELL_ABOVE_CHANCE
