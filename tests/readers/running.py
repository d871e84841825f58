"""Other people's readers, each run in a process of its own, and the arrays that they hand back."""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from tests.readers.made import FILES, Built

HERE = Path(__file__).parent
PAGE = HERE.parents[1] / "docs" / "dropin-readers.md"
PACKAGES = Path(sys.prefix) / "readers"
ANY_SIZE = pytest.mark.parametrize("once_built", [28, 32], indirect=True, ids=["28px", "32px"])
"""For readers that take the pictures' size from the file."""

LACKING_OPERATORS = """
import importlib.util, pathlib, torch
folder = pathlib.Path(importlib.util.find_spec("torchvision").submodule_search_locations[0])
try:
    torch.ops.load_library(folder / "_C.so")
except OSError:
    missing = torch.library.Library("torchvision", "DEF")
    for name in ("nms", "qnms"):
        missing.define(f"{name}(Tensor dets, Tensor scores, float iou_threshold) -> Tensor")
"""
"""A torchvision compiled for another build of torch (CUDA beside a CPU torch) cannot load its operators
for boxes, and then refuses to be imported; with these two declared it imports, and reads as ever."""

KEEP = f"""
import numpy
for name in {list(FILES)}:
    numpy.save(name, numpy.asarray(globals()[name]))
"""


def packages(folder: str) -> Path:
    """Where packages lie that `make test` puts beside the environment; skips the test without them."""
    if not (PACKAGES / folder).is_dir():
        pytest.skip("other people's readers are not installed here: `make .venv/readers/ready` does it")
    return PACKAGES / folder


def shown() -> dict[str, str]:
    """The lines of code on the page of readers, by reader."""
    rows = re.findall(r"^\| (.+?) \| .+ \| `(.+?)` \| .+ \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    return dict(rows)


def documented(reader: str) -> str:
    """The line of code that the page of readers shows for `reader`."""
    return shown()[reader]


def each_file(line: str) -> str:
    """A program that reads all four files with a line that reads the images of train."""
    reads = (f"{name} = {line.replace(FILES['x_train'], file)}" for name, file in FILES.items())
    return "\n".join(reads)


def both_parts(line: str, train: str, test: str) -> str:
    """A program that reads both parts with a line that reads images and labels of train."""
    assert train in line
    return f"x_train, y_train = {line}\nx_test, y_test = {line.replace(train, test)}"


def run(
    program: str | Path, *arguments: str, at: Path, path: tuple[Path, ...] = (), **environment: str
) -> str:
    """Run Python, a program's text or its file, in the folder `at` and without a network; what it printed.

    `path`: folders of packages; `environment`: variables set for it beside the ones that stand.
    """
    where = os.pathsep.join(str(folder) for folder in (HERE / "offline", *path))
    asked = [str(program)] if isinstance(program, Path) else ["-c", program]
    done = subprocess.run(
        [sys.executable, *asked, *arguments],
        cwd=at,
        env={**os.environ, "PYTHONPATH": where, "HF_HUB_OFFLINE": "1", "HOME": str(at), **environment},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def assert_reads(
    built: Built, program: str, *, at: Path, path: tuple[Path, ...] = (), **environment: str
) -> str:
    """Run a program that leaves the four arrays under Keras' names: they are the set's, byte for byte.

    A reader may widen numbers (labels to 64 bits), never change one. Returns what the program printed.
    """
    said = run(f"{program}\n{KEEP}", at=at, path=path, **environment)
    for name, array in built.arrays.items():
        found = np.load(at / f"{name}.npy")
        assert found.shape == array.shape, name
        assert np.array_equal(found, array), name
        assert found.astype(np.uint8).tobytes() == array.tobytes(), name
    return said
