"""Getting files from a row of sources: the right ones whatever the place, or every reason why not."""

import gzip
import os
import re
import subprocess
import sys
import threading
import time
from pathlib import Path

import numpy as np
import pytest

from fittingroom.data import fetch as module
from fittingroom.data.download import Unreachable
from fittingroom.data.fetch import fetch_files, mirrors
from fittingroom.data.idx import read_idx, write_idx
from fittingroom.errors import FetchError
from tests.data.made_set import made_parts, made_set, served, write_files

IMAGES = "train-images-idx3-ubyte.gz"


@pytest.fixture(autouse=True)
def nothing_set(monkeypatch):
    monkeypatch.delenv("FITTINGROOM_MIRROR", raising=False)
    monkeypatch.setenv("no_proxy", "*")


def assert_right(paths):
    parts = made_parts()
    np.testing.assert_array_equal(read_idx(paths[IMAGES]), parts["train"].images)
    np.testing.assert_array_equal(read_idx(paths["t10k-labels-idx1-ubyte.gz"]), parts["test"].labels)
    assert len(paths) == 4


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("", ()),
        ("/a", ("/a",)),
        ("/a:/b", ("/a", "/b")),
        ("/a, /b  /c", ("/a", "/b", "/c")),
        (
            "http://host:8080/x:/b:https://other/y,file:///c",
            ("http://host:8080/x", "/b", "https://other/y", "file:///c"),
        ),
        ("/b:http://host:80", ("/b", "http://host:80")),
    ],
)
def test_mirrors_are_separated(text, places, monkeypatch):
    monkeypatch.setenv("FITTINGROOM_MIRROR", text)
    assert mirrors() == places


def test_a_folder_with_spaces_in_its_name_is_one_mirror(tmp_path, monkeypatch):
    (tmp_path / "my data, all").mkdir()
    monkeypatch.setenv("FITTINGROOM_MIRROR", str(tmp_path / "my data, all"))
    assert mirrors() == (str(tmp_path / "my data, all"),)


def test_a_text_too_long_for_a_path_is_still_a_list(monkeypatch):
    monkeypatch.setenv("FITTINGROOM_MIRROR", "a" * 300 + "," + "b" * 300)
    assert [len(place) for place in mirrors()] == [300, 300]


@pytest.mark.parametrize("below", ["", "made"])
@pytest.mark.parametrize("packed", [True, False])
@pytest.mark.parametrize("as_url", [True, False])
def test_a_mirror_folder_is_used_where_it_is(tmp_path, monkeypatch, below, packed, as_url):
    folder = write_files(tmp_path / "mirror" / below, packed=packed)
    mirror = tmp_path / "mirror"
    monkeypatch.setenv("FITTINGROOM_MIRROR", mirror.as_uri() if as_url else str(mirror))
    paths = fetch_files(made_set(), tmp_path / "downloads")
    assert_right(paths)
    assert {path.parent for path in paths.values()} == {folder}
    assert not (tmp_path / "downloads").exists()


def test_an_archive_hash_does_not_matter_where_the_payload_hash_is_known(tmp_path, monkeypatch):
    folder = write_files(tmp_path / "mirror")
    packed = folder / IMAGES
    plain = read_idx(packed)
    before = packed.read_bytes()
    packed.unlink()
    write_idx(tmp_path / "plain", plain)
    packed.write_bytes(gzip.compress((tmp_path / "plain").read_bytes(), compresslevel=1))
    assert packed.read_bytes() != before
    monkeypatch.setenv("FITTINGROOM_MIRROR", str(folder))
    assert_right(fetch_files(made_set(), tmp_path / "downloads"))


@pytest.mark.parametrize("below", ["", "made/"])
def test_a_mirror_url(tmp_path, monkeypatch, below):
    write_files(tmp_path / "www" / below)
    with served(tmp_path / "www") as server:
        monkeypatch.setenv("FITTINGROOM_MIRROR", server.address.rstrip("/"))
        paths = fetch_files(made_set(), tmp_path / "downloads")
        assert_right(paths)
        again = fetch_files(made_set(), tmp_path / "downloads")
    assert again == paths
    assert {path.parent for path in paths.values()} == {tmp_path / "downloads" / "made"}


def test_downloads_are_kept_and_asked_first(tmp_path):
    with served(write_files(tmp_path / "www")) as server:
        published = made_set((server.address,))
        fetch_files(published, tmp_path / "downloads")
        asked = len(server.log)
        assert asked == 4
        assert_right(fetch_files(published, tmp_path / "downloads"))
        assert len(server.log) == asked


def test_a_damaged_download_is_deleted_and_fetched_again(tmp_path):
    with served(write_files(tmp_path / "www")) as server:
        published = made_set((server.address,))
        paths = fetch_files(published, tmp_path / "downloads")
        paths[IMAGES].write_bytes(b"\x1f\x8bdamaged")
        assert_right(fetch_files(published, tmp_path / "downloads"))
        assert [name for name, _ in server.log].count(IMAGES) == 2


def test_a_source_with_wrong_files_is_passed_over(tmp_path):
    wrong = write_files(tmp_path / "wrong", made_parts(seed=4))
    with served(wrong) as bad, served(write_files(tmp_path / "www")) as good:
        assert_right(fetch_files(made_set((bad.address, good.address)), tmp_path / "downloads"))
        assert good.log == bad.log


def test_a_wrong_file_in_the_users_mirror_is_named_and_never_deleted(tmp_path, monkeypatch):
    wrong = write_files(tmp_path / "wrong", made_parts(seed=4))
    monkeypatch.setenv("FITTINGROOM_MIRROR", str(wrong))
    with pytest.raises(FetchError, match=r"uncompressed content should be \w{64}, found \w{64}") as caught:
        fetch_files(made_set(), tmp_path / "downloads")
    assert str(wrong / IMAGES) in str(caught.value)
    assert len(list(wrong.iterdir())) == 4


def test_sources_share_the_work(tmp_path, monkeypatch):
    """Each has what the other lacks."""
    half = write_files(tmp_path / "half")
    (half / IMAGES).unlink()
    whole = write_files(tmp_path / "whole")
    monkeypatch.setenv("FITTINGROOM_MIRROR", f"{half}{os.pathsep}{whole}")
    paths = fetch_files(made_set(), tmp_path / "downloads")
    assert_right(paths)
    assert [path.parent.name for path in paths.values()] == ["whole", "half", "half", "half"]


def test_when_all_fail_each_source_is_listed_with_its_reason(tmp_path, monkeypatch):
    half = write_files(tmp_path / "half")
    (half / IMAGES).unlink()
    monkeypatch.setenv("FITTINGROOM_MIRROR", f"{half}:/no/such/folder")
    wrong = made_parts(seed=4)
    files = {IMAGES: (write_files(tmp_path / "wrong", wrong) / IMAGES).read_bytes()}
    with served(files) as server, pytest.raises(FetchError) as caught:
        fetch_files(made_set((server.address, server.address + "gone/")), tmp_path / "downloads")
    lines = str(caught.value).splitlines()
    assert lines[0] == f"made: could not get {IMAGES} from any source."
    assert lines[1] == f"  cache {tmp_path / 'downloads/made'}: not there"
    assert lines[2] == f"  mirror {half}: not there"
    assert lines[3] == "  mirror /no/such/folder: no such folder"
    assert re.fullmatch(
        rf"  {server.address}: wrong file: the sha256 of .* found \w{{64}} \(deleted\)", lines[4]
    )
    assert lines[5] == f"  {server.address}gone/: the server answers 404 Not Found"
    assert lines[6].startswith("Put the files into a folder and set FITTINGROOM_MIRROR to it")
    assert len(lines) == 7
    assert list((tmp_path / "downloads/made").iterdir()) == []


def test_without_a_mirror_the_variable_is_named(tmp_path):
    with pytest.raises(FetchError, match=r"\n  FITTINGROOM_MIRROR: not set\n"):
        fetch_files(made_set(), tmp_path)


def test_an_unreachable_host_is_asked_once_not_once_a_file(tmp_path, monkeypatch):
    asked = []

    def unreachable(url, *_, **__):
        asked.append(url)
        raise Unreachable("the host name cannot be resolved (no network?)")

    monkeypatch.setattr(module, "download", unreachable)
    with pytest.raises(FetchError, match=r"\n  http://a.example/: the host name cannot be resolved"):
        fetch_files(made_set(("http://a.example/", "http://b.example/")), tmp_path)
    assert asked == [f"http://a.example/{IMAGES}", f"http://b.example/{IMAGES}"]


def test_more_than_gzip_could_need_is_refused(tmp_path):
    files = {file.name: bytes(200_000) for file in made_set().files}
    refused = "offers 200,000 bytes, the file has at most 24,583"
    with served(files) as server, pytest.raises(FetchError, match=refused):
        fetch_files(made_set((server.address,)), tmp_path)


GETTER = """
import sys
from fittingroom import data
from tests.data.made_set import made_set
data.KNOWN = (made_set((sys.argv[1],)),)
print("ready", flush=True)
print(data.get("made"))
"""


def test_two_processes_at_once_fetch_once(tmp_path):
    """The server answers only when both processes are under way, so that they do meet."""
    environment = {**os.environ, "FITTINGROOM_CACHE": str(tmp_path / "cache"), "FITTINGROOM_MIRROR": ""}
    gate = threading.Event()
    with served(write_files(tmp_path / "www"), gate=gate) as server:
        both = [
            subprocess.Popen(
                [sys.executable, "-W", "error", "-c", GETTER, server.address],
                cwd=Path(__file__).parents[2],
                env=environment,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                text=True,
            )
            for _ in range(2)
        ]
        for process in both:
            assert process.stdout is not None
            assert process.stdout.readline() == "ready\n"
        end = time.monotonic() + 0.5
        while len(server.log) < 2 and time.monotonic() < end:
            time.sleep(0.01)
        gate.set()
        for process in both:
            out, errors = process.communicate(timeout=60)
            assert process.returncode == 0, errors
            assert out.strip() == str(tmp_path / "cache/sets/made")
    assert sorted(name for name, _ in server.log) == sorted(file.name for file in made_set().files)
