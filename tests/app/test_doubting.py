"""What people answered in all quizzes."""

from pathlib import Path

import numpy as np

from fittingroom.app.doubting import SUSPECTS, Given, doubts, note, read, together, write_suspects


def given(image: str, answer: str, *, model: str = "a", who: str = "Ada") -> Given:
    return Given(when="2026", who=who, seed="1", id=image, label="a", answer=answer, model=model)


def test_answers_are_read_back_as_given(tmp_path: Path):
    some = (given("x", "a"), given("y, z", "b"), given("y, z", "c", who="Bob"))
    for one in some:
        note(tmp_path, one)
    assert read(tmp_path) == some


def test_doubted_are_images_whose_label_somebody_did_not_give():
    found = doubts((given("x", "a"), given("y", "b"), given("y", "b"), given("y", "a"), given("z", "c")))
    assert [(one.id, one.differ, one.asked, one.answers) for one in found] == [
        ("y", 2, 3, "b"),
        ("z", 1, 1, "c"),
    ]


def test_doubts_are_written_anew(tmp_path: Path):
    write_suspects(tmp_path, doubts((given("x", "b"),)))
    write_suspects(tmp_path, doubts((given("y", "b"),)))
    assert [row.split(",")[0] for row in (tmp_path / "quiz" / SUSPECTS).read_text().splitlines()] == [
        "id",
        "y",
    ]


def test_everybody_together_is_scored_on_the_same_images():
    rng = np.random.default_rng(0)
    assert together((), rng=rng) is None
    one = together((given("x", "a"), given("y", "b", model="b")), rng=rng)
    assert one is not None
    assert (one.people.value, one.model.value, one.persons) == (0.5, 0.5, 1)
    two = together((given("x", "a"), given("y", "b", who="Bob")), rng=rng)
    assert two is not None
    assert "2 groups" in two.people.method
