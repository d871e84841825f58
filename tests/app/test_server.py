"""The routes, without a browser."""

import io
import json

import numpy as np
import pytest
from PIL import Image
from starlette.testclient import TestClient

from fittingroom.app.collecting import read
from fittingroom.app.doubting import Given, note
from fittingroom.app.safety import HEADERS, door
from fittingroom.app.server import application
from fittingroom.app.work import Room

BASE = "http://127.0.0.1:8642"


@pytest.fixture
def client(room: Room):
    return TestClient(application(room, door("127.0.0.1", 8642)), base_url=BASE)


def drawing(width: int = 300) -> bytes:
    paper = np.full((width, width), 255, np.uint8)
    paper[width // 2 - 20 : width // 2 + 20, 50:-50] = 0
    stream = io.BytesIO()
    Image.fromarray(paper).save(stream, "PNG")
    return stream.getvalue()


def ask(client: TestClient, sent: bytes, **query):
    given = {"preparation": "stretch-negate", "source": "drawing", **query}
    return client.post("/api/ask", content=sent, params=given)


@pytest.mark.parametrize("path", ["/", "/page/main.js", "/page/look.css", "/api/about", "/nothing"])
def test_every_answer_has_the_headers_of_safety(client, path: str):
    found = client.get(path)
    for name, text in HEADERS.items():
        assert found.headers[name] == text


def test_the_page_and_its_pieces_are_served_and_nothing_else(client):
    for name in ("main.js", "draw.js", "look.css", "index.html"):
        assert client.get(f"/page/{name}").status_code == 200
    for name in (
        "../server.py",
        "..%2fserver.py",
        "%2e%2e%2fserver.py",
        "server.py",
        "",
        "%00",
        "/etc/passwd",
    ):
        assert client.get(f"/page/{name}").status_code == 404


def test_about_says_what_the_page_needs(client, room):
    found = client.get("/api/about").json()
    assert found["classes"] == list(room.subject.classes)
    assert found["preparation"] == "stretch-negate"
    assert "100 test images" in found["subtitle"]
    assert found["worth"]["measurements"] == []


def test_a_drawing_is_answered_and_nothing_is_kept(client, room):
    found = ask(client, drawing()).json()
    assert found["steps"][0]["name"] == "your picture"
    assert found["familiar"]["word"] in ("like", "borderline", "unlike")
    assert found["steady"]["of"] == 8
    assert not room.folder.exists()


def test_what_it_was_is_kept_once_and_the_accuracy_is_told(client, room):
    found = ask(client, drawing()).json()
    kept = client.post("/api/keep", json={"id": found["id"], "label": 0, "who": "../../Ada <b>"}).json()
    assert kept["said"].startswith("Kept as across.")
    assert kept["worth"]["measurements"][0]["value"] in ("100\u202f%", "0.0\u202f%")
    (line,) = read(room.folder)
    assert (line.label, line.group, line.source) == ("across", "Ada b", "drawing")
    assert line.model == room.subject.identity
    assert (room.folder / line.file).is_file()
    again = client.post("/api/keep", json={"id": found["id"], "label": 1})
    assert again.status_code == 410
    twin = client.post("/api/keep", json={"id": ask(client, drawing()).json()["id"], "label": 0})
    assert twin.status_code == 422
    assert "already" in twin.json()["error"]
    assert len(read(room.folder)) == 1


def test_none_of_these_is_a_label_too(client, room):
    found = ask(client, drawing(310)).json()
    client.post("/api/keep", json={"id": found["id"], "label": -1})
    assert read(room.folder)[0].label == "none of these"
    assert client.get("/api/about").json()["worth"]["measurements"][0]["name"].startswith("refused")


@pytest.mark.parametrize(
    ("given", "status"),
    [
        ({"id": "unknown", "label": 0}, 410),
        ({"id": 7, "label": 0}, 410),
        ({"label": 3}, 422),
        ({"label": -2}, 422),
        ({"label": True}, 422),
        ({"label": "0"}, 422),
        ([1], 422),
        ({}, 422),
    ],
)
def test_a_wrong_label_is_refused(client, given, status):
    found = client.post("/api/keep", json=given)
    assert found.status_code == status
    assert len(found.json()["error"].splitlines()) == 1


@pytest.mark.parametrize("sent", [b"", b"{", b"nan", b"[" * 9000, b"\xff\xfe"])
def test_what_is_no_json_is_refused(client, sent):
    assert client.post("/api/quiz", content=sent).status_code == 422


def test_bad_pictures_get_a_sentence_and_the_next_one_an_answer(client):
    assert ask(client, b"a shopping list").status_code == 415
    assert ask(client, drawing(), preparation="../x").status_code == 422
    assert ask(client, drawing(), source="\r\nSet-Cookie: x").status_code == 422
    assert ask(client, b"a" * 20_000_001).status_code == 413
    assert ask(client, drawing()).status_code == 200


def test_an_image_of_val_is_answered_with_its_label_and_not_kept(client, room):
    number = client.get("/api/sample").json()["number"]
    found = client.post("/api/ask", params={"source": "data", "sample": number}).json()
    val = room.subject.run.data.part("val")
    assert room.subject.classes[val.labels[number]] in found["truth"]
    assert not found["keepable"]


@pytest.mark.parametrize("number", ["-1", "200", "x", "", "²", "٣", "9" * 18, "9" * 5000])
def test_an_image_of_val_that_there_is_not_is_refused(client, number):
    found = client.post("/api/ask", params={"source": "data", "sample": number})
    assert found.status_code == 400
    assert found.json()["error"] == "the images of the validation part are numbered 0 to 199"


def test_a_foreign_page_and_a_foreign_name_are_refused(client):
    assert client.post("/api/quiz", json={}, headers={"Origin": "http://evil.example"}).status_code == 403
    assert client.get("/", headers={"Host": "evil.example:8642"}).status_code == 421
    assert client.post("/api/quiz", json={}, headers={"Origin": BASE}).status_code == 200


def test_a_full_desk_says_when_to_come_again(client, room):
    room.desk.taken = room.desk.places
    found = ask(client, drawing())
    room.desk.taken = 0
    assert found.status_code == 503
    assert found.headers["Retry-After"] == "1"


def test_with_a_token_the_address_lets_in_and_a_cookie_keeps(room):
    opened = door("0.0.0.0", 8642)
    client = TestClient(application(room, opened), base_url="http://192.168.1.7:8642")
    assert client.get("/api/about").status_code == 401
    first = client.get("/", params={"token": opened.token}, follow_redirects=False)
    assert first.status_code == 303
    assert first.headers["location"] == "/"
    assert "httponly" in first.headers["set-cookie"].lower()
    assert "samesite=strict" in first.headers["set-cookie"].lower()
    assert client.get("/api/about").status_code == 200


def test_a_quiz_from_start_to_score_tells_no_label_before_its_answer(client, room):
    begun = client.post("/api/quiz", json={"seed": 5}).json()
    assert set(begun) == {"quiz", "seed", "images"}
    assert len(begun["images"]) == 20
    labels = room.subject.test.labels
    assert not any(name in json.dumps(begun) for name in room.subject.classes)
    rows = room.quizzes.get(begun["quiz"]).rows
    for at, row in enumerate(rows):
        answer = int(labels[row]) if at else (int(labels[row]) + 1) % 3
        told = client.post(
            "/api/quiz/answer", json={"quiz": begun["quiz"], "at": at, "answer": answer}
        ).json()
        assert told["label"] == labels[row]
        assert told["you_right"] is bool(at)
    result = told["result"]
    assert result["scores"][0]["fraction"] == 19 / 20
    assert len(result["doubts"]) == 1
    answers, suspects = room.folder / "quiz/answers.csv", room.folder / "quiz/suspects.csv"
    assert len(answers.read_text().splitlines()) == 21
    assert str(room.subject.test.ids[rows[0]]) in suspects.read_text()
    more = client.post("/api/quiz/answer", json={"quiz": begun["quiz"], "at": 20, "answer": 0})
    assert more.status_code == 422


def test_answers_given_against_another_model_stand_beside_this_one(client, room):
    subject = room.subject
    row = int(np.flatnonzero(subject.said.answers == subject.test.labels)[0])
    right = subject.classes[subject.test.labels[row]]
    for image in (str(subject.test.ids[row]), "an image of other data"):
        note(
            room.folder,
            Given(when="2026", who="Ada", seed="1", id=image, label=right, answer=right, model="another"),
        )
    told = client.get("/api/about").json()["quiz"]["before"]
    assert "1 answer by one person: people 100 %" in told.replace("\u202f", " ")
    assert "the model 100" in told


def test_an_image_of_a_quiz_is_answered_once(client):
    begun = client.post("/api/quiz", json={"seed": 6}).json()
    given = {"quiz": begun["quiz"], "at": 0, "answer": 1}
    assert client.post("/api/quiz/answer", json=given).status_code == 200
    assert client.post("/api/quiz/answer", json=given).status_code == 422


def test_the_same_seed_asks_the_same_images(client):
    first, second, other = (client.post("/api/quiz", json={"seed": seed}).json() for seed in (1, 1, 2))
    assert first["images"] == second["images"] != other["images"]


def test_a_folder_that_cannot_be_written_is_told_and_the_answer_may_be_given_again(client, room):
    begun = client.post("/api/quiz", json={"seed": 6}).json()
    given = {"quiz": begun["quiz"], "at": 0, "answer": 1}
    room.folder.write_text("a file stands where the folder should be")
    found = client.post("/api/quiz/answer", json=given)
    assert found.status_code == 507
    assert "the system refused" in found.json()["error"]
    room.folder.unlink()
    assert client.post("/api/quiz/answer", json=given).status_code == 200
