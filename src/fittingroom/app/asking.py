"""A picture to an answer: no server, no page, no state.

The answer holds what must be seen before a class is named: what is left of the picture, whether it looks
like anything that was learned, and whether the model holds on to what it says.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.app.harmless import harmless
from fittingroom.app.preparing import Preparation, prepared
from fittingroom.app.subject import Subject, inside
from fittingroom.build import Prepared
from fittingroom.measure.conformal import sets
from fittingroom.measure.familiarity import LIKE, UNLIKE, Familiarity, nearest

Verdict = Literal["like", "borderline", "unlike", "unknown"]
NEAREST = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Familiarness:
    """How far a picture lies from what was learned.

    distance: to its tenth nearest training image in the model's features; rarity: share of pictures
    like val that lie as far out; like, unlike: the distances within which LIKE and UNLIKE of val lie.
    """

    verdict: Verdict
    distance: float
    rarity: float
    like: float
    unlike: float


UNKNOWN = Familiarness(verdict="unknown", distance=np.nan, rarity=np.nan, like=np.nan, unlike=np.nan)
"""For a model whose features are not known."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """A harmless change: its name, the picture after it, and the class that it is then taken for."""

    name: str
    picture: np.ndarray
    answer: int


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Answer:
    """What the model makes of one picture.

    probabilities: (k,) float32, calibrated; likely: (k,) bool, the conformal set; changes: the harmless
    ones; nearest: train rows, most alike first, empty where features are not known.
    """

    preparation: str
    prepared: Prepared
    probabilities: np.ndarray
    likely: np.ndarray
    familiar: Familiarness
    changes: tuple[Change, ...]
    nearest: tuple[int, ...]

    @property
    def top(self) -> int:
        """The class that it would name if it had to name one."""
        return int(self.probabilities.argmax())

    @property
    def confidence(self) -> float:
        return float(self.probabilities.max())

    @property
    def named(self) -> tuple[int, ...]:
        """The set of its answers, most probable first; none for a picture unlike anything it learned."""
        if self.familiar.verdict == "unlike":
            return ()
        order = np.argsort(-self.probabilities, kind="stable")
        return tuple(int(label) for label in order if self.likely[label])

    @property
    def kept(self) -> int:
        """How many of the harmless changes leave its answer as it was."""
        return sum(change.answer == self.top for change in self.changes)


def answer(subject: Subject, picture: np.ndarray, preparation: Preparation) -> Answer:
    """Prepare a picture (h, w, 3) uint8 and ask the model about it."""
    return answer_prepared(subject, prepared(picture, preparation, subject.run.data), preparation.name)


def answer_prepared(subject: Subject, seen: Prepared, preparation: str) -> Answer:
    """Ask the model about what a preparation left."""
    variants = harmless(seen.picture)
    said = subject.run.model.predict(np.stack([seen.picture, *(picture for _, picture in variants)]))
    familiar, rows = _looked_up(subject, seen.picture)
    return Answer(
        preparation=preparation,
        prepared=seen,
        probabilities=said[0],
        likely=sets(subject.promise, said[:1])[0],
        familiar=familiar,
        changes=tuple(
            Change(name=name, picture=picture, answer=int(row.argmax()))
            for (name, picture), row in zip(variants, said[1:], strict=True)
        ),
        nearest=rows,
    )


def _looked_up(subject: Subject, image: np.ndarray) -> tuple[Familiarness, tuple[int, ...]]:
    if subject.familiarity is None:
        return UNKNOWN, ()
    return looked_up(subject.familiarity, inside(subject, image[None]))


def looked_up(familiarity: Familiarity, features: np.ndarray) -> tuple[Familiarness, tuple[int, ...]]:
    """How far a picture with features (1, d) lies from what was learned, and the nearest train rows."""
    distance = familiarity.unlikeness(features)
    usual = familiarity.neighbours
    like, unlike = usual.threshold(LIKE), usual.threshold(UNLIKE)
    far = float(distance[0])
    found = Familiarness(
        verdict="like" if far <= like else "borderline" if far <= unlike else "unlike",
        distance=far,
        rarity=float(usual.rarity(distance)[0]),
        like=like,
        unlike=unlike,
    )
    rows, _ = nearest(familiarity, features, NEAREST)
    return found, tuple(int(row) for row in rows[0])
