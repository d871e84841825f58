"""What is computed at the desk, one question after the other: the app's work, without any HTTP."""

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.app import collecting, doubting, playing, quiz, shown, words
from fittingroom.app.asking import Answer, answer_prepared
from fittingroom.app.desk import Desk
from fittingroom.app.mapping import write_map
from fittingroom.app.preparing import AS_IT_IS
from fittingroom.app.received import without_metadata
from fittingroom.app.recent import Recent
from fittingroom.app.safety import Refused
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


def about(room: Room) -> dict[str, Any]:
    kept = collecting.worth(collecting.read(room.folder), rng=room.rng)
    return {
        **shown.about(room.subject, folder=room.folder.name),
        "worth": shown.worth(kept, room.subject),
        "quiz": playing.invited(room.subject, room.folder, rng=room.rng),
    }


def about_sample(room: Room, number: str) -> dict[str, Any]:
    """The answer about an image of val, which is prepared already and whose label is known."""
    data = room.subject.run.data
    val = data.part("val")
    if not number.isdigit() or int(number) >= len(val):
        raise Refused(422, f"the images of the validation part are numbered 0 to {len(val) - 1}")
    image, label = val.images[int(number)], data.card.classes[val.labels[int(number)]]
    seen = Prepared(picture=image, stages=(("from the validation part", image),), failures=())
    found = answer_prepared(room.subject, seen, AS_IT_IS.name)
    return as_shown(room, found, "data", "", truth=words.truth(label))


def as_shown(room: Room, found: Answer, source: str, name: str, truth: str = "") -> dict[str, Any]:
    """An answer for the page; of a picture that can be kept by its name, or whose truth is known."""
    kept = collecting.read(room.folder)
    return shown.answered(found, room.subject, kept, source=source, name=name, truth=truth)


def keep(room: Room, asked: Asked, label: int, who: str) -> dict[str, Any]:
    found, classes = asked.answer, room.subject.classes
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
        model=room.subject.run.model.name,
        when=collecting.now(),
    )
    line = collecting.keep(room.folder, encoded, suffix, line)
    write_map(room.folder, room.subject.run.data, room.subject.preparations)
    kept = collecting.worth(collecting.read(room.folder), rng=room.rng)
    return {"said": words.kept_as(line, kept), "worth": shown.worth(kept, room.subject)}


def played(room: Room, running: quiz.Quiz, who: str) -> dict[str, Any]:
    subject, row = room.subject, running.rows[len(running.answers) - 1]
    given = doubting.Given(
        when=collecting.now(),
        who=who,
        seed=str(running.seed),
        id=str(subject.test.ids[row]),
        label=subject.classes[subject.test.labels[row]],
        answer=subject.classes[running.answers[-1]],
        model=subject.classes[subject.said.answers[row]],
    )
    doubting.note(room.folder, given)
    told = playing.revealed(running, subject)
    return (
        {**told, "result": playing.result(running, subject, room.folder, rng=room.rng)}
        if running.over
        else told
    )
