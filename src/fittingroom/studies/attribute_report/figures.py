"""The tables and charts of a report on attributes: group by group, label by label, head to tail."""

import numpy as np

from fittingroom.measure.attributes.average_precision import (
    average_precision,
    average_precision_influence,
    macro_average_precision,
)
from fittingroom.measure.attributes.recall import per_attribute_recall
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.measure.attributes.truth import group_columns
from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import count, counted
from fittingroom.studies.attribute_report.trial import Trial
from fittingroom.types import Measurement

CHARTED = 12
"""Labels at either end of the chart of recall."""

LEAST_IMAGES = 10
"""Images from which on a label may stand in the chart: below, its interval is most of the scale."""


def by_group(trial: Trial) -> Figure:
    """What is found, ordered and stated of each group of labels."""
    said, truth, groups = trial.evidence.predictions, trial.evidence.truth, trial.evidence.groups
    values, influence = average_precision_influence(said.logits, truth)
    rows = []
    for group in truth.label_map.groups:
        columns = group_columns(truth.label_map, group.name)
        among = np.isin(np.arange(len(values)), columns)
        images = int(truth.present[:, columns].any(axis=1).sum())
        precision = macro_average_precision(
            f"macro AP of {group.name}", values, influence, part=said.part, among=among, groups=groups
        )
        names = ("hit rate of", "hits per label of", "mean class recall of")
        rows.append(
            (
                group.name,
                "one" if group.exclusive else "several",
                len(columns),
                images,
                *(trial.number(f"{name} {group.name}") for name in names),
                precision,
                trial.number(f"ECE of {group.name}, first answer"),
                trial.number(f"labels stated per label of {group.name}"),
            )
        )
    return Figure(
        name="groups",
        title="Group by group",
        caption="First answer: of each image the group's label with the highest probability. Hit rate: it "
        "is one of the labels; hits per label counts it against all of them; mean class recall lets each "
        "label count alike. AP: how well probabilities order the images, a mean over labels. ECE and labels "
        "stated per label present: whether probabilities mean what they say; 0 and 1 are right. In brackets "
        "95 % intervals, images of one product counting as one.",
        description="For each group of labels, its size, three readings of recall, AP and calibration.",
        markup="",
        section="groups",
        table=Table(
            columns=(
                ("group", "text"),
                ("an image", "text"),
                ("labels", "count"),
                ("images", "count"),
                ("hit rate", "measured"),
                ("hits per label", "measured"),
                ("mean class recall", "measured"),
                ("AP", "measured"),
                ("ECE", "measured"),
                ("stated per label", "measured"),
            ),
            rows=tuple(rows),
        ),
    )


def head_to_tail(trial: Trial) -> Figure:
    """Average precision and recall of frequent and rare labels."""
    rows = [
        (name or "all", trial.number(f"macro AP{at}"), trial.number(f"macro recall@8{at}"))
        for name in ("", "head", "middle", "tail")
        for at in (f", {name}" if name else "",)
    ]
    return Figure(
        name="tail",
        title="Frequent and rare labels",
        caption="Means over labels, each counting alike. Tail: on fewer than 500 train images, head: on more "
        "than 10 000 (the paper's bounds; in a small set all labels are tail).",
        description="Macro AP and recall for all, head, middle and tail labels.",
        markup="",
        section="groups",
        table=Table(
            columns=(("labels", "text"), ("AP", "measured"), ("recall@8", "measured")),
            rows=tuple(row for row in rows if row[1] is not None or row[2] is not None),
        ),
    )


def by_label(trial: Trial, *, rng: np.random.Generator) -> Figure:
    """Recall@8 of every label in a table; the strongest and weakest in the chart."""
    said, truth = trial.evidence.predictions, trial.evidence.truth
    measured = per_attribute_recall(
        top_k(said.logits), truth, part=said.part, groups=trial.evidence.groups, rng=rng
    )
    of = "recall@8 of "
    found = {m.name.removeprefix(of): m for m in measured if m.name.startswith(of)}
    precision = average_precision(said.logits, truth)
    known = sorted(
        ((name, m) for name, m in found.items() if m.n >= LEAST_IMAGES), key=lambda one: -one[1].value
    )
    chosen = known if len(known) <= 2 * CHARTED else [*known[:CHARTED], *known[-CHARTED:]]
    rows = [
        (
            label.name,
            label.group,
            int(trial.evidence.train_counts[at]),
            found[label.name].n,
            found[label.name],
            float(precision[at]),
        )
        for at, label in enumerate(truth.label_map.labels)
        if label.name in found
    ]
    rows.sort(key=lambda row: -row[4].value)
    unseen = len(truth.label_map.labels) - len(rows)
    which = "all" if len(chosen) == len(known) else f"the {CHARTED} highest and the {CHARTED} lowest"
    chart = (
        interval_chart([Row(name, (m,)) for name, m in chosen], title="Recall of labels", names=("recall@8",))
        if chosen
        else ""
    )
    return Figure(
        name="labels",
        title="Label by label",
        caption=f"Of the images with a label, the share in whose eight highest it is; drawn: {which} of "
        f"{counted(len(known), 'label')} on at least {LEAST_IMAGES} images. {count(unseen)} of "
        f"{count(len(truth.label_map.labels))} labels are on no image of {said.part}: nothing is known.",
        description="Recall of single labels with intervals.",
        markup=chart,
        section="labels",
        table=Table(
            columns=(
                ("label", "text"),
                ("group", "text"),
                ("train images", "count"),
                ("images", "count"),
                ("recall@8", "measured"),
                ("AP", "number"),
            ),
            rows=tuple(rows),
        ),
    )


def extremes(trial: Trial, prefix: str) -> tuple[Measurement, Measurement] | None:
    """The lowest and highest of the groups' numbers of this name, None where fewer than two are known."""
    known = sorted((m for m in trial.numbers if m.name.startswith(prefix)), key=lambda m: m.value)
    return (known[0], known[-1]) if len(known) > 1 else None
