"""Ready figures: from measurements to a drawing with its title, caption and table.

Captions say what to see and are computed from the numbers, so that they are never truer than these.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.gap import epoch_gap
from fittingroom.reporting import charts, curves, heatmap
from fittingroom.reporting import reliability as diagram
from fittingroom.reporting.document import Figure, Table
from fittingroom.reporting.format import count, decimals, measured, percent, points, value
from fittingroom.types import Dataset, Epoch, Measurement

if TYPE_CHECKING:
    from fittingroom.measure.calibration import Bin

MOST_ROWS = 40
"""Rows of a chart with one row per class."""

MOST_PAIRS = 15
"""Rows of the table of confusions."""


def learning(epochs: Sequence[Epoch]) -> Figure:
    """Accuracy and loss by epoch on train and val, and which epoch was kept."""
    if not epochs:
        raise InputError("a learning curve needs at least one epoch, found none")
    kept = next((e for e in epochs if e.chosen), epochs[-1])
    gap, loss_gap = kept.train_accuracy - kept.val_accuracy, kept.val_loss - kept.train_loss
    return Figure(
        name="learning",
        title="Accuracy and loss, epoch by epoch",
        caption=(
            f"At the kept epoch {kept.epoch} the model is right on {percent(kept.train_accuracy)} of the "
            f"pictures it learned from and on {percent(kept.val_accuracy)} of the validation pictures: a gap "
            f"of {points(gap)} in accuracy and {decimals(loss_gap, 3)} in loss. Train and val are measured "
            "alike, with dropout and augmentation off; the band is the 95 % interval of val."
        ),
        description=(
            f"{count(len(epochs))} epochs: train accuracy goes from {percent(epochs[0].train_accuracy)} to "
            f"{percent(epochs[-1].train_accuracy)}, val accuracy from {percent(epochs[0].val_accuracy)} to "
            f"{percent(epochs[-1].val_accuracy)}."
        ),
        markup=curves.curves(epochs),
        section="learning",
        table=_epoch_table(epochs),
    )


def _epoch_table(epochs: Sequence[Epoch]) -> Table:
    return Table(
        columns=(
            ("epoch", "text"),
            ("train accuracy", "rate"),
            ("val accuracy", "rate"),
            ("train loss", "number"),
            ("val loss", "number"),
            ("gap in accuracy", "text"),
            ("gap in loss", "number"),
        ),
        rows=tuple(
            (
                f"{e.epoch}, kept" if e.chosen else f"{e.epoch}",
                e.train_accuracy,
                e.val_accuracy,
                e.train_loss,
                e.val_loss,
                measured(epoch_gap(e)),
                e.val_loss - e.train_loss,
            )
            for e in epochs
        ),
    )


def per_class(
    measurements: Sequence[Measurement],
    *,
    overall: Measurement | None = None,
    baseline: Measurement | None = None,
) -> Figure:
    """Recall and precision of each class that has pictures, the weakest recall on top.

    `measurements` are named "recall of Shirt" and "precision of Shirt", as measure.per_class gives them.
    """
    recall = {m.name.removeprefix("recall of "): m for m in measurements if m.name.startswith("recall of ")}
    others = {m.name.removeprefix("precision of "): m for m in measurements}
    order = sorted((name for name in recall if recall[name].n), key=lambda name: (recall[name].value, name))
    if not order:
        raise InputError("no measurement is named 'recall of CLASS' and counts a picture")
    rows = [
        charts.Row(name, (recall[name], others[name]) if name in others else (recall[name],))
        for name in order[:MOST_ROWS]
    ]
    weakest, strongest = order[0], order[-1]
    return Figure(
        name="per-class",
        title="How often each class is recognised",
        caption=(
            f"Of the pictures labelled {weakest}, {measured(recall[weakest])} are recognised; of those "
            f"labelled {strongest}, {measured(recall[strongest])}.{_cut(len(order), 'weakest')} "
            "Recall: how many of a class are found; precision: how many answers that name it are right."
        ),
        description=(
            f"Recall of {len(order)} classes runs from {value(recall[weakest])} for {weakest} to "
            f"{value(recall[strongest])} for {strongest}."
        ),
        markup=charts.interval_chart(
            rows,
            title="Recall and precision by class",
            names=("recall", "precision")[: len(rows[0].measurements)],
            overall=overall,
            baseline=baseline,
        ),
        section="failures",
        table=_interval_table(rows),
    )


def _interval_table(rows: Sequence[charts.Row]) -> Table:
    names = ("recall", "precision")[: len(rows[0].measurements)]
    cells = [[v for m in row.measurements for v in (m.value, m.low, m.high)] for row in rows]
    return Table(
        columns=(
            ("class", "text"),
            ("n", "count"),
            *((column, "rate") for name in names for column in (name, "from", "to")),
        ),
        rows=tuple((row.label, row.measurements[0].n, *cell) for row, cell in zip(rows, cells, strict=True)),
    )


def confusion(matrix: np.ndarray, classes: Sequence[str]) -> Figure:
    """Which class is taken for which; `matrix` (k, k) counts, one row per given label."""
    matrix = np.asarray(matrix)
    wrong = matrix - np.diag(np.diag(matrix))
    order = np.argsort(-wrong, axis=None, kind="stable")[:MOST_PAIRS]
    pairs = [divmod(int(i), len(classes)) for i in order if wrong.flat[i] > 0]
    total, totals = int(wrong.sum()), np.maximum(matrix.sum(axis=1), 1)
    first = "There is not one mistake."
    if pairs:
        named = [f"{classes[i]} taken for {classes[j]} ({count(int(wrong[i, j]))})" for i, j in pairs[:3]]
        share = sum(int(wrong[i, j]) for i, j in pairs[:3]) / total
        first = (
            f"Most often: {', '.join(named)}; together {percent(share, 0)} of all {count(total)} mistakes."
        )
    return Figure(
        name="confusion",
        title="What is taken for what",
        caption=f"{first} Each cell: how many pictures, what share of the row; a stronger tint is worse.",
        description=f"{count(int(matrix.sum()))} answers, {count(total)} of them wrong.",
        markup=heatmap.confusion(matrix, classes),
        section="failures",
        table=Table(
            columns=(("label", "text"), ("answer", "text"), ("pictures", "count"), ("of the label", "rate")),
            rows=tuple(
                (classes[i], classes[j], int(wrong[i, j]), float(wrong[i, j] / totals[i])) for i, j in pairs
            ),
        ),
    )


def reliability(
    bins: Sequence[Bin],
    *,
    ece: Measurement,
    floor: Measurement | None = None,
    confidence: np.ndarray,
) -> Figure:
    """Stated confidence against what was right, with the calibration error and its noise floor."""
    n = sum(b.n for b in bins)
    stated = sum(b.confidence * b.n for b in bins if b.n) / n
    right = sum(b.accuracy * b.n for b in bins if b.n) / n
    way = "more" if stated > right else "less"
    chance = ""
    if floor is not None:
        chance = f" A perfectly calibrated model would show {measured(floor)} by chance alone."
    return Figure(
        name="reliability",
        title="Stated confidence and what came true",
        caption=(
            f"On average the model states {percent(stated)} and is right on {percent(right)}: it claims "
            f"{decimals(100 * abs(stated - right))} points {way} than it keeps. Expected calibration error "
            f"{measured(ece)}.{chance}"
        ),
        description=f"{len(bins)} groups of answers, sorted by confidence; their mean gap is {value(ece)}.",
        markup=diagram.reliability(bins, ece=ece, floor=floor, confidence=confidence),
        section="confidence",
        table=Table(
            columns=(("stated", "rate"), ("right", "rate"), ("from", "rate"), ("to", "rate"), ("n", "count")),
            rows=tuple((b.confidence, b.accuracy, b.low, b.high, b.n) for b in bins),
        ),
    )


def class_counts(data: Dataset) -> Figure:
    """How many pictures each class has, in all and in each part."""
    classes, k = data.card.classes, len(data.card.classes)
    parts = {name: np.bincount(data.labels[data.rows(name)], minlength=k) for name in data.parts}
    totals = np.sum(list(parts.values()), axis=0)
    order = np.argsort(totals, kind="stable")
    least, most, shown = order[0], order[-1], np.sort(order[:MOST_ROWS])
    fewest, highest = count(int(totals[least])), count(int(totals[most]))
    first = f"From {fewest} ({classes[least]}) to {highest} ({classes[most]})."
    if fewest == highest:
        first = f"Every class has {fewest} pictures."
    return Figure(
        name="class-counts",
        title="Pictures per class",
        caption=f"{first}{_cut(k, 'rarest')} The table splits them into {', '.join(parts)}.",
        description=first,
        markup=charts.bars(
            [classes[i] for i in shown], [int(totals[i]) for i in shown], title="Pictures per class"
        ),
        section="data",
        table=Table(
            columns=(("class", "text"), *((name, "count") for name in parts)),
            rows=tuple((classes[i], *(int(n[i]) for n in parts.values())) for i in shown),
        ),
    )


def _cut(there_are: int, which: str) -> str:
    return (
        f" Shown are the {MOST_ROWS} {which} of {count(there_are)} classes." if there_are > MOST_ROWS else ""
    )
