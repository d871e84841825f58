"""The expectation card: on one page, what to expect of a model, for a README, a model hub, or a reader.

It holds sentences that were made from measurements, and these measurements; nothing is computed here.
"""

import json
from dataclasses import dataclass
from pathlib import Path

from fittingroom.errors import InputError
from fittingroom.files import write_text
from fittingroom.reporting.document import Figure, Table
from fittingroom.reporting.text import bullets, plain, safe
from fittingroom.types import Measurement

FORMAT = "fittingroom expectation card 1"


@dataclass(frozen=True, slots=True)
class Chapter:
    """One question, and the sentences that answer it."""

    title: str
    lines: tuple[str, ...]

    def __post_init__(self):
        if not self.lines:
            raise InputError(f"a chapter of a card needs a sentence, {self.title!r} has none")


@dataclass(frozen=True, slots=True, kw_only=True)
class ExpectationCard:
    """What to expect of `subject`, say "the default network on Fashion-MNIST".

    about: how it was measured, in a sentence; not_tested: what nothing is said of, spelled out; numbers: all
    that the sentences rest on; source: where it all comes from.
    """

    subject: str
    about: str
    chapters: tuple[Chapter, ...]
    not_tested: tuple[str, ...]
    numbers: tuple[Measurement, ...]
    source: str

    def __post_init__(self):
        if not self.chapters or not self.numbers or not self.not_tested:
            raise InputError(
                f"a card of {self.subject} needs chapters, the numbers that they rest on and what was not "
                f"tested, got {len(self.chapters)}, {len(self.numbers)} and {len(self.not_tested)}"
            )

    @property
    def title(self) -> str:
        return f"What to expect of {self.subject}"

    def markdown(self) -> str:
        """For a README or a model card; headings begin at the second level."""
        blocks = [f"## {safe(self.title)}", safe(self.about)]
        for chapter in self.chapters:
            blocks += [f"**{safe(chapter.title)}**", bullets(chapter.lines)]
        blocks += ["**Not tested**", bullets(self.not_tested), f"*{safe(self.source)}*"]
        return "\n\n".join(blocks) + "\n"

    def json(self) -> str:
        """Every sentence and every number, for programs."""
        return json.dumps({"format": FORMAT, **plain(self)}, indent=1, ensure_ascii=False) + "\n"

    def html(self) -> str:
        """One self-contained page: no script, no outside address."""
        from fittingroom.reporting.html import environment

        return environment().get_template("expectation.html.j2").render(card=self)

    def figure(self, *, section: str) -> Figure:
        """The same as a part of a report; in Markdown as a table."""
        from fittingroom.reporting.html import environment

        rows = [
            ("" if at else chapter.title, line)
            for chapter in self.chapters
            for at, line in enumerate(chapter.lines)
        ]
        return Figure(
            name="card",
            title=self.title,
            caption=self.about,
            description="Sentences, chapter by chapter.",
            markup=environment().get_template("chapters.html.j2").render(card=self),
            section=section,
            table=Table(columns=(("about", "text"), ("what was measured", "text")), rows=tuple(rows)),
        )

    def save_all(self, folder: str | Path) -> Path:
        """Write card.json, card.md and, last, card.html, whose path is returned."""
        folder = Path(folder)
        for name, text in (("json", self.json()), ("md", self.markdown()), ("html", self.html())):
            write_text(folder / f"card.{name}", text)
        return folder / "card.html"
