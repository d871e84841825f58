"""Which addresses may be fetched from: public ones, unless the user allows others.

A catalogue is somebody else's text. A URL in it must not reach this machine or its private network, neither
directly nor by a redirect nor by a name that leads elsewhere the second time (DNS rebinding): so each name is
resolved once, every address that it has is checked, and the connection goes to a checked address.
"""

import ipaddress
import queue
import socket
import threading
from collections.abc import Sequence

from fittingroom.errors import InputError

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Network = ipaddress.IPv4Network | ipaddress.IPv6Network


class NotAllowed(Exception):
    """A URL or an address that may not be fetched from; the text is the reason."""


def networks(texts: Sequence[str]) -> tuple[Network, ...]:
    """Networks as people write them, 127.0.0.1 or 10.0.0.0/8. Raises InputError for anything else."""
    try:
        return tuple(ipaddress.ip_network(text, strict=False) for text in texts)
    except ValueError as error:
        raise InputError(f"an allowed address is written as 10.1.2.3 or 10.0.0.0/8, found {error}") from error


GLOBAL_UNICAST = ipaddress.IPv6Network("2000::/3")
"""All that IANA has given out of IPv6: outside lie site-local, reserved and locally translated addresses."""

NAT64 = ipaddress.IPv6Network("64:ff9b::/96")

SPECIAL = networks(["192.0.0.0/24", "192.88.99.0/24", "3fff::/20"])
"""Given out for no host of the public net, and not known as such by every version of Python."""


def addresses(
    host: str, port: int, allowed: Sequence[Network] = (), *, seconds: float | None = None
) -> tuple[str, ...]:
    """The addresses of a host, all of them public or allowed. Raises NotAllowed if a single one is not,
    OSError where the name does not resolve, TimeoutError where that takes longer than some seconds."""
    texts = tuple(dict.fromkeys(_resolved(host, port, seconds)))
    for text in texts:
        if not _may_be_asked(ipaddress.ip_address(text.partition("%")[0]), allowed):
            raise NotAllowed(f"{host} is at {text}, which is no public address")
    return texts


def _resolved(host: str, port: int, seconds: float | None) -> list[str]:
    """The system's resolver knows no limit of time, so another thread waits for it, to its end if need be."""
    answers: queue.SimpleQueue[list[str] | Exception] = queue.SimpleQueue()

    def resolve() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put([str(entry[4][0]) for entry in found])
        except (OSError, ValueError) as error:
            answers.put(error)

    threading.Thread(target=resolve, daemon=True).start()
    try:
        answer = answers.get(timeout=seconds)
    except queue.Empty:
        raise TimeoutError(f"{host} did not resolve in time") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _may_be_asked(address: Address, allowed: Sequence[Network]) -> bool:
    return _within(address, allowed) or all(
        _is_public(one) or _within(one, allowed) for one in _meant(address)
    )


def _within(address: Address, some: Sequence[Network]) -> bool:
    return any(address in network for network in some)


def _is_public(address: Address) -> bool:
    if address in NAT64:
        return True  # by itself: what it stands for is asked about too
    given_out = address.version == 4 or address in GLOBAL_UNICAST
    return given_out and address.is_global and not address.is_multicast and not _within(address, SPECIAL)


def _meant(address: Address) -> list[Address]:
    """The address and, of an IPv6 one that stands for an IPv4 one, that one too."""
    if isinstance(address, ipaddress.IPv4Address):
        return [address]
    if address.ipv4_mapped is not None:
        return [address.ipv4_mapped]  # no address of its own
    inner = [address.sixtofour, *(address.teredo or ())]
    if address in NAT64 or _is_isatap(address):
        inner.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [address, *(one for one in inner if one is not None)]


def _is_isatap(address: ipaddress.IPv6Address) -> bool:
    """RFC 5214, 6.1: under any prefix 0:5efe or 200:5efe stands before an IPv4 address."""
    return (int(address) >> 32) & 0xFDFFFFFF == 0x5EFE
