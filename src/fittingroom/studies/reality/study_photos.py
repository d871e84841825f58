"""What the study measured on a probe's photos, as figures: preparations, labels, confidence, a few photos."""

import numpy as np

from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import count, counted, enumerated, measured
from fittingroom.reporting.pictures import Picture, picture_rows
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS
from fittingroom.studies.reality.study import ProbeFound, Reality

SHOWN_EACH = 8
"""Prepared photos of each label that are shown."""

SECTION = "photos"


def photo_figures(found: Reality) -> tuple[Figure, ...]:
    """Every figure of every probe, in the order of print."""
    figures = []
    for number, probe in enumerate(found.probes, 1):
        figures += [preparations(probe, number), labels(probe, number)]
        figures += [few(probe, number)] if probe.few else []
        figures += [sureness(probe, number), pictures(probe, number), counts(probe, number)]
    return tuple(figures)


def preparations(probe: ProbeFound, number: int) -> Figure:
    """Every preparation in the first reading by both networks, and the default one in every reading."""
    default, other = probe.arms[DEFAULT.name], probe.arms[DEFECTS.name]
    first = default.judged[0]
    readings = list(dict.fromkeys(j.reading for j in default.judged))
    names = [recipe.name for recipe in probe.question.recipes]
    pairs = [(default.of(name, first.reading), other.of(name, first.reading)) for name in names]
    always = {reading: default.of(first.recipe, reading).always for reading in readings}
    title = f"{probe.question.name}: every preparation"
    return Figure(
        name=f"preparations-{number}",
        title=title,
        caption=f"Photos answered right in the {first.reading} reading, by the default network and by the "
        "one trained with defects. One class always: "
        + enumerated(
            [f"{m.name.split(' ', 2)[2]} {measured(m)} ({reading})" for reading, m in always.items()]
        )
        + ". Better than one class: the same photos, groups resampled.",
        description=f"{counted(len(names), 'preparation')}, each with two accuracies; numbers in the table.",
        markup=interval_chart(
            [Row(a.recipe, (a.accuracy.measurement, b.accuracy.measurement)) for a, b in pairs],
            title=title,
            names=("default", "trained with defects"),
            baseline=first.always,
        ),
        section=SECTION,
        table=Table(
            columns=(
                ("preparation", "text"),
                ("what it does", "text"),
                *((f"{reading}", "measured") for reading in readings),
                ("better than one class", "measured"),
                ("answers restricted", "measured"),
                (f"{first.reading}, trained with defects", "measured"),
            ),
            rows=tuple(
                (
                    recipe.name,
                    recipe.title,
                    *(default.of(recipe.name, reading).accuracy.measurement for reading in readings),
                    a.advantage,
                    a.restricted,
                    b.accuracy.measurement,
                )
                for recipe, (a, b) in zip(probe.question.recipes, pairs, strict=True)
            ),
        ),
    )


def labels(probe: ProbeFound, number: int) -> Figure:
    """How often each label is answered right, through the first preparation and the best known one."""
    default = probe.arms[DEFAULT.name]
    first = default.judged[0]
    shown = list(dict.fromkeys([first.recipe, *(probe.few.recipes if probe.few else ())]))[:2]
    both = [{m.name: m for m in default.of(name, first.reading).by_label} for name in shown]
    order = sorted(both[0], key=lambda name: both[0][name].value)
    rows = [Row(name.removeprefix("recall of "), tuple(one[name] for one in both)) for name in order]
    beside = f"; diamond: {shown[1]}, chosen on other photos" if len(shown) > 1 else ""
    title = f"{probe.question.name}: label by label"
    return Figure(
        name=f"labels-{number}",
        title=title,
        caption=f"The default network, {first.reading} reading. Disc: {shown[0]}{beside}.",
        description=f"{counted(len(rows), 'label')} with recall; numbers in the table.",
        markup=interval_chart(rows, title=title, names=shown),
        section=SECTION,
        table=Table(
            columns=(("label", "text"), ("photos", "count"), *((name, "measured") for name in shown)),
            rows=tuple((row.label, row.measurements[0].n, *row.measurements) for row in rows),
        ),
    )


def few(probe: ProbeFound, number: int) -> Figure:
    """What a few labelled photos of one's own bring."""
    found = probe.few
    assert found is not None  # photo_figures asks for it only then
    steps = [("nothing", found.before.measurement, None)]
    steps += [(_amount(f.amount), f.accuracy.measurement, f) for f in found.each]
    always = probe.arms[DEFAULT.name].judged[0].always
    title = f"{probe.question.name}: a few labelled photos of one's own"
    return Figure(
        name=f"few-{number}",
        title=title,
        caption=f"{steps[0][0].capitalize()} learned: {measured(steps[0][1])}; {steps[-1][0]}: "
        f"{measured(steps[-1][1])}. The default network learns photos of half of the groups and is asked "
        "about the other half's; both halves teach in turn. Preparations, chosen on the half that teaches: "
        f"{enumerated(list(dict.fromkeys(found.recipes)))}. Steps are fixed in advance.",
        description=f"Accuracy after {counted(len(steps) - 1, 'amount')} of photos; numbers in the table.",
        markup=interval_chart(
            [Row(name, (m,)) for name, m, _ in steps], title=title, names=("accuracy",), baseline=always
        ),
        section=SECTION,
        table=Table(
            columns=(
                ("learned, of each label", "text"),
                ("photos in all", "count"),
                ("accuracy", "measured"),
                ("gained", "measured"),
                ("p, Holm", "p"),
                ("on val afterwards", "measured"),
                ("change on val", "measured"),
            ),
            rows=tuple(
                (name, f.photos, m, f.gained.measurement, f.p, f.on_val.measurement, f.forgotten.measurement)
                if f
                else (name, 0, m, None, None, None, None)
                for name, m, f in steps
            ),
        ),
    )


def _amount(amount: int | None) -> str:
    return "all of the half" if amount is None else str(amount)


def sureness(probe: ProbeFound, number: int) -> Figure:
    """What confidence, sets of answers and refusal are worth on these photos."""
    default = probe.arms[DEFAULT.name]
    first = default.told[default.judged[0].recipe]
    unknown = {one.recipe: one for one in default.unknown}
    return Figure(
        name=f"sureness-{number}",
        title=f"{probe.question.name}: what confidence is worth",
        caption=f"Through {default.judged[0].recipe} it states {measured(first.stated)} and is right in "
        f"{measured(first.accuracy.measurement)}. Sets of answers promise {measured(first.promised)} and "
        f"hold a right one in {measured(first.covered)}. Like the training data: within the distance that "
        "95 % of val keep. Unknown things: photos that no class is right for.",
        description="A table with one row for each preparation.",
        markup="",
        section=SECTION,
        table=Table(
            columns=(
                ("preparation", "text"),
                ("stated", "measured"),
                ("less accuracy", "measured"),
                ("AUROC", "measured"),
                ("stated 90 % or more", "measured"),
                ("right among those", "measured"),
                ("coverage of 90 % sets", "measured"),
                ("classes in a set", "measured"),
                ("like the training data", "measured"),
                ("right among those", "measured"),
                ("unknown things, stated", "measured"),
                ("like the training data", "measured"),
            ),
            rows=tuple(
                (
                    recipe,
                    told.stated,
                    told.claims,
                    told.tells,
                    told.sure,
                    told.right_if_sure,
                    told.covered,
                    told.size,
                    told.like,
                    told.right_if_like,
                    unknown[recipe].stated if recipe in unknown else None,
                    unknown[recipe].like if recipe in unknown else None,
                )
                for recipe, told in default.told.items()
            ),
        ),
    )


def pictures(probe: ProbeFound, number: int) -> Figure:
    """Some photos of each label as the networks saw them, through one preparation."""
    recipe = probe.few.recipes[0] if probe.few else probe.question.recipes[-1].name
    rng, seen = np.random.default_rng(0), probe.photos.pictures[recipe]
    rows = []
    for label in probe.question.chart.readings[0].right:
        own = np.sort(rng.permutation(np.flatnonzero(probe.photos.labels == label))[:SHOWN_EACH])
        if len(own):
            rows.append((label, [Picture(seen[row], f"{label} through {recipe}") for row in own]))
    return Figure(
        name=f"pictures-{number}",
        title=f"{probe.question.name}: what the networks saw",
        caption=f"Photos drawn at random, not chosen, through {recipe}.",
        description=f"{counted(len(rows), 'row')} of prepared photos, one for each label.",
        markup=picture_rows(rows),
        section=SECTION,
    )


def counts(probe: ProbeFound, number: int) -> Figure:
    """Which photos count, whose they are, and which steps could not be done."""
    photos, question = probe.photos, probe.question
    mapped = int(np.isin(photos.labels, list(question.chart.readings[0].right)).sum())
    rows = [
        ("mapped by the first reading", mapped),
        ("of things without a class", int(np.isin(photos.labels, question.chart.unknown).sum())),
        ("with a label to be ignored", photos.ignored),
        ("copies of another photo, left out", len(photos.copies)),
        ("cannot be read, left out", len(photos.unreadable)),
    ]
    if photos.groups is not None:
        rows += [(f"groups ({question.chart.group or 'group'})", len(np.unique(photos.groups)))]
    failed = {name: sum(map(bool, of)) for name, of in photos.failures.items()}
    rows += [(f"{name}: a step could not be done and was left out", n) for name, n in failed.items() if n]
    independent = "No column says who took a photo: intervals take photos for independent. "
    return Figure(
        name=f"counts-{number}",
        title=f"{question.name}: which photos count",
        caption=f"{independent if photos.groups is None else ''}{count(len(photos.ids))} photos were asked "
        "about; all of them count, whatever their preparation could do.",
        description="A table of counts.",
        markup="",
        section=SECTION,
        table=Table(columns=(("photos", "text"), ("n", "count")), rows=tuple(rows)),
    )
