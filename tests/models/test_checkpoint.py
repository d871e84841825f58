"""What goes into a checkpoint comes out of it, and anything else is refused."""

import numpy as np
import pytest

from fittingroom.errors import DataError
from fittingroom.models.checkpoint import read_checkpoint, write_checkpoint


def test_tensors_and_facts_come_back_as_they_were(tmp_path, rng):
    tensors = {
        "a/b": rng.normal(size=(3, 4)).astype(np.float32),
        "turned": rng.normal(size=(5, 2)).astype(np.float32).T,
        "count": np.array(7),
    }
    facts = {"epoch": 3, "loss": 0.1 + 0.2, "name": "Ärmel"}
    write_checkpoint(tmp_path / "deep" / "c.safetensors", tensors, facts)
    found, read = read_checkpoint(tmp_path / "deep" / "c.safetensors")
    assert read == facts
    assert found.keys() == tensors.keys()
    for name, array in tensors.items():
        assert (found[name].dtype, found[name].shape) == (array.dtype, array.shape)
        np.testing.assert_array_equal(found[name], array)


def test_a_file_that_is_no_checkpoint_is_refused(tmp_path):
    path = tmp_path / "c.safetensors"
    path.write_bytes(b"\x80\x04 a pickle, say")
    with pytest.raises(DataError, match=r"c\.safetensors is not a model or checkpoint of fittingroom"):
        read_checkpoint(path)


def test_a_cut_checkpoint_is_refused(tmp_path):
    path = tmp_path / "c.safetensors"
    write_checkpoint(path, {"a": np.zeros(100)}, {})
    path.write_bytes(path.read_bytes()[:-1])
    with pytest.raises(DataError, match="remove it"):
        read_checkpoint(path)
