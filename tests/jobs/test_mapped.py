"""What is laid down is taken up equal, however deep its arrays lie."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.jobs.mapped import lay_down, take_up
from fittingroom.types import Part


def test_any_value_comes_back_equal_from_a_folder_that_has_gone(tmp_path, rng):
    folder = tmp_path / "shared"
    folder.mkdir()
    images = rng.integers(0, 256, (20, 4, 4)).astype(np.uint8)
    part = Part("train", images, rng.integers(0, 3, 20), np.array([f"train-{row}" for row in range(20)]))
    value = {
        "part": part,
        "sliced": images[:, ::2],
        "column order": np.asfortranarray(rng.normal(size=(3, 5))),
        "empty": np.empty((0, 7)),
        "objects": np.array([{"a": 1}, None], dtype=object),
        "twice": [images, images],
        "text": "words",
        "nothing": None,
    }
    lay_down(value, folder)
    taken = take_up(folder)
    for path in folder.iterdir():
        path.unlink()
    np.testing.assert_equal(taken["part"].images, images)
    np.testing.assert_equal(taken["part"].labels, part.labels)
    np.testing.assert_equal(taken["part"].ids, part.ids)
    for name in ("sliced", "column order", "empty", "objects", "twice", "text", "nothing"):
        np.testing.assert_equal(taken[name], value[name])
    assert taken["twice"][0] is taken["twice"][1]
    assert not taken["part"].images.flags.writeable


def test_a_large_array_is_mapped_and_not_copied(tmp_path):
    lay_down(np.zeros(1_000_000), tmp_path)
    assert (tmp_path / "body").stat().st_size < 1000
    assert (tmp_path / "array-0").stat().st_size == 8_000_000


def test_an_array_that_is_itself_a_mapped_file_comes_back_equal(tmp_path):
    folder = tmp_path / "shared"
    folder.mkdir()
    np.save(tmp_path / "rows.npy", np.arange(12).reshape(3, 4))
    lay_down(np.load(tmp_path / "rows.npy", mmap_mode="r"), folder)
    np.testing.assert_equal(take_up(folder), np.arange(12).reshape(3, 4))


def test_what_cannot_be_pickled_is_said(tmp_path):
    with pytest.raises(InputError, match=r"what the jobs share cannot be sent to other processes: .*lambda"):
        lay_down(lambda: 1, tmp_path)
