"""The cache: what is written opens again, mapped; what is unfinished or damaged is never trusted."""

import json
import os
import subprocess
import sys

import numpy as np
import pytest

from fittingroom.data.cache import (
    MANIFEST,
    cache_folder,
    check_bytes,
    locked,
    open_cached,
    write_cached,
)
from fittingroom.data.published import PartArrays
from fittingroom.errors import DataError
from fittingroom.files import fingerprint
from tests.data.made_set import COUNTS, made_parts

PAYLOAD = {"images": "0" * 64}


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "made"


def written(folder, parts=None):
    write_cached(folder, iter((parts or made_parts()).items()), counts=COUNTS, payload=PAYLOAD)
    return folder


def test_opens_what_was_written(folder):
    parts = made_parts()
    cached = open_cached(written(folder), payload=PAYLOAD)
    assert isinstance(cached.images, np.memmap)
    assert cached.labels.dtype == np.int64
    assert cached.groups is None
    for part, rows in cached.parts().items():
        assert rows.dtype == np.int64
        np.testing.assert_array_equal(cached.images[rows], parts[part].images)
        np.testing.assert_array_equal(cached.labels[rows], parts[part].labels)
    assert np.concatenate(list(cached.parts().values())).tolist() == list(range(sum(COUNTS.values())))
    assert cached.fingerprint == fingerprint(cached.images, cached.labels)


def test_mapped_images_cannot_be_changed_by_accident(folder):
    cached = open_cached(written(folder), payload=PAYLOAD)
    with pytest.raises(ValueError, match="read-only"):
        cached.images[0, 0, 0] = 1


def test_groups_and_images_that_are_not_contiguous(folder):
    parts = {
        part: PartArrays(a.images.transpose(0, 2, 1), a.labels, np.arange(len(a.labels)) // 2)
        for part, a in made_parts().items()
    }
    cached = open_cached(written(folder, parts), payload=PAYLOAD)
    np.testing.assert_array_equal(cached.images[30:], made_parts()["test"].images.transpose(0, 2, 1))
    assert cached.groups is not None
    assert cached.groups.tolist() == [*(i // 2 for i in range(30)), *(i // 2 for i in range(12))]


def test_nothing_there(folder):
    with pytest.raises(FileNotFoundError):
        open_cached(folder, payload=PAYLOAD)


def test_an_interrupted_writer_leaves_nothing_that_opens(folder):
    def broken_off():
        yield "train", made_parts()["train"]
        raise KeyboardInterrupt

    written(folder)
    with pytest.raises(KeyboardInterrupt):
        write_cached(folder, broken_off(), counts=COUNTS, payload=PAYLOAD)
    with pytest.raises(FileNotFoundError):
        open_cached(folder, payload=PAYLOAD)
    assert not list(folder.glob("*.part"))


def test_a_part_of_another_length_is_refused(folder):
    parts = made_parts()
    parts["test"] = PartArrays(parts["test"].images[:-1], parts["test"].labels[:-1])
    with pytest.raises(DataError, match="part test should have 12 images and labels, found 11 images and 11"):
        written(folder, parts)
    with pytest.raises(FileNotFoundError):
        open_cached(folder, payload=PAYLOAD)


def test_a_missing_part_is_refused(folder):
    with pytest.raises(DataError, match="expected the parts train, test, found train"):
        written(folder, {"train": made_parts()["train"]})


def _edit_manifest(folder, **changes):
    manifest = json.loads((folder / MANIFEST).read_text())
    (folder / MANIFEST).write_text(json.dumps({**manifest, **changes}))


DAMAGES = {
    "images cut short": (
        lambda f: os.truncate(f / "images.npy", 1000),
        "should have 33,056 bytes, found 1,000",
    ),
    "labels gone": (lambda f: (f / "labels.npy").unlink(), "labels.npy should have 464 bytes, found 0"),
    "header overwritten": (
        lambda f: (f / "images.npy").write_bytes(bytes((f / "images.npy").stat().st_size)),
        "images.npy is damaged",
    ),
    "other shape": (
        lambda f: np.save(f / "labels.npy", np.zeros((2, 21), np.int64)),
        r"should hold <i8 of \[42\], found \(2, 21\)",
    ),
    "manifest no JSON": (
        lambda f: (f / MANIFEST).write_text('{"layout": 1, "arr'),
        "manifest.json is damaged",
    ),
    "manifest no object": (lambda f: (f / MANIFEST).write_text("[1]"), "manifest.json is damaged"),
    "manifest without arrays": (lambda f: _edit_manifest(f, arrays={}), "lacks entries"),
    "older layout": (lambda f: _edit_manifest(f, layout=0), "written by another version of fittingroom"),
    "other payload": (lambda f: _edit_manifest(f, payload={"images": "1" * 64}), "or from other files"),
}


@pytest.mark.parametrize("damage", DAMAGES)
def test_damage_is_noticed_at_opening(folder, damage):
    do, sentence = DAMAGES[damage]
    do(written(folder))
    with pytest.raises(DataError, match=sentence):
        open_cached(folder, payload=PAYLOAD)


def test_one_changed_byte_is_found_by_the_full_check(folder):
    written(folder)
    assert check_bytes(folder) == sum(path.stat().st_size for path in folder.glob("*.npy"))
    with (folder / "images.npy").open("r+b") as stream:
        stream.seek(-5, os.SEEK_END)
        byte = stream.read(1)
        stream.seek(-5, os.SEEK_END)
        stream.write(bytes([byte[0] ^ 1]))
    open_cached(folder, payload=PAYLOAD)
    with pytest.raises(DataError, match=r"images.npy has changed .*expected sha256 \w{64}, found \w{64}"):
        check_bytes(folder)


def test_the_folder_is_the_variable_else_the_users_cache(monkeypatch, tmp_path):
    monkeypatch.setenv("FITTINGROOM_CACHE", str(tmp_path))
    assert cache_folder() == tmp_path
    monkeypatch.setenv("FITTINGROOM_CACHE", "~/somewhere")
    monkeypatch.setenv("HOME", str(tmp_path))
    assert cache_folder() == tmp_path / "somewhere"
    monkeypatch.delenv("FITTINGROOM_CACHE")
    assert cache_folder().name == "fittingroom"


HOLDER = """
import sys
from fittingroom.data.cache import locked
with locked("made"):
    print("held", flush=True)
    sys.stdin.readline()
"""


def test_the_second_process_waits_and_says_so(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("FITTINGROOM_CACHE", str(tmp_path))
    with subprocess.Popen(
        [sys.executable, "-c", HOLDER], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as holder:
        assert holder.stdin is not None
        assert holder.stdout is not None
        assert holder.stdout.readline() == "held\n"

        class EndsTheOther:
            """Stands for stderr: the line that says we wait lets the holder go."""

            said = ""

            def write(self, text):
                self.said += text
                if "\n" in text:
                    holder.communicate("go\n")

            def flush(self):
                pass

        stderr = EndsTheOther()
        monkeypatch.setattr(sys, "stderr", stderr)
        with locked("made"):
            assert holder.returncode == 0
        assert stderr.said == "made: waiting for another process that is getting it\n"


def test_a_free_lock_is_taken_silently(monkeypatch, tmp_path, capsys):
    monkeypatch.setenv("FITTINGROOM_CACHE", str(tmp_path))
    with locked("made"), locked("other"):
        pass
    with locked("made"):
        pass
    assert capsys.readouterr().err == ""
