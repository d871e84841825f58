"""You against the model: some images of the test part, answered by a person and by the model alike."""

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import rate
from fittingroom.measure.paired import McNemar, difference, mcnemar
from fittingroom.reporting.format import counted
from fittingroom.types import Measurement

LENGTH = 20
SEEDS = 2**31

PEOPLE: Mapping[str, Measurement] = MappingProxyType(
    {"fashion-mnist": rate("people without fashion expertise, majority of three", 835, 1000, "test")}
)
"""What people reached on a published sample of the test images (Fashion-MNIST's own README)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Quiz:
    """Which images are asked, and what was answered so far.

    rows: (m,) places in the test part; answers: class numbers, one for each image answered.
    """

    seed: int
    rows: tuple[int, ...]
    answers: tuple[int, ...] = ()

    @property
    def over(self) -> bool:
        return len(self.answers) == len(self.rows)


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """How both did on the images answered so far; `gap` is the person minus the model, on the same rows."""

    you: Measurement
    model: Measurement
    gap: Measurement
    luck: McNemar


def new_seed() -> int:
    """A seed that nobody chose."""
    return secrets.randbelow(SEEDS)


def draw(n: int, *, seed: int, length: int = LENGTH) -> Quiz:
    """A quiz of `length` of the n test images, the same for the same seed."""
    if not 0 <= seed < SEEDS:
        raise InputError(f"the seed of a quiz is a whole number in 0..{SEEDS - 1}, got {seed}")
    if n < 1:
        raise InputError("a quiz needs a test part, this data set has none")
    rows = np.random.default_rng(seed).permutation(n)[:length]
    return Quiz(seed=seed, rows=tuple(int(row) for row in rows))


def answered(quiz: Quiz, answer: int, *, at: int, classes: int) -> Quiz:
    """The quiz with one more answer, to image number `at` (from 0), which must be the next one."""
    if quiz.over or at != len(quiz.answers):
        raise InputError(
            f"image {len(quiz.answers) + 1} of {len(quiz.rows)} is next, got an answer to image {at + 1}"
        )
    if not 0 <= answer < classes:
        raise InputError(f"an answer is the number of a class in 0..{classes - 1}, got {answer}")
    return replace(quiz, answers=(*quiz.answers, answer))


def score(quiz: Quiz, labels: np.ndarray, answers: np.ndarray, *, rng: np.random.Generator) -> Score:
    """Score the person and the model on the images answered.

    labels, answers: (n,) class numbers of the whole test part, given and the model's.
    """
    rows = np.array(quiz.rows[: len(quiz.answers)], np.int64)
    if not len(rows):
        raise InputError("nothing was answered yet, so there is nothing to score")
    you, model = np.array(quiz.answers) == labels[rows], answers[rows] == labels[rows]
    return Score(
        you=rate("you", int(you.sum()), len(rows), "test"),
        model=rate("the model", int(model.sum()), len(rows), "test"),
        gap=difference(you, model, part="test", name="you minus the model", rng=rng),
        luck=mcnemar(you, model),
    )


def verdict(score: Score) -> str:
    """What the quiz shows: mostly that twenty images show little."""
    luck, n = score.luck, score.you.n
    you, model, apart = round(score.you.value * n), round(score.model.value * n), luck.only_a + luck.only_b
    who = "You won" if you > model else "The model won" if model > you else "A draw"
    lead = f"{who}, {max(you, model)} to {min(you, model)}."
    if not apart:
        return f"{lead} On every image you were right or wrong together."
    between = f"{lead} On {counted(apart, 'image')} only one of you was right"
    if luck.p < 0.05:
        return f"{between}: luck alone splits these so unevenly in {_share(luck.p)} quizzes."
    return f"{between}, and luck alone splits these so in {_share(luck.p)} quizzes: nothing is shown yet."


def _share(p: float) -> str:
    return "fewer than 1 of 100" if p < 0.01 else f"{round(100 * p)} of 100"
