"""Ready picture sheets: what a model gets wrong, what is almost the same, which labels to doubt.

Predictions must follow the part row by row.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.errors import InputError
from fittingroom.reporting.document import Figure
from fittingroom.reporting.format import count, decimals, percent
from fittingroom.reporting.pictures import Picture, picture_grid, picture_pairs, picture_rows
from fittingroom.types import Part, Predictions

if TYPE_CHECKING:
    from fittingroom.match.near import NearPairs

MOST_CLASSES = 20
"""Rows of a sheet that has one row per class."""


def confidently_wrong(
    part: Part, predictions: Predictions, classes: Sequence[str], *, most: int = 24
) -> Figure:
    """The wrong answers that the model was surest of, surest first."""
    _check_same_rows(part, predictions)
    wrong = np.flatnonzero(predictions.answers != part.labels)
    rows = wrong[np.argsort(-predictions.confidence[wrong], kind="stable")][:most]
    if predictions.kind == "labels":
        order = "The predictions hold no confidence, so these are simply the first."
    else:
        order = "Surest first. Some are plainly wrong, some can be read two ways, some labels are in doubt."
    return Figure(
        name="confidently-wrong",
        title="Wrong, and sure of it",
        caption=(
            f"{count(len(rows))} of {count(len(wrong))} wrong answers in {part.name}: the answer in bold, "
            f"its confidence, the given label. {order}"
        ),
        description=f"{len(rows)} pictures with the wrong answer, its confidence and the given label.",
        markup=picture_grid([_judged(part, predictions, classes, row) for row in rows]),
        section="failures",
    )


def worst_by_class(part: Part, predictions: Predictions, classes: Sequence[str], *, each: int = 8) -> Figure:
    """For each class with mistakes, the pictures to whose label the model gave the least, worst first."""
    _check_same_rows(part, predictions)
    given = predictions.scores[np.arange(len(part)), part.labels]
    wrong = predictions.answers != part.labels
    mistakes = np.bincount(part.labels[wrong], minlength=len(classes))
    shown = np.sort(np.argsort(-mistakes, kind="stable")[:MOST_CLASSES])
    rows = []
    for i in shown[mistakes[shown] > 0]:
        members = np.flatnonzero(wrong & (part.labels == i))
        worst = members[np.argsort(given[members], kind="stable")][:each]
        rows += [(classes[i], [_judged(part, predictions, classes, row, label=False) for row in worst])]
    return Figure(
        name="worst-by-class",
        title="The worst of each class",
        caption=(
            f"One row for each given label with mistakes{_cut(len(classes))}; below each picture the "
            "model's answer and its confidence."
        ),
        description=f"{len(rows)} rows of up to {each} pictures that the model gets most wrong.",
        markup=picture_rows(rows),
        section="failures",
    )


def label_suspects(
    part: Part,
    predictions: Predictions,
    rows: np.ndarray,
    classes: Sequence[str],
    *,
    most: int = 24,
) -> Figure:
    """Pictures whose given label is in doubt; `rows` (m,) row numbers of the part, most suspect first."""
    _check_same_rows(part, predictions)
    shown = [_judged(part, predictions, classes, row) for row in np.asarray(rows)[:most]]
    return Figure(
        name="label-suspects",
        title="Labels to doubt",
        caption=(
            f"{count(len(shown))} of {count(len(rows))} suspects in {part.name}: the model's answer in bold, "
            "below it the given label. Look for yourself: a suspect is a question, not a verdict."
        ),
        description=f"{len(shown)} pictures whose label a model doubts, with its answer and the label.",
        markup=picture_grid(shown),
        section="data",
    )


def close_pairs(
    a: Part,
    b: Part,
    near: NearPairs,
    classes: Sequence[str],
    *,
    most: int = 12,
    name: str = "close-pairs",
) -> Figure:
    """Pictures of part `a` beside their near copies in part `b` (or in `a` itself), closest first."""
    pairs = []
    for k in np.argsort(-near.correlation, kind="stable")[:most]:
        i, j = int(near.i[k]), int(near.j[k])
        one, other = classes[int(a.labels[i])], classes[int(b.labels[j])]
        alike = f"correlation {_alike(float(near.correlation[k]))}" + ", mirrored" * bool(near.mirrored[k])
        lines = (one if one == other else f"{one} / {other}", alike, f"{a.ids[i]} · {b.ids[j]}")
        left = Picture(a.images[i], f"{a.name} picture {a.ids[i]}, labelled {one}", lines)
        right = Picture(b.images[j], f"{b.name} picture {b.ids[j]}, labelled {other}, {alike}")
        pairs += [(left, right)]
    title, where = "Almost the same, twice", ""
    if a is not b:
        title, where = (
            f"Almost the same in {a.name} and {b.name}",
            f": left from {a.name}, right from {b.name}",
        )
    return Figure(
        name=name,
        title=title,
        caption=(
            f"The {count(len(pairs))} closest of {count(len(near.i))} pairs{where}. A high correlation alone "
            "does not prove a copy: two plain things can look alike."
        ),
        description=f"{len(pairs)} pairs of pictures with their labels and the correlation of their pixels.",
        markup=picture_pairs(pairs),
        section="data",
    )


def _alike(correlation: float) -> str:
    """A correlation with four decimals; only equal pictures are printed as 1."""
    return ">0.9999" if 0.9999 < correlation < 1 else decimals(correlation, 4)


def samples(part: Part, classes: Sequence[str], *, each: int = 10) -> Figure:
    """What the data look like: the first pictures of each class."""
    rows = []
    for i, name in enumerate(classes[:MOST_CLASSES]):
        first = np.flatnonzero(part.labels == i)[:each]
        rows += [(name, [Picture(part.images[row], f"{name}, {part.ids[row]}") for row in first])]
    return Figure(
        name="samples",
        title="What the pictures look like",
        caption=f"The first {each} pictures of each class in {part.name}{_cut(len(classes))}.",
        description=f"{len(rows)} rows of pictures, one for each class.",
        markup=picture_rows(rows),
        section="data",
    )


def _cut(there_are: int) -> str:
    return f" ({MOST_CLASSES} of {count(there_are)} classes)" if there_are > MOST_CLASSES else ""


def _judged(
    part: Part, predictions: Predictions, classes: Sequence[str], row: int, *, label: bool = True
) -> Picture:
    """A picture with the model's answer, its confidence and, if asked for, the given label below it."""
    answer, given = classes[int(predictions.answers[row])], classes[int(part.labels[row])]
    lines = [answer]
    if predictions.kind == "probabilities":
        lines += [percent(float(predictions.confidence[row]))]
    alt = f"picture {part.ids[row]}, labelled {given}, answered {' '.join(lines)}"
    return Picture(part.images[row], alt, (*lines, f"label: {given}") if label else tuple(lines))


def _check_same_rows(part: Part, predictions: Predictions) -> None:
    if not np.array_equal(part.ids, predictions.ids):
        raise InputError(
            f"{predictions.model}: predictions for {len(predictions.ids)} ids do not follow the "
            f"{len(part)} ids of {part.name} row by row: align them first"
        )
