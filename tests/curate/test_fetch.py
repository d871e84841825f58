"""Every URL ends as a picture or a reason; hosts are asked gently, and none leads into private networks."""

import socket

import pyarrow as pa
import pytest
from pyarrow import parquet

from fittingroom.curate.fetch import REASONS, Settings, fetch
from fittingroom.curate.pictures import FETCHED
from tests.curate.made import encoded, picture
from tests.curate.shop_server import serving
from tests.curate.test_pictures import rows

HERE = ("127.0.0.1/32",)


@pytest.fixture(scope="module")
def shop():
    with serving() as server:
        yield server


def fetched(urls, folder, **settings):
    given = {"allow": HERE, "seconds": 1.0, "wait_s": 0.01, "pause_s": 0.0, "silent": 100} | settings
    out, decisions = fetch(rows(urls), Settings(**given), folder)
    reasons = {d["row"]: d["reason"] for d in decisions.to_pylist()}
    assert set(reasons.values()) <= set(REASONS)
    assert sorted([*out["row"].to_pylist(), *reasons]) == list(range(len(urls)))
    return out, reasons


def test_pictures_come_in_the_order_of_rows_and_paths_pass(shop, tmp_path):
    urls = [f"{shop.address}/good/{n}.jpg" for n in (4, 2, 9)] + ["local.jpg"]
    out, reasons = fetched(urls, tmp_path)
    assert reasons == {}
    assert out["image"].to_pylist()[3] == "local.jpg"
    names = {image.removeprefix(FETCHED) for image in out["image"].to_pylist()[:3]}
    stored = parquet.read_table(tmp_path / names.pop())["image"].to_pylist()
    assert [stored[at] for at in out["at"].to_pylist()[:3]] == [encoded(picture(n)) for n in (4, 2, 9)]


def test_each_way_to_fail_has_its_reason(shop, tmp_path):
    with socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        nobody = f"http://127.0.0.1:{closed.getsockname()[1]}/a.jpg"
        cases = {
            "/page.jpg": "not-a-picture", "/large.jpg": "file-too-large", "/endless.jpg": "file-too-large",
            "/drip.jpg": "timeout", "/silent.jpg": "timeout", "/cut.jpg": "no-connection",
            "/absent.jpg": "gone",
        }  # fmt: skip
        urls = [shop.address + path for path in cases]
        urls += [nobody, "ftp://a/b.jpg", "http://nobody.invalid/a.jpg"]
        _, reasons = fetched(urls, tmp_path, most_bytes=100_000, attempts=2)
    expected = [*cases.values(), "no-connection", "not-allowed", "no-host"]
    assert reasons == dict(enumerate(expected))
    assert shop.asked["/absent.jpg"] == 1  # asking again would not help
    assert shop.asked["/drip.jpg"] == 2


def test_a_busy_server_is_asked_again(shop, tmp_path):
    out, _ = fetched([shop.address + "/flaky.jpg"], tmp_path)
    assert len(out) == 1
    assert shop.asked["/flaky.jpg"] == 3


def test_redirects_are_followed_to_allowed_places_only(shop, tmp_path):
    shop.leads |= {
        "/to/private": "http://127.0.0.2/a.jpg",
        "/to/metadata": "http://169.254.169.254/latest",
        "/to/file": "file:///etc/passwd",
        "/to/itself": "/to/itself",
    }
    names = ("ok", "private", "metadata", "file", "itself")
    out, reasons = fetched([f"{shop.address}/to/{name}" for name in names], tmp_path)
    assert out["row"].to_pylist() == [0]
    assert reasons == {1: "not-allowed", 2: "not-allowed", 3: "not-allowed", 4: "too-many-redirects"}


def test_nothing_on_this_machine_is_reached_without_being_allowed(shop, tmp_path):
    before = dict(shop.asked)
    _, reasons = fetched([f"{shop.address}/good/1.jpg"], tmp_path, allow=())
    assert reasons == {0: "not-allowed"}
    assert dict(shop.asked) == before


def test_a_name_that_leads_elsewhere_the_second_time_is_not_followed(shop, tmp_path, monkeypatch):
    """DNS rebinding: the first answer is public, the second is this machine; only the first counts."""
    port, asked, connected = shop.server_address[1], [], []

    def resolved(host, port, **_):
        asked.append(host)
        address = "93.184.216.34" if len(asked) == 1 else "127.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def connect(place, timeout):
        connected.append(place)
        raise OSError("no way out of the test")

    monkeypatch.setattr(socket, "getaddrinfo", resolved)
    monkeypatch.setattr(socket, "create_connection", connect)
    _, reasons = fetched([f"http://rebinds.example:{port}/good/1.jpg"], tmp_path, allow=(), attempts=1)
    assert reasons == {0: "no-connection"}
    assert connected == [("93.184.216.34", port)]
    assert asked == ["rebinds.example"]


def test_a_host_has_few_connections_and_a_silent_one_is_given_up(tmp_path):
    with serving() as shop:
        urls = [f"{shop.address}/good/{n}.jpg" for n in range(20)]
        fetched(urls, tmp_path, per_host=2, at_once=16, seconds=20.0)
    assert shop.most == 2
    urls = ["http://127.0.0.1:9/a.jpg"] * 30
    _, reasons = fetched(urls, tmp_path, silent=3, attempts=1, per_host=1)
    assert list(reasons.values()).count("no-connection") == 3
    assert list(reasons.values()).count("host-silent") == 27


def test_a_table_without_urls_is_left_alone(tmp_path):
    table = rows(["a.jpg"])
    out, decisions = fetch(table, Settings(), tmp_path)
    assert out is table
    assert isinstance(decisions, pa.Table)
    assert list(tmp_path.iterdir()) == []
