"""What a model's answers about photos are worth: every number with an interval that resamples groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.auroc import auroc
from fittingroom.measure.intervals import measured_mean
from fittingroom.measure.paired import difference
from fittingroom.studies.reality.class_map import Reading
from fittingroom.types import Measurement, Predictions

SURE = 0.9
"""Confidence from which an answer counts as sure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """One preparation read in one way.

    accuracy: share of right answers; always: the one class that is right for most of these photos, and how
    often; advantage: accuracy minus that on the same photos; restricted: accuracy if only the classes that
    the reading covers may be answered (None where it covers all, or no scores are known); by_label:
    "recall of LABEL" for each label of the photos.
    """

    recipe: str
    reading: str
    accuracy: Measurement
    always: Measurement
    advantage: Measurement
    restricted: Measurement | None
    by_label: tuple[Measurement, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """What the confidence of one preparation's answers is worth, by the first reading.

    mean: mean confidence; sure: share of answers stated at 0.9 and more; right_if_sure: how many of those
    are right; tells: AUROC of confidence between right and wrong answers (0.5: it says nothing);
    unknown_mean, unknown_sure: the same of photos that no class is right for. None where there are none.
    """

    recipe: str
    mean: Measurement
    sure: Measurement
    right_if_sure: Measurement | None
    tells: Measurement | None
    unknown_mean: Measurement | None
    unknown_sure: Measurement | None


def judge(
    recipe: str,
    said: Predictions,
    labels: np.ndarray,
    groups: np.ndarray | None,
    *,
    reading: Reading,
    classes: Sequence[str],
    rng: np.random.Generator,
) -> Judged:
    """Judge the answers to the photos whose label (n,) the reading maps; other rows do not count."""
    rows = np.isin(labels, list(reading.right))
    accepted = reading.accepts(labels[rows], classes)
    of = None if groups is None else groups[rows]
    part, scores = said.part, said.scores[rows]
    right = _accepted(accepted, scores)
    constant = int(accepted.sum(axis=0).argmax())
    covered = np.isin(classes, reading.covers)
    limited = None
    if not covered.all() and said.kind != "labels":
        answers = _accepted(accepted, np.where(covered, scores, -1))
        name = f"accuracy among the {int(covered.sum())} classes of the {reading.name} reading"
        limited = share(name, answers, part, groups=of, rng=rng)
    return Judged(
        recipe=recipe,
        reading=reading.name,
        accuracy=share(f"accuracy, {reading.name} reading", right, part, groups=of, rng=rng),
        always=share(
            f"always answering {classes[constant]}", accepted[:, constant], part, groups=of, rng=rng
        ),
        advantage=difference(
            right,
            accepted[:, constant],
            part=part,
            name=f"better than always answering {classes[constant]}, {reading.name} reading",
            groups=of,
            rng=rng,
        ),
        restricted=limited,
        by_label=tuple(
            share(f"recall of {label}", right[own], part, groups=None if of is None else of[own], rng=rng)
            for label in reading.right
            if (own := labels[rows] == label).any()
        ),
    )


def stated(
    recipe: str,
    said: Predictions,
    labels: np.ndarray,
    groups: np.ndarray | None,
    *,
    reading: Reading,
    unknown: Sequence[str],
    classes: Sequence[str],
    rng: np.random.Generator,
) -> Stated | None:
    """Judge the confidence of the same answers; None for a model that states none."""
    if said.kind != "probabilities":
        return None
    known, strange = np.isin(labels, list(reading.right)), np.isin(labels, list(unknown))
    right, sure = _accepted(reading.accepts(labels, classes), said.scores), said.confidence >= SURE
    part = said.part

    def of(rows: np.ndarray) -> np.ndarray | None:
        return None if groups is None else groups[rows]

    def mean(name: str, rows: np.ndarray) -> Measurement:
        return measured_mean(name, said.confidence[rows], part=part, groups=of(rows), rng=rng)

    wrong_rows, right_rows, sure_rows = known & ~right, known & right, known & sure
    return Stated(
        recipe=recipe,
        mean=mean("mean confidence", known),
        sure=share("answers stated at 90 % or more", sure[known], part, groups=of(known), rng=rng),
        right_if_sure=share("right among those", right[sure_rows], part, groups=of(sure_rows), rng=rng)
        if sure_rows.any()
        else None,
        tells=auroc(
            "AUROC of confidence, right against wrong",
            said.confidence[wrong_rows],
            said.confidence[right_rows],
            part=part,
            lower_groups=of(wrong_rows),
            higher_groups=of(right_rows),
            rng=rng,
        )
        if wrong_rows.any() and right_rows.any()
        else None,
        unknown_mean=mean("mean confidence on unknown things", strange) if strange.any() else None,
        unknown_sure=share(
            "unknown things answered at 90 % or more", sure[strange], part, groups=of(strange), rng=rng
        )
        if strange.any()
        else None,
    )


def _accepted(accepted: np.ndarray, scores: np.ndarray) -> np.ndarray:
    return accepted[np.arange(len(scores)), scores.argmax(axis=1)]
