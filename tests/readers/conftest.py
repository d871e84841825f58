import shutil
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from tests.readers.made import Built, write_built


@pytest.fixture(scope="session", params=[28], ids=lambda size: f"{size}px")
def once_built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Built:
    folder = tmp_path_factory.mktemp("built")
    return write_built(folder, size=request.param, rng=np.random.default_rng(request.param))


@pytest.fixture
def built(once_built: Built, tmp_path: Path) -> Built:
    """A built set at data/FashionMNIST in a folder of its own, which a reader may write into."""
    return replace(once_built, folder=shutil.copytree(once_built.folder, tmp_path / "data/FashionMNIST"))
