"""A Report as one HTML page: values become words here, and the templates only set them on the page."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup, escape

from fittingroom.explained import HEADINGS
from fittingroom.reporting import format as words
from fittingroom.reporting.document import Advice, Figure, Report, Table
from fittingroom.reporting.marks import headline_bar, strip
from fittingroom.reporting.numbers import pairs, tables
from fittingroom.reporting.wording import (
    STATUSES,
    STRESSED,
    card_lines,
    cells,
    in_order,
    looks,
    speaks_of_test,
)
from fittingroom.types import PARTS, Finding, Measurement

MOST_CLASS_ROWS = 100
"""Measurements of single classes that the page lists; report.json holds all."""


def page(report: Report) -> str:
    """The whole page. If it would pass the limit, the largest drawings are left out, and the page says so."""
    written, gone = _render(report), left_out(report.limit_bytes)
    while len(written.encode()) >= report.limit_bytes:
        largest = max(report.figures, key=lambda figure: len(figure.markup), default=None)
        if largest is None or len(largest.markup) <= len(gone):
            break
        lighter = replace(largest, markup=gone)
        report = replace(report, figures=tuple(lighter if f is largest else f for f in report.figures))
        written = _render(report)
    return written


def left_out(limit_bytes: int) -> str:
    """What stands in place of a drawing that would take the page beyond its limit."""
    return f'<p class="left-out">Left out, so that this page stays below {limit_bytes / 1e6:g} MB.</p>'


@cache
def environment() -> Environment:
    """The templates of this folder; all text that is not markup is escaped."""
    return Environment(
        loader=FileSystemLoader(Path(__file__).parent / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def _render(report: Report) -> str:
    chapters = _chapters(report)
    return (
        environment()
        .get_template("report.html.j2")
        .render(
            title=report.title,
            subtitle=report.subtitle,
            verdict=report.verdict,
            headline=_headline(report),
            paragraphs=[emphasised(paragraph) for paragraph in report.paragraphs],
            said=[
                (claim.said, claim.verdict, style(claim.verdict), claim.sentence) for claim in report.claims
            ],
            claims=_claims(report),
            checks=[_check(f, report) for f in in_order(report.findings)],
            tally=tally(report.findings),
            chapters=chapters,
            looks=looks(report) if speaks_of_test(report) else "",
            openings=report.openings,
            reuse=report.reuse,
            not_tested=report.not_tested,
            cards=[card_lines(card) for card in report.cards],
            digests=[list(card.sha256.items()) for card in report.cards],
            provenance=list(report.provenance.items()),
            contents=_contents(report, chapters),
        )
    )


def _chapters(report: Report) -> list[dict[str, Any]]:
    """The sections that have a figure, with their figures."""
    drawn = [
        (section, [f for f in report.figures if f.section == section.name]) for section in report.sections
    ]
    return [
        {
            "id": f"section-{section.name}",
            "heading": section.title,
            "opened": section.opened,
            "figures": [figure_on_page(f) for f in figures],
        }
        for section, figures in drawn
        if figures
    ]


def _contents(report: Report, chapters: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Address and name of every part of the page that has something to show, in order."""
    entries = [
        ("verdict", "Verdict", True),
        ("said", "What was said", report.claims),
        ("claims", "What may be claimed", True),
        ("checks", "Checks", report.findings),
        *((chapter["id"], chapter["heading"], True) for chapter in chapters),
        ("test-part", "The test part", speaks_of_test(report)),
        ("not-tested", "Not tested", report.not_tested),
        ("data-card", "Data card", report.cards),
        ("provenance", "Provenance", report.provenance),
    ]
    return [(address, name) for address, name, something in entries if something]


def _headline(report: Report) -> dict[str, Any]:
    m = report.headline
    baseline = report.baseline(m)
    noise = next((card.label_noise for card in report.cards if card.label_noise and m.part in PARTS), None)
    return {
        "name": m.name,
        "value": words.value(m),
        "number": words.value(m).removesuffix(" points"),
        "unit": "points" if m.unit == "points" and words.known(m) else "",
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
        "on_a_line": any(m.unit == "rate" for m in report.measurements),
        "compared": bool(report.baselines),
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


def tally(findings: Iterable[Finding]) -> list[dict[str, Any]]:
    """How many checks gave which answer, and where the first of them stands in the page."""
    ordered = in_order(findings)
    groups = [(status, [f for f in ordered if f.status == status]) for status in STATUSES]
    return [
        {
            "status": status,
            "style": style(status),
            "n": words.count(len(group)),
            "first": group[0].code.lower(),
        }
        for status, group in groups
        if group
    ]


def style(status: str) -> str:
    """A status or verdict as the style sheet calls it."""
    return status.replace(" ", "-")


def _check(finding: Finding, report: Report) -> dict[str, Any]:
    return {
        "id": finding.code.lower(),
        "code": finding.code,
        "title": finding.title,
        "status": finding.status,
        "style": style(finding.status),
        "sentence": finding.sentence,
        "pairs": pairs(finding.numbers),
        "tables": tables(finding.numbers),
        "advice": _advice(report.advice.get(finding.code)),
    }


def _advice(advice: Advice | None) -> list[tuple[str, Markup]]:
    if advice is None:
        return []
    sections = zip(HEADINGS, (advice.how, advice.why, advice.do), strict=True)
    return [(heading, emphasised(text)) for heading, text in sections]


def emphasised(text: str) -> Markup:
    """Plain text in which `code` and *stress* are set as such, and all else stays text."""

    def element(m: re.Match[str]) -> str:
        return f"<code>{m[1]}</code>" if m[1] else f"<em>{m[2]}</em>"

    return Markup(STRESSED.sub(element, str(escape(text))))


def figure_on_page(figure: Figure) -> dict[str, Any]:
    """A figure as the template figures.html.j2 takes it."""
    return {
        "id": f"figure-{figure.name}",
        "title": figure.title,
        "caption": figure.caption,
        "description": figure.description,
        "markup": Markup(figure.markup),
        "folded": figure.folded,
        "columns": figure.table.columns if figure.table else (),
        "rows": _rows(figure.table) if figure.table else (),
    }


def _rows(table: Table) -> list[list[dict[str, Any]]]:
    """A table's cells as the template sets them: what kind, which words, and where a link leads."""
    kinds = [kind for _, kind in table.columns]
    return [
        [
            {"kind": kind, "words": said, "target": v[1] if kind == "link" and v else ""}
            for kind, said, v in zip(kinds, spoken, row, strict=True)
        ]
        for spoken, row in zip(cells(table), table.rows, strict=True)
    ]
