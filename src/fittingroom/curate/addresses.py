"""Which addresses may be fetched from: public ones, unless the user allows others.

A catalogue is somebody else's text. A URL in it must not reach this machine or its private network, neither
directly nor by a redirect nor by a name that leads elsewhere the second time (DNS rebinding): so each name is
resolved once, every address that it has is checked, and the connection goes to a checked address.
"""

import ipaddress
import socket
from collections.abc import Sequence
from urllib.parse import SplitResult, urlsplit

from fittingroom.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network

NAT64 = ipaddress.ip_network("64:ff9b::/96")


class NotAllowed(Exception):
    """A URL or an address that may not be fetched from; the text is the reason."""


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Networks as people write them, 127.0.0.1 or 10.0.0.0/8. Raises InputError for anything else."""
    try:
        return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
    except ValueError as error:
        raise InputError(f"an allowed address is written as 10.1.2.3 or 10.0.0.0/8, found {error}") from error


def checked_url(url: str) -> tuple[SplitResult, str, int]:
    """A URL that may be fetched at all: its pieces, its host, its port. Raises NotAllowed."""
    try:
        pieces = urlsplit(url)
        host, port = pieces.hostname, pieces.port
    except ValueError as error:
        raise NotAllowed(f"not a URL ({error})") from None
    if pieces.scheme not in ("http", "https"):
        raise NotAllowed(f"only http and https are fetched, not {pieces.scheme or 'a bare path'}")
    if not host:
        raise NotAllowed("the URL names no host")
    if any(ord(c) <= 32 or ord(c) == 127 for c in url):
        raise NotAllowed("the URL holds spaces or control characters")
    return pieces, host, port or (443 if pieces.scheme == "https" else 80)


def addresses(host: str, port: int, allowed: Sequence[Network] = ()) -> tuple[str, ...]:
    """The addresses of a host, all of them public or allowed. Raises NotAllowed if a single one is not,
    OSError where the name does not resolve."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except UnicodeError as error:
        raise NotAllowed(f"not a host name ({error})") from None
    texts = tuple(dict.fromkeys(str(entry[4][0]) for entry in found))
    for text in texts:
        address = ipaddress.ip_address(text.partition("%")[0])
        if not (_is_public(address) or _within(address, allowed)):
            raise NotAllowed(f"{host} is at {text}, which is no public address")
    return texts


def _within(address: Address, allowed: Sequence[Network]) -> bool:
    return any(one in network for one in (address, *_meant(address)) for network in allowed)


def _is_public(address: Address) -> bool:
    return all(one.is_global and not one.is_multicast for one in _meant(address))


def _meant(address: Address) -> list[Address]:
    """The address and, of an IPv6 one that stands for an IPv4 one, that one too."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    inner = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64:
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    found: list[Address] = [one for one in inner if one is not None]
    # A mapped address is no address of its own: only what it stands for counts
    return found if address.ipv4_mapped is not None else [address, *found]
