"""The styles as a report: what was measured, then pictures of each style and what the model said of it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

import numpy as np

from fittingroom.reporting import Figure, Report, Section, Table, place, sheets
from fittingroom.reporting.charts import Row, interval_chart
from fittingroom.reporting.format import NOTHING, count, counted, enumerated, percent
from fittingroom.reporting.pictures import Picture, picture_rows
from fittingroom.simulate.digit_styles import STYLES
from fittingroom.simulate.drawn_digits import PENS_PX
from fittingroom.simulate.printed_digits import PrintedDigits
from fittingroom.studies.provenance import circumstances
from fittingroom.studies.reality.style_answers import SHOWN, Answered
from fittingroom.studies.reality.styles import DIGITS, StylesResult, plain_rows
from fittingroom.studies.reality.styles_words import SIMULATED, families, instead, verdict
from fittingroom.types import Part

SECTIONS = (
    Section("drawn", "Drawn digits"),
    Section("changes", "What a change of style does"),
    Section("printed", "Printed digits"),
    Section("failures", "Wrong, and sure of it"),
)

NOT_TESTED = (
    SIMULATED,
    "Photos of digits: `fittingroom probe` asks about real ones.",
    "Fonts that this machine does not have, and pictures of print on paper.",
    "The test part: it stays sealed, and beside each number stands that on val.",
)

SHOWN_HANDS, SHOWN_FAMILIES = 11, 20

MOST_ROWS = 25
"""A longer table is folded."""


def page(found: StylesResult) -> Report:
    """Put the answers into a report; the headline is print, which is no simulation, where there is some."""
    kinds = (*found.sizes, *found.pens)
    beside = {place(one.accuracy): one.on_val for one in kinds} | {place(found.val): found.chance}
    return Report(
        title=f"{found.model}: digits in other styles",
        subtitle=f"{count(len(found.drawn))} drawn digits"
        + (f" and {count(len(found.printed))} printed ones" if found.printed else "")
        + f", asked of a model that learned {found.data.card.title}",
        verdict=verdict(found),
        cards=(replace(found.data.card, label_noise=None),),  # these labels are true by construction
        measurements=(*(one.accuracy for one in kinds), found.val),
        baselines=beside,
        sections=SECTIONS,
        figures=tuple(figures(found)),
        not_tested=NOT_TESTED if found.printed else (*NOT_TESTED, "Print: no font with digits was found."),
        provenance=provenance(found),
    )


def figures(found: StylesResult) -> Iterable[Figure]:
    """Charts, tables and pictures of the drawn styles; the changes; print; what is confidently wrong."""
    yield chart("styles", "drawn", "Style by style", found.styles, found)
    yield answers_table("style-answers", "drawn", "What it answers", (*found.styles, *found.pens))
    yield drawn_pictures(found)
    yield changes(found)
    if found.printed:
        yield chart("sizes", "printed", "Print by size", found.sizes, found)
        yield answers_table("size-answers", "printed", "What it answers to print", found.sizes)
        yield answers_table(
            "families", "printed", "Family by family, at MNIST's size", weakest_first(found.families)
        )
        yield printed_pictures(found, found.printed)
    yield from confidently_wrong(found)


def chart(name: str, section: str, title: str, kinds: Sequence[Answered], found: StylesResult) -> Figure:
    """Accuracy and mean confidence of each kind, with chance and val."""
    stated = any(one.confidence for one in kinds)
    rows = [Row(one.name, (one.accuracy, *((one.confidence,) if one.confidence else ()))) for one in kinds]
    names = ("right", "mean confidence") if stated else ("right",)
    what = "hands" if section == "drawn" else "families of fonts"
    return Figure(
        name=name,
        title=title,
        section=section,
        caption=f"Right on how many, with 95 % intervals over {what}"
        + ("; diamonds are the mean confidence stated." if stated else "."),
        description="One line for each kind of picture: how often the model is right, and how sure it is.",
        markup=interval_chart(rows, title=title, names=names, baseline=replace(found.val, name="val")),
    )


def answers_table(name: str, section: str, title: str, kinds: Sequence[Answered]) -> Figure:
    return Figure(
        name=name,
        title=title,
        section=section,
        caption="Instead: the most frequent wrong answers, each with its share of the pictures.",
        description="A table with one row for each kind of picture.",
        markup="",
        folded=len(kinds) > MOST_ROWS,
        table=Table(
            columns=(
                ("", "text"),
                ("n", "count"),
                ("right", "measured"),
                ("same digits on val", "measured"),
                ("mean confidence", "measured"),
                ("instead", "text"),
            ),
            rows=tuple(
                (
                    one.name,
                    one.accuracy.n,
                    one.accuracy,
                    one.on_val,
                    one.confidence,
                    instead(one),
                )
                for one in kinds
            ),
        ),
    )


def weakest_first(kinds: Sequence[Answered]) -> list[Answered]:
    return sorted(kinds, key=lambda one: one.accuracy.value)


def changes(found: StylesResult) -> Figure:
    """The table of paired differences."""
    shown = sum(effect.shown for effect in found.effects)
    return Figure(
        name="changes",
        title="The same hand, another style",
        section="changes",
        caption=f"Accuracy in one style minus accuracy in the other, on pictures of the same hands or fonts, "
        f"which differ in nothing else; {shown} of {counted(len(found.effects), 'change')} shown at "
        f"{percent(SHOWN, 0)} after Holm's correction for all of them.",
        description="A table with one row for each change of style.",
        markup="",
        table=Table(
            columns=(
                ("style", "text"),
                ("against", "text"),
                ("pairs", "count"),
                ("difference", "measured"),
                ("p, adjusted", "p"),
                ("shown", "text"),
            ),
            rows=tuple(
                (
                    effect.style,
                    effect.against,
                    effect.measurement.n,
                    effect.measurement,
                    effect.p,
                    "yes" if effect.shown else NOTHING,
                )
                for effect in found.effects
            ),
        ),
    )


def drawn_pictures(found: StylesResult) -> Figure:
    """The first hands' pictures of every style, and one row for each other pen."""
    drawn, rows = found.drawn, []
    for style in STYLES:
        own = (drawn.styles == style.name) & (drawn.pens == "medium")
        rows.append((style.name, pictures(drawn.part, np.flatnonzero(own)[:SHOWN_HANDS], found)))
    for pen in PENS_PX:
        first = (drawn.pens == pen) & plain_rows(drawn) & (drawn.part.groups == 0)
        rows.append((f"{pen} pen", pictures(drawn.part, np.flatnonzero(first), found)))
    return Figure(
        name="drawn-pictures",
        title="What was drawn",
        section="drawn",
        caption=f"One row for each style; every column is one simulated hand, the first of "
        f"{count(found.pens[0].groups)}. Below them the first hand's plain digits with every pen.",
        description="Rows of drawn digits, one for each style and pen.",
        markup=picture_rows(rows),
    )


def printed_pictures(found: StylesResult, printed: PrintedDigits) -> Figure:
    """The ten digits of a font of each family, the weakest families first."""
    large, said = printed.sizes_px == printed.sizes[0], found.said[printed.part.name]
    rows = []
    for one in weakest_first(found.families)[:SHOWN_FAMILIES]:
        own = np.flatnonzero(large & (printed.part.groups == printed.families.index(one.name)))
        wrong = (said.answers[own] != printed.part.labels[own]).reshape(-1, 10).sum(axis=1)
        start = 10 * int(wrong.argmax())
        rows.append((str(printed.fonts[own[start]]), pictures(printed.part, own[start : start + 10], found)))
    return Figure(
        name="printed-pictures",
        title="What was printed",
        section="printed",
        caption=f"The weakest of {families(len(found.families))}, each in its font with most wrong answers.",
        description="Rows of the ten printed digits, one for each family of fonts.",
        markup=picture_rows(rows),
    )


def pictures(part: Part, rows: np.ndarray, found: StylesResult) -> list[Picture]:
    """Pictures without words; what the model answered is what a screen reader says."""
    answers = found.said[part.name].answers
    return [Picture(part.images[row], f"{part.ids[row]}, answered {answers[row]}") for row in rows]


def confidently_wrong(found: StylesResult) -> Iterable[Figure]:
    """For each part with mistakes, those that the model was surest of."""
    parts = [found.drawn.part, *((found.printed.part,) if found.printed else ())]
    for part in parts:
        said = found.said[part.name]
        if wrong := int((said.answers != part.labels).sum()):
            drawn = sheets.confidently_wrong(part, said, DIGITS)
            yield replace(
                drawn,
                name=f"wrong-{part.name.split()[0]}",
                title=f"Among the {part.name}",
                caption=f"Of {counted(wrong, 'wrong answer')} those given most surely: the answer in bold, "
                "its confidence, the truth.",
            )


def provenance(found: StylesResult) -> dict[str, str]:
    """Where the numbers come from: enough to make them again."""
    printed = found.printed
    fonts = {}
    if printed:
        reasons = [f"{count(n)} {reason}" for reason, n in printed.reasons.items()]
        fonts = {
            "fonts": f"{count(len(set(printed.fonts)))} of {count(len(printed.families))} families: "
            f"{enumerated(printed.families)}",
            "fonts skipped": enumerated(reasons) if reasons else "none",
        }
    return {
        **circumstances(),
        "data": found.data.fingerprint,
        "split": found.data.split,
        "hands": count(found.pens[0].groups),
        **fonts,
        **{f"model: {key}": str(v) for key, v in found.settings.items()},
    }
