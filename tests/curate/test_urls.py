"""A URL goes over the wire as a browser would send it, however a stranger wrote it."""

import pytest

from fittingroom.curate.addresses import NotAllowed
from fittingroom.curate.urls import NotUrl, led_to, place_of


@pytest.mark.parametrize(
    ("written", "sent"),
    [
        ("/a.jpg", "/a.jpg"),
        ("/klädd.jpg", "/kl%C3%A4dd.jpg"),
        ("/my photo.jpg?w=1 0", "/my%20photo.jpg?w=1%200"),
        ("/kl%C3%A4d%20d.jpg?q=%26", "/kl%C3%A4d%20d.jpg?q=%26"),
        ("/100%.jpg", "/100%.jpg"),
        ("/a;b,c=d@e:f!$&'()*+~[0]|/", "/a;b,c=d@e:f!$&'()*+~[0]|/"),
        ('/"<>`{}^', "/%22%3C%3E%60%7B%7D%5E"),
        ("?größe=1&b='{}", "/?gr%C3%B6%C3%9Fe=1&b=%27{}"),
        ("/images\\a.jpg#part", "/images/a.jpg"),
        ("", "/"),
        ("/服.jpg\n", "/%E6%9C%8D.jpg"),
        ("/a\x01\x7f", "/a%01%7F"),
    ],
)
def test_path_and_query_are_encoded_as_browsers_do(written, sent):
    place = place_of(f"  http://shop.example{written}")
    assert (place.host, place.port, place.target) == ("shop.example", 80, sent)
    assert place_of(f"http://shop.example{sent}").target == sent


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("https://SHOP.example/a", "shop.example:443"),
        ("http://me:secret@Shop.Example:80/a", "shop.example:80"),
        ("http://bücher.example/a", "xn--bcher-kva.example:80"),
        ("http://BÜCHER。example/a", "xn--bcher-kva.example:80"),
        ("HTTP://127.0.0.1:8000", "127.0.0.1:8000"),
        ("http://[::1]:81/a", "::1:81"),
        ("http://a_b-c.example./", "a_b-c.example.:80"),
    ],
)
def test_a_server_is_the_same_however_it_is_written(url, server):
    assert place_of(url).server == server


@pytest.mark.parametrize(
    "url",
    [
        "http://",
        "http:///x",
        "http://[::1",
        "http://[::zz]/",
        "http://a:99999/",
        "http://a:b/",
        "http://a b/",
        "http://a..b/",
        "http://.a/",
        "http://" + "a" * 64 + ".example/",
        "http://ü" + "a" * 70 + ".example/",
        "http://a\\b/",
        "http://a%20b/",
        "http://a℀b/",
        "http://a/\ud800",
    ],
)
def test_what_names_no_possible_host_is_no_url(url):
    with pytest.raises(NotUrl):
        place_of(url)


@pytest.mark.parametrize(
    "url",
    [
        "file:///etc/passwd",
        "ftp://a/b",
        "gopher://a",
        "//a/b",
        "javascript:alert(1)",
        "a.jpg",
        "",
        "s3://a/b",
    ],
)
def test_only_http_and_https(url):
    with pytest.raises(NotAllowed, match="only http and https"):
        place_of(url)


@pytest.mark.parametrize(
    ("location", "target"),
    [
        ("/bild-ä.jpg".encode(), "/bild-%C3%A4.jpg"),
        ("/bild-ä.jpg".encode("latin-1"), "/bild-%E4.jpg"),
        (b"my photo.jpg", "/there/my%20photo.jpg"),
        (b"/kl%C3%A4d.jpg", "/kl%C3%A4d.jpg"),
        ("//bücher.example/ä".encode(), "/%C3%A4"),
    ],
)
def test_redirects_are_read_as_utf_8_or_sent_back_as_they_came(location, target):
    led = place_of(led_to("http://shop.example/there/klädd.jpg", location.decode("latin-1")))
    assert led.target == target
    assert led.host == ("xn--bcher-kva.example" if b"//" in location else "shop.example")


def test_a_redirect_to_no_url_is_told():
    with pytest.raises(NotUrl, match="the redirect leads to no URL"):
        led_to("http://shop.example/", "http://[")
