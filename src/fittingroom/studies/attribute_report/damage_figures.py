"""Damage in a report on attributes: what each defect costs, group by group, and what it looks like."""

from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import ColumnKind, count, measured
from fittingroom.reporting.pictures import Picture, picture_grid
from fittingroom.studies.attribute_report.damaged import SEVERITIES, Damage, Damaged, Under
from fittingroom.studies.attribute_report.trial import Trial
from fittingroom.studies.reality.words import SHOWN, Cost, what_hurts

NOT_PHOTOS = "Damage by a program, in colour; it never stands for real photos."


def damage(trial: Trial) -> tuple[Figure, ...]:
    """Four figures, or none where no damage was shown."""
    found = trial.damaged
    return () if found is None else (_cost(trial, found), _by_group(found), _graded(found), _example(found))


def hurting(found: Damaged) -> tuple[str, ...]:
    """Which defects hurt F1@8, which do not, which are not settled."""
    return what_hurts([Cost(one.defect.title, one.lost, one.p) for one in found.each])


def _worst_first(found: Damaged) -> list[Damage]:
    return sorted(found.each, key=lambda one: one.f1.value)


def _at(one: Damage, severity: int) -> Under | None:
    return next((under for under in one.each if under.severity == severity), None)


def _cost(trial: Trial, found: Damaged) -> Figure:
    ordered, costly = _worst_first(found), sum(one.p <= SHOWN for one in found.each)
    at: list[tuple[str, ColumnKind]] = [(f"at {severity}", "measured") for severity in SEVERITIES]
    return Figure(
        name="damage",
        title="Damaged pictures",
        caption=f"F1@8 of the same {count(found.n)} images, mean over the severities "
        f"{', '.join(map(str, SEVERITIES))} of 5 (mirror, quarter turn and invert have none); clean "
        f"{measured(found.clean.f1)}, over all defects {measured(found.suite)}. A change is shown for "
        f"{costly} of {len(found.each)} after Holm's correction. {' '.join(hurting(found))} {NOT_PHOTOS}",
        description="F1@8 under each defect with its interval; numbers in the table.",
        markup=interval_chart(
            [Row(one.defect.title, (one.f1,)) for one in ordered],
            title="F1@8 under damage",
            names=("F1@8",),
            overall=found.clean.f1,
            baseline=trial.number("F1@8 of label frequencies"),
        ),
        section="damage",
        table=Table(
            columns=(
                ("defect", "text"),
                ("family", "text"),
                ("F1@8", "measured"),
                *at,
                ("against clean", "measured"),
                ("p, Holm", "p"),
            ),
            rows=tuple(
                (
                    one.defect.title,
                    one.defect.family,
                    one.f1,
                    *(under and under.f1 for under in (_at(one, severity) for severity in SEVERITIES)),
                    one.lost,
                    one.p,
                )
                for one in ordered
            ),
        ),
    )


def _groups_table(found: Damaged, first: tuple[tuple[str, ColumnKind], ...], rows: list[tuple]) -> Table:
    by_group: list[tuple[str, ColumnKind]] = [(name, "measured") for name in found.groups]
    return Table(columns=(*first, *by_group), rows=tuple(rows))


def _by_group(found: Damaged) -> Figure:
    rows = [(one.defect.title, *one.hits) for one in _worst_first(found)]
    return Figure(
        name="damage-groups",
        title="Damage, group by group",
        caption="How often the first answer of each group is one of its labels, mean over the severities, on "
        "the images that have a label of the group.",
        description="Hit rates of each group of labels under each defect.",
        markup="",
        section="damage",
        table=_groups_table(found, (("defect", "text"),), [("clean", *found.clean.hits), *rows]),
    )


def _graded(found: Damaged) -> Figure:
    rows = [
        (one.defect.title, "" if under.severity is None else str(under.severity), *under.hits)
        for one in found.each
        for under in one.each
    ]
    return Figure(
        name="damage-severities",
        title="Damage, group by group and severity by severity",
        caption="The same hit rates under each severity that was shown.",
        description="Hit rates of each group of labels under each defect and severity.",
        markup="",
        section="damage",
        table=_groups_table(found, (("defect", "text"), ("severity", "text")), rows),
        folded=True,
    )


def _example(found: Damaged) -> Figure:
    pictures = [Picture(image, f"{name}, one image", (name,)) for name, image in found.example]
    return Figure(
        name="damage-example",
        title="One image under each defect",
        caption="At severity 3 of 5, as the model is given it.",
        description="An image, clean and damaged in each way.",
        markup=picture_grid(pictures),
        section="damage",
        folded=True,
    )
