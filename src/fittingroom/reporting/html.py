"""A Report as one HTML page: values become words here, and the templates only set them on the page."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from fittingroom.reporting import format as words
from fittingroom.reporting.document import SECTIONS, Advice, Figure, Report, Table
from fittingroom.reporting.marks import headline_bar, strip
from fittingroom.reporting.numbers import pairs, tables
from fittingroom.types import Card, Finding, Measurement

LIMIT = 1_000_000
"""Bytes that a page stays below."""

MOST_CLASS_ROWS = 100
"""Measurements of single classes that the page lists; report.json holds all."""

LEFT_OUT = '<p class="left-out">Left out, so that this page stays below 1 MB.</p>'

STATUSES = ("found", "passed", "not applicable")


def page(report: Report) -> str:
    """The whole page. If it would pass the limit, the largest drawings are left out, and the page says so."""
    written = _render(report)
    while len(written.encode()) >= LIMIT:
        largest = max(report.figures, key=lambda figure: len(figure.markup), default=None)
        if largest is None or len(largest.markup) <= len(LEFT_OUT):
            break
        lighter = replace(largest, markup=LEFT_OUT)
        report = replace(report, figures=tuple(lighter if f is largest else f for f in report.figures))
        written = _render(report)
    return written


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _render(report: Report) -> str:
    chapters = [
        {"id": key, "heading": heading, "figures": [_figure(f) for f in report.figures if f.section == key]}
        for key, heading in SECTIONS.items()
    ]
    chapters = [chapter for chapter in chapters if chapter["figures"]]
    return (
        _environment()
        .get_template("report.html.j2")
        .render(
            title=report.title,
            subtitle=report.subtitle,
            verdict=report.verdict,
            headline=_headline(report),
            claims=_claims(report),
            checks=[_check(f, report) for f in in_order(report.findings)],
            tally=tally(report.findings),
            chapters=chapters,
            looks=looks(report),
            openings=report.openings,
            reuse=report.reuse,
            not_tested=report.not_tested,
            cards=[card_lines(card) for card in report.cards],
            digests=[list(card.sha256.items()) for card in report.cards],
            provenance=list(report.provenance.items()),
            contents=_contents(report, chapters),
        )
    )


def _contents(report: Report, chapters: list[dict[str, Any]]) -> list[tuple[str, str]]:
    entries = [("verdict", "Verdict"), ("claims", "What may be claimed")]
    if report.findings:
        entries += [("checks", "Checks")]
    entries += [(chapter["id"], chapter["heading"]) for chapter in chapters]
    entries += [("test-part", "The test part")]
    if report.not_tested:
        entries += [("not-tested", "Not tested")]
    return [*entries, ("data-card", "Data card"), ("provenance", "Provenance")]


def _headline(report: Report) -> dict[str, Any]:
    m = report.headline
    baseline = report.baseline(m)
    noise = next((card.label_noise for card in report.cards if card.label_noise), None)
    return {
        "name": m.name,
        "value": words.value(m),
        "interval": words.interval(m),
        "part": m.part,
        "n": words.count(m.n),
        "bar": Markup(headline_bar(m, baseline, noise)),
    }


def _claims(report: Report) -> dict[str, Any]:
    """Measurements as table rows; those of single classes apart, because there are many."""
    whole = [m for m in report.measurements if not _of_one_class(m)]
    classes = [m for m in report.measurements if _of_one_class(m)]
    shown, title = classes, f"Class by class ({words.count(len(classes))} numbers)"
    if len(classes) > MOST_CLASS_ROWS:
        shown = sorted(classes, key=lambda m: (not words.known(m), m.value))[:MOST_CLASS_ROWS]
        title = f"Class by class (the {MOST_CLASS_ROWS} lowest of {words.count(len(classes))} numbers)"
    return {
        "whole": [_claim(m, report.baseline(m)) for m in whole],
        "classes": [_claim(m, report.baseline(m)) for m in shown],
        "classes_title": title,
    }


def _of_one_class(m: Measurement) -> bool:
    return m.name.startswith(("recall of ", "precision of "))


def _claim(m: Measurement, baseline: Measurement | None) -> dict[str, Any]:
    return {
        "name": m.name,
        "value": words.value(m),
        "interval": words.interval(m),
        "strip": Markup(strip(m, baseline)),
        "baseline": words.value(baseline) if baseline else "",
        "baseline_name": baseline.name if baseline else "",
        "n": words.count(m.n),
        "part": m.part,
        "method": m.method,
    }


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What was found first, then what passed, then what could not be asked; by code within each."""
    return sorted(findings, key=lambda f: (STATUSES.index(f.status), f.code))


def tally(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """How many checks gave which answer, and where the first of them stands in the page."""
    ordered = in_order(findings)
    groups = [(status, [f for f in ordered if f.status == status]) for status in STATUSES]
    return [
        {
            "status": status,
            "style": _style(status),
            "n": words.count(len(group)),
            "first": group[0].code.lower(),
        }
        for status, group in groups
        if group
    ]


def _style(status: str) -> str:
    return status.replace(" ", "-")


def _check(finding: Finding, report: Report) -> dict[str, Any]:
    return {
        "id": finding.code.lower(),
        "code": finding.code,
        "title": finding.title,
        "status": finding.status,
        "style": _style(finding.status),
        "sentence": finding.sentence,
        "pairs": pairs(finding.numbers),
        "tables": tables(finding.numbers),
        "advice": _advice(report.advice.get(finding.code)),
    }


def _advice(advice: Advice | None) -> list[tuple[str, Markup]]:
    if advice is None:
        return []
    named = (
        ("How it is detected", advice.how),
        ("Why it matters", advice.why),
        ("What to do", advice.do),
    )
    return [(title, emphasised(text)) for title, text in named]


def emphasised(text: str) -> Markup:
    """Plain text in which `code` and *stress* are set as such, and all else stays text."""

    def element(m: re.Match[str]) -> str:
        return f"<code>{m[1]}</code>" if m[1] else f"<em>{m[2]}</em>"

    return Markup(re.sub(r"`([^`]+)`|\*([^*\s][^*]*)\*", element, str(escape(text))))


def _figure(figure: Figure) -> dict[str, Any]:
    return {
        "id": f"figure-{figure.name}",
        "title": figure.title,
        "caption": figure.caption,
        "description": figure.description,
        "markup": Markup(figure.markup),
        "table": _table(figure.table) if figure.table else None,
    }


def _table(table: Table) -> dict[str, Any]:
    return {
        "columns": table.columns,
        "rows": cells(table),
    }


def cells(table: Table) -> list[list[str]]:
    """A table's values as words, each by the kind of its column."""
    return [
        [words.cell(v, kind) for v, (_, kind) in zip(row, table.columns, strict=True)] for row in table.rows
    ]


def looks(report: Report) -> str:
    """How often the test part was opened, in a sentence."""
    n = len(report.openings)
    if n == 0:
        return "No opening of the test part is on record."
    return f"The test part was opened {words.times(n)}."


def card_lines(card: Card) -> list[tuple[str, str]]:
    """What is known of a data set, line by line."""
    lines = [
        ("name", card.title),
        ("version", card.version),
        ("licence", card.licence),
        ("source", card.source),
        ("citation", card.citation),
        ("pictures", ", ".join(f"{words.count(n)} {part}" for part, n in card.counts.items())),
        (f"{words.count(len(card.classes))} classes", ", ".join(card.classes)),
        ("chance level", ", ".join(f"{metric} {words.percent(c)}" for metric, c in card.chance.items())),
    ]
    if noise := card.label_noise:
        share = f"{words.percent(noise.low)} to {words.percent(noise.high)}"
        lines += [("wrong test labels", f"{share} ({noise.source})")]
    lines += [("note", note) for note in card.notes]
    return [(name, text) for name, text in lines if text and text != "not stated"]
