"""The study as a report: the ladder first, then the paper's layouts, rules, rare labels, pictures."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from fittingroom.data.ledger import openings_of
from fittingroom.measure.reuse import best_of
from fittingroom.reporting import Figure, Report, Section, place
from fittingroom.reporting.format import count, counted, points, seconds
from fittingroom.studies.attributes.arms import PAPER, RULED
from fittingroom.studies.attributes.ladder import Ladder, ladder
from fittingroom.studies.attributes.ladder_figures import effects, levels, parts
from fittingroom.studies.attributes.later_figures import rare_labels, rules
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.making import Made
from fittingroom.studies.attributes.paper_figures import figure_4, table_3
from fittingroom.studies.attributes.rare import rare
from fittingroom.studies.attributes.ruled import ruled
from fittingroom.studies.attributes.runs import Run, cost_of, seal_of
from fittingroom.studies.attributes.settings import Settings
from fittingroom.studies.attributes.words import NOT_TESTED, verdict
from fittingroom.studies.provenance import circumstances
from fittingroom.types import Card, Measurement

SECTIONS = (
    Section("ladder", "The ladder"),
    Section("paper", "The layouts of the paper"),
    Section("rules", "Decision rules"),
    Section("rare", "Labels on few images"),
    Section("pictures", "The pictures"),
)

CLAIMED = (*RULED, "truth")
"""The arms that stand at the head of the page; all are in the ladder's table."""

LIMIT_BYTES = 2_000_000


def page(
    runs: Sequence[Run],
    found: Lessons,
    made: Made,
    settings: Settings,
    *,
    sheet: Figure,
    failed: Mapping[Run, str],
    folder: Path,
    quick: bool,
) -> Report:
    """Measure all that the runs said, and put it into a report."""
    steps, gains, few = ladder(runs, found), ruled(runs, found), rare(runs, found)
    listed = measurements(steps)
    test = found.test
    arms = counted(len({run.arm.name for run in runs}), "arm")
    return Report(
        title="Simulated: learning attributes, rung by rung",
        subtitle=f"{world_name(made.world)}: {arms} in {counted(len(runs), 'run')}, each against another "
        "that differs in one thing" + ("; a quick look, rough numbers that settle nothing" if quick else ""),
        verdict=verdict(steps, gains, few),
        cards=(card(found, made),),
        measurements=listed,
        baselines={
            place(m): replace(steps.frequency[name].measurement, name="label frequencies")
            for m in listed
            for name in ("F1@8", "macro AP")
            if m.name.startswith(f"{name} of")
        },
        sections=SECTIONS,
        figures=(
            effects(steps),
            levels(steps, made),
            parts(found, made),
            table_3(steps),
            *figure_4(runs, found),
            rules(gains),
            *(rare_labels(few) if few else ()),
            sheet,
        ),
        openings=openings_of(seal_of(test)),
        reuse=reuse(steps, len(runs)),
        not_tested=(*NOT_TESTED, *(f"{run.name}: {why}" for run, why in failed.items())),
        provenance=provenance(runs, found, made, settings, folder),
        limit_bytes=LIMIT_BYTES,
    )


def world_name(folder: Path) -> str:
    """The world by its folder's name, where that says more than that it is one."""
    name = folder.resolve().name
    return "A simulated world" if name == "world" else f"The simulated world {name}"


def measurements(found: Ladder) -> tuple[Measurement, ...]:
    """What may be claimed: F1@8 and average precision of noisy, curated and true labels; the ceiling."""
    listed = [
        replace(rung.levels[name].measurement, name=f"{name} of {rung.arm.title}")
        for name in ("F1@8", "macro AP")
        for rung in found.rungs
        if name in rung.levels and rung.arm.name in CLAIMED
    ]
    ceiling = found.oracle["F1@8"].measurement
    return (*listed, replace(ceiling, name="F1@8 of the oracle"))


def card(found: Lessons, made: Made) -> Card:
    """What the world is, for the head of the page."""
    sizes = {"train": found.train["truth"], "val": found.val, "test": found.test}
    return Card(
        name=made.world.resolve().name,
        title="a simulated shop's catalogue",
        classes=tuple(label.name for label in found.labels.labels),
        counts={part: len(source) for part, source in sizes.items()},
        source="drawn by `fittingroom simulate`; no photo is in it",
        notes=("simulated", f"{len(found.labels.labels)} labels in {len(found.labels.groups)} groups"),
    )


def reuse(found: Ladder, looks: int) -> str:
    """What so many looks at test could gain by luck alone, had one chosen by them."""
    paper = found.rung(PAPER.name) or found.rungs[0]
    m = paper.levels["F1@8"].measurement
    return (
        f"This study looked at test once for each of {count(looks)} models and chose nothing by it: rules "
        "and strengths were chosen on val. Had one picked the best of as many by a share of right images, "
        f"up to {points(best_of(looks, m.value, m.n))} of it could be luck."
    )


def provenance(
    runs: Sequence[Run], found: Lessons, made: Made, settings: Settings, folder: Path
) -> dict[str, str]:
    """Where the numbers come from: enough to make them again."""
    spent = sum(cost_of(run)["cpu_s"] for run in runs)
    first, checked = runs[0].learning, min(settings.checked, len(found.train["truth"]))
    return {
        **circumstances(),
        "training": f"{seconds(spent)} of processor in all, one thread a run; {first.epochs} epochs, batches "
        f"of {first.recipe.batch}, recipe {first.recipe.name}, {first.size_px} px, "
        f"{counted(settings.seeds, 'seed')}",
        "world": f"{count(made.rows)} rows, seed {made.seed} (simulated)",
        "curation": f"{seconds(sum(made.seconds.values()))} of processor",
        "sellers' errors": f"counted on {count(checked)} train images",
        "test part": seal_of(found.test),
        "written to": str(folder),
    }
