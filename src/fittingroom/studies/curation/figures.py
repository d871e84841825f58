"""The figures of what a set holds: Table 1, labels on an image, coverage, labels together."""

import numpy as np

from fittingroom.curate.document.contents import Contents
from fittingroom.curate.document.tally import table_1
from fittingroom.data.attributes import imaterialist
from fittingroom.data.imaterialist import PARTS as PUBLISHED_PARTS
from fittingroom.data.imaterialist import TABLE_1
from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import ColumnKind, count, counted, enumerated
from fittingroom.reporting.label_charts import sizes, together
from fittingroom.studies.curation.stepwise import first_and_last
from fittingroom.types import Measurement

MOST_TOGETHER = 20
PUBLISHED_TRAIN = PUBLISHED_PARTS["train"]


def groups(found: Contents) -> Figure:
    """Table 1 of the paper, and where the label map is its own, the paper's numbers beside it."""
    published = found.labels == imaterialist()
    rows = []
    for one in table_1(found.whole):
        row = [
            one.group,
            "one" if one.exclusive else "several",
            one.classes,
            one.labels,
            one.images,
            one.coverage,
            one.labels_per_image,
        ]
        if published:
            printed = TABLE_1[one.group]
            row += [printed[1] / PUBLISHED_TRAIN, printed[0] / printed[1]]
        rows.append(tuple(row))
    columns: tuple[tuple[str, ColumnKind], ...] = (
        ("group", "text"),
        ("labels an image", "text"),
        ("classes", "count"),
        ("#Label", "count"),
        ("#Image", "count"),
        ("coverage", "rate"),
        ("labels per labelled image", "number"),
    )
    if published:
        columns = (*columns, ("coverage, printed", "rate"), ("per labelled image, printed", "number"))
    beside = (
        f" Printed: Table 1 of Guo et al. 2019, {count(PUBLISHED_TRAIN)} train images." if published else ""
    )
    wrong = [one for one in table_1(found.whole) if one.exclusive and one.labels != one.images]
    broken = (
        f" {enumerated([one.group for one in wrong])} should hold one label an image and "
        f"{'does' if len(wrong) == 1 else 'do'} not."
        if wrong
        else ""
    )
    return Figure(
        name="table-1",
        title="Labels by group",
        caption=f"Labels and images with a label of each group, all parts: {count(found.whole.rows)} images, "
        f"{found.whole.labels_per_row:.4f} labels an image. Where a group allows one label, #Label equals "
        f"#Image.{broken}{beside}",
        description="Table 1 of the paper, computed from this set.",
        markup="",
        section="labels",
        table=Table(columns=columns, rows=tuple(rows)),
    )


def parts(found: Contents) -> Figure:
    """How labels spread over train, val and test."""
    rows = []
    for part, one in found.parts.items():
        most = int(np.flatnonzero(one.of_size).max(initial=0))
        rows.append(
            (
                part,
                one.rows,
                one.labels_per_row,
                _quantile(one.of_size, 0.5),
                most,
                int(one.of_size[0]),
                int((one.of_label == 0).sum()),
            )
        )
    train, others = found.parts.get("train"), [one for part, one in found.parts.items() if part != "train"]
    drawn = [("train", train.of_size)] if train else []
    if others:
        rest = sum(others[1:], others[0])
        drawn.append((" and ".join(part for part in found.parts if part != "train"), rest.of_size))
    return Figure(
        name="sizes",
        title="Labels on an image",
        caption="How many labels an image has, as a share of the images of a part. Where val and test are "
        "labelled more richly than train, a model that names as many labels as train has names too few.",
        description="Bars for the number of labels on an image, by part.",
        markup=sizes(drawn, title="Labels on an image"),
        section="labels",
        table=Table(
            columns=(
                ("part", "text"),
                ("images", "count"),
                ("labels an image", "number"),
                ("median", "count"),
                ("most", "count"),
                ("without a label", "count"),
                ("labels without an image", "count"),
            ),
            rows=tuple(rows),
        ),
    )


def _quantile(of_size: np.ndarray, share: float) -> int:
    """The smallest number of labels that at least `share` of the rows do not exceed."""
    total = of_size.sum()
    return int(np.searchsorted(np.cumsum(of_size), share * total)) if total else 0


def coverage(found: Contents) -> Figure:
    """Share of images with a label of each group, before and after; and what is unknown or does not apply."""
    series = first_and_last(found)
    names = [words for words, _ in reversed(series)]
    rows = []
    for at, group in enumerate(found.labels.groups):
        measured = [
            _share(group.name, int(one.of_group[at]), one.rows, words) for words, one in reversed(series)
        ]
        rows.append(Row(group.name, tuple(measured)))
    n = found.whole.rows
    table = []
    for at, group in enumerate(found.labels.groups):
        shares = [int(one.of_group[at]) / max(1, one.rows) for _, one in series]
        apart = [int(counts[at]) / max(1, n) for counts in (found.unknown, found.not_applicable)]
        table.append((group.name, *shares, *apart))
    return Figure(
        name="coverage",
        title="Coverage",
        caption="Share of the images that have a label of each group. What is missing is not absent: it "
        "may be unknown, or the group may not apply, as sleeves of a shoe.",
        description="One row for each group with its coverage, before and after.",
        markup=interval_chart(rows, title="Coverage by group", names=names),
        section="labels",
        table=Table(
            columns=(
                ("group", "text"),
                *((words, "rate") for words, _ in series),
                ("marked unknown", "rate"),
                ("does not apply", "rate"),
            ),
            rows=tuple(table),
        ),
    )


def _share(group: str, k: int, n: int, words: str) -> Measurement:
    return Measurement(name=f"{group}, {words}", value=k / max(1, n), n=n, method="counted", part=words)


def labels_together(found: Contents) -> Figure:
    """Which labels come together: the most frequent ones, and the pairs far above chance."""
    counts = np.diag(found.together)
    order = np.argsort(-counts, kind="stable")[:MOST_TOGETHER]
    order = order[counts[order] > 0]
    names = [label.name for label in found.labels.labels]
    shown = found.together[np.ix_(order, order)]
    strongest = _lifted(found)
    return Figure(
        name="together",
        title="Labels that come together",
        caption=f"Of the images with the label of a row, the share in percent with that of the column; the "
        f"{len(order)} most frequent labels. The table lists pairs from two groups that are farthest above "
        "what independence would give (lift), on at least 20 images.",
        description=f"A table of {len(order)} labels by {len(order)} labels.",
        markup=together(shown, [names[int(at)] for at in order], title="Labels that come together"),
        section="labels",
        table=Table(
            columns=(("label", "text"), ("with", "text"), ("images", "count"), ("lift", "number")),
            rows=tuple((names[i], names[j], n, lift) for i, j, n, lift in strongest),
        ),
    )


def _lifted(found: Contents, most: int = 30, least: int = 20) -> list[tuple[int, int, int, float]]:
    both, n = found.together, found.whole.rows
    counts = np.diag(both).astype(float)
    group = np.array([label.group for label in found.labels.labels])
    i, j = np.nonzero(np.triu(both >= least, 1) & (group[:, None] != group[None]))
    lift = both[i, j] * n / (counts[i] * counts[j])
    first = np.argsort(-lift, kind="stable")[:most]
    return [(int(i[at]), int(j[at]), int(both[i[at], j[at]]), float(lift[at])) for at in first]


def broken_groups(found: Contents) -> Figure | None:
    """Pairs of labels of an exclusive group that stand on one image; None if there are none."""
    labels = found.labels.labels
    alone = {group.name for group in found.labels.groups if group.exclusive}
    pairs = [
        (labels[i].group, labels[i].name, labels[j].name, int(found.together[i, j]))
        for i, j in zip(*np.nonzero(np.triu(found.together, 1)), strict=True)
        if labels[i].group == labels[j].group and labels[i].group in alone
    ]
    if not pairs:
        return None
    pairs.sort(key=lambda pair: (-pair[3], pair))
    return Figure(
        name="broken",
        title="Groups that should hold one label",
        caption=f"{counted(len(pairs), 'pair')} of labels of one exclusive group stand on one image; the "
        "most frequent first, 50 at most.",
        description="A table of pairs of labels.",
        markup="",
        section="labels",
        table=Table(
            columns=(("group", "text"), ("label", "text"), ("with", "text"), ("images", "count")),
            rows=tuple(pairs[:50]),
        ),
    )
