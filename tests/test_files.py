"""Nothing is ever half there."""

import os
import stat
import tempfile
from pathlib import Path

import numpy as np
import pytest

from fittingroom.files import (
    discard,
    fingerprint,
    landing,
    landing_folder,
    sha256_file,
    temporary_folder,
    write_text,
)
from tests.jobs.processes import alive, wait_until
from tests.landed_half import at_work, left_behind, parts


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


def land(target: Path, what: str) -> None:
    with (landing if what == "file" else landing_folder)(target):
        pass


@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_a_killed_process_left_goes_with_the_next_landing_there_and_no_other(tmp_path, what):
    target = tmp_path / "name"
    left = left_behind(target, what)
    assert left.is_dir() == (what == "folder")
    land(tmp_path / "name.else", what)
    land(tmp_path / "name-else", what)
    assert parts(target) == [left]
    land(target, what)
    assert sorted(os.listdir(tmp_path)) == ["name", "name-else", "name.else"]


def test_a_temporary_folder_is_gone_afterwards_and_one_of_a_killed_process_with_the_next(
    tmp_path, monkeypatch
):
    left = left_behind(tmp_path / "name", "temporary")
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    with at_work(tmp_path / "name", "temporary"), temporary_folder("name") as folder:
        assert folder.is_dir()
        assert len(parts(tmp_path / "name")) == 2  # a living one stays
    assert not left.exists()
    assert not folder.exists()


@pytest.mark.skipif(not Path("/proc/self/stat").is_file(), reason="no /proc on this system")
def test_a_dead_process_counts_as_dead_though_nobody_has_asked_how_it_ended(tmp_path):
    target = tmp_path / "name"
    with at_work(target) as process:
        process.kill()
        assert wait_until(lambda: not alive(process.pid))
        os.kill(process.pid, 0)  # its number is still taken
        land(target, "file")
        assert os.listdir(tmp_path) == ["name"]


@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_living_process_at_work_there_is_left_alone(tmp_path, what):
    target = tmp_path / "name"
    with at_work(target, what):
        (working,) = parts(target)
        land(target, what)
        assert parts(target) == [working]


def test_another_machines_process_is_left_alone_whatever_its_number(tmp_path, monkeypatch):
    target = tmp_path / "name"
    left = left_behind(target)
    with monkeypatch.context() as patch:
        patch.setattr("socket.gethostname", lambda: "elsewhere")
        land(target, "file")
        discard(target)
        assert parts(target) == [left]
    land(target, "file")
    assert parts(target) == []


def test_what_is_discarded_leaves_nothing_of_a_killed_process_either(tmp_path):
    target = tmp_path / "name"
    write_text(target, "whole")
    left_behind(target)
    discard(target)
    assert os.listdir(tmp_path) == []
    discard(target)
    discard(tmp_path / "no" / "such")


def test_sha256_of_a_known_file(tmp_path):
    write_text(tmp_path / "abc", "abc")
    assert sha256_file(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_fingerprint_sees_values_shape_and_type_but_not_memory_layout():
    a = np.arange(12, dtype=np.uint8).reshape(3, 4)
    assert fingerprint(a) == fingerprint(np.asfortranarray(a)) == fingerprint(a.copy())
    others = [a.reshape(4, 3), a.astype(np.int16), a + np.uint8(1)]
    assert len({fingerprint(x) for x in [a, *others]}) == 4
    assert fingerprint(a, a) != fingerprint(a)
