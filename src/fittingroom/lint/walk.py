"""The state of following one program: names in sight, what models learned from, what was seen."""

import ast
from collections import ChainMap
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from fittingroom.lint import names
from fittingroom.lint.events import Event, Seen
from fittingroom.lint.program import named
from fittingroom.lint.rows import Piece, Rows
from fittingroom.lint.values import (
    Constant,
    Data,
    Instance,
    Many,
    Mark,
    Named,
    Statistic,
    Text,
    Tool,
    Value,
    element,
)

Scope = ChainMap[str, Value]
BUDGET = 60_000
"""Expressions followed in one file; beyond it calls of its own functions are no longer entered."""


@dataclass(slots=True)
class Learned:
    """What one estimator learned from, since its last fit."""

    rows: frozenset[Rows] = frozenset()
    mark: Mark | None = None


@dataclass(slots=True)
class Walk:
    """The mutable state of one pass; `evaluate` and `execute` are the two halves of the interpreter."""

    evaluate: Callable[["Walk", Scope, ast.expr], Value]
    execute: Callable[["Walk", Scope, Sequence[ast.stmt]], None]
    tree: ast.Module
    seen: Seen = field(default_factory=Seen)
    aliases: dict[str, str] = field(default_factory=dict)
    learned: dict[str, Learned] = field(default_factory=dict)
    meters: dict[str, Data] = field(default_factory=dict)
    """Running averages and metrics objects -> the scores they were given."""
    calls: list[ast.AST] = field(default_factory=list)
    returned: list[list[Value]] = field(default_factory=list)
    entered: set[ast.AST] = field(default_factory=set)
    loops: int = 0
    loose: int = 0
    """More than 0 while a function is followed that nobody calls here: it may be called in a loop."""
    steps: int = 0

    def note(self, event: Event) -> None:
        self.seen.events.append(event)

    def key(self, node: ast.AST) -> str:
        """Tells apart what one place in the code makes when it is reached by different calls."""
        chain = ",".join(str(getattr(call, "lineno", 0)) for call in self.calls)
        return f"{getattr(node, 'lineno', 0)}.{getattr(node, 'col_offset', 0)}@{chain}"

    def statement(self, node: ast.expr) -> str:
        """The text of the simple statement that an expression stands in."""
        for found in ast.walk(self.tree):
            if not isinstance(found, ast.stmt) or hasattr(found, "body"):
                continue
            if found.lineno <= node.lineno <= (found.end_lineno or found.lineno):
                return ast.unparse(found)
        return ""

    @property
    def repeats(self) -> bool:
        """Whether what happens now may happen again for another epoch or setting."""
        return self.loops > 0 or self.loose > 0


def bind(walk: Walk, scope: Scope, name: str, value: Value) -> Value:
    """Give a value its name; what nothing is known of becomes what the name speaks of."""
    part = names.part_of(name)
    if value is None or (isinstance(value, Tool) and value.is_unknown):
        value = from_name(name, value)
    if isinstance(value, Text) and part and names.is_path(name):
        value = Text(value.text, part)
    if isinstance(value, Data) and not value.is_score and name != "_":
        # A score, a size or a prediction named after a part says nothing of the rows themselves.
        hint = part if names.is_data(name) else ""
        for rows in value.rows:
            walk.seen.bound.setdefault(rows, set()).add(hint)
        if name.lower() in ("y", "target", "targets", "label", "labels") and value.column:
            walk.seen.label_columns.add(value.column)
    scope[name] = value
    return value


def from_name(name: str, value: Value = None) -> Value:
    """What a name speaks of: a part's rows, or a score on them; else the value itself."""
    part = names.part_of(name)
    if not part:
        return value
    if names.is_score(name) and not names.is_path(name):
        score = named(f"name {part}", part)
        return Data(score.rows, is_score=True)
    if names.is_path(name):
        return Text("", part)
    if names.is_data(name):
        return named(f"name {part}", part)
    return value


def own_rows(name: str, where: str = "") -> Data | None:
    """What a name that is bound nowhere here holds, if it is called as data are: rows of its own.

    `where` tells the parameters of two functions apart.
    """
    return named(f"name {name}{where}", "") if names.is_rows(name) else None


def unpack(walk: Walk, scope: Scope, targets: Sequence[ast.expr], value: Value) -> None:
    """Bind the names of a tuple to what it holds; one value shared out by names is a split."""
    if any(isinstance(target, ast.Starred) for target in targets):
        value = None
    if isinstance(value, Many) and len(value.items) == len(targets):
        for target, item in zip(targets, value.items, strict=True):
            assign(walk, scope, target, item)
        return
    parts = [_part_of_target(target) for target in targets]
    for target, part in zip(targets, parts, strict=True):
        if isinstance(value, Data) and len(set(parts) - {""}) > 1:
            piece = Piece("split", f"unpacked {_root_line(value)}", part or "rest")
            assign(walk, scope, target, cut(value, piece))
        elif isinstance(value, Many) and not value.items:
            assign(walk, scope, target, None)
        elif isinstance(value, Many):
            assign(walk, scope, target, element(value))
        else:
            assign(walk, scope, target, value)


def _root_line(value: Data) -> str:
    return ",".join(sorted(rows.origin.key for rows in value.rows))


def _part_of_target(target: ast.expr) -> str:
    """The part that a target's name, or all names of a nested target, speak of."""
    found = set()
    for node in ast.walk(target):
        name = node.id if isinstance(node, ast.Name) else node.attr if isinstance(node, ast.Attribute) else ""
        if name and name not in ("self", "_"):
            found.add(names.part_of(name) if names.is_data(name) else "")
    return found.pop() if len(found) == 1 else ""


def assign(walk: Walk, scope: Scope, target: ast.expr, value: Value) -> None:
    """Bind a target of any form: a name, a tuple, an attribute of self, an item."""
    if isinstance(target, ast.Name):
        bind(walk, scope, target.id, value)
    elif isinstance(target, ast.Tuple | ast.List):
        unpack(walk, scope, target.elts, value)
    elif isinstance(target, ast.Starred):
        assign(walk, scope, target.value, None)
    elif isinstance(target, ast.Attribute):
        owner = walk.evaluate(walk, scope, target.value)
        if isinstance(owner, Instance):
            shelf: Scope = ChainMap(owner.attributes)
            bind(walk, shelf, target.attr, value)
        elif isinstance(owner, Data):
            _write_into(walk, scope, target.value, owner, value)
    elif isinstance(target, ast.Subscript):
        owner = walk.evaluate(walk, scope, target.value)
        walk.evaluate(walk, scope, target)
        _write_item(walk, scope, target, owner, value)


def _write_item(walk: Walk, scope: Scope, target: ast.Subscript, owner: Value, value: Value) -> None:
    if isinstance(owner, Named) and isinstance(key := walk.evaluate(walk, scope, target.slice), Text):
        replaced = Named({**owner.items, key.text: value})
        _rebind(walk, scope, target.value, replaced)
    elif isinstance(owner, Data):
        _write_into(walk, scope, target.value, owner, value)
    elif isinstance(value, Data) and (isinstance(owner, Named | Many) or _is_score_in(owner, value)):
        _rebind(walk, scope, target.value, Many((*_items(owner), value)))


def _is_score_in(owner: Value, value: Data) -> bool:
    """errors[i] = score, where errors was made as np.zeros(n)."""
    return value.is_score and isinstance(owner, Tool) and owner.name in ("zeros", "empty", "full", "ones")


def _items(owner: Value) -> tuple[Value, ...]:
    return owner.items if isinstance(owner, Many) and len(owner.items) < 8 else ()


def _write_into(walk: Walk, scope: Scope, place: ast.expr, owner: Data, value: Value) -> None:
    """A column or some rows of data are replaced: the marks of what is written stay with the data."""
    if isinstance(value, Data) and value.marks - owner.marks:
        marked = Data(owner.rows, owner.marks | value.marks, owner.by, owner.is_score, owner.column)
        _rebind(walk, scope, place, marked)


def _rebind(walk: Walk, scope: Scope, place: ast.expr, value: Value) -> None:
    """The name behind df, df.loc or df['a'] gets a new value."""
    while isinstance(place, ast.Subscript) or (
        isinstance(place, ast.Attribute) and place.attr in ("loc", "iloc", "at", "values", "data")
    ):
        place = place.value
    if isinstance(place, ast.Name):
        scope[place.id] = value
    elif isinstance(place, ast.Attribute):
        owner = walk.evaluate(walk, scope, place.value)
        if isinstance(owner, Instance):
            owner.attributes[place.attr] = value


def cut(data: Data, *pieces: Piece) -> Data:
    """Data after further divisions."""
    rows = frozenset(row.cut(*pieces) for row in data.rows)
    return Data(rows, data.marks, data.by, data.is_score, data.column)


def marked(data: Data, *marks: Mark) -> Data:
    return Data(data.rows, data.marks | set(marks), data.by, data.is_score, data.column)


def as_score(data: Data) -> Data:
    return Data(data.rows, data.marks, data.by, is_score=True)


def is_true(value: Value) -> bool | None:
    """The truth of a constant; None where it is not known."""
    if isinstance(value, Constant) and value.value is not ...:
        return bool(value.value)
    return None


def learns_from(statistic: Statistic) -> Mark:
    """The mark that a statistic leaves on what it is used to change."""
    return Mark(
        "fitted",
        statistic.name,
        statistic.node,
        statistic.rows,
        column=statistic.column if statistic.name.startswith("group") else "",
        line=getattr(statistic.node, "lineno", 0),
    )
