"""What the lint says: a flag at a place, or a file that it could not read."""

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning", "note"]


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """Where in a file: line and column count from 1; `cell` is the notebook's code cell, from 1, or 0.

    In a notebook `line` counts within the cell.
    """

    path: Path
    cell: int
    line: int
    column: int

    def __str__(self) -> str:
        where = f"cell {self.cell}:line {self.line}" if self.cell else f"{self.line}:{self.column}"
        return f"{self.path}:{where}"


@dataclass(frozen=True, slots=True, order=True)
class Flag:
    """One evaluation mistake: its place, the rule's code, what was seen there, and what to do.

    `error` is a flaw that biases the result, `warning` a smaller or a likely one, `note` a result
    that nobody can repeat.
    """

    place: Place
    code: str
    sentence: str
    fix: str
    severity: Severity


@dataclass(frozen=True, slots=True, order=True)
class Trouble:
    """A file, or a cell of one, that could not be read, in one sentence."""

    place: Place
    sentence: str


@dataclass(frozen=True, slots=True)
class Linted:
    """What the lint found in some files: flags and troubles in the order of places; `n_read` files."""

    flags: tuple[Flag, ...]
    troubles: tuple[Trouble, ...]
    n_read: int
