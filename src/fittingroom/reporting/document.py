"""The report as a value: everything a reader will see, and nothing that must still be computed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Literal

from fittingroom.errors import InputError
from fittingroom.files import write_text
from fittingroom.reporting.format import ColumnKind
from fittingroom.types import Card, Epoch, Finding, Measurement, Opening

Section = Literal["learning", "failures", "confidence", "data"]
SECTIONS: Mapping[Section, str] = {
    "learning": "How it learned",
    "failures": "Where it fails",
    "confidence": "What its confidence is worth",
    "data": "The pictures themselves",
}
"""The chapters of figures, in the order of the report."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers behind a figure: each column has a name and a kind that says how to print it."""

    columns: tuple[tuple[str, ColumnKind], ...]
    rows: tuple[tuple[Any, ...], ...]

    def __post_init__(self):
        for row in self.rows:
            if len(row) != len(self.columns):
                raise InputError(f"a table of {len(self.columns)} columns has a row of {len(row)}: {row}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One drawing or picture sheet, with the words that go with it.

    `caption` says what to see; `description` is what a screen reader says in place of the drawing.
    `markup` is an SVG or HTML fragment from charts or pictures: it goes into the page as it is, so
    text of the user must have been escaped in it. `name` is the figure's address in the page.
    """

    name: str
    title: str
    caption: str
    description: str
    markup: str
    section: Section
    table: Table | None = None

    def __post_init__(self):
        if not re.fullmatch(r"[a-z][a-z0-9-]*", self.name):
            raise InputError(f"a figure's name is lower-case letters, digits and hyphens, got {self.name!r}")
        if self.section not in SECTIONS:
            raise InputError(f"figure {self.name}: no section {self.section!r}; there are {list(SECTIONS)}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """What to know about a check: how it is detected, why it matters, what to do."""

    how: str
    why: str
    do: str


def place(m: Measurement) -> str:
    """What tells a measurement from the others of a report: 'accuracy on test'."""
    return f"{m.name} on {m.part}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """One report. The first measurement is the headline: the big number at the top.

    verdict: one to five plain sentences. advice: finding code -> what to know about the check.
    baselines: `place` of a measurement -> the baseline beside it. openings: the ledger of the
    test part; `reuse` says in a sentence what that many looks allow. provenance: printed in the
    given order (command, versions, machine, seconds, fingerprints).
    """

    title: str
    subtitle: str
    verdict: tuple[str, ...]
    cards: tuple[Card, ...]
    measurements: tuple[Measurement, ...]
    findings: tuple[Finding, ...] = ()
    figures: tuple[Figure, ...] = ()
    advice: Mapping[str, Advice] = field(default_factory=dict)
    baselines: Mapping[str, Measurement] = field(default_factory=dict)
    curves: tuple[Epoch, ...] = ()
    openings: tuple[Opening, ...] = ()
    reuse: str = ""
    not_tested: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self):
        if not 1 <= len(self.verdict) <= 5:
            raise InputError(f"a verdict has one to five lines, got {len(self.verdict)}")
        if not self.measurements:
            raise InputError("a report needs at least one measurement: the first one is its headline")
        names = [figure.name for figure in self.figures]
        if twice := {name for name in names if names.count(name) > 1}:
            raise InputError(f"figures need different names, found twice: {', '.join(sorted(twice))}")
        if strays := set(self.baselines) - {place(m) for m in self.measurements}:
            raise InputError(
                "a baseline stands beside a measurement, named as in 'accuracy on test'; "
                f"there is none for {', '.join(sorted(strays))}"
            )

    @property
    def headline(self) -> Measurement:
        return self.measurements[0]

    def baseline(self, m: Measurement) -> Measurement | None:
        """What to print beside a measurement, if there is a baseline for it."""
        return self.baselines.get(place(m))

    def html(self) -> str:
        """One self-contained page under 1 MB: no script, no outside address."""
        from fittingroom.reporting.html import page

        return page(self)

    def json(self) -> str:
        """Everything but the drawings, as data."""
        from fittingroom.reporting.text import as_json

        return as_json(self)

    def markdown(self) -> str:
        """The same for a README or an issue; figures appear as their captions and tables."""
        from fittingroom.reporting.text import as_markdown

        return as_markdown(self)

    def save(self, path: str | Path) -> Path:
        """Write the report to `path`; its suffix (.html, .json or .md) says in which form."""
        path = Path(path)
        writers = {".html": self.html, ".json": self.json, ".md": self.markdown}
        if path.suffix.lower() not in writers:
            raise InputError(
                f"a report is saved as .html, .json or .md, got {path.name!r}: change the file name's ending"
            )
        write_text(path, writers[path.suffix.lower()]())
        return path

    def save_all(self, folder: str | Path) -> Path:
        """Write report.json, report.md and, last, report.html, whose path is returned."""
        folder = Path(folder)
        return [self.save(folder / f"report.{suffix}") for suffix in ("json", "md", "html")][-1]

    def _repr_html_(self) -> str:
        """In a notebook: the whole page in a frame of its own, so that neither styles the other."""
        return (
            f'<iframe title="{escape(self.title)}" srcdoc="{escape(self.html())}" '
            'style="width:100%;height:80vh;border:1px solid #8884;border-radius:8px"></iframe>'
        )
