"""Nothing is ever half there."""

import os
import stat

import numpy as np
import pytest

from fittingroom.files import fingerprint, landing, sha256_file, write_text


def test_an_error_leaves_what_was_there_and_nothing_beside_it(tmp_path):
    target = tmp_path / "deep" / "file.txt"
    write_text(target, "before")

    def interrupted() -> None:
        with landing(target) as beside:
            beside.write_text("half")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        interrupted()
    assert target.read_text() == "before"
    assert os.listdir(target.parent) == ["file.txt"]


def test_a_clean_exit_replaces_in_one_step_and_others_may_read(tmp_path):
    target = tmp_path / "file.txt"
    write_text(target, "one")
    write_text(target, "two é")
    assert target.read_text(encoding="utf-8") == "two é"
    umask = os.umask(0)
    os.umask(umask)
    assert stat.S_IMODE(target.stat().st_mode) == 0o666 & ~umask


def test_sha256_of_a_known_file(tmp_path):
    write_text(tmp_path / "abc", "abc")
    assert sha256_file(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_fingerprint_sees_values_shape_and_type_but_not_memory_layout():
    a = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert fingerprint(a) == fingerprint(np.asfortranarray(a)) == fingerprint(a.copy())
    others = [a.reshape(4, 3), a.astype(np.int16), a + np.uint8(1)]
    assert len({fingerprint(x) for x in [a, *others]}) == 4
    assert fingerprint(a, a) != fingerprint(a)
