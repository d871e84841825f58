"""Every URL ends as a picture or a reason; hosts are asked gently, and none leads into private networks."""

import socket
from collections import Counter

import pyarrow as pa
import pytest
from pyarrow import parquet

from fittingroom.curate.fetch import PASSING, REASONS, Settings, fetch, forget_passing
from fittingroom.curate.pictures import FETCHED, contents
from fittingroom.curate.pictures import Settings as Pictures
from fittingroom.curate.work import rows_told
from tests.curate.made import encoded, picture
from tests.curate.shop_server import serving
from tests.curate.test_pictures import places, rows

HERE = ("127.0.0.1/32",)


@pytest.fixture(scope="module")
def shop():
    with serving() as server:
        yield server


def fetched(urls, folder, **settings):
    given = {"allow": HERE, "seconds": 20.0, "wait_s": 0.01, "pause_s": 0.0, "silent": 100} | settings
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
            "/drip.jpg": "timeout", "/silent.jpg": "timeout", "/cut.jpg": "cut-short",
            "/absent.jpg": "gone", "/forbidden.jpg": "refused", "/busy/1.jpg": "busy",
        }  # fmt: skip
        urls = [shop.address + path for path in cases]
        urls += [nobody, "ftp://a/b.jpg", "http://nobody.invalid/a.jpg", "http://a..b/c.jpg"]
        shop.well = False
        _, reasons = fetched(urls, tmp_path, most_bytes=100_000, attempts=2, seconds=1.0)
        shop.well = True
    expected = [*cases.values(), "no-connection", "not-allowed", "no-host", "bad-url"]
    assert reasons == dict(enumerate(expected))
    assert shop.asked["/absent.jpg"] == 1  # asking again would not help
    assert shop.asked["/drip.jpg"] == 2
    assert shop.asked["/busy/1.jpg"] == 2


def test_urls_in_words_are_fetched_and_silence_nobody(shop, tmp_path):
    shop.leads |= {
        "/to/latin": "/any/bild-\u00e4.jpg",
        "/to/utf-8": "/any/bild-\u00e4.jpg".encode().decode("latin-1"),
    }
    paths = [f"any/kl\u00e4d{n}.jpg" for n in range(6)]
    paths += ["any/my photo.jpg", "any/a%20b.jpg?x=\u00fc", "to/latin", "to/utf-8", "good/1.jpg"]
    out, reasons = fetched([f"{shop.address}/{path}" for path in paths], tmp_path, silent=2)
    assert reasons == {}
    assert len(out) == len(paths)
    sent = ("kl%C3%A4d0", "my%20photo", "a%20b", "bild-%E4", "bild-%C3%A4")
    assert [shop.asked[f"/any/{name}.jpg"] for name in sent] == [1] * 5


def test_only_a_host_that_cannot_be_reached_counts_as_silent(tmp_path):
    with socket.socket() as closed, serving() as shop:
        closed.bind(("127.0.0.1", 0))
        shop.leads |= {
            "/to/nowhere": "http://a..b/c.jpg",
            "/to/dead": f"http://127.0.0.1:{closed.getsockname()[1]}/a.jpg",
        }
        paths = [*["/to/nowhere"] * 4, *["/to/dead"] * 4, *["/cut.jpg"] * 4, "/good/1.jpg"]
        urls = [shop.address + path for path in paths]
        _, reasons = fetched(urls, tmp_path, silent=2, per_host=1, at_once=1, attempts=1)
    dead = ["no-connection", "no-connection", "host-silent", "host-silent"]
    assert reasons == dict(enumerate([*["bad-url"] * 4, *dead, *["cut-short"] * 4]))


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
        fetched(urls, tmp_path, per_host=2, at_once=16)
    assert shop.most == 2
    with serving() as shop:
        host = f"127.0.0.1:{shop.server_address[1]}"
        urls = [f"hTTp://customer{n}@{host}/good/{n}.jpg" for n in range(20)]
        fetched(urls, tmp_path, per_host=2, at_once=16)
    assert shop.most <= 2
    urls = ["http://127.0.0.1:9/a.jpg"] * 30
    _, reasons = fetched(urls, tmp_path, silent=3, attempts=1, per_host=1)
    assert list(reasons.values()).count("no-connection") == 3
    assert list(reasons.values()).count("host-silent") == 27


def test_a_host_has_few_connections_also_where_others_lead_to_it(tmp_path):
    with serving() as target, serving() as one, serving() as other:
        for shop in (one, other):
            shop.leads |= {f"/to/{n}": f"{target.address}/good/{n}.jpg" for n in range(20)}
        urls = [f"{shop.address}/to/{n}" for n in range(20) for shop in (one, other)]
        out, _ = fetched(urls, tmp_path, per_host=2, at_once=16)
    assert len(out) == 40
    assert target.most <= 2


PATHS = ("/good/1.jpg", "/busy/1.jpg", "/absent.jpg", "/good/2.jpg", "/busy/2.jpg", "/cut.jpg")


@pytest.fixture
def first_run(tmp_path):
    """A shop that was not well, what a run got of it, and the run again."""

    def again(**settings):
        before = Counter(shop.asked)
        out, reasons = fetched(urls, tmp_path, **{"attempts": 1} | settings)
        pictures = list(contents(out, places(tmp_path), Pictures()))
        return dict(zip(out["row"].to_pylist(), pictures, strict=True)), reasons, shop.asked - before

    with serving() as shop:
        urls = [shop.address + path for path in PATHS]
        shop.well = False
        pictures, reasons, _ = again()
        assert pictures == {0: encoded(picture(1)), 3: encoded(picture(2))}
        assert reasons == {1: "busy", 2: "gone", 4: "busy", 5: "cut-short"}
        shop.well = True
        yield again


def test_the_same_again_asks_only_for_what_may_have_passed(first_run):
    pictures, reasons, asked = first_run()
    assert asked == {"/busy/1.jpg": 1, "/busy/2.jpg": 1, "/cut.jpg": 1}
    busy = encoded(picture(6))
    assert pictures == {0: encoded(picture(1)), 1: busy, 3: encoded(picture(2)), 4: busy}
    assert reasons == {2: "gone", 5: "cut-short"}
    assert first_run()[2] == {"/cut.jpg": 1}


@pytest.mark.parametrize("more", [{"attempts": 2}, {"allow": (*HERE, "10.0.0.0/8")}])
def test_other_settings_ask_for_everything_but_the_pictures(first_run, more):
    pictures, reasons, asked = first_run(**more)
    assert set(asked) == {"/busy/1.jpg", "/absent.jpg", "/busy/2.jpg", "/cut.jpg"}
    assert sorted(pictures) == [0, 1, 3, 4]
    assert reasons == {2: "gone", 5: "cut-short"}


def test_pictures_that_stricter_settings_refuse_do_not_stay(first_run):
    for stricter, reasons in (
        ({"most_bytes": 10}, {"file-too-large", "gone"}),
        ({"allow": ()}, {"not-allowed"}),
    ):
        pictures, told, _ = first_run(**stricter)
        assert pictures == {}
        assert set(told.values()) == reasons


def test_pictures_stay_at_their_places_when_others_come(shop, tmp_path):
    urls = [f"{shop.address}{path}" for path in ("/busy/3.jpg", "/good/1.jpg")]
    shop.well = False
    before, _ = fetched(urls, tmp_path, attempts=1)
    shop.well = True
    after, _ = fetched(urls, tmp_path, attempts=1)
    assert after.slice(1).equals(before)


def test_other_rows_under_the_same_name_are_asked_for(shop, tmp_path):
    fetched([f"{shop.address}/good/{n}.jpg" for n in (1, 2)], tmp_path)
    out, _ = fetched([f"{shop.address}/good/{n}.jpg" for n in (1, 3)], tmp_path)
    assert list(contents(out, places(tmp_path), Pictures())) == [encoded(picture(1)), encoded(picture(3))]


def test_partitions_with_failures_that_may_pass_are_forgotten(tmp_path):
    reasons = [sorted(PASSING)[:1], ["gone"], [], ["gone", "busy"]]
    parts = [tmp_path / f"part-{n}" for n in range(5)]
    decided = [tmp_path / f"decided-{n}" for n in range(5)]
    for number, some in enumerate(reasons):
        parts[number].touch()
        told = {"row": list(range(len(some))), "reason": pa.array(some, pa.string())}
        parquet.write_table(pa.table(told), decided[number])
    forget_passing(parts, decided)
    assert [part.exists() for part in parts] == [False, True, True, False, False]


def test_what_was_missed_tells_by_the_rows_alone(tmp_path):
    def told(*decided):
        paths = [tmp_path / f"{n}.parquet" for n in range(len(decided))]
        for path, some in zip(paths, decided, strict=True):
            parquet.write_table(pa.table({"row": list(some), "reason": list(some.values())}), path)
        return rows_told(paths)

    assert told({1: "busy"}, {9: "gone"}) == told({1: "timeout"}, {9: "gone"})
    assert told({1: "busy"}, {9: "gone"}) != told({1: "busy"}, {8: "gone"})


def test_a_table_without_urls_is_left_alone(tmp_path):
    table = rows(["a.jpg"])
    out, decisions = fetch(table, Settings(), tmp_path)
    assert out is table
    assert isinstance(decisions, pa.Table)
    assert list(tmp_path.iterdir()) == []
