"""The layouts of the paper: its Table 3, and its Figure 4, the recall of each label."""

from collections.abc import Sequence

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import ColumnKind, counted
from fittingroom.studies.attributes.arms import RULED
from fittingroom.studies.attributes.ladder import Ladder, by_arm, logits_of
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.runs import Run

LEAST_IMAGES = 10
"""A label on fewer test images has a recall that says nothing by itself; it is counted, not drawn."""


def table_3(found: Ladder) -> Figure:
    """The paper's Table 3, its layout: recall, precision, F1 of val and of test, a network a line."""
    columns: tuple[tuple[str, ColumnKind], ...] = (
        ("network", "text"),
        ("val R", "measured"),
        ("val P", "measured"),
        ("val F1", "measured"),
        ("test R", "measured"),
        ("test P", "measured"),
        ("test F1", "measured"),
    )
    return Figure(
        name="table-3",
        title="Simulated: the layout of the paper's Table 3",
        caption="Forced eight labels, pooled over images; learned from sellers' tags and asked about richly "
        "tagged images, what is not tagged being absent, as in the paper. P / R is the mean number of labels "
        "by 8, whatever the model. The numbers of the paper are of photos and must not be set beside these.",
        description="A table of networks with recall, precision and F1.",
        markup="",
        section="paper",
        table=Table(
            columns=columns,
            rows=tuple(
                (row.name, *(one.measurement for part in ("val", "test") for one in row.numbers[part]))
                for row in found.table_3
            ),
        ),
    )


def figure_4(runs: Sequence[Run], found: Lessons) -> list[Figure]:
    """The paper's Figure 4: recall of each label by the forced eight, a figure a group, of two arms."""
    arms = {name: some for name, some in by_arm(runs).items() if name in RULED}
    truth, groups = found.test.truth.measured(), found.test.groups
    chosen = {some[0].arm.title: [top_k(logits_of(run, "test")) for run in some] for some in arms.values()}
    drawn, rng = [], np.random.default_rng(4)
    for group in found.labels.groups:
        rows = []
        columns = [c for c, label in enumerate(found.labels.labels) if label.group == group.name]
        many = [c for c in columns if truth.images_each[c] >= LEAST_IMAGES]
        for column in sorted(many, key=lambda c: -truth.images_each[c]):
            images = truth.present[:, column]
            name = found.labels.labels[column].name
            rows.append(
                Row(
                    name,
                    tuple(
                        share(
                            f"recall@8 by {title}",
                            cells[0][images, column],
                            "test",
                            groups=groups[images],
                            rng=rng,
                        )
                        for title, cells in chosen.items()
                    ),
                )
            )
        if rows:
            drawn.append(_recalls(group.name, rows, list(chosen), len(columns) - len(many)))
    return drawn


def _recalls(group: str, rows: Sequence[Row], names: Sequence[str], left_out: int) -> Figure:
    title = f"Simulated: recall@8 of each {group}"
    return Figure(
        name=f"recall-{group}",
        title=title,
        caption=f"{counted(len(rows), 'label')} on at least {LEAST_IMAGES} test images, the most frequent "
        f"first (seed 0); on fewer, and left out: {left_out}.",
        description=f"A row for each of {counted(len(rows), 'label')} with its recall.",
        markup=interval_chart(rows, title=title, names=names),
        section="paper",
        folded=True,
        table=Table(
            columns=(("label", "text"), ("images", "count"), *((name, "measured") for name in names)),
            rows=tuple((row.label, row.measurements[0].n, *row.measurements) for row in rows),
        ),
    )
