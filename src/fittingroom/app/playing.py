"""The quiz as the page gets it: JSON values; a label is only ever in them after its answer."""

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.app import doubting, words
from fittingroom.app.doubting import Given
from fittingroom.app.quiz import LENGTH, PEOPLE, Quiz, score, verdict
from fittingroom.app.shown import picture
from fittingroom.app.subject import Subject
from fittingroom.reporting.format import measured, percent
from fittingroom.types import Measurement

DOUBTS_SHOWN = 12


def invited(subject: Subject, folder: Path, *, rng: np.random.Generator) -> dict[str, Any]:
    """What the quiz says before it begins."""
    before = doubting.together(_beside_this(doubting.read(folder), subject), rng=rng)
    people = PEOPLE.get(subject.run.data.card.name)
    return {
        "length": min(LENGTH, len(subject.test)),
        "people": words.people_elsewhere(people) if people else "",
        "before": words.so_far(before) if before else "",
    }


def begun(quiz: Quiz, subject: Subject) -> dict[str, Any]:
    """The images of a quiz, and no label."""
    return {"seed": quiz.seed, "images": [picture(subject.test.images[row]) for row in quiz.rows]}


def revealed(quiz: Quiz, subject: Subject) -> dict[str, Any]:
    """Label and answers of the image that was answered last."""
    row = quiz.rows[len(quiz.answers) - 1]
    label, model = int(subject.test.labels[row]), int(subject.said.answers[row])
    return {
        "label": label,
        "model": model,
        "sure": percent(float(subject.said.confidence[row]), 0),
        "you_right": quiz.answers[-1] == label,
        "model_right": model == label,
        "over": quiz.over,
    }


def result(quiz: Quiz, subject: Subject, folder: Path, *, rng: np.random.Generator) -> dict[str, Any]:
    """The score of a quiz that is over, and the labels that people doubt."""
    classes, labels, model = subject.classes, subject.test.labels, subject.said.answers
    scored = score(quiz, labels, model, rng=rng)
    given = doubting.read(folder)
    doubting.write_suspects(folder, doubting.doubts(given))
    here = _beside_this(given, subject)
    found = doubting.doubts(here)
    people = PEOPLE.get(subject.run.data.card.name)
    listed = [("You", scored.you), (subject.run.model.name, scored.model)]
    listed += [("People without fashion expertise, elsewhere", people)] if people else []
    before = doubting.together(here, rng=rng)
    row_of = {str(name): row for row, name in enumerate(subject.test.ids)}
    shown = found[:DOUBTS_SHOWN]
    return {
        "seed": quiz.seed,
        "verdict": verdict(scored),
        "scores": [_bar(name, m) for name, m in listed],
        "gap": words.gap(scored.gap),
        "before": words.so_far(before) if before else "",
        "images": [
            {
                "picture": picture(subject.test.images[row]),
                "label": classes[labels[row]],
                "you": classes[answer],
                "model": classes[model[row]],
                "you_right": bool(answer == labels[row]),
                "model_right": bool(model[row] == labels[row]),
            }
            for row, answer in zip(quiz.rows, quiz.answers, strict=True)
        ],
        "doubted": words.doubted(found, sum(row_of[one.id] in subject.suspects for one in found)),
        "doubts": [
            {
                "picture": picture(subject.test.images[row_of[one.id]]),
                "lines": words.doubt(one, row_of[one.id] in subject.suspects),
            }
            for one in shown
        ],
    }


def _beside_this(given: tuple[Given, ...], subject: Subject) -> tuple[Given, ...]:
    """The answers to images of this test part, beside what this model says of them.

    A folder may hold those of quizzes against other models, and on other data.
    """
    row_of = {str(name): row for row, name in enumerate(subject.test.ids)}
    said = subject.said.answers
    return tuple(
        replace(one, model=subject.classes[said[row_of[one.id]]]) for one in given if one.id in row_of
    )


def _bar(name: str, m: Measurement) -> dict[str, Any]:
    text = f"{measured(m)}, n = {m.n}"
    return {"name": name, "fraction": m.value, "low": m.low, "high": m.high, "text": text}
