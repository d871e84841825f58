"""The figures of what steps changed: rows and labels left, what truth says, both ends of the labels."""

import math
from collections.abc import Sequence

import numpy as np

from fittingroom.curate.document.contents import Contents
from fittingroom.curate.document.tally import Tally
from fittingroom.data.attributes import Label
from fittingroom.data.label_table import FEW, MANY, tail
from fittingroom.reporting import Figure, Table
from fittingroom.reporting.format import count, enumerated, percent
from fittingroom.reporting.label_charts import ranked


def counted_steps(found: Contents) -> list[tuple[str, Tally]]:
    """The steps after which there were labels, and the set as it is now."""
    steps = [(step, one) for step, one in found.steps.items() if one.of_label.any()]
    return [*steps, ("the set", found.whole)]


def first_and_last(found: Contents) -> list[tuple[str, Tally]]:
    """The first step that had labels, if there is one, and the set as it is now."""
    steps = counted_steps(found)
    if len(steps) < 2:
        return [("the set", found.whole)]
    return [(f"after {steps[0][0]}", steps[0][1]), steps[-1]]


def steps(found: Contents) -> Figure:
    """The table of steps: rows, labels and both ends of the classes after each."""
    rows, before = [], found.taken
    seconds = _seconds(found)
    for step, n in [*found.left.items(), ("the set", found.whole.rows)]:
        one = found.whole if step == "the set" else found.steps.get(step)
        rows.append(
            (
                step,
                n,
                None if before is None else before - n,
                *((None,) * 4 if one is None or not one.of_label.any() else _ends(one)),
                math.ceil(seconds[step]) if step in seconds else None,
            )
        )
        before = n
    return Figure(
        name="steps",
        title="What each step left",
        caption="Rows that were left after each step, and their labels. Tail: labels on fewer than "
        f"{count(FEW)} images, those on none included; head: on more than {count(MANY)}. What looks at all "
        "rows at once counts as the step that uses it: the search for copies as duplicates.",
        description="A table with one row for each step.",
        markup="",
        section="steps",
        table=Table(
            columns=(
                ("after", "text"),
                ("rows", "count"),
                ("fewer", "count"),
                ("labels per row", "number"),
                ("labels without an image", "count"),
                ("in the tail", "count"),
                ("in the head", "count"),
                ("processor seconds", "count"),
            ),
            rows=tuple(rows),
        ),
    )


def _seconds(found: Contents) -> dict[str, float]:
    """Processor seconds of each step, with what was done before it for it alone."""
    seconds, waiting = {}, 0.0
    for step, cost in found.about.get("costs", {}).items():
        waiting += cost["seconds"]
        if step in found.left:
            seconds[step], waiting = waiting, 0.0
    return seconds


def _ends(one: Tally) -> tuple[float, int, int, int]:
    ends = tail(one.of_label)
    return (one.labels_per_row, ends.unused, ends.few, ends.many)


def scored(found: Contents) -> Figure | None:
    """What truth says of the labels after the first and the last step that was scored; None without truth."""
    by_step = found.scores.get("labels", {})
    if not by_step:
        return None
    shown = list(dict.fromkeys([next(iter(by_step)), list(by_step)[-1]]))
    columns = [(f"{what}, {step}", step, what) for what in ("precision", "recall") for step in shown]
    names = ["all", *(group.name for group in found.labels.groups)]
    return Figure(
        name="scores",
        title="Right and complete, where truth is known",
        caption="Precision: the share of labels that are true. Recall: the share of true labels that were "
        "found, of those too that no seller named and no picture shows. Both as they were after "
        f"{enumerated(shown)}.",
        description="A table with one row for each group.",
        markup="",
        section="steps",
        table=Table(
            columns=(("group", "text"), *((words, "rate") for words, _, _ in columns)),
            rows=tuple(
                (name, *(by_step[step].get(name, {}).get(key) for _, step, key in columns)) for name in names
            ),
        ),
    )


def long_tail(found: Contents) -> Figure:
    """Images per label on a log scale, before and after, and how both ends changed."""
    series = first_and_last(found)
    ends = [tail(one.of_label) for _, one in series]
    last = ends[-1]
    changed = f", {count(ends[0].few)} {series[0][0]}" if len(series) > 1 else ""
    changed_head = f", {count(ends[0].many)} {series[0][0]}" if len(series) > 1 else ""
    share = _share_of_tail(series[-1][1])
    return Figure(
        name="long-tail",
        title="Images per label",
        caption=f"{count(last.few)} of {count(last.classes)} labels stand on fewer than {count(FEW)} images"
        f"{changed}; {count(last.many)} on more than {count(MANY)}{changed_head}. Together the tail is "
        f"{percent(share)} of all labels given.",
        description="Images per label on a log scale, most frequent first.",
        markup=ranked(
            [(words, one.of_label) for words, one in series],
            [label.name for label in found.labels.labels],
            few=FEW,
            many=MANY,
            title="Images per label",
        ),
        section="tail",
    )


def _share_of_tail(one: Tally) -> float:
    total = int(one.of_label.sum())
    return int(one.of_label[one.of_label < FEW].sum()) / total if total else 0.0


def every_label(found: Contents) -> Figure:
    """All labels with their images after each step, most frequent first."""
    columns = [*counted_steps(found), *found.parts.items()]
    order = np.argsort(-found.whole.of_label, kind="stable")
    labels = found.labels.labels
    return Figure(
        name="every-label",
        title="Every label, step by step",
        caption=f"Images of each of {count(len(labels))} labels after each step, and in each part.",
        description="A table with one row for each label.",
        markup="",
        section="tail",
        folded=True,
        table=Table(
            columns=(
                ("label", "text"),
                ("group", "text"),
                *((words, "count") for words, _ in columns),
            ),
            rows=tuple(_label_row(labels[int(at)], int(at), columns) for at in order),
        ),
    )


def _label_row(label: Label, at: int, columns: Sequence[tuple[str, Tally]]) -> tuple:
    return (label.name, label.group, *(int(one.of_label[at]) for _, one in columns))
