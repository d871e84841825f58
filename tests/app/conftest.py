"""A tiny run for the app: pictures of bars and rings, learned for one epoch, and a server that shows it."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import uvicorn
from starlette.types import ASGIApp

from fittingroom.app.safety import Door, door
from fittingroom.app.server import application
from fittingroom.app.serving import listening
from fittingroom.app.subject import Subject, study
from fittingroom.app.work import Room
from fittingroom.models import convnet
from fittingroom.models.calibrated import calibrate
from fittingroom.studies.run import Run, open_run, remember
from fittingroom.types import Card, Dataset

SIZE = 20


def bars(n: int = 900) -> Dataset:
    """Light on dark: a bar across, a bar down, or a ring, anywhere in noise; 100 pictures in test."""
    rng = np.random.default_rng(3)
    labels = rng.permutation(np.arange(n) % 3)
    images = rng.integers(0, 50, (n, SIZE, SIZE))
    yy, xx = np.mgrid[:SIZE, :SIZE]
    for row, label in enumerate(labels):
        y, x = rng.integers(8, 12, 2)
        shapes = (
            (abs(yy - y) < 2) & (abs(xx - x) < 7),
            (abs(xx - x) < 2) & (abs(yy - y) < 7),
            abs(np.hypot(yy - y, xx - x) - 5) < 1.5,
        )
        images[row][shapes[label]] += rng.integers(120, 200)
    order = np.arange(n)
    return Dataset(
        card=Card(name="bars", classes=("across", "down", "ring"), counts={}, chance={"accuracy": 1 / 3}),
        images=images.clip(0, 255).astype(np.uint8),
        labels=labels.astype(np.int64),
        ids=np.array([f"test-{row - 800:05d}" if row >= 800 else f"train-{row:05d}" for row in order]),
        parts={"train": order[:500], "val": order[500:700], "cal": order[700:800], "test": order[800:]},
    )


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder, data = tmp_path_factory.mktemp("run"), bars()
    params = convnet.Params(epochs=1, widths=(16, 32))
    fitted = convnet.fit(data.part("train"), data.part("val"), params, classes=3, seed=0, folder=folder)
    remember(data, calibrate(fitted, data.part("cal")), folder)
    return open_run(folder, data)


@pytest.fixture(scope="session")
def subject(run: Run, tmp_path_factory: pytest.TempPathFactory) -> Subject:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FITTINGROOM_LEDGER", str(tmp_path_factory.mktemp("ledger")))
        return study(run, rng=np.random.default_rng(0))


@pytest.fixture
def room(subject: Subject, tmp_path: Path) -> Iterator[Room]:
    room = Room(subject=subject, folder=tmp_path / "probe", rng=np.random.default_rng(1))
    yield room
    room.desk.close()


@dataclass(frozen=True)
class Served:
    url: str
    room: Room
    door: Door


@contextmanager
def served(room: Room, build: Callable[[Any, Door], ASGIApp] = application) -> Iterator[Served]:
    """The app on a free port, in a thread of its own; build: a room and a door to the application."""
    listener = listening("127.0.0.1", 0)
    port = listener.getsockname()[1]
    opened = door("127.0.0.1", port)
    server = uvicorn.Server(
        uvicorn.Config(build(room, opened), log_level="error", ws="none", timeout_graceful_shutdown=1)
    )
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]}, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    try:
        yield Served(f"http://127.0.0.1:{port}", room, opened)
    finally:
        server.should_exit = True
        thread.join()
        listener.close()
