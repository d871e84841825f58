"""What damage does, as tables in Markdown (also for a terminal) and as JSON."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from fittingroom.measure.defects import SEVERITIES
from fittingroom.reporting.format import count, measured, p_value, percent
from fittingroom.reporting.text import bullets, safe, table
from fittingroom.studies.reality.defects import PROMISED, Effect, Shown, UnderDefects
from fittingroom.types import Measurement

WHAT_IT_IS_NOT = (
    "These pictures were damaged by a program: what a model gets right here never stands for what it gets "
    "right on real photos. A network that was trained with a family of defects has shown nothing by standing "
    "up to that family; leave it out of the training to find out."
)
AT = (1, 3, 5)
"""The severities that a table shows; the JSON file has them all."""

COLUMNS = (
    "",
    "family",
    "right",
    "against clean",
    *(f"right at {severity}" for severity in AT),
    "confidence",
    "ECE (by noise alone)",
    f"coverage of {percent(PROMISED, 0)} sets",
    "size of sets",
)
TELLING = (0, 2, 3, 6, 7, 9)

LEGEND = (
    "right: mean over the severities, in brackets the 95 % interval; against the same pictures "
    "clean: * shown after Holm's correction; from confidence on: at the highest severity shown."
)


def markdown(found: UnderDefects, provenance: Mapping[str, str] | None = None) -> str:
    """One table for each model, one for each comparison of two, and what none of them says."""
    blocks = [f"# {safe(found.data)} under defects", safe(headline(found)), WHAT_IT_IS_NOT]
    for model in found.models:
        blocks += [f"## {safe(model)}", by_damage(found, model)]
    for model, against in dict.fromkeys((e.model, e.against) for e in found.versus):
        effects = [e for e in found.versus if (e.model, e.against) == (model, against)]
        blocks += [f"## {safe(model)} minus {safe(against)}", _compared(effects, len(found.versus))]
    if provenance:
        blocks += ["## Provenance", bullets(f"{name}: {text}" for name, text in provenance.items())]
    return "\n\n".join(blocks) + "\n"


def headline(found: UnderDefects) -> str:
    """Each model clean and over the whole suite, beside the baseline, in a sentence."""
    suites = dict(zip(found.models, found.suite, strict=True)) if found.suite else {}
    said = []
    for model in found.models:
        suite = f", on average over the defects {measured(suites[model])}" if suites else ""
        said.append(f"{model}: clean {measured(found.of(model, 'clean').accuracy)}{suite}")
    return (
        f"{'; '.join(said)}. Always answering the class most frequent in train: {measured(found.majority)}. "
        f"{count(found.n)} pictures of {found.part}, the same ones for all."
    )


def by_damage(found: UnderDefects, model: str) -> str:
    """What one model did under each damage, as a Markdown table with 95 % intervals."""
    return f"{table(COLUMNS, _rows(found, model))}\n\n{safe(LEGEND)}"


def on_terminal(found: UnderDefects) -> str:
    """The same in plain columns, the most telling ones; and the comparisons."""
    blocks = [headline(found)]
    for model in found.models:
        rows = [[line[i] for i in TELLING] for line in (COLUMNS, *_rows(found, model))]
        blocks += [f"{model}\n{_aligned(rows)}", LEGEND]
    for model, against in dict.fromkeys((e.model, e.against) for e in found.versus):
        effects = [e for e in found.versus if (e.model, e.against) == (model, against)]
        header, rows = _comparison(effects, len(found.versus))
        blocks += [f"{model} minus {against}\n{_aligned([header, *rows])}", _settled(effects)]
    return "\n" + "\n\n".join([*blocks, WHAT_IT_IS_NOT])


def _aligned(rows: Sequence[Sequence[str]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(w) for cell, w in zip(row, widths, strict=True)).rstrip() for row in rows
    )


def _rows(found: UnderDefects, model: str) -> list[tuple[str, ...]]:
    clean = found.of(model, "clean")
    first = ("clean", "", measured(clean.accuracy), "", *([""] * len(AT)), *_stated(clean))
    return [first, *(_row(found, effect) for effect in found.lost if effect.model == model)]


def _row(found: UnderDefects, effect: Effect) -> tuple[str, ...]:
    shown = [s for s in found.shown if (s.model, s.condition.damage) == (effect.model, effect.damage)]
    at = {s.condition.severity: s for s in shown}
    star = " *" if effect.p <= 0.05 else ""
    return (
        effect.title,
        shown[0].condition.family,
        measured(effect.accuracy),
        measured(effect.difference) + star,
        *(measured(at[s].accuracy) if s in at else "" for s in AT),
        *_stated(shown[-1]),
    )


def _stated(shown: Shown) -> tuple[str, str, str, str]:
    if shown.confidence is None or shown.ece is None or shown.floor is None:
        return ("", "", "", "")
    noise = f" ({shown.floor.value:.3f})"
    return (
        measured(shown.confidence),
        measured(shown.ece) + noise,
        _or_none(shown.covered),
        _or_none(shown.size),
    )


def _or_none(m: Measurement | None) -> str:
    return "" if m is None else measured(m)


def _compared(effects: Sequence[Effect], comparisons: int) -> str:
    return f"{table(*_comparison(effects, comparisons))}\n\n{_settled(effects)}"


def _comparison(effects: Sequence[Effect], comparisons: int) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    header = ("", f"{effects[0].model}, right", "difference", f"p, Holm over {comparisons}")
    return header, [
        (e.title, measured(e.accuracy), measured(e.difference), p_value(e.p) + (" *" if e.p <= 0.05 else ""))
        for e in effects
    ]


def _settled(effects: Sequence[Effect]) -> str:
    return f"A difference is shown (*) in {sum(e.p <= 0.05 for e in effects)} of {len(effects)}."


def json_text(found: UnderDefects, provenance: Mapping[str, str] | None = None) -> str:
    """Everything that was measured, at every severity, as JSON."""
    content = {"format": "fittingroom defects 1", "severities": SEVERITIES, "not": WHAT_IT_IS_NOT}
    return json.dumps(content | asdict(found) | {"provenance": dict(provenance or {})}, indent=1) + "\n"
