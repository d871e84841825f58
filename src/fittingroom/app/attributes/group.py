"""What validation images teach of one group of labels before a picture comes: sets, thresholds, worth."""

from dataclasses import dataclass

import numpy as np

from fittingroom.measure.attributes import AttributePredictions
from fittingroom.measure.attributes.group_sets import answers, covered, group_promise
from fittingroom.measure.attributes.micro import Counts, micro
from fittingroom.measure.attributes.predictions import sigmoid
from fittingroom.measure.attributes.rules.folds import decided
from fittingroom.measure.attributes.rules.per_group import PER_GROUP, group_thresholds
from fittingroom.measure.attributes.truth import group_columns
from fittingroom.measure.conformal import Promise
from fittingroom.models.attributes.shards import Source
from fittingroom.types import Measurement

COVERAGE = 0.9
"""Share of sets that hold the right answer, as promised."""

LEAST_WITHOUT = 10
"""Validation images that must have no label of a group before a picture may be said to have none."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Choice:
    """A group with one answer at most. promise: None where too few images have a label; covered: how often
    its sets hold the label of images of other products."""

    promise: Promise | None
    covered: Measurement | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Several:
    """A group of which an image may have several labels: those from the logit `threshold` on.

    precision, recall: of such labels, on images of other products, None where none was named so or none is
    present; none_below: the logit below which the
    highest one of at most 1 - COVERAGE of the images with a label lies; None where nothing may be "none".
    """

    threshold: float
    precision: Measurement | None
    recall: Measurement | None
    none_below: float | None


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Known:
    """One group: its labels' columns (m,) and names, its rule, and on validation images that it is known of
    the probability of the first answer and whether it was right, (v,) each."""

    name: str
    columns: np.ndarray
    names: tuple[str, ...]
    rule: Choice | Several
    stated: np.ndarray
    right: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class _Seen:
    """Of a group on n images, in its own m columns: what was said, what is true, what its threshold chose.

    told: (n,) bool, whether the group is known, also that none of its labels applies.
    """

    logits: np.ndarray
    present: np.ndarray
    known: np.ndarray
    chosen: np.ndarray
    told: np.ndarray
    groups: np.ndarray
    part: str

    def asked(self, stated: np.ndarray, right: np.ndarray) -> dict[str, np.ndarray]:
        """What was said first, (n, k) each, on images of which that is known."""
        rows, first = np.arange(len(stated)), stated.argmax(axis=1)
        known = self.told if stated.shape != self.known.shape else self.known[rows, first]
        return {"stated": stated.max(axis=1)[known], "right": right[rows, first][known]}


def learn_groups(
    said: AttributePredictions, source: Source, *, rng: np.random.Generator
) -> tuple[Known, ...]:
    """Fit and measure every group on validation images. Raises InputError for fewer than five products."""
    truth, label_map = source.truth.measured(), source.truth.labels
    thresholds = group_thresholds(said.logits, truth)
    (chosen,) = decided((PER_GROUP,), said.logits, truth, source.groups, rng=rng)
    found = []
    for place, group in enumerate(label_map.groups):
        columns = group_columns(label_map, group.name)
        seen = _Seen(
            logits=said.logits[:, columns],
            present=truth.present[:, columns],
            known=truth.known[:, columns],
            chosen=chosen[:, columns],
            told=~source.truth.unknown[:, place] | truth.present[:, columns].any(axis=1),
            groups=source.groups,
            part=source.name,
        )
        p = sigmoid(seen.logits)
        if group.exclusive:
            rule = _choice(group.name, seen, answers(p), rng=rng)
            own = np.concatenate([seen.present, ~seen.present.any(axis=1, keepdims=True)], axis=1)
            first = seen.asked(answers(p), own)
        else:
            rule = _several(seen, float(thresholds[columns[0]]), rng=rng)
            first = seen.asked(p, seen.present)
        names = tuple(label_map.labels[column].name for column in columns)
        found.append(Known(name=group.name, columns=columns, names=names, rule=rule, **first))
    return tuple(found)


def _choice(name: str, seen: _Seen, p: np.ndarray, *, rng: np.random.Generator) -> Choice:
    promise = group_promise(p, seen.present, seen.told, COVERAGE)
    if promise is None:
        return Choice(promise=None, covered=None)
    where = {"name": f"coverage of {name}", "part": seen.part, "groups": seen.groups}
    kept = covered(p, seen.present, seen.told, COVERAGE, **where, rng=rng)
    return Choice(promise=promise, covered=kept)


def _several(seen: _Seen, threshold: float, *, rng: np.random.Generator) -> Several:
    counts = Counts(
        (seen.chosen & seen.present).sum(axis=1),
        (seen.chosen & seen.known).sum(axis=1),
        seen.present.sum(axis=1),
    )
    worth = micro(counts, suffix=", per-group threshold", part=seen.part, groups=seen.groups, rng=rng)
    labelled = seen.present.any(axis=1)
    highest = np.sort(seen.logits[labelled].max(axis=1))
    place = int((1 - COVERAGE) * (len(highest) + 1)) - 1
    may_be_none = (seen.told & ~labelled).sum() >= LEAST_WITHOUT and place >= 0
    return Several(
        threshold=threshold,
        precision=worth.precision if counts.chosen.any() else None,
        recall=worth.recall if counts.present.any() else None,
        none_below=float(highest[place]) if may_be_none else None,
    )
