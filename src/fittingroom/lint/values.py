"""What an expression may stand for while a program is followed. Not knowing is `None`."""

import ast
from collections import ChainMap
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal, TypeAlias

from fittingroom.lint.rows import Piece, Rows

MarkKind = Literal["fitted", "grown", "grouped", "reshuffled"]


@dataclass(frozen=True, slots=True)
class Mark:
    """Something done to data that a later split cannot undo.

    `fitted`: transformed by `name`, which learned from the rows `on` (with labels if `supervised`).
    `grown`: holds altered copies of its rows. `grouped`: one entry per group. `reshuffled`: in a new
    order at every pass. `node` is where it was done; `column` what a mean per group was taken of.
    """

    kind: MarkKind
    name: str
    node: ast.AST = field(compare=False, hash=False)
    on: frozenset[Rows] = frozenset()
    supervised: bool = False
    column: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class Data:
    """Rows: pictures, tables, labels, batches; or what was computed from them row by row.

    `by` names the models whose predictions these are; a `score` is a number computed from the rows, and a
    `curve` such a number for each threshold.
    """

    rows: frozenset[Rows]
    marks: frozenset[Mark] = frozenset()
    by: frozenset[str] = frozenset()
    is_score: bool = False
    column: str = ""
    is_curve: bool = False


@dataclass(frozen=True, slots=True)
class Index:
    """Row numbers or a mask: data[index] are the data's rows after the divisions of `tail`."""

    tail: tuple[Piece, ...] = ()


@dataclass(frozen=True, slots=True)
class Statistic:
    """A number or vector learned from rows: a mean, a maximum. `name` as it was called."""

    rows: frozenset[Rows]
    name: str
    node: ast.AST = field(compare=False, hash=False)
    column: str = ""


@dataclass(frozen=True, slots=True)
class Text:
    """A string; `part` is what the name that it was bound to speaks of, if it is a path."""

    text: str
    part: str = ""


@dataclass(frozen=True, slots=True)
class Constant:
    """A number, truth value or None; `value` is `...` for a number that is not known."""

    value: Any = ...


@dataclass(frozen=True, slots=True)
class Many:
    """A tuple or list, item by item."""

    items: tuple["Value", ...] = ()


@dataclass(frozen=True, slots=True)
class Named:
    """A dictionary with text keys."""

    items: Mapping[str, "Value"]


@dataclass(frozen=True, slots=True)
class Tool:
    """An object that is not rows: an estimator, a splitter, a callback, or `unknown`.

    `key` tells two objects apart, `name` is the class or function it came from, `keywords` its settings.
    """

    key: str
    name: str
    keywords: Mapping[str, "Value"] = field(default_factory=dict)
    arguments: tuple["Value", ...] = ()
    is_unknown: bool = False
    is_module: bool = False

    def __hash__(self) -> int:
        return hash(self.key)


@dataclass(frozen=True, slots=True)
class Function:
    """A function of the same file, with the names in sight where it was written."""

    node: ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda
    scope: ChainMap[str, "Value"] = field(compare=False, hash=False)
    owner: "Instance | None" = field(default=None, compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Class:
    """A class of the same file."""

    node: ast.ClassDef
    scope: ChainMap[str, "Value"] = field(compare=False, hash=False)


@dataclass(frozen=True, slots=True)
class Instance:
    """An object of a class of the same file; `attributes` are filled in as its methods are followed."""

    key: str
    kind: Class = field(compare=False, hash=False)
    attributes: dict[str, "Value"] = field(compare=False, hash=False)


Value: TypeAlias = (
    Data | Index | Statistic | Text | Constant | Many | Named | Tool | Function | Class | Instance | None
)


def flat(value: Value) -> tuple[Value, ...]:
    """All that stands in a value, through tuples, lists and dictionaries."""
    if isinstance(value, Many):
        return tuple(leaf for item in value.items for leaf in flat(item))
    if isinstance(value, Named):
        return tuple(leaf for item in value.items.values() for leaf in flat(item))
    return (value,)


def data_in(*values: Value) -> Data | None:
    """All rows that stand in some values as one Data; None if there are none."""
    found = [leaf for value in values for leaf in flat(value) if isinstance(leaf, Data)]
    if not found:
        return None
    return Data(
        rows=frozenset().union(*(data.rows for data in found)),
        marks=frozenset().union(*(data.marks for data in found)),
        by=frozenset().union(*(data.by for data in found)),
        is_score=all(data.is_score for data in found),
        column=found[0].column if len(found) == 1 else "",
        is_curve=any(data.is_curve for data in found),
    )


def element(value: Value) -> Value:
    """What one round of a loop over a value gets."""
    if isinstance(value, Many):
        items = value.items
        if not items:
            return None
        tuples = [item for item in items if isinstance(item, Many)]
        if len(tuples) == len(items) and len({len(item.items) for item in tuples}) == 1:
            return Many(
                tuple(element(Many(column)) for column in zip(*(t.items for t in tuples), strict=True))
            )
        if len(set(map(type, items))) == 1 and isinstance(items[0], Tool):
            return items[0]
        return items[0] if all(item == items[0] for item in items) else None
    if isinstance(value, Data | Index):
        return value
    return None


def joined(a: Value, b: Value) -> Value:
    """What a name stands for after two branches that disagree: what both allow, else not known."""
    if a is None or b is None or a == b:
        return a if b is None else b
    if isinstance(a, Data) and isinstance(b, Data):
        return _joined_data(a, b)
    if isinstance(a, Index) and isinstance(b, Index):
        longer, shorter = (a, b) if len(a.tail) >= len(b.tail) else (b, a)
        return longer if tuple(p for p in longer.tail if p.kind != "order") == shorter.tail else None
    if isinstance(a, Many) and isinstance(b, Many):
        return a if len(a.items) >= len(b.items) else b
    if isinstance(a, Constant) or (isinstance(a, Tool) and a.is_unknown):
        return b
    return a


def _joined_data(a: Data, b: Data) -> Data | None:
    rows = a.rows if a.rows == b.rows else _reordered(a.rows, b.rows)
    if rows is None:
        return None
    return Data(rows, a.marks | b.marks, a.by | b.by, a.is_score and b.is_score, a.column)


def _reordered(a: frozenset[Rows], b: frozenset[Rows]) -> frozenset[Rows] | None:
    """The one of two sets of rows that is the other, shuffled."""

    def plain(rows: frozenset[Rows]) -> frozenset[Rows]:
        return frozenset(
            Rows(row.origin, tuple(piece for piece in row.path if piece.kind != "order")) for row in rows
        )

    if plain(a) == plain(b):
        return a if sum(len(row.path) for row in a) >= sum(len(row.path) for row in b) else b
    return None
