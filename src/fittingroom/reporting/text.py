"""A Report as JSON, for programs, and as Markdown, for a README or an issue."""

import dataclasses
import json
import math
import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from fittingroom.reporting import format as words
from fittingroom.reporting.document import Figure, Report
from fittingroom.reporting.numbers import pairs
from fittingroom.reporting.wording import STRESSED, card_lines, cells, in_order, looks, speaks_of_test
from fittingroom.types import Finding, Measurement

FORMAT = "fittingroom report 1"

WITHOUT = ("markup", "limit_bytes")
"""Fields that JSON leaves out: the drawings, whose numbers are in the figures' tables, and their limit."""


def as_json(report: Report) -> str:
    """Every value of the report under its field's name; figures without their drawing. NaN becomes null."""
    content = {"format": FORMAT, **plain(report)}
    return json.dumps(content, indent=1, ensure_ascii=False, allow_nan=False) + "\n"


def plain(value: Any) -> Any:
    """A value as JSON knows it."""
    if dataclasses.is_dataclass(value):
        names = [f.name for f in dataclasses.fields(value)]
        return {name: plain(getattr(value, name)) for name in names if name not in WITHOUT}
    if isinstance(value, Mapping):
        return {str(key): plain(entry) for key, entry in value.items()}
    if isinstance(value, np.ndarray | np.generic):
        return plain(value.tolist())
    if isinstance(value, list | tuple):
        return [plain(entry) for entry in value]
    return None if isinstance(value, float) and not math.isfinite(value) else value


def as_markdown(report: Report) -> str:
    """The report in plain Markdown with tables; what the user named is escaped."""
    blocks = [
        f"# {safe(report.title)}",
        safe(report.subtitle),
        bullets(report.verdict),
        *(emphasised(paragraph) for paragraph in report.paragraphs),
    ]
    if report.claims:
        rows = [(claim.said, claim.verdict, claim.sentence) for claim in report.claims]
        blocks += ["## What was said", table(("said", "verdict", "what was measured"), rows)]
    header = ("what", "measured", "compare with", "n", "part", "interval by")
    blocks += ["## What may be claimed"]
    blocks += [table(header, [_claim(m, report.baseline(m)) for m in report.measurements])]
    if report.findings:
        blocks += ["## Checks", *(_finding(f) for f in in_order(report.findings))]
    for section in report.sections:
        figures = [f for f in report.figures if f.section == section.name]
        blocks += [f"## {safe(section.title)}"] * bool(figures)
        for figure in figures:
            blocks += _figure(figure)
    return "\n\n".join(block for block in [*blocks, *_record(report)] if block) + "\n"


def _record(report: Report) -> list[str]:
    """What stands at the end: the ledger, what was not tested, the data cards, where it all comes from."""
    blocks = []
    if speaks_of_test(report):
        blocks += ["## The test part", f"{looks(report)} {safe(report.reuse)}".strip()]
    if report.openings:
        rows = [(o.when, o.who, o.model, o.why, o.model_fingerprint[:12]) for o in report.openings]
        blocks += [table(("when", "who", "model", "why", "fingerprint"), rows)]
    if report.not_tested:
        blocks += ["## Not tested", bullets(report.not_tested)]
    if report.cards:
        blocks += ["## Data card"]
        blocks += [bullets(f"{name}: {text}" for name, text in card_lines(card)) for card in report.cards]
    if report.provenance:
        blocks += ["## Provenance", bullets(f"{name}: {text}" for name, text in report.provenance.items())]
    return blocks


def emphasised(text: str) -> str:
    """Plain text in which `code` and *stress* stay Markdown, and all else is text."""

    def element(m: re.Match[str]) -> str:
        return f"`{_one_line(m[1])}`" if m[1] else f"*{safe(m[2])}*"

    pieces, end = [], 0
    for m in STRESSED.finditer(text):
        pieces += [safe(text[end : m.start()]), element(m)]
        end = m.end()
    return "".join([*pieces, safe(text[end:])])


def _claim(m: Measurement, baseline: Measurement | None) -> tuple[str, ...]:
    beside = f"{words.value(baseline)} ({baseline.name})" if baseline else ""
    return (m.name, words.measured(m), beside, words.count(m.n), m.part, m.method)


def _finding(finding: Finding) -> str:
    behind = "; ".join(f"{name}: {text}" for name, text in pairs(finding.numbers))
    line = f"- **{finding.status}** {finding.code} {safe(finding.title)}: {safe(finding.sentence)}"
    return line + (f" ({safe(behind)})" if behind else "")


def _figure(figure: Figure) -> list[str]:
    blocks = [f"### {safe(figure.title)}", safe(figure.caption)]
    if figure.table:
        blocks += [table([name for name, _ in figure.table.columns], cells(figure.table))]
    return blocks


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table; what stands in its cells is only text."""
    lines = [header, ["---"] * len(header), *rows]
    return "\n".join(f"| {' | '.join(safe(cell) for cell in line)} |" for line in lines)


def bullets(lines: Iterable[str]) -> str:
    """A Markdown list of plain lines."""
    return "\n".join(f"- {safe(line)}" for line in lines)


def safe(text: str) -> str:
    """Text that Markdown shows as it is: on one line, and no character with a meaning of its own."""
    return re.sub(r"([\\`*_\[\]<>|#])", r"\\\1", _one_line(text))


def _one_line(text: str) -> str:
    return re.sub(r"[\r\n]+", " ", str(text))
