"""What the tests of the command line share: a user's own file, and how a command must fail."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.cli import main
from fittingroom.types import Dataset


def npz_of(data: Dataset, path: Path) -> str:
    """`data` as a user's own file, its test part apart from all the rest; returns the path."""
    test = data.rows("test")
    train = np.concatenate([data.rows(part) for part in data.parts if part != "test"])
    np.savez(
        path,
        x_train=data.images[train],
        y_train=data.labels[train],
        x_test=data.images[test],
        y_test=data.labels[test],
    )
    return str(path)


def fails(capsys: pytest.CaptureFixture, *argv: str) -> str:
    """The one sentence on standard error of a command that must end with exit code 2."""
    assert main(argv) == 2
    said = capsys.readouterr()
    assert "Traceback" not in said.err
    assert len(said.err.strip().splitlines()) == 1, said.err
    assert said.err.startswith("fittingroom: ")
    return said.err
