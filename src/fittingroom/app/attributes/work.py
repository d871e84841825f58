"""What is computed at the desk for a model of attributes, one question after the other, without any HTTP."""

from dataclasses import dataclass, field
from functools import partial
from typing import Any

import numpy as np

from fittingroom.app.attributes import shown, words
from fittingroom.app.attributes.asking import answer, answer_prepared
from fittingroom.app.attributes.preparing import OWN, as_stored
from fittingroom.app.attributes.subject import AttributeSubject, images_of
from fittingroom.app.desk import Desk
from fittingroom.app.preparing import Preparation
from fittingroom.app.questions import Questions, place
from fittingroom.app.received import pixels
from fittingroom.app.shown import picture


@dataclass(frozen=True, slots=True, kw_only=True)
class AttributeRoom:
    """One running app. Nothing that is brought here is kept."""

    subject: AttributeSubject
    rng: np.random.Generator
    desk: Desk = field(default_factory=Desk)


def questions(room: AttributeRoom) -> Questions:
    """What the page may ask of a room."""
    return Questions(
        desk=room.desk,
        preparations=room.subject.preparations,
        about=partial(shown.about, room.subject),
        sample=partial(sample, room),
        ask_sample=partial(ask_sample, room),
        ask=partial(ask, room),
    )


def sample(room: AttributeRoom) -> dict[str, Any]:
    """An image of val drawn by chance, and its number there."""
    number = int(room.rng.integers(len(room.subject.val)))
    return {"number": number, "picture": picture(images_of(room.subject.val, np.array([number]))[0])}


def ask_sample(room: AttributeRoom, number: str) -> dict[str, Any]:
    """The answer about an image of val, with the labels that it has."""
    subject = room.subject
    row = place(number, len(subject.val))
    seen = as_stored(images_of(subject.val, np.array([row]))[0], subject.learned.settings)
    truth = words.given(shown.labels_of(subject.val, row))
    return shown.answered(answer_prepared(subject, seen, OWN.name), subject, truth=truth)


def ask(room: AttributeRoom, sent: bytes, preparation: Preparation, source: str) -> dict[str, Any]:  # noqa: ARG001  every room is asked alike
    """The answer about a picture."""
    return shown.answered(answer(room.subject, pixels(sent), preparation), room.subject)
