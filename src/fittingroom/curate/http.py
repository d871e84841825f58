"""One picture over HTTP from an address that was checked, within limits of time and size."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urljoin

from fittingroom.curate.addresses import Network, NotAllowed, addresses, checked_url

REDIRECTS = 5
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds for one picture from first to last, redirects included, and bytes of it, at most."""

    seconds: float
    bytes: int


@dataclass(frozen=True, slots=True)
class Refused(Exception):
    """Why there is no picture: a reason, words, whether asking again may help, seconds to wait if told."""

    reason: str
    why: str
    again: bool = False
    wait_s: float | None = None


def get(url: str, limits: Limits, allowed: Sequence[Network]) -> bytes:
    """The body that a URL leads to. Raises Refused.

    Every host on the way is resolved and checked, and connected to by the address that was checked. No proxy
    is used, as a proxy would resolve names itself.
    """
    deadline = time.monotonic() + limits.seconds
    for _ in range(REDIRECTS + 1):
        found = _one(url, limits, allowed, deadline)
        if isinstance(found, bytes):
            return found
        url = urljoin(url, found)
    raise Refused("too-many-redirects", f"more than {REDIRECTS}")


def _one(url: str, limits: Limits, allowed: Sequence[Network], deadline: float) -> bytes | str:
    """The body, or where a redirect leads."""
    try:
        pieces, host, port = checked_url(url)
        places = addresses(host, port, allowed)
    except NotAllowed as error:
        raise Refused("not-allowed", str(error)) from None
    except OSError as error:
        raise Refused("no-host", f"{error.strerror or error}", again=True) from None
    target = (pieces.path or "/") + (f"?{pieces.query}" if pieces.query else "")
    try:
        with _connected(pieces.scheme, host, port, places, deadline) as connection:
            return _answered(connection, target, limits, deadline)
    except TimeoutError:
        raise Refused("timeout", f"no whole answer within {limits.seconds:g} s", again=True) from None
    except (OSError, http.client.HTTPException, ValueError) as error:
        if time.monotonic() >= deadline:
            raise Refused("timeout", f"no whole answer within {limits.seconds:g} s", again=True) from None
        raise Refused("no-connection", str(error) or type(error).__name__, again=True) from None


class _Connection:
    """An HTTP connection to a given address, cut off at a deadline however slowly the other side drips."""

    def __init__(self, scheme: str, host: str, port: int, places: Sequence[str], deadline: float):
        left = max(deadline - time.monotonic(), 0.001)
        plain = _socket(places, port, left)
        self.timer = threading.Timer(left, _cut, (plain,))
        self.timer.daemon = True
        self.timer.start()
        try:
            sock = _tls().wrap_socket(plain, server_hostname=host) if scheme == "https" else plain
        except BaseException:
            self.close(plain)
            raise
        kind = http.client.HTTPSConnection if scheme == "https" else http.client.HTTPConnection
        self.client = kind(host, port)
        self.client.sock = sock

    def __enter__(self) -> http.client.HTTPConnection:
        return self.client

    def __exit__(self, *_: object) -> None:
        self.close(self.client)

    def close(self, what: socket.socket | http.client.HTTPConnection) -> None:
        self.timer.cancel()
        what.close()


def _connected(scheme: str, host: str, port: int, places: Sequence[str], deadline: float) -> _Connection:
    return _Connection(scheme, host, port, places, deadline)


def _socket(places: Sequence[str], port: int, seconds: float) -> socket.socket:
    failure: OSError | None = None
    for place in places:
        try:
            return socket.create_connection((place, port), timeout=seconds)
        except OSError as error:
            failure = error
    raise failure or OSError("the host has no address")


def _cut(sock: socket.socket) -> None:
    try:
        sock.shutdown(socket.SHUT_RDWR)
    except OSError:
        return  # it has ended already


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _answered(
    connection: http.client.HTTPConnection, target: str, limits: Limits, deadline: float
) -> bytes | str:
    headers = {
        "User-Agent": "fittingroom",
        "Accept": "image/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request("GET", target, headers=headers)
    with connection.getresponse() as answer:
        return _body(answer, limits, deadline)


def _body(answer: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes | str:
    if answer.status in (301, 302, 303, 307, 308) and (place := answer.getheader("Location")):
        return place
    if answer.status != 200:
        told = answer.getheader("Retry-After", "")
        raise Refused(
            "gone" if answer.status in (404, 410) else "refused",
            f"{answer.status} {answer.reason}",
            again=answer.status in (408, 425, 429) or answer.status >= 500,
            wait_s=float(told) if told.isdigit() else None,
        )
    if (stated := answer.getheader("Content-Length", "")).isdigit() and int(stated) > limits.bytes:
        raise Refused("file-too-large", f"{int(stated):,} bytes")
    body = bytearray()
    while piece := answer.read1(CHUNK):
        body += piece
        if len(body) > limits.bytes:
            raise Refused("file-too-large", f"more than {limits.bytes:,} bytes")
    if time.monotonic() >= deadline:
        raise TimeoutError  # cut off, which without a stated length looks like an end
    if stated.isdigit() and len(body) < int(stated):
        raise http.client.IncompleteRead(bytes(body), int(stated) - len(body))
    return bytes(body)
