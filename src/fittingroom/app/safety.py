"""Who may come in, and how much they may bring.

A page on one's own machine can be reached by every other page that the same browser has open: such a
page may send requests to 127.0.0.1, or let its own name lead there (DNS rebinding). So the Host header
must name this server, and a request that says where it comes from must come from this very page. Bound
to an address that others can reach, the server also wants a random token, which the printed address
holds and a cookie then keeps.
"""

import asyncio
import secrets
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie
from ipaddress import ip_address
from typing import Protocol
from urllib.parse import parse_qs

from fittingroom.errors import InputError

MOST_BYTES = 20_000_000
"""Bytes of a picture, at most: a phone's largest JPEG has about half."""
MOST_TEXT = 10_000
"""Bytes of any other request, at most."""
PATIENCE_S = 20
"""Seconds that a body may take to arrive."""
DIGITS = 18
"""Digits of a number that somebody sent, at most: Python refuses to read one of thousands."""
COOKIE = "fittingroom"

HEADERS: Mapping[str, str] = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; "
        "media-src 'self' blob:; connect-src 'self'; base-uri 'none'; form-action 'none'; "
        "frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(self), microphone=(), geolocation=()",
    "Cache-Control": "no-store",
}
"""Sent with every answer: nothing is loaded from, framed by, sent to or kept for anybody else."""


class Refused(InputError):
    """A request that is answered with a sentence and an HTTP status instead of what was asked for."""

    def __init__(self, status: int, sentence: str, retry_after_s: int | None = None):
        super().__init__(sentence)
        self.status = status
        self.retry_after_s = retry_after_s


class Received(Protocol):
    """What `body` needs of a request (Starlette's has it)."""

    @property
    def headers(self) -> Mapping[str, str]: ...

    def stream(self) -> AsyncIterator[bytes]: ...


@dataclass(frozen=True, slots=True)
class Door:
    """Whom the server answers: `hosts`, the names that lead to it (empty: any), and `token` ("": none)."""

    hosts: frozenset[str]
    token: str = ""

    def __post_init__(self):
        if not self.hosts and not self.token:
            raise InputError("a server that answers to any name needs a token, got neither hosts nor token")


def door(host: str, port: int) -> Door:
    """The door of a server bound to `host`: local names alone, or any name together with a new token."""
    if is_local(host):
        names = {"127.0.0.1", "localhost", "[::1]", in_url(host).lower()}
        return Door(frozenset({f"{name}:{port}" for name in names} | (names if port == 80 else set())))
    return Door(frozenset(), secrets.token_urlsafe(24))


def in_url(host: str) -> str:
    """An address as it stands in a URL, and so in the Host header: IPv6 in brackets (RFC 3986, 3.2.2)."""
    return f"[{host}]" if ":" in host else host


def is_local(host: str) -> bool:
    """Whether only this machine can reach a server that is bound to this address."""
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def may_enter(door: Door, *, headers: Mapping[str, str], query: str) -> None:
    """Raise Refused unless a request comes from this server's own page, or from its address typed in.

    headers: lower-case names; query: what stands behind the ? of the address.
    """
    host = headers.get("host", "")
    if door.hosts and host.lower() not in door.hosts:
        raise Refused(
            421, f"this server answers to {', '.join(sorted(door.hosts))}, not to {host[:80] or 'no name'}"
        )
    origin = headers.get("origin")
    if origin is not None and origin.lower() != f"http://{host.lower()}":
        raise Refused(403, f"only its own page may ask this server, not a page of {origin[:80]}")
    if headers.get("sec-fetch-site") in ("cross-site", "same-site") and (
        headers.get("sec-fetch-mode") != "navigate"
    ):
        raise Refused(403, "only its own page may ask this server, not a page from elsewhere")
    if door.token and not (brings_token(door, query) or _keeps_token(door, headers.get("cookie", ""))):
        raise Refused(401, "open the whole address that `fittingroom app` printed: it ends in a token")


def brings_token(door: Door, query: str) -> bool:
    """Whether the address itself holds the token."""
    given = parse_qs(query[:1000]).get("token", [""])[0]
    return bool(door.token) and secrets.compare_digest(given.encode(), door.token.encode())


def _keeps_token(door: Door, cookie: str) -> bool:
    try:
        kept = SimpleCookie(cookie).get(COOKIE)
    except CookieError:
        return False
    return kept is not None and secrets.compare_digest(kept.value.encode(), door.token.encode())


async def body(request: Received, most: int) -> bytes:
    """The body of a request, read only as far as `most` bytes; raises Refused beyond, or if it dawdles."""
    announced = whole(request.headers.get("content-length", "0"))
    if announced is not None and announced > most:
        raise _too_much(announced, most)
    pieces, size = [], 0
    try:
        async with asyncio.timeout(PATIENCE_S):
            async for piece in request.stream():
                size += len(piece)
                if size > most:
                    raise _too_much(size, most)
                pieces.append(piece)
    except TimeoutError:
        raise Refused(408, f"the picture took longer than {PATIENCE_S} s to arrive; send it again") from None
    return b"".join(pieces)


def whole(text: str) -> int | None:
    """The whole number that a text spells in at most DIGITS plain digits; None for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= DIGITS else None


def _too_much(found: int, most: int) -> Refused:
    return Refused(
        413, f"at most {most / 1e6:g} MB are taken at a time, this is {found / 1e6:.1f} MB or more; send less"
    )
