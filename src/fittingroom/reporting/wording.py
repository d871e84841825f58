"""What the page and the Markdown say in the same words: which checks, which cells, which facts."""

import re
from collections.abc import Iterable

from fittingroom.reporting import format as words
from fittingroom.reporting.document import Report, Table
from fittingroom.types import Card, Finding

STATUSES = ("found", "passed", "not applicable")

STRESSED = re.compile(r"`([^`]+)`|\*([^*\s][^*]*)\*")
"""`code` (group 1) or *stress* (group 2) in plain text."""


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """What was found first, then what passed, then what could not be asked; by code within each."""
    return sorted(findings, key=lambda f: (STATUSES.index(f.status), f.code))


def cells(table: Table) -> list[list[str]]:
    """A table's values as words, each by the kind of its column."""
    return [
        [words.cell(v, kind) for v, (_, kind) in zip(row, table.columns, strict=True)] for row in table.rows
    ]


def speaks_of_test(report: Report) -> bool:
    """Whether the test part concerns this report: it was opened, or something was checked."""
    return bool(report.openings or report.reuse or report.findings)


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
