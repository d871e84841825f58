"""Fixtures that more than one room needs: real data where it is at hand, small made data everywhere."""

import os
import signal
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # tiny networks are faster so, whatever else runs

import numpy as np
import pytest

from fittingroom.errors import FetchError
from fittingroom.types import Card, Dataset
from tests.ray_head import head  # noqa: F401

# A job that a shell puts into the background ignores Ctrl-C, and so would every process that tests start
signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED = Path(__file__).resolve().parents[2] / "shared" / "data"


@pytest.fixture(autouse=True)
def own_ledger(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """No test writes into the ledger of the person who runs it."""
    folder = tmp_path_factory.mktemp("ledger")
    monkeypatch.setenv("FITTINGROOM_LEDGER", str(folder))
    return folder


@pytest.fixture
def shared() -> Path:
    """The folder of real test data that may lie beside the project."""
    if not SHARED.is_dir():
        pytest.skip(f"no real test data beside the project (looked for {SHARED.parent.name}/{SHARED.name})")
    return SHARED


@pytest.fixture(scope="session")
def fashion_mnist() -> Dataset:
    """The real Fashion-MNIST, divided; from the cache of whoever runs the tests, or fetched into it."""
    from fittingroom.data import load

    try:
        return load("fashion-mnist")
    except FetchError as error:
        pytest.skip(f"Fashion-MNIST cannot be had here: {' '.join(str(error).split())}")


@pytest.fixture
def rng() -> np.random.Generator:
    return np.random.default_rng(7)


@pytest.fixture
def squares(rng: np.random.Generator) -> Dataset:
    """600 noisy 12 x 12 pictures of three classes: a bright square top left, top right or below.

    Easy enough that a linear model is right nearly always; all four parts, 60 images in test.
    """
    n = 600
    labels = rng.permutation(np.arange(n) % 3)
    images = rng.integers(0, 120, (n, 12, 12))
    for row, label in enumerate(labels):
        y, x = ((1, 1), (1, 7), (7, 4))[label]
        images[row, y : y + 4, x : x + 4] += 90
    order = np.arange(n)
    return Dataset(
        card=Card(
            name="squares",
            classes=("left", "right", "below"),
            counts={"train": 540, "test": 60},
            chance={"accuracy": 1 / 3},
        ),
        images=images.astype(np.uint8),
        labels=labels.astype(np.int64),
        ids=np.array(
            [f"{'test' if row >= 540 else 'train'}-{row if row < 540 else row - 540:05d}" for row in order]
        ),
        parts={"train": order[:420], "val": order[420:480], "cal": order[480:540], "test": order[540:]},
    )
