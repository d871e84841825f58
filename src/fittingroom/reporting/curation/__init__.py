"""How a set came about, as a value: everything that a reader of its page will see.

studies.curation computes it from a set's folder; page.py writes it as one HTML file.
"""

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from fittingroom.errors import InputError
from fittingroom.files import write_text
from fittingroom.reporting.document import Figure, Section
from fittingroom.types import Decision

SECTIONS = (
    Section("steps", "Step by step"),
    Section("labels", "What it holds"),
    Section("tail", "The long tail"),
    Section("sheets", "A sheet for each label"),
)
"""The chapters in their order; the decisions stand before the last."""


@dataclass(frozen=True, slots=True)
class Head:
    """A number in large: what it counts, the number, and what goes with it."""

    what: str
    number: str
    said: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruling:
    """All decisions of one step for one reason: how many, the reason in a sentence, and some of them."""

    step: str
    reason: str
    sentence: str
    kept: bool
    total: int
    sample: tuple[Decision, ...]

    def __post_init__(self):
        if len(self.sample) > self.total:
            raise InputError(f"{self.step}: {len(self.sample)} decisions are a sample of {self.total}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Curation:
    """One page. verdict: plain sentences. numbers: all that is printed, as JSON values, for programs.

    rulings: in the order of the steps. whole: where all decisions lie, in words.
    """

    title: str
    subtitle: str
    heads: tuple[Head, ...]
    verdict: tuple[str, ...]
    figures: tuple[Figure, ...]
    rulings: tuple[Ruling, ...]
    whole: str
    not_tested: tuple[str, ...]
    provenance: Mapping[str, str]
    numbers: Mapping[str, Any] = field(default_factory=dict)

    def html(self) -> str:
        """The page: self-contained, opens without a network."""
        from fittingroom.reporting.curation.page import page

        return page(self)

    def save_all(self, folder: Path) -> Path:
        """Write document.json and, last, document.html, whose path is returned."""
        write_text(folder / "document.json", json.dumps(self.numbers, indent=1, ensure_ascii=False) + "\n")
        write_text(folder / "document.html", self.html())
        return folder / "document.html"


def searchable(rulings: Sequence[Ruling]) -> str:
    """The decisions as the JSON that the page's script reads; safe inside a script element."""
    described = [
        {
            "step": one.step,
            "reason": one.reason,
            "kept": one.kept,
            "rows": [[d.record, d.subject, _finite(d.number)] for d in one.sample],
        }
        for one in rulings
    ]
    text = json.dumps(described, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c")  # a tag may hold "</script>"


def _finite(number: float | None) -> float | None:
    """JSON knows neither NaN nor infinity."""
    return number if number is not None and math.isfinite(number) else None
