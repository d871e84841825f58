"""Who may come in: hosts, origins, tokens, and how much they may bring."""

import asyncio

import pytest

from fittingroom.app.safety import Door, Refused, body, door, is_local, may_enter
from fittingroom.app.serving import url
from fittingroom.errors import InputError

HERE = door("127.0.0.1", 8642)


def status(opened: Door, query: str = "", **headers: str) -> int:
    try:
        may_enter(
            opened,
            headers={name.replace("_", "-"): text for name, text in headers.items()},
            query=query,
        )
    except Refused as refused:
        return refused.status
    return 200


@pytest.mark.parametrize("host", ["127.0.0.1:8642", "localhost:8642", "[::1]:8642", "LOCALHOST:8642"])
def test_the_server_answers_to_its_own_names(host: str):
    assert status(HERE, host=host) == 200
    assert status(HERE, host=host, origin=f"http://{host}", sec_fetch_site="same-origin") == 200


@pytest.mark.parametrize(
    "host",
    ["evil.example:8642", "127.0.0.1:80", "127.0.0.1", "", "127.0.0.1.evil.example:8642", "127.0.0.2:8642"],
)
def test_any_other_name_is_refused_also_one_that_was_made_to_lead_here(host: str):
    assert status(HERE, host=host) == 421


@pytest.mark.parametrize(
    ("bound", "host"), [("127.0.0.2", "127.0.0.2:8642"), ("0:0:0:0:0:0:0:1", "[0:0:0:0:0:0:0:1]:8642")]
)
def test_the_address_that_it_is_bound_to_is_a_name_of_its_own(bound: str, host: str):
    opened = door(bound, 8642)
    assert url(bound, 8642, opened) == f"http://{host}/"
    assert status(opened, host=host, origin=f"http://{host}") == 200
    assert status(opened, host="127.0.0.3:8642") == 421
    assert status(door(bound, 80), host=host.removesuffix(":8642")) == 200


@pytest.mark.parametrize(
    "origin",
    [
        "http://evil.example",
        "null",
        "https://127.0.0.1:8642",
        "http://127.0.0.1:9999",
        "http://localhost:8642",
    ],
)
def test_a_page_from_elsewhere_is_refused(origin: str):
    assert status(HERE, host="127.0.0.1:8642", origin=origin) == 403


def test_a_request_made_for_another_site_is_refused_but_a_link_may_lead_here():
    assert status(HERE, host="localhost:8642", sec_fetch_site="cross-site", sec_fetch_mode="no-cors") == 403
    assert status(HERE, host="localhost:8642", sec_fetch_site="same-site", sec_fetch_mode="cors") == 403
    assert status(HERE, host="localhost:8642", sec_fetch_site="cross-site", sec_fetch_mode="navigate") == 200


def test_bound_elsewhere_the_token_is_needed_and_enough():
    opened = door("0.0.0.0", 8642)
    assert len(opened.token) >= 32
    assert opened.token != door("0.0.0.0", 8642).token
    host = "192.168.1.7:8642"
    assert status(opened, host=host) == 401
    assert status(opened, host=host, query="token=wrong") == 401
    assert status(opened, host=host, query="token=", cookie="fittingroom=") == 401
    assert status(opened, host=host, query="token=ä", cookie="fittingroom=ä; =;;") == 401
    assert status(opened, host=host, query=f"token={opened.token}") == 200
    assert status(opened, host=host, cookie=f"other=1; fittingroom={opened.token}") == 200
    assert (
        status(opened, host=host, cookie=f"fittingroom={opened.token}", origin="http://evil.example") == 403
    )


def test_a_door_that_is_open_to_any_name_needs_a_token():
    with pytest.raises(InputError, match="needs a token"):
        Door(frozenset())


@pytest.mark.parametrize(
    ("host", "local"),
    [("127.0.0.1", True), ("::1", True), ("localhost", True), ("127.9.9.9", True), ("0.0.0.0", False),
     ("::", False), ("192.168.1.7", False), ("my-machine", False)],
)  # fmt: skip
def test_what_is_local(host: str, local: bool):
    assert is_local(host) is local


class Arriving:
    """A request whose body comes in pieces."""

    def __init__(self, pieces: list[bytes], announced: str | None = None):
        self.headers = {} if announced is None else {"content-length": announced}
        self.pieces, self.read = pieces, 0

    async def stream(self):
        for piece in self.pieces:
            self.read += len(piece)
            yield piece


def test_a_body_within_the_bound_comes_whole():
    assert asyncio.run(body(Arriving([b"ab", b"", b"c"]), 3)) == b"abc"


def test_a_body_that_announces_too_much_is_not_read_at_all():
    arriving = Arriving([b"a" * 10], announced="4")
    with pytest.raises(Refused, match="at most") as refused:
        asyncio.run(body(arriving, 3))
    assert refused.value.status == 413
    assert arriving.read == 0


@pytest.mark.parametrize("announced", [None, "1", "-1", "many", "²", "9" * 5000])
def test_a_body_that_lies_about_its_length_is_read_no_further_than_the_bound(announced: str | None):
    arriving = Arriving([b"ab", b"cd", b"ef"], announced)
    with pytest.raises(Refused) as refused:
        asyncio.run(body(arriving, 3))
    assert refused.value.status == 413
    assert arriving.read == 4


def test_a_body_that_never_ends_is_given_up(monkeypatch):
    class Dawdling(Arriving):
        async def stream(self):
            yield b"a"
            await asyncio.sleep(60)

    monkeypatch.setattr("fittingroom.app.safety.PATIENCE_S", 0.01)
    with pytest.raises(Refused) as refused:
        asyncio.run(body(Dawdling([]), 3))
    assert refused.value.status == 408
