"""The report as a value: everything a reader will see, and nothing that must still be computed."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Literal, get_args

from fittingroom.errors import InputError
from fittingroom.files import write_text
from fittingroom.reporting.format import ColumnKind
from fittingroom.types import Card, Epoch, Finding, Measurement, Opening


def _check_address(owner: str, name: str) -> None:
    if not re.fullmatch(r"[a-z][a-z0-9-]*", name):
        raise InputError(f"{owner}'s name is lower-case letters, digits and hyphens, got {name!r}")


@dataclass(frozen=True, slots=True)
class Section:
    """A chapter of figures: its address in the page, its heading, and whether it starts unfolded."""

    name: str
    title: str
    opened: bool = True

    def __post_init__(self):
        _check_address("a section", self.name)


SECTIONS = (
    Section("learning", "How it learned"),
    Section("failures", "Where it fails"),
    Section("confidence", "What its confidence is worth"),
    Section("data", "The pictures themselves"),
)
"""The chapters of a report on one model, in their order."""

Verdict = Literal["supported", "not supported", "not settled"]
VERDICTS: tuple[str, ...] = get_args(Verdict)
"""What measurements can say of a claim."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Table:
    """The numbers behind a figure: each column has a name and a kind that says how to print it."""

    columns: tuple[tuple[str, ColumnKind], ...]
    rows: tuple[tuple[Any, ...], ...]

    def __post_init__(self):
        for row in self.rows:
            if len(row) != len(self.columns):
                raise InputError(f"a table of {len(self.columns)} columns has a row of {len(row)}: {row}")

    @property
    def targets(self) -> set[str]:
        """The names of the figures that its links lead to."""
        places = [i for i, (_, kind) in enumerate(self.columns) if kind == "link"]
        return {row[i][1] for row in self.rows for i in places if row[i] and row[i][1]}


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One drawing or picture sheet, with the words that go with it.

    `caption` says what to see; `description` is what a screen reader says in place of the drawing.
    `markup` is an SVG or HTML fragment from charts or pictures: it goes into the page as it is, so
    text of the user must have been escaped in it. Without markup the figure is its table, shown openly.
    `name` is the figure's address in the page, `section` the name of one of the report's sections.
    A `folded` figure is one line, its title and caption, until the reader opens it: for one of many.
    """

    name: str
    title: str
    caption: str
    description: str
    markup: str
    section: str
    table: Table | None = None
    folded: bool = False

    def __post_init__(self):
        _check_address("a figure", self.name)
        if not self.markup and self.table is None:
            raise InputError(f"figure {self.name} has neither a drawing nor a table: nothing can be shown")


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """What somebody said, and in a sentence what the measurements say of it."""

    said: str
    verdict: Verdict
    sentence: str

    def __post_init__(self):
        if self.verdict not in VERDICTS:
            raise InputError(f"a claim is {', '.join(VERDICTS[:-1])} or {VERDICTS[-1]}, got {self.verdict!r}")


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

    verdict: one to five plain sentences.
    paragraphs: the longer answer, printed under the verdict; `code` and *stress* are set as such.
    claims: what others said, and what was measured of it.
    sections: the chapters, in order; one without a figure is not printed.
    advice: finding code -> what to know about the check.
    baselines: `place` of a measurement -> the baseline beside it.
    openings: the ledger of the test part; `reuse` says in a sentence what that many looks allow.
    provenance: printed in the given order (command, versions, machine, seconds, fingerprints).
    limit_bytes: the page stays below; the largest drawings are left out if it must be.
    """

    title: str
    subtitle: str
    verdict: tuple[str, ...]
    cards: tuple[Card, ...]
    measurements: tuple[Measurement, ...]
    paragraphs: tuple[str, ...] = ()
    claims: tuple[Claim, ...] = ()
    findings: tuple[Finding, ...] = ()
    sections: tuple[Section, ...] = SECTIONS
    figures: tuple[Figure, ...] = ()
    advice: Mapping[str, Advice] = field(default_factory=dict)
    baselines: Mapping[str, Measurement] = field(default_factory=dict)
    curves: tuple[Epoch, ...] = ()
    openings: tuple[Opening, ...] = ()
    reuse: str = ""
    not_tested: tuple[str, ...] = ()
    provenance: Mapping[str, str] = field(default_factory=dict)
    limit_bytes: int = 1_000_000

    def __post_init__(self):
        if not 1 <= len(self.verdict) <= 5:
            raise InputError(f"a verdict has one to five lines, got {len(self.verdict)}")
        if not self.measurements:
            raise InputError("a report needs at least one measurement: the first one is its headline")
        self._check_figures()
        if strays := set(self.baselines) - {place(m) for m in self.measurements}:
            raise InputError(
                "a baseline stands beside a measurement, named as in 'accuracy on test'; "
                f"there is none for {', '.join(sorted(strays))}"
            )

    def _check_figures(self) -> None:
        sections, figures = [s.name for s in self.sections], [f.name for f in self.figures]
        for what, names in (("sections", sections), ("figures", figures)):
            if twice := {name for name in names if names.count(name) > 1}:
                raise InputError(f"{what} need different names, found twice: {', '.join(sorted(twice))}")
        for figure in self.figures:
            if figure.section not in sections:
                raise InputError(f"figure {figure.name}: no section {figure.section!r}; there are {sections}")
            if figure.table and (lost := figure.table.targets - set(figures)):
                raise InputError(f"figure {figure.name} links to {', '.join(sorted(lost))}: no such figure")

    @property
    def headline(self) -> Measurement:
        return self.measurements[0]

    def baseline(self, m: Measurement) -> Measurement | None:
        """What to print beside a measurement, if there is a baseline for it."""
        return self.baselines.get(place(m))

    def html(self) -> str:
        """One self-contained page below `limit_bytes`: no script, no outside address."""
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
