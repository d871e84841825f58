"""The routes of the page for attributes, without a browser."""

import io

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from fittingroom.app.attributes.work import AttributeRoom, questions
from fittingroom.app.safety import HEADERS, door
from fittingroom.app.server import pages
from tests.models.attributes.conftest import MORE_LABELS

BASE = "http://127.0.0.1:8642"


@pytest.fixture
def client(attribute_room: AttributeRoom):
    return TestClient(pages(questions(attribute_room), door("127.0.0.1", 8642)), base_url=BASE)


def photo(size: tuple[int, int] = (60, 90)) -> bytes:
    stream = io.BytesIO()
    Image.fromarray(np.random.default_rng(0).integers(0, 255, (*size, 3), np.uint8)).save(stream, "JPEG")
    return stream.getvalue()


def ask(client: TestClient, sent: bytes, **query):
    return client.post("/api/ask", content=sent, params={"preparation": "own", "source": "photo", **query})


def test_about_says_the_groups_and_that_it_is_simulated(client):
    found = client.get("/api/about").json()
    assert found["kind"] == "attributes"
    assert [group["name"] for group in found["groups"]] == [group.name for group in MORE_LABELS.groups]
    assert found["title"] == "Simulated set, tried on"
    assert "F1@8" in found["subtitle"]
    assert "no picture is kept" in found["keeps"]


def test_a_photo_is_answered_group_by_group(client, attribute_room):
    found = ask(client, photo()).json()
    assert [step["name"] for step in found["steps"]] == ["your picture", "stretched"]
    assert [group["name"] for group in found["groups"]] == ["color", "place", "rare"]
    for group in found["groups"]:
        assert group["state"] in ("named", "none", "unknown")
        assert len(group["chips"]) >= 1
        assert 1 <= len(group["bars"]) <= 8
        assert all(0 <= bar["probability"] <= 1 for bar in group["bars"])
    assert found["groups"][1]["asked"] == "one of 2, or none"
    assert found["caution"]
    assert len(found["nearest"]["images"]) == 6
    assert found["truth"] == ""


def test_an_image_of_val_is_answered_with_its_labels(client, attribute_room):
    number = client.get("/api/sample").json()["number"]
    found = client.post("/api/ask", params={"source": "data", "sample": number}).json()
    present = attribute_room.subject.val.source.truth.of(np.array([number]))[0][0]
    for label, there in zip(MORE_LABELS.labels, present, strict=True):
        assert (label.name in found["truth"]) == there
    for wrong in ("-1", "96", "x", "", "²", "9" * 5000):
        assert client.post("/api/ask", params={"source": "data", "sample": wrong}).status_code == 400


def test_what_is_no_picture_is_refused_and_there_is_nothing_to_keep_or_play(client):
    assert ask(client, b"a shopping list").status_code == 415
    assert ask(client, photo(), preparation="stretch-negate").status_code == 422
    assert ask(client, b"a" * 20_000_001).status_code == 413
    assert client.post("/api/keep", json={"id": "x", "label": 0}).status_code == 404
    assert client.post("/api/quiz", json={}).status_code == 404
    assert client.get("/", headers={"Host": "evil.example:8642"}).status_code == 421
    assert ask(client, photo()).status_code == 200


def test_the_page_and_the_headers_of_safety_are_the_same(client):
    for name in ("groups.js", "groups.css", "main.js"):
        found = client.get(f"/page/{name}")
        assert found.status_code == 200
        for header, text in HEADERS.items():
            assert found.headers[header] == text
