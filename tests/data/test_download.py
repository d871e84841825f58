"""One file over HTTP, from servers that behave well and badly."""

import hashlib
import socket

import pytest

from fittingroom.data import download as module
from fittingroom.data.download import SourceError, Unreachable, download
from tests.data.made_set import served

CONTENT = bytes(range(256)) * 2000
MOST = len(CONTENT)


@pytest.fixture(autouse=True)
def small_chunks_and_no_proxy(monkeypatch):
    monkeypatch.setattr(module, "CHUNK", 10_000)
    monkeypatch.setenv("no_proxy", "*")


def right(path):
    if path.read_bytes() != CONTENT:
        raise SourceError(f"wrong file of {path.stat().st_size} bytes")


def get(server, path, *, name="file", most=MOST):
    return download(server.address + name, path, most=most, check=right)


def part_of(server, path, name="file"):
    digest = hashlib.sha256(f"{server.address}{name}".encode()).hexdigest()
    return path.with_name(f"{path.name}.{digest[:8]}.part")


def names(folder):
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("length", [True, False])
def test_lands_whole(tmp_path, length):
    with served({"file": CONTENT}, length=length) as server:
        assert get(server, tmp_path / "new" / "file") == tmp_path / "new" / "file"
    assert (tmp_path / "new" / "file").read_bytes() == CONTENT
    assert names(tmp_path / "new") == ["file"]
    assert server.log == [("file", "")]


def test_goes_on_where_connections_broke_off(tmp_path):
    with served({"file": CONTENT}, drop_after=200_000, drops=2) as server:
        get(server, tmp_path / "file")
    assert server.log == [("file", ""), ("file", "bytes=200000-"), ("file", "bytes=400000-")]
    assert server.sent == len(CONTENT)
    assert names(tmp_path) == ["file"]


def test_starts_again_where_the_server_does_not_confirm_the_range(tmp_path):
    with served({"file": CONTENT}, drop_after=200_000, drops=1, ranges=False) as server:
        get(server, tmp_path / "file")
    assert server.log == [("file", ""), ("file", "bytes=200000-")]
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_range_beside_the_one_asked_for_is_not_put_together(tmp_path):
    with served({"file": CONTENT}, drop_after=200_000, drops=1, shift=10) as server:
        with pytest.raises(SourceError, match="sends another range than it was asked for"):
            get(server, tmp_path / "file")
        assert names(tmp_path) == []
        get(server, tmp_path / "file")
    assert [asked for _, asked in server.log] == ["", "bytes=200000-", ""]
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_parts_of_other_addresses_go_once_the_file_is_there(tmp_path):
    with served({"file": CONTENT}) as server:
        part_of(server, tmp_path / "file", "elsewhere").write_bytes(b"x" * 1000)
        get(server, tmp_path / "file")
    assert names(tmp_path) == ["file"]


def test_a_server_that_keeps_breaking_off_is_left_and_the_rest_fetched_next_time(tmp_path):
    with served({"file": CONTENT}, drop_after=50_000, drops=5) as server:
        with pytest.raises(SourceError, match=r"broke off after 250,000 bytes .*next try goes on from there"):
            get(server, tmp_path / "file")
        assert names(tmp_path) == [part_of(server, tmp_path / "file").name]
        get(server, tmp_path / "file")
        assert server.log[-1] == ("file", "bytes=250000-")
    assert names(tmp_path) == ["file"]


def test_a_server_that_sends_nothing_is_left_at_once(tmp_path):
    with served({"file": CONTENT}, drop_after=0, drops=9) as server:
        with pytest.raises(SourceError, match="broke off after 0 bytes"):
            get(server, tmp_path / "file")
        assert len(server.log) == 1


def test_a_wrong_file_is_deleted(tmp_path):
    with served({"file": CONTENT[::-1]}) as server:
        with pytest.raises(SourceError, match=r"wrong file of 512000 bytes \(deleted\)"):
            get(server, tmp_path / "file")
        assert len(server.log) == 1
    assert names(tmp_path) == []


def test_a_part_of_something_else_is_fetched_again_from_its_beginning(tmp_path):
    with served({"file": CONTENT}) as server:
        part_of(server, tmp_path / "file").write_bytes(b"x" * 1000)
        get(server, tmp_path / "file")
        assert server.log == [("file", "bytes=1000-"), ("file", "")]
    assert (tmp_path / "file").read_bytes() == CONTENT


def test_a_server_that_breaks_off_and_is_wrong_as_well_is_left(tmp_path):
    with served({"file": CONTENT[::-1]}, drop_after=300_000, drops=99) as server:
        with pytest.raises(SourceError, match="wrong file"):
            get(server, tmp_path / "file")
        assert [asked for _, asked in server.log] == ["", "bytes=300000-"] * 2
    assert names(tmp_path) == []


def test_a_part_that_is_whole_already_only_lands(tmp_path):
    with served({"file": CONTENT}) as server:
        part_of(server, tmp_path / "file").write_bytes(CONTENT)
        get(server, tmp_path / "file")
        assert server.sent == 0
    assert names(tmp_path) == ["file"]


def test_a_part_longer_than_the_file_is_thrown_away(tmp_path):
    with served({"file": CONTENT}) as server:
        part_of(server, tmp_path / "file").write_bytes(CONTENT + b"x")
        with pytest.raises(SourceError, match="answers 416"):
            get(server, tmp_path / "file")
    assert names(tmp_path) == []


def test_more_than_the_file_may_have_is_refused_before_it_is_sent(tmp_path):
    refused = "offers 512,000 bytes, the file has at most 511,999"
    with served({"file": CONTENT}) as server, pytest.raises(SourceError, match=refused):
        get(server, tmp_path / "file", most=MOST - 1)
    assert names(tmp_path) == []


def test_a_server_that_does_not_stop_is_cut_off(tmp_path):
    endless = served({"file": CONTENT}, length=False, repeat=100)
    with endless as server, pytest.raises(SourceError, match="sends more than the 512,000 bytes"):
        get(server, tmp_path / "file")
    assert server.sent == 0, "the answer should not have been taken to its end"
    assert names(tmp_path) == []


def test_a_missing_file_is_one_reason(tmp_path):
    with served({}) as server, pytest.raises(SourceError, match="the server answers 404 Not Found") as caught:
        get(server, tmp_path / "file")
    assert not isinstance(caught.value, Unreachable)


def test_nobody_listens(tmp_path):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        address = f"http://127.0.0.1:{free.getsockname()[1]}/file"
    with pytest.raises(Unreachable, match=r"no connection .*refused"):
        download(address, tmp_path / "file", most=MOST, check=right)


@pytest.mark.parametrize("address", ["http://host:port/file", "http://.example/file"])
def test_an_address_that_is_none(tmp_path, address):
    with pytest.raises(Unreachable, match="not a usable address"):
        download(address, tmp_path / "file", most=MOST, check=right)


def test_no_name_server(tmp_path, monkeypatch):
    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(Unreachable, match=r"host name cannot be resolved \(no network\?\)"):
        download("http://data.example/file", tmp_path / "file", most=MOST, check=right)


def test_a_silent_server_runs_into_the_time_out(tmp_path, monkeypatch):
    monkeypatch.setattr(module, "TIMEOUT_S", 0.2)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"http://127.0.0.1:{silent.getsockname()[1]}/file"
        with pytest.raises(SourceError, match="timed out"):
            download(address, tmp_path / "file", most=MOST, check=right)


def test_ctrl_c_leaves_the_part_and_the_next_try_goes_on(tmp_path, monkeypatch):
    class Interrupted(module.tqdm):
        seen = 0

        def update(self, n=1):
            self.seen += n
            if self.seen >= 300_000:
                raise KeyboardInterrupt

    with served({"file": CONTENT}) as server:
        with monkeypatch.context() as patched:
            patched.setattr(module, "tqdm", Interrupted)
            with pytest.raises(KeyboardInterrupt):
                get(server, tmp_path / "file")
        assert names(tmp_path) == [part_of(server, tmp_path / "file").name]
        get(server, tmp_path / "file")
        assert server.log[-1] == ("file", "bytes=300000-")
    assert (tmp_path / "file").read_bytes() == CONTENT
    assert names(tmp_path) == ["file"]


def test_a_full_disk_is_no_fault_of_the_server(tmp_path, monkeypatch):
    def full(*_, **__):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(module, "_append", full)
    with served({"file": CONTENT}) as server, pytest.raises(OSError, match="No space left"):
        get(server, tmp_path / "file")
