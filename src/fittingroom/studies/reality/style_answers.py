"""What a model said of pictures of one kind, and what a change of kind does to it."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure import accuracy
from fittingroom.measure.calibration import probabilities
from fittingroom.measure.intervals import measured_mean
from fittingroom.measure.paired import difference, mcnemar
from fittingroom.measure.seeds import holm
from fittingroom.types import Measurement, Part, Predictions

SHOWN = 0.05
"""An effect is shown if its p-value, adjusted by Holm for all effects asked about, is at most this."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Pictures in groups (hands, families of fonts, single rows), and what a model said of each.

    groups and answers: (n,); confidence: (n,), or None where the model states none.
    """

    part: Part
    groups: np.ndarray
    answers: np.ndarray
    confidence: np.ndarray | None

    @property
    def right(self) -> np.ndarray:
        return self.answers == self.part.labels


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """What a model said of pictures of one kind, which show `digits`.

    accuracy and confidence (None where the model states none) have intervals over `groups` hands or families
    of fonts; on_val: its accuracy on the same digits of val; instead: digit, wrong answer and how often, the
    most frequent first.
    """

    name: str
    digits: tuple[int, ...]
    accuracy: Measurement
    confidence: Measurement | None
    on_val: Measurement
    instead: tuple[tuple[int, int, int], ...]
    groups: int


@dataclass(frozen=True, slots=True, kw_only=True)
class StyleEffect:
    """Accuracy on pictures of one kind minus accuracy on the same of another; p is adjusted by Holm."""

    style: str
    against: str
    measurement: Measurement
    p: float

    @property
    def shown(self) -> bool:
        return self.p <= SHOWN


@dataclass(frozen=True, slots=True)
class Pair:
    """Two kinds to compare: their rows (n,) bool follow each other alike, by digit and group."""

    style: str
    against: str
    asked: Asked
    rows: np.ndarray
    base: np.ndarray


def asked(part: Part, said: Predictions) -> Asked:
    """A part and what was said of it, row by row; rows without groups are groups of their own."""
    groups = np.arange(len(part)) if part.groups is None else part.groups
    stated = probabilities(said).max(axis=1) if said.kind == "probabilities" else None
    return Asked(part, groups, said.answers, stated)


def answered(name: str, of: Asked, rows: np.ndarray, *, on_val: Asked, rng: np.random.Generator) -> Answered:
    """What was said of the rows (n,) bool of one kind."""
    labels, groups, right = of.part.labels[rows], of.groups[rows], of.right[rows]
    wrong = Counter(zip(labels[~right].tolist(), of.answers[rows][~right].tolist(), strict=True))
    digits = np.unique(labels)
    same = np.isin(on_val.part.labels, digits)
    which = f"digit {digits[0]}" if len(digits) == 1 else "these digits"
    confidence = None
    if of.confidence is not None:
        confidence = measured_mean(
            f"mean confidence, {name}",
            of.confidence[rows],
            part=of.part.name,
            groups=_shared(groups),
            rng=rng,
        )
    return Answered(
        name=name,
        digits=tuple(digits.tolist()),
        accuracy=share(f"accuracy, {name}", right, groups, part=of.part.name, rng=rng),
        confidence=confidence,
        on_val=share(f"accuracy on {which}", on_val.right[same], on_val.groups[same], part="val", rng=rng),
        instead=tuple((digit, answer, n) for (digit, answer), n in wrong.most_common()),
        groups=len(np.unique(groups)),
    )


def share(
    name: str, right: np.ndarray, groups: np.ndarray, *, part: str, rng: np.random.Generator
) -> Measurement:
    """A share of right answers: Wilson's interval for independent rows, cluster bootstrap for groups."""
    return accuracy.share(name, right, part, groups=_shared(groups), rng=rng)


def _shared(groups: np.ndarray) -> np.ndarray | None:
    """The groups, if any has more than one row."""
    return groups if len(np.unique(groups)) < len(groups) else None


def effects(pairs: Sequence[Pair], *, rng: np.random.Generator) -> tuple[StyleEffect, ...]:
    """The difference that each pair shows, picture by picture, with groups resampled.

    Its p-value is that of a sign test: a group counts for the side on which it has more right answers (with
    one picture a group McNemar's exact test). Holm adjusts them for their number.
    """
    measured, p_values = [], []
    for pair in pairs:
        a, b, groups = pair.asked.right[pair.rows], pair.asked.right[pair.base], pair.asked.groups[pair.rows]
        name = f"accuracy on {pair.style} minus {pair.against}"
        measured.append(difference(a, b, part=pair.asked.part.name, name=name, groups=groups, rng=rng))
        balance = np.bincount(groups, weights=a.astype(float) - b)
        p_values.append(mcnemar(balance > 0, balance < 0).p)
    return tuple(
        StyleEffect(style=pair.style, against=pair.against, measurement=m, p=float(p))
        for pair, m, p in zip(pairs, measured, holm(p_values), strict=True)
    )
