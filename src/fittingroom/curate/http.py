"""One picture over HTTP from an address that was checked, within limits of time and size."""

import http.client
import socket
import ssl
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import lru_cache

from fittingroom.curate.addresses import Network, NotAllowed, addresses
from fittingroom.curate.urls import NotUrl, Place, led_to, place_of

REDIRECTS = 5
CHUNK = 1 << 16


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Seconds for one picture from first to last, redirects included, and bytes of it, at most."""

    seconds: float
    bytes: int


@dataclass(slots=True, eq=False)  # not frozen: contextlib sets the traceback of what passes through it
class Refused(Exception):
    """Why there is no picture: a reason, words, whether asking again may help, seconds to wait if told."""

    reason: str
    why: str
    again: bool = False
    wait_s: float | None = None


Turn = Callable[[str], AbstractContextManager[None]]


def get(url: str, limits: Limits, allowed: Sequence[Network], turn: Turn) -> bytes:
    """The body that a URL leads to. Raises Refused.

    Every host on the way is resolved and checked, and connected to by the address that was checked. No proxy
    is used, as a proxy would resolve names itself. turn: a server (`Place.server`) -> what is entered to ask
    it; the wait for that is not of the picture's time.
    """
    left_s = limits.seconds
    for _ in range(REDIRECTS + 1):
        try:
            place = place_of(url)
            with turn(place.server):
                begun = time.monotonic()
                found = _found(place, limits, allowed, begun + left_s)
            left_s -= time.monotonic() - begun
            if isinstance(found, bytes):
                return found
            url = led_to(url, found)
        except NotUrl as error:
            raise Refused("bad-url", str(error)) from None
        except NotAllowed as error:
            raise Refused("not-allowed", str(error)) from None
    raise Refused("too-many-redirects", f"more than {REDIRECTS}")


def _found(place: Place, limits: Limits, allowed: Sequence[Network], deadline: float) -> bytes | str:
    """The body, or where a redirect leads. Raises Refused, NotAllowed."""
    fault = "no-host"
    try:
        known = addresses(place.host, place.port, allowed, seconds=_left(deadline))
        fault = "no-connection"
        with _connected(place, known, deadline) as connection, _answered(connection, place) as answer:
            fault = "cut-short"
            return _body(answer, limits, deadline)
    except (OSError, http.client.HTTPException, ValueError) as error:
        if isinstance(error, TimeoutError) or time.monotonic() >= deadline:
            raise Refused("timeout", f"no whole answer within {limits.seconds:g} s", again=True) from None
        told = getattr(error, "strerror", None) or str(error) or type(error).__name__
        raise Refused(fault, told, again=True) from None


def _left(deadline: float) -> float:
    """Seconds until a deadline. Raises TimeoutError where there are none."""
    left = deadline - time.monotonic()
    if left <= 0:
        raise TimeoutError
    return left


@contextmanager
def _connected(place: Place, known: Sequence[str], deadline: float) -> Iterator[http.client.HTTPConnection]:
    """An HTTP connection to a known address, cut off at a deadline however slowly the other side drips."""
    secure = place.scheme == "https"
    with ExitStack() as ending:
        sock = ending.enter_context(_socket(known, place.port, deadline))
        if secure:  # wrapping takes the connection from the plain socket, so the new one is what is cut
            sock = ending.enter_context(
                _tls().wrap_socket(sock, server_hostname=place.host, do_handshake_on_connect=False)
            )
        timer = threading.Timer(_left(deadline), _cut, (sock,))
        timer.daemon = True
        timer.start()
        ending.callback(timer.cancel)
        if isinstance(sock, ssl.SSLSocket):
            sock.do_handshake()
            client = http.client.HTTPSConnection(place.host, place.port, context=_tls())
        else:
            client = http.client.HTTPConnection(place.host, place.port)
        client.sock = sock
        yield client


def _socket(known: Sequence[str], port: int, deadline: float) -> socket.socket:
    failure: OSError | None = None
    for address in known:
        try:
            return socket.create_connection((address, port), timeout=_left(deadline))
        except OSError as error:
            failure = error
    raise failure or OSError("the host has no address")


def _cut(sock: socket.socket) -> None:
    try:
        # Of the connection below TLS: SSLSocket.shutdown would have the reader take ciphertext for content
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # it has ended already


@lru_cache(maxsize=1)
def _tls() -> ssl.SSLContext:
    return ssl.create_default_context()


def _answered(connection: http.client.HTTPConnection, place: Place) -> http.client.HTTPResponse:
    headers = {
        "User-Agent": "fittingroom",
        "Accept": "image/*",
        "Accept-Encoding": "identity",
        "Connection": "close",
    }
    connection.request("GET", place.target, headers=headers)
    return connection.getresponse()


def _body(answer: http.client.HTTPResponse, limits: Limits, deadline: float) -> bytes | str:
    if answer.status in (301, 302, 303, 307, 308) and (location := answer.getheader("Location")):
        return location
    if answer.status != 200:
        raise _refusal(answer)
    stated = answer.length
    if stated is not None and stated > limits.bytes:
        raise Refused("file-too-large", f"{stated:,} bytes")
    body = bytearray()
    while True:
        piece = answer.read1(CHUNK)
        _left(deadline)  # cut off, which without a stated length looks like an end
        if not piece:
            break
        body += piece
        if len(body) > limits.bytes:
            raise Refused("file-too-large", f"more than {limits.bytes:,} bytes")
    if stated is not None and len(body) < stated:
        raise http.client.IncompleteRead(bytes(body), stated - len(body))
    return bytes(body)


def _refusal(answer: http.client.HTTPResponse) -> Refused:
    status, told = answer.status, f"{answer.status} {answer.reason}"
    if status in (408, 425, 429) or status >= 500:
        wait = answer.getheader("Retry-After", "")
        return Refused("busy", told, again=True, wait_s=float(wait) if wait.isdecimal() else None)
    return Refused("gone" if status in (404, 410) else "refused", told)
