"""A tiny model of attributes, learned for some epochs, and a room that shows it."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from fittingroom.app.attributes.subject import AttributeSubject, study
from fittingroom.app.attributes.work import AttributeRoom
from fittingroom.models.attributes.learned import Settings, load
from fittingroom.models.attributes.recipes import MODERN
from fittingroom.models.attributes.work import HERE, answering, data_of, train_on
from tests.models.attributes.conftest import MORE_LABELS, write_set

SIZE_PX = 24


@pytest.fixture(scope="session")
def learned_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder that a training leaves; colours may be several, the place of a square is one or none."""
    folder = tmp_path_factory.mktemp("attributes")
    data = write_set(folder / "set", train=256, val=96, labels=MORE_LABELS)
    settings = Settings(
        network="small",
        head="group",
        loss="bce",
        recipe=replace(MODERN, batch=16, lr=3e-3),
        size_px=SIZE_PX,
        epochs=3,
        seed=0,
    )
    train_on(data, settings, out=folder / "run")
    return folder / "run"


@pytest.fixture(scope="session")
def attributes(learned_run: Path) -> Iterator[AttributeSubject]:
    learned = load(learned_run)
    with answering(learned, HERE) as ask:
        yield study(
            learned, ask, data_of(learned_run), folder=learned_run, means=HERE, rng=np.random.default_rng(0)
        )


@pytest.fixture
def attribute_room(attributes: AttributeSubject) -> Iterator[AttributeRoom]:
    room = AttributeRoom(subject=attributes, rng=np.random.default_rng(1))
    yield room
    room.desk.close()
