"""What several seeds of a network say of a probe's photos: every preparation, every reading."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.repeated import repeated_mean
from fittingroom.measure.seeds import OverSeeds
from fittingroom.studies.reality.asking import PreparedPhotos
from fittingroom.studies.reality.class_map import Reading
from fittingroom.studies.reality.judging import SURE
from fittingroom.studies.reality.outcomes import Outcome
from fittingroom.studies.reality.photos import Question
from fittingroom.studies.reality.told import Told, answered, promises, tell
from fittingroom.types import Dataset, Measurement, Unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One preparation in one reading, over seeds; the numbers of `judging.Judged`.

    accuracy; always: the one class that is right for most of these photos, and how often; advantage: accuracy
    minus that; restricted: accuracy if only classes that the reading knows may be answered (None where it
    knows all); by_label: "recall of LABEL" for each label.
    """

    recipe: str
    reading: str
    accuracy: OverSeeds
    always: Measurement
    advantage: Measurement
    restricted: Measurement | None
    by_label: tuple[Measurement, ...]

    @property
    def constant(self) -> str:
        """The class that is right for most of these photos."""
        return self.always.name.removeprefix("always answering ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Unknown:
    """Photos of things that no class is right for, through one preparation."""

    recipe: str
    stated: Measurement
    sure: Measurement
    like: Measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class OnProbe:
    """One network on one probe. told: preparation -> what its confidence is worth, in the first reading."""

    judged: tuple[Judged, ...]
    told: dict[str, Told]
    unknown: tuple[Unknown, ...]

    def of(self, recipe: str, reading: str) -> Judged:
        """One preparation in one reading, by their names."""
        return next(j for j in self.judged if (j.recipe, j.reading) == (recipe, reading))


def on_probe(
    found: Sequence[Outcome],
    data: Dataset,
    question: Question,
    photos: PreparedPhotos,
    *,
    rng: np.random.Generator,
) -> OnProbe:
    """Judge what the seeds of one network said. `rng` resamples groups for the class that is always given."""
    classes, fitted = data.card.classes, promises([o.cal for o in found], data.part("cal").labels)
    first, unknown = question.chart.readings[0], np.isin(photos.labels, question.chart.unknown)
    read = question.chart.readings_of(photos.labels, source=question.listing.source)
    judged, told, strange = [], {}, []
    for recipe in question.recipes:
        said = [o.photos[question.name][recipe.name] for o in found]
        scores, like = np.stack([s.scores for s in said]), np.stack([s.like for s in said])
        judged += [_judged(recipe.name, reading, scores, photos, classes, rng=rng) for reading in read]
        rows = np.isin(photos.labels, list(first.right))
        told[recipe.name] = tell(
            part_of(question, recipe.name),
            scores[:, rows],
            first.accepts(photos.labels[rows], classes),
            promises=fitted,
            like=like[:, rows],
            groups=of(photos.groups, rows),
        )
        if unknown.any():
            own = of(photos.groups, unknown)
            strange.append(_unknown(recipe.name, scores[:, unknown], like[:, unknown], own))
    return OnProbe(judged=tuple(judged), told=told, unknown=tuple(strange))


def right_in(
    found: Sequence[Outcome], data: Dataset, question: Question, photos: PreparedPhotos, recipe: str
) -> np.ndarray:
    """Whether each photo that the first reading maps was answered right, (s, n) bool."""
    first = question.chart.readings[0]
    rows = np.isin(photos.labels, list(first.right))
    scores = np.stack([o.photos[question.name][recipe].scores[rows] for o in found])
    return answered(scores, first.accepts(photos.labels[rows], data.card.classes))


def part_of(question: Question, recipe: str) -> str:
    """How measurements name these photos: 'photos through grabcut'."""
    return f"{question.name} through {recipe}"


def of(groups: np.ndarray | None, rows: np.ndarray) -> np.ndarray | None:
    """The groups of some rows, if there are any."""
    return None if groups is None else groups[rows]


def _judged(
    recipe: str,
    reading: Reading,
    scores: np.ndarray,
    photos: PreparedPhotos,
    classes: Sequence[str],
    *,
    rng: np.random.Generator,
) -> Judged:
    rows = np.isin(photos.labels, list(reading.right))
    labels, groups = photos.labels[rows], of(photos.groups, rows)
    accepts, said = reading.accepts(labels, classes), scores[:, rows]
    right, part = answered(said, accepts), f"photos through {recipe}"
    constant = int(accepts.sum(axis=0).argmax())
    covered = np.isin(classes, reading.covers)

    def mean(name: str, values: np.ndarray, some: np.ndarray | None = None, unit: Unit = "rate") -> OverSeeds:
        own = groups if some is None else of(groups, some)
        return repeated_mean(name, values, part=part, unit=unit, groups=own)

    restricted = None
    if not covered.all():
        limited = answered(np.where(covered, said, -1), accepts)
        name = f"accuracy among the {int(covered.sum())} classes of the {reading.name} reading"
        restricted = mean(name, limited).measurement
    return Judged(
        recipe=recipe,
        reading=reading.name,
        accuracy=mean(f"accuracy, {reading.name} reading", right),
        always=share(
            f"always answering {classes[constant]}", accepts[:, constant], part, groups=groups, rng=rng
        ),
        advantage=mean(
            f"better than always answering {classes[constant]}, {reading.name} reading",
            right - accepts[:, constant].astype(float),
            unit="points",
        ).measurement,
        restricted=restricted,
        by_label=tuple(
            mean(f"recall of {label}", right[:, own], own).measurement
            for label in reading.right
            if (own := labels == label).any()
        ),
    )


def _unknown(recipe: str, scores: np.ndarray, like: np.ndarray, groups: np.ndarray | None) -> Unknown:
    confidence = scores.max(axis=2)

    def mean(name: str, values: np.ndarray) -> Measurement:
        return repeated_mean(name, values, part=f"photos through {recipe}", groups=groups).measurement

    return Unknown(
        recipe=recipe,
        stated=mean("mean confidence on unknown things", confidence),
        sure=mean("unknown things answered at 90 % or more", confidence >= SURE),
        like=mean("unknown things like the training data", like),
    )
