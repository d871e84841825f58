"""What people answered in all quizzes: how they compare with the model, and which labels they doubt.

Two CSV files below the probe's folder: `quiz/answers.csv`, a line an answer, and `quiz/suspects.csv`, the
test images whose label somebody did not give.
"""

import csv
import io
from collections import Counter, defaultdict
from dataclasses import asdict, dataclass, fields
from pathlib import Path

import numpy as np

from fittingroom.app.collecting import append
from fittingroom.data.csv_columns import read_csv
from fittingroom.errors import DataError
from fittingroom.files import write_text
from fittingroom.measure.accuracy import share
from fittingroom.types import Measurement

FOLDER = "quiz"
ANSWERS = "answers.csv"
SUSPECTS = "suspects.csv"


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """One answer of one person: the image's id, its label, and what person and model said, as class names."""

    when: str
    who: str
    seed: str
    id: str
    label: str
    answer: str
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """A test image whose label somebody did not give: how many of `asked` differ, and what they said."""

    id: str
    label: str
    answers: str
    differ: int
    asked: int
    model: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Together:
    """Everybody's answers so far: how often people and the model were right on the same images."""

    people: Measurement
    model: Measurement
    persons: int


def note(folder: Path, given: Given) -> None:
    """Write down one answer."""
    append(folder / FOLDER / ANSWERS, asdict(given))


def read(folder: Path) -> tuple[Given, ...]:
    """All answers so far, oldest first."""
    path = folder / FOLDER / ANSWERS
    if not path.is_file():
        return ()
    table, names = read_csv(path), [field.name for field in fields(Given)]
    if absent := [name for name in names if name not in table]:
        raise DataError(f"{path}: expected the columns {', '.join(names)}; {', '.join(absent)} is missing")
    rows = zip(*(table[name] for name in names), strict=True)
    return tuple(Given(**dict(zip(names, row, strict=True))) for row in rows)


def together(given: tuple[Given, ...], *, rng: np.random.Generator) -> Together | None:
    """People and model on all images answered, None before the first; from two on, people are resampled."""
    if not given:
        return None
    who = np.array([one.who for one in given])
    persons = len(np.unique(who))

    def measured(name: str, right: list[bool]) -> Measurement:
        return share(name, np.array(right), "test", groups=who if persons > 1 else None, rng=rng)

    return Together(
        people=measured("people here", [one.answer == one.label for one in given]),
        model=measured("the model", [one.model == one.label for one in given]),
        persons=persons,
    )


def doubts(given: tuple[Given, ...]) -> tuple[Doubt, ...]:
    """The images whose label somebody did not give, most doubted first."""
    by_image: dict[str, list[Given]] = defaultdict(list)
    for one in given:
        by_image[one.id].append(one)
    found = []
    for name, said in by_image.items():
        others = Counter(one.answer for one in said if one.answer != one.label)
        if others:
            first = said[0]
            found.append(
                Doubt(
                    id=name,
                    label=first.label,
                    answers="; ".join(answer for answer, _ in others.most_common()),
                    differ=others.total(),
                    asked=len(said),
                    model=first.model,
                )
            )
    return tuple(sorted(found, key=lambda one: (-one.differ, one.answers != one.model, one.id)))


def write_suspects(folder: Path, found: tuple[Doubt, ...]) -> None:
    """Write the list of doubted labels anew."""
    text = io.StringIO()
    writer = csv.DictWriter(text, [field.name for field in fields(Doubt)], lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(one) for one in found)
    (folder / FOLDER).mkdir(parents=True, exist_ok=True)
    write_text(folder / FOLDER / SUSPECTS, text.getvalue())
