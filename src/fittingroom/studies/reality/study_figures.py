"""What the study measured on the benchmark and on damaged pictures, as figures."""

from collections.abc import Sequence

from fittingroom.reporting import Figure, Table
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import count, counted, measured
from fittingroom.studies.reality.arms import DEFAULT, DEFECTS
from fittingroom.studies.reality.study import Reality
from fittingroom.studies.reality.tolls import SHOWN, Toll


def benchmark(found: Reality) -> Figure:
    """Both networks on the benchmark's test part: accuracy, confidence, sets, refusal."""
    rows = []
    for arm in (DEFAULT, DEFECTS):
        told = found.test[arm.name]
        rows.append(
            (
                arm.title,
                told.accuracy.measurement,
                told.accuracy.spread if found.seeds > 1 else None,
                told.stated,
                told.claims,
                told.tells,
                told.covered,
                told.size,
                told.like,
                told.right_if_like,
            )
        )
    first = found.test[DEFAULT.name]
    return Figure(
        name="benchmark",
        title="On the benchmark itself",
        caption=f"The default network is right in {measured(first.accuracy.measurement)} of test, at "
        f"{measured(first.stated)} stated confidence. Always answering {found.answer}: "
        f"{measured(found.majority)}. Sets of answers promise {measured(first.promised)}; 95 % of val are "
        "like the training data by definition.",
        description="A table with one row for each network.",
        markup="",
        section="benchmark",
        table=Table(
            columns=(
                ("network", "text"),
                ("test", "measured"),
                ("± seeds", "spread"),
                ("stated", "measured"),
                ("less accuracy", "measured"),
                ("AUROC", "measured"),
                ("coverage of 90 % sets", "measured"),
                ("classes in a set", "measured"),
                ("like the training data", "measured"),
                ("right among those", "measured"),
            ),
            rows=tuple(rows),
        ),
    )


def damage(found: Reality) -> tuple[Figure, ...]:
    """Every defect by both networks, then every cue, with what each costs the default one."""
    return (
        _tolls(
            found,
            "defects",
            "Damaged pictures",
            [t for t in found.tolls[DEFAULT.name].each if not t.is_cue],
            "Mean over the severities, on the same pictures of test. The network trained with defects "
            "learned all families but orientation: standing up to them shows nothing of others.",
        ),
        _tolls(
            found,
            "cues",
            "Only a cue left",
            [t for t in found.tolls[DEFAULT.name].each if t.is_cue],
            "What a picture is recognised by, when nothing but one cue is left of it.",
        ),
    )


def _tolls(found: Reality, name: str, title: str, shown: Sequence[Toll], caption: str) -> Figure:
    other = {t.damage: t for t in found.tolls[DEFECTS.name].each}
    ordered = sorted(shown, key=lambda t: t.accuracy.value)
    clean, costs = found.tolls[DEFAULT.name].clean, sum(t.p <= SHOWN for t in shown)
    n = len(found.tolls[DEFAULT.name].each)
    return Figure(
        name=name,
        title=title,
        caption=f"{caption} Clean: {measured(clean)}, n = {count(clean.n)}. A change is shown for {costs} of "
        f"{len(shown)}, after Holm's correction for {n}.",
        description=f"{counted(len(shown), 'row')} with the accuracy of two networks; numbers in the table.",
        markup=interval_chart(
            [Row(t.title, (t.accuracy, other[t.damage].accuracy)) for t in ordered],
            title=title,
            names=("default", "trained with defects"),
            overall=clean,
            baseline=found.majority,
        ),
        section="damage",
        table=Table(
            columns=(
                ("", "text"),
                ("family", "text"),
                ("default", "measured"),
                ("against clean", "measured"),
                ("p, Holm", "p"),
                ("stated", "measured"),
                ("less accuracy", "measured"),
                ("coverage of 90 % sets", "measured"),
                ("trained with defects", "measured"),
                ("less accuracy", "measured"),
                ("coverage", "measured"),
            ),
            rows=tuple(
                (
                    t.title,
                    t.family,
                    t.accuracy,
                    t.lost,
                    t.p,
                    t.stated,
                    t.claims,
                    t.covered,
                    other[t.damage].accuracy,
                    other[t.damage].claims,
                    other[t.damage].covered,
                )
                for t in ordered
            ),
        ),
    )


def styles(found: Reality) -> tuple[Figure, ...]:
    """For digits: each style against the plain one of its digit."""
    if not found.styles:
        return ()
    default, other = found.styles[DEFAULT.name], found.styles[DEFECTS.name]
    rows = [
        (a.style, a.against, a.accuracy, a.difference.measurement, a.p, b.accuracy)
        for a, b in zip(default.each, other.each, strict=True)
    ]
    sizes = [
        (m.name.removeprefix("accuracy, "), "", m, None, None, b)
        for m, b in zip(default.printed, other.printed, strict=True)
    ]
    return (
        Figure(
            name="styles",
            title="Other handwriting and print",
            caption=f"Digits drawn by simulated hands: {measured(default.drawn)} right. Each style against "
            "the plain one of its digit by the same hand, each size of print against the largest in the same "
            f"font; shown for {sum(t.p <= SHOWN for t in default.each)} of {len(default.each)} after Holm.",
            description=f"A table of {counted(len(rows) + len(sizes), 'style')}.",
            markup="",
            section="damage",
            table=Table(
                columns=(
                    ("style", "text"),
                    ("against", "text"),
                    ("default", "measured"),
                    ("difference", "measured"),
                    ("p, Holm", "p"),
                    ("trained with defects", "measured"),
                ),
                rows=(*sizes, *rows),
            ),
        ),
    )


def trained_with_defects(found: Reality) -> tuple[Figure, ...]:
    """What training with defects changes, and what it does against families that it never saw."""
    return (_compared(found), _left_out(found)) if found.left_out else (_compared(found),)


def _compared(found: Reality) -> Figure:
    shown = sum(c.shown for c in found.compared)
    return Figure(
        name="compared",
        title="What training with defects changes",
        caption="The network trained with defects minus the default one, on the same pictures, seed by seed. "
        f"Shown for {shown} of {len(found.compared)} after Holm. Damaged pictures show the very families "
        "that it learned.",
        description="A table of comparisons.",
        markup="",
        section="training",
        table=Table(
            columns=(
                ("asked about", "text"),
                ("default", "measured"),
                ("trained with defects", "measured"),
                ("difference", "measured"),
                ("p, Holm", "p"),
            ),
            rows=tuple((c.what, c.b, c.a, c.difference.measurement, c.p) for c in found.compared),
        ),
    )


def _left_out(found: Reality) -> Figure:
    helped = sum(f.helped for f in found.left_out)
    title = "A family of defects that was never learned"
    return Figure(
        name="left-out",
        title=title,
        caption=f"Networks that learned all families but one, asked about that one. Learning the others "
        f"is shown to help in {helped} of {len(found.left_out)}; only this says what training with "
        "defects brings against damage that nobody thought of.",
        description=f"{counted(len(found.left_out), 'family').replace('familys', 'families')}, three "
        "networks each; numbers in the table.",
        markup=interval_chart(
            [Row(f.family, (f.default, f.without)) for f in found.left_out],
            title=title,
            names=("default", "learned the others"),
        ),
        section="training",
        table=Table(
            columns=(
                ("family", "text"),
                ("default", "measured"),
                ("learned the others", "measured"),
                ("gained", "measured"),
                ("p, Holm", "p"),
                ("learned it too", "measured"),
                ("gained by that", "measured"),
                ("p of that, Holm", "p"),
            ),
            rows=tuple(
                (
                    f.family,
                    f.default,
                    f.without,
                    f.gained.difference.measurement,
                    f.gained.p,
                    f.learned,
                    f.missed.difference.measurement,
                    f.missed.p,
                )
                for f in found.left_out
            ),
        ),
    )
