"""What is computed at the desk, one question after the other: the app's work, without any HTTP."""

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.app import collecting, doubting, playing, quiz, shown, words
from fittingroom.app.asking import Answer, answer, answer_prepared
from fittingroom.app.desk import Desk
from fittingroom.app.mapping import write_map
from fittingroom.app.preparing import AS_IT_IS, Preparation
from fittingroom.app.questions import Questions, place
from fittingroom.app.received import pixels, without_metadata
from fittingroom.app.recent import Recent
from fittingroom.app.subject import Subject
from fittingroom.build import Prepared


@dataclass(frozen=True, slots=True)
class Asked:
    """A picture that was asked about, as it was sent, and the answer."""

    sent: bytes
    source: str
    answer: Answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Room:
    """One running app: the run it shows, the probe folder it writes to, and what it holds for a while."""

    subject: Subject
    folder: Path
    rng: np.random.Generator
    desk: Desk = field(default_factory=Desk)
    asked: Recent[Asked] = field(default_factory=lambda: Recent(64, 100_000_000))
    quizzes: Recent[quiz.Quiz] = field(default_factory=lambda: Recent(200, what="quiz"))


def questions(room: Room) -> Questions:
    """What every page asks, of this room."""
    return Questions(
        desk=room.desk,
        preparations=room.subject.preparations,
        about=partial(about, room),
        sample=partial(sample, room),
        ask_sample=partial(ask_sample, room),
        ask=partial(ask, room),
    )


def about(room: Room) -> dict[str, Any]:
    """What the page must know before a picture comes."""
    return {
        **shown.about(room.subject, folder=room.folder.name),
        "worth": shown.worth(worth(room), room.subject),
        "quiz": playing.invited(room.subject, room.folder, rng=room.rng),
    }


def worth(room: Room) -> collecting.Worth:
    """What the model on screen was worth on the pictures kept so far."""
    return collecting.worth(collecting.read(room.folder), model=room.subject.identity, rng=room.rng)


def sample(room: Room) -> dict[str, Any]:
    """An image of val drawn by chance, and its number there."""
    data = room.subject.run.data
    number = int(room.rng.integers(len(data.rows("val"))))
    return {"number": number, "picture": shown.picture(data.images[data.rows("val")[number]])}


def ask_sample(room: Room, number: str) -> dict[str, Any]:
    """The answer about an image of val, which is prepared already and whose label is known."""
    data = room.subject.run.data
    rows = data.rows("val")
    row = rows[place(number, len(rows))]
    seen = Prepared(
        picture=data.images[row], stages=(("from the validation part", data.images[row]),), failures=()
    )
    found = answer_prepared(room.subject, seen, AS_IT_IS.name)
    truth = words.truth(data.card.classes[data.labels[row]])
    kept = collecting.read(room.folder)
    return shown.answered(found, room.subject, kept, source="data", name="", truth=truth)


def ask(room: Room, sent: bytes, preparation: Preparation, source: str) -> dict[str, Any]:
    """The answer about a picture, which is held for a while under the answer's `id`."""
    found = answer(room.subject, pixels(sent), preparation)
    name = room.asked.add(Asked(sent, source, found), len(sent))
    return shown.answered(found, room.subject, collecting.read(room.folder), source=source, name=name)


def keep(room: Room, name: object, label: int, who: str) -> dict[str, Any]:
    """Add the picture held under a name to the probe; label: a class, -1 for none of them."""
    asked, classes = room.asked.get(name), room.subject.classes
    found = asked.answer
    encoded, suffix = without_metadata(asked.sent)
    line = collecting.Kept(
        file="",
        label=collecting.NONE if label < 0 else classes[label],
        group=who,
        answer=classes[found.top],
        answers=";".join(classes[one] for one in found.named),
        confidence=round(found.confidence, 4),
        verdict=found.familiar.verdict,
        preparation=found.preparation,
        source=asked.source,
        model=room.subject.identity,
        when=collecting.now(),
    )
    line = collecting.keep(room.folder, encoded, suffix, line)
    write_map(room.folder, room.subject.run.data, room.subject.preparations)
    room.asked.drop(name)
    kept = worth(room)
    return {"said": words.kept_as(line, kept), "worth": shown.worth(kept, room.subject)}


def begin(room: Room, seed: int) -> dict[str, Any]:
    """A new quiz: its name, its seed and its images."""
    drawn = quiz.draw(len(room.subject.test), seed=seed)
    return {"quiz": room.quizzes.add(drawn), **playing.begun(drawn, room.subject)}


def play(room: Room, name: object, at: int, said: int, who: str) -> dict[str, Any]:
    """One answer of a quiz, to image number `at`: written down, then its label told; at the end the score."""
    subject = room.subject
    running = quiz.answered(room.quizzes.get(name), said, at=at, classes=len(subject.classes))
    row = running.rows[at]
    given = doubting.Given(
        when=collecting.now(),
        who=who,
        seed=str(running.seed),
        id=str(subject.test.ids[row]),
        label=subject.classes[subject.test.labels[row]],
        answer=subject.classes[said],
        model=subject.classes[subject.said.answers[row]],
    )
    doubting.note(room.folder, given)
    room.quizzes.put(name, running)
    told = playing.revealed(running, subject)
    if not running.over:
        return told
    return {**told, "result": playing.result(running, subject, room.folder, rng=room.rng)}
