"""A picture's time and size hold whatever the other side does, over HTTP and over TLS alike."""

import socket
import ssl
import time
from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from fittingroom.curate import http
from fittingroom.curate.addresses import networks
from fittingroom.curate.http import Limits, Refused, get
from tests.curate.made import encoded, picture
from tests.curate.shop_server import CERTIFICATE, PIECES, serving

HERE = networks(["127.0.0.0/8"])


@contextmanager
def at_once(server):
    yield


def refusal(url, *, seconds, turn=at_once):
    with pytest.raises(Refused) as told:
        get(url, Limits(seconds=seconds, bytes=10**6), HERE, turn)
    return told.value


@pytest.fixture(scope="module", params=["http", "https"])
def shop(request):
    with serving(tls=request.param == "https") as server:
        yield server


@pytest.fixture
def trusted(monkeypatch):
    context = ssl.create_default_context(cafile=CERTIFICATE)
    monkeypatch.setattr(http, "_tls", lambda: context)


@pytest.mark.usefixtures("trusted")
def test_a_picture_comes(shop):
    assert get(f"{shop.address}/good/3.jpg", Limits(seconds=60, bytes=10**6), HERE, at_once) == encoded(
        picture(3)
    )


@pytest.mark.parametrize("path", ["/drip.jpg", "/drip-head.jpg"])
@pytest.mark.usefixtures("trusted")
def test_who_drips_is_cut_off_long_before_the_end(shop, path):
    assert refusal(shop.address + path, seconds=0.5).reason == "timeout"
    assert shop.sent[path] < PIECES


def test_dripping_content_ends_also_where_the_cut_fails(monkeypatch):
    monkeypatch.setattr(http, "_cut", lambda sock: None)
    with serving() as shop:
        assert refusal(f"{shop.address}/drip.jpg", seconds=0.5).reason == "timeout"
        assert shop.sent["/drip.jpg"] < PIECES


def test_a_server_that_shakes_no_hands_is_not_waited_for():
    with socket.create_server(("127.0.0.1", 0)) as listening:
        told = refusal(f"https://127.0.0.1:{listening.getsockname()[1]}/a.jpg", seconds=0.3)
    assert (told.reason, told.again) == ("timeout", True)


def test_a_server_with_a_certificate_of_its_own_make_is_not_asked():
    with serving(tls=True) as shop:
        told = refusal(f"{shop.address}/good/1.jpg", seconds=60)
        assert told.reason == "no-connection"
        assert "certificate" in told.why
        assert not shop.asked


def test_a_name_that_does_not_resolve_in_time_is_given_up(monkeypatch):
    def slow(*_, **__):
        time.sleep(1)
        raise OSError("too late")

    monkeypatch.setattr(socket, "getaddrinfo", slow)
    assert refusal("http://shop.example/a.jpg", seconds=0.1).reason == "timeout"


def test_the_addresses_of_a_host_share_the_time(monkeypatch):
    left = []

    def connect(place, timeout):
        left.append(timeout)
        time.sleep(0.05)
        raise OSError("nobody there")

    entries = [(0, 0, 0, "", (f"127.0.0.{n}", 80)) for n in (2, 3)]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: entries)
    monkeypatch.setattr(socket, "create_connection", connect)
    assert refusal("http://shop.example/a.jpg", seconds=60).reason == "no-connection"
    assert left[1] <= left[0] - 0.05


@pytest.mark.parametrize(("resolving_s", "comes"), [(25.0, True), (35.0, False)])
def test_redirects_share_the_time_and_waiting_for_a_turn_takes_none(monkeypatch, resolving_s, comes):
    ahead = 0.0

    def pass_by(seconds):
        nonlocal ahead
        ahead += seconds

    @contextmanager
    def later(server):
        pass_by(1000.0)
        yield

    def resolved(host, port, allowed, *, seconds):
        pass_by(resolving_s)
        return (host,)

    monkeypatch.setattr(http, "time", SimpleNamespace(monotonic=lambda: time.monotonic() + ahead))
    monkeypatch.setattr(http, "addresses", resolved)
    with serving() as shop:
        if comes:
            get(f"{shop.address}/to/a", Limits(seconds=60, bytes=10**6), HERE, later)
        else:
            assert refusal(f"{shop.address}/to/a", seconds=60, turn=later).reason == "timeout"
    assert set(shop.asked) == ({"/to/a", "/good/5.jpg"} if comes else {"/to/a"})


@pytest.mark.parametrize(
    ("head", "reason", "wait_s"),
    [
        (b"HTTP/1.1 429 Slow\r\nRetry-After: 7\r\n\r\n", "busy", 7.0),
        (b"HTTP/1.1 503 No\r\nRetry-After: \xb2\r\n\r\n", "busy", None),
        (b"HTTP/1.1 403 No\r\n\r\n", "refused", None),
        (b"HTTP/1.1 410 No\r\n\r\n", "gone", None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: \xb2\r\n\r\nabc", None, None),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nabc", "cut-short", None),
        (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nabc", "cut-short", None),
        (b"HTTP/1.1 302 Go\r\nLocation: http://[\r\n\r\n", "bad-url", None),
        (b"HTTP/1.1 302 Go\r\nLocation: ftp://a/b\r\n\r\n", "not-allowed", None),
        (b"SSH-2.0-OpenSSH\r\n", "no-connection", None),
        (b"", "no-connection", None),
    ],
)
def test_whatever_a_server_says_is_told(monkeypatch, head, reason, wait_s):
    def connect(*_, **__):
        ours, theirs = socket.socketpair()
        theirs.sendall(head)
        theirs.shutdown(socket.SHUT_WR)
        others.append(theirs)
        return ours

    others = []
    monkeypatch.setattr(socket, "create_connection", connect)
    if reason is None:
        assert get("http://127.0.0.1/a", Limits(seconds=60, bytes=9), HERE, at_once) == b"abc"
    else:
        told = refusal("http://127.0.0.1/a", seconds=60)
        assert (told.reason, told.wait_s) == (reason, wait_s)
    for one in others:
        one.close()
