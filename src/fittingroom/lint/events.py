"""What happens to data in a program, as far as the rules care: splits, fits, looks, choices."""

import ast
from dataclasses import dataclass, field
from typing import Literal

from fittingroom.lint.rows import Rows
from fittingroom.lint.values import Data, Mark

Library = Literal["numpy", "torch", "python", "tensorflow"]


@dataclass(frozen=True, slots=True)
class Split:
    """Data are divided. `pieces` are the parts, where there are such; `data` None for bare row numbers.

    `is_random` unless rows keep their order; `is_seeded` by an argument; `is_cv` for cross-validation.
    """

    node: ast.AST
    name: str
    data: Data | None
    pieces: frozenset[Rows] = frozenset()
    is_random: bool = True
    is_seeded: bool = False
    is_grouped: bool = False
    is_cv: bool = False
    library: Library = "numpy"


@dataclass(frozen=True, slots=True)
class Shuffled:
    """Rows get a new order, `key`, by an unseeded call: a split if slices of it become parts."""

    node: ast.AST
    name: str
    key: str
    library: Library


@dataclass(frozen=True, slots=True)
class Watched:
    """Data given to training as validation data; `decider` is what chooses by them, if anything does."""

    node: ast.AST
    data: Data
    how: str
    decider: str = ""


@dataclass(frozen=True, slots=True)
class Fitted:
    """A model (or a search, which also chooses) learns from data."""

    node: ast.AST
    name: str
    data: Data
    is_search: bool = False
    key: str = ""


@dataclass(frozen=True, slots=True)
class Prepared:
    """A transformer, a statistic or a resampler learns from data: the mark says what."""

    node: ast.AST
    mark: Mark


@dataclass(frozen=True, slots=True)
class Scored:
    """A score is computed on `data`; `learned` are the rows that the models behind it learned from."""

    node: ast.AST
    how: str
    data: Data
    learned: frozenset[Rows] = frozenset()
    is_cv: bool = False
    is_unsupervised: bool = False
    is_reported: bool = True


@dataclass(frozen=True, slots=True)
class Chosen:
    """Something is kept, stopped or preferred by a score."""

    node: ast.AST
    score: Data
    how: str


@dataclass(frozen=True, slots=True)
class Named:
    """A score is printed under a text."""

    node: ast.AST
    text: str
    data: Data


@dataclass(frozen=True, slots=True)
class Monitored:
    """A callback is told to watch a quantity by name."""

    node: ast.AST
    callback: str
    monitor: str


Event = Split | Shuffled | Watched | Fitted | Prepared | Scored | Chosen | Named | Monitored


@dataclass(slots=True)
class Seen:
    """All that following one program brought up; the walk fills it, the rules read it."""

    events: list[Event] = field(default_factory=list)
    bound: dict[Rows, set[str]] = field(default_factory=dict)
    """Rows that got a name -> the parts that these names speak of ("" for none)."""
    seeded: set[str] = field(default_factory=set)
    """Libraries whose global generator is seeded, or "all"."""
    columns: dict[str, dict[str, ast.AST]] = field(default_factory=dict)
    """Origin -> columns that are spoken of, where first."""
    label_columns: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    """Keys of estimators whose answers or best settings are used."""
    imports: set[str] = field(default_factory=set)
