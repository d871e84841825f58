"""Reading from a mapped file: the same pictures, and its pages do not stay with the process."""

import mmap
import re
from pathlib import Path

import numpy as np
import pytest

from fittingroom.match import duplicate_groups
from fittingroom.match.mapped import taken

SMAPS = Path("/proc/self/smaps")


@pytest.fixture
def stored(rng, tmp_path) -> Path:
    path = tmp_path / "images.npy"
    np.save(path, rng.integers(0, 256, (5000, 20, 30), dtype=np.uint8))
    return path


def mapped_bytes(path: Path) -> int:
    """How much of a file the system counts as this process's memory."""
    maps = re.findall(
        rf"{path}\n(?:Size|Kernel|MMU).*?^Rss: +(\d+) kB", SMAPS.read_text(), re.DOTALL | re.MULTILINE
    )
    assert maps
    return 1024 * sum(map(int, maps))


@pytest.mark.parametrize("mode", ["r", "r+", "c", None])
def test_takes_what_indexing_takes(rng, stored, mode):
    images, rows = np.load(stored, mmap_mode=mode), rng.integers(0, 4000, 300)
    for view in (images, images[1000:], images[:, ::2, ::-1], images[..., None], np.asarray(images)):
        assert np.array_equal(taken(view, rows), view[rows])
        assert not np.shares_memory(taken(view, rows), view)
    assert taken(images, rows[:0]).shape == (0, 20, 30)


@pytest.mark.parametrize("mode", ["r+", "c"])
def test_what_was_written_into_a_map_stays(stored, mode):
    images = np.load(stored, mmap_mode=mode)
    images[40] = 99
    view = images[30:]
    view.flags.writeable = False
    for _ in range(2):
        assert (taken(view, np.array([10, 500]))[0] == 99).all()


@pytest.mark.skipif(not (SMAPS.exists() and hasattr(mmap, "MADV_DONTNEED")), reason="pages cannot be counted")
def test_pages_are_given_back(rng, stored):
    images = np.load(stored, mmap_mode="r")
    assert images.sum() > 0
    assert mapped_bytes(stored) > 2_900_000
    taken(images, rng.permutation(5000))
    assert mapped_bytes(stored) == 0
    duplicate_groups(images)
    assert mapped_bytes(stored) == 0
