"""The figures of the ladder: what each rung does, where it stands, what it costs, what there is to learn."""

from collections.abc import Mapping

from fittingroom.measure.seeds import OverSeeds
from fittingroom.reporting import Figure, Table
from fittingroom.reporting.forest import ForestRow, forest
from fittingroom.reporting.format import count
from fittingroom.studies.attributes.arms import FREQUENCY
from fittingroom.studies.attributes.ladder import COMPARED, LEVELS, Ladder, Rung
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.making import Made


def effects(found: Ladder) -> Figure:
    """What each rung did, as a forest plot over the table of its numbers."""
    titles = {rung.arm.name: rung.arm.title for rung in found.rungs} | {FREQUENCY: "label frequencies"}
    rows = [
        ForestRow(
            label=rung.arm.title,
            group=f"against {titles[rung.arm.against]}",
            effects=tuple(rung.effects[name].over.measurement for name in COMPARED),
            dots=tuple(rung.effects[name].over.each for name in COMPARED),
            shown=tuple(rung.effects[name].shown for name in COMPARED),
        )
        for rung in found.rungs
        if len(rung.effects) == len(COMPARED) and rung.arm.against != FREQUENCY
    ]
    title = "Simulated: what each rung is worth"
    return Figure(
        name="effects",
        title=title,
        caption="Each arm less the one named above it, on the same test images and seeds, in points: F1@8 "
        "against all that is true of an image, and average precision, every label counting alike. Whiskers "
        "hold images (whole products) and seeds at 95 %; a filled mark holds after Holm's correction for all "
        "comparisons; with a single seed whiskers hold images alone, and no mark is filled.",
        description=f"Forest plot with two panels and {len(rows)} rows; its numbers are in the table.",
        markup=forest(
            rows, title=title, names=("F1@8", "macro AP"), better=("better F1@8 →", "better macro AP →")
        ),
        section="ladder",
        table=Table(
            columns=(
                ("rung", "text"),
                ("arm", "text"),
                ("against", "text"),
                (COMPARED[0], "measured"),
                ("p, adjusted", "p"),
                (COMPARED[1], "measured"),
                ("p of that, adjusted", "p"),
            ),
            rows=tuple(
                (
                    rung.arm.rung,
                    rung.arm.title,
                    titles[rung.arm.against],
                    *(
                        cell
                        for name in COMPARED
                        for cell in (rung.effects[name].over.measurement, rung.effects[name].p)
                    ),
                )
                for rung in found.rungs
                if rung.effects
            ),
        ),
    )


def levels(found: Ladder, made: Made) -> Figure:
    """Every rung from the baseline that needs no image to the ceiling of a forced eight, with its costs."""
    rows = [("the floor", "label frequencies", *_level(found.frequency), None, None, None)]
    rows += [_rung(rung, made) for rung in found.rungs]
    rows += [("the ceiling", "oracle", *_level(found.oracle), None, None, None)]
    return Figure(
        name="levels",
        title="Simulated: the ladder, and what it costs",
        caption="F1@8 counts against all that is true (groups that do not apply are left out); F1@8 as "
        "tagged against what a perfect reader of the richer tags of test would name, all else absent: the "
        "paper's reading, which charges a model for a colour that nobody named. Processor seconds: of one "
        "training, and of the curation that its labels need, from the beginning.",
        description="A table of all arms with their numbers and costs.",
        markup="",
        section="ladder",
        table=Table(
            columns=(
                ("rung", "text"),
                ("arm", "text"),
                *((name, "measured") for name in LEVELS),
                ("images", "count"),
                ("training, s", "count"),
                ("curation, s", "number"),
            ),
            rows=tuple(rows),
        ),
    )


def _level(of: Mapping[str, OverSeeds]) -> tuple:
    return tuple(of[name].measurement if name in of else None for name in LEVELS)


def _rung(rung: Rung, made: Made) -> tuple:
    steps = list(made.seconds)
    paid = None
    if rung.arm.data in steps:
        paid = sum(made.seconds[step] for step in steps[: steps.index(rung.arm.data) + 1])
    return (rung.arm.rung, rung.arm.title, *_level(rung.levels), rung.images, rung.seconds, paid)


def parts(found: Lessons, made: Made) -> Figure:
    """The labels that each arm learned: how many images, how many labels, how many of them true."""
    true = found.train["truth"]
    place = {key: at for at, key in enumerate(zip(true.file.tolist(), true.row.tolist(), strict=True))}
    whole = true.truth.of(slice(None))[0]
    rows = []
    for name, source in found.train.items():
        given = source.truth.of(slice(None))[0]
        right = whole[[place[key] for key in zip(source.file.tolist(), source.row.tolist(), strict=True)]]
        rows.append(
            (
                name,
                len(source),
                float(given.sum() / len(source)),
                float((given & right).sum() / max(1, given.sum())),
                float((given & right).sum() / right.sum()),
                float(source.truth.unknown.mean()),
                made.seconds.get(name),
            )
        )
    return Figure(
        name="parts",
        title="Simulated: what there is to learn",
        caption=f"The train part of {count(made.rows)} rows after each step. Right: share of the given "
        "labels that are true; found: share of what is true that is given. Seconds of processor, the step's "
        "own.",
        description="A table of labellings with images, labels, precision and recall.",
        markup="",
        section="ladder",
        table=Table(
            columns=(
                ("labels", "text"),
                ("images", "count"),
                ("labels an image", "number"),
                ("right", "rate"),
                ("found", "rate"),
                ("groups unknown", "rate"),
                ("seconds", "number"),
            ),
            rows=tuple(rows),
        ),
    )
