"""Only public addresses are fetched from, however they are written and wherever names lead."""

import socket
import threading

import pytest

from fittingroom.curate.addresses import NotAllowed, addresses, networks
from fittingroom.errors import InputError

PRIVATE = (
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
    "224.0.0.1", "255.255.255.255", "::1", "fe80::1", "fc00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1", "::", "fec0::1", "feff::1", "64:ff9b:1::a00:1",
    "64:ff9b:1::808:808", "::127.0.0.1", "::8.8.8.8", "::ffff:0:127.0.0.1", "5f00::1", "3fff::1",
    "2606:4700::5efe:10.0.0.1", "2606:4700::200:5efe:10.0.0.1", "2001:0:7f00:1::1", "192.0.0.8",
    "192.88.99.1", "4000::1",
)  # fmt: skip


def leading_to(monkeypatch, *found):
    def resolved(host, port, **_):
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (one, port)) for one in found]

    monkeypatch.setattr(socket, "getaddrinfo", resolved)


@pytest.mark.parametrize("address", PRIVATE)
def test_what_is_not_public_is_refused_unless_allowed(monkeypatch, address):
    leading_to(monkeypatch, address)
    with pytest.raises(NotAllowed, match="no public address"):
        addresses("shop.example", 80)
    assert addresses("shop.example", 80, networks([address])) == (address,)


def test_one_private_address_among_public_ones_is_enough_to_refuse(monkeypatch):
    leading_to(monkeypatch, "93.184.216.34", "10.0.0.1")
    with pytest.raises(NotAllowed, match=r"is at 10\.0\.0\.1"):
        addresses("shop.example", 80)


def test_public_ones_pass(monkeypatch):
    public = (
        "93.184.216.34", "2606:2800:220:1::1", "::ffff:93.184.216.34", "64:ff9b::93.184.216.34",
        "2002:5db8:d822::1", "2606:4700::5efe:93.184.216.34",
    )  # fmt: skip
    leading_to(monkeypatch, *public)
    assert addresses("shop.example", 443) == public


@pytest.mark.parametrize("host", ["2130706433", "0x7f000001", "127.1", "localhost"])
def test_other_ways_to_write_this_machine_are_seen_through(host):
    with pytest.raises(NotAllowed, match="no public address"):
        addresses(host, 80)


def test_what_stands_for_an_address_is_allowed_where_both_are(monkeypatch):
    for one in ("::ffff:10.0.0.1", "64:ff9b::10.0.0.1", "2002:a00:1::"):
        leading_to(monkeypatch, one)
        assert addresses("shop.example", 80, networks(["10.0.0.0/8"])) == (one,)
    leading_to(monkeypatch, "::10.0.0.1")
    with pytest.raises(NotAllowed, match="no public address"):
        addresses("shop.example", 80, networks(["10.0.0.0/8"]))


def test_a_name_is_not_waited_for_longer_than_said(monkeypatch):
    ended = threading.Event()

    def hanging(*_, **__):
        ended.wait(60)
        raise OSError("nobody waits for this")

    monkeypatch.setattr(socket, "getaddrinfo", hanging)
    with pytest.raises(TimeoutError, match=r"shop\.example did not resolve in time"):
        addresses("shop.example", 80, seconds=0.05)
    ended.set()


def test_networks_are_read_or_complained_about():
    assert [str(one) for one in networks(["10.1.2.3/8", "::1"])] == ["10.0.0.0/8", "::1/128"]
    with pytest.raises(InputError, match=r"an allowed address is written as .*'intranet'"):
        networks(["intranet"])
