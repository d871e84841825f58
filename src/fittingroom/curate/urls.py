"""URLs as strangers write them, made into what goes over the wire, as browsers do it.

Spaces and letters of any script stand in the URLs of real shops. What a server is asked for is ASCII.
"""

import ipaddress
import re
from dataclasses import dataclass
from urllib.parse import quote, urljoin, urlsplit

from fittingroom.curate.addresses import NotAllowed

PORTS = {"http": 80, "https": 443}

BLANK = "".join(map(chr, range(33)))
"""What browsers cut off at both ends of a URL."""

PRINTABLE = "".join(map(chr, range(33, 127)))
IN_PATH = "".join(set(PRINTABLE) - set('"<>^`{}'))
IN_QUERY = "".join(set(PRINTABLE) - set("\"'<>"))
"""What stays as it is (WHATWG URL, 1.3): % too, so that what is encoded already is not encoded twice."""

HOST = re.compile("[0-9a-z._-]+")


class NotUrl(Exception):
    """What is written there leads to no host; the text is the reason."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where a URL leads, all of it ASCII. host: in lower case, without a user; target: path and query."""

    scheme: str
    host: str
    port: int
    target: str

    @property
    def server(self) -> str:
        """Equal for whatever the same server answers, however its URLs are written."""
        return f"{self.host}:{self.port}"


def place_of(url: str) -> Place:
    """Read a URL. Raises NotAllowed where it is not http or https, NotUrl where it names no possible host."""
    try:
        pieces = urlsplit(url.strip(BLANK))
        if pieces.scheme not in PORTS:
            raise NotAllowed(f"only http and https are fetched, not {pieces.scheme or 'a bare path'}")
        path = quote(pieces.path.replace("\\", "/") or "/", safe=IN_PATH)
        query = quote(pieces.query, safe=IN_QUERY)
        return Place(
            scheme=pieces.scheme,
            host=_host(pieces.hostname or ""),
            port=pieces.port or PORTS[pieces.scheme],
            target=f"{path}?{query}" if query else path,
        )
    except ValueError as error:
        raise NotUrl(f"not a URL ({error})") from None


def led_to(url: str, location: str) -> str:
    """The URL to which a redirect leads from another. Raises NotUrl.

    location: the header as `http.client` has it, each byte a character. Servers write UTF-8, or bytes in a
    code of their own, which only they can read: those are sent back as they came.
    """
    try:
        written = location.encode("latin-1")
        try:
            text = written.decode()
        except UnicodeDecodeError:
            text = quote(written, safe=PRINTABLE)
        return urljoin(url.strip(BLANK), text.strip(BLANK))
    except ValueError as error:
        raise NotUrl(f"the redirect leads to no URL ({error})") from None


def _host(name: str) -> str:
    """Raises ValueError where no host can be called so."""
    if ":" in name:
        return str(ipaddress.IPv6Address(name))
    host = name.encode("idna").decode("ascii").lower()
    if not HOST.fullmatch(host):
        raise ValueError(f"no host is called {name!r}")
    return host
