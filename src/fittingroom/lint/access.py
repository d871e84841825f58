"""What stands behind a dot or in brackets: parts, columns, rows by number, slice or mask."""

import ast
import re

from fittingroom.lint import names
from fittingroom.lint.calls import rows_of
from fittingroom.lint.each import each
from fittingroom.lint.events import Chosen
from fittingroom.lint.inline import method_of
from fittingroom.lint.rows import Piece, Rows
from fittingroom.lint.values import (
    Constant,
    Data,
    Function,
    Index,
    Instance,
    Many,
    Named,
    Text,
    Tool,
    Value,
    element,
    flat,
)
from fittingroom.lint.walk import Scope, Walk, cut, from_name

PART_KEY = re.compile(
    r"^[xyXY]?_?(train|test|val|valid|validation|dev)(?:ing)?_?(?:[xyXY]|images|labels|data|set|features|target)?$"
)
SAME_ROWS = each(
    "values T iloc loc at iat data targets target dataset images labels features str dt x y real text"
)
INDEX_NAME = re.compile(
    r"(^|_)(idx|idxs|ind|inds|index|indices|mask|rows|perm|sel|selected|ids)(_|\d|$)", re.IGNORECASE
)
COUNTS = each(
    "shape size ndim columns dtypes dtype classes class_names classes_ class_indices samples n feature_names "
    "target_names num_classes device"
)
"""Attributes of data that hold no rows."""


def attribute(walk: Walk, scope: Scope, node: ast.Attribute) -> Value:
    """owner.name"""
    owner = walk.evaluate(walk, scope, node.value)
    if isinstance(owner, Data):
        return _attribute_of_data(walk, node, owner)
    if isinstance(owner, Tool):
        return _attribute_of_tool(walk, node.attr, owner)
    if isinstance(owner, Instance):
        if node.attr in owner.attributes:
            return owner.attributes[node.attr]
        if method := method_of(owner.kind, node.attr):
            return Function(method.node, method.scope, owner)
    return _by_name(node.attr)


def _attribute_of_tool(walk: Walk, name: str, tool: Tool) -> Value:
    if tool.is_module:
        return Tool(f"{tool.key}.{name}", name, is_module=True)
    if tool.key in walk.meters:
        return walk.meters[tool.key]
    if name.startswith("best_"):
        walk.seen.used.add(tool.key)
    if name == "best_estimator_" and tool.arguments and isinstance(inner := tool.arguments[0], Tool):
        return Tool(tool.key, inner.name, inner.keywords, inner.arguments)  # fitted again it searches nothing
    if name in ("best_estimator_", "module"):
        return tool
    return _by_name(name) if tool.is_unknown or name.endswith("mask") else None


def _by_name(name: str) -> Value:
    """An attribute of which only the name is known: data.test_mask, args.test_loader."""
    part = names.part_of(name)
    return Index((Piece("split", "masks", part),)) if part and name.endswith("mask") else from_name(name)


def _attribute_of_data(walk: Walk, node: ast.Attribute, data: Data) -> Value:
    name = node.attr
    if name in COUNTS or name.startswith(("num_", "n_")):
        return Constant()
    if name == "index" and len(data.rows) == 1:
        return Index(next(iter(data.rows)).path)
    if name.endswith("mask") and names.part_of(name):
        return _by_name(name)
    if PART_KEY.match(name) and not data.is_score:
        return official(walk, data, name)
    if name not in SAME_ROWS:
        note_column(walk, data, name, node)
        return Data(data.rows, data.marks, data.by, data.is_score, name)
    return data


def official(walk: Walk, data: Data, name: str) -> Data:
    """The part that a data set of published parts calls `name`; it is in sight, with or without a name."""
    part = cut(data, Piece("split", "official", names.part_of(name)))
    for rows in part.rows:
        walk.seen.bound.setdefault(rows, set()).add("")
    return part


def note_column(walk: Walk, data: Data, column: str, node: ast.AST) -> None:
    for rows in data.rows:
        walk.seen.columns.setdefault(rows.origin.key, {}).setdefault(column, node)


def subscript(walk: Walk, scope: Scope, node: ast.Subscript) -> Value:
    """owner[...]"""
    owner = walk.evaluate(walk, scope, node.value)
    if isinstance(owner, Tool) and isinstance(node.slice, ast.Slice):
        owner = rows_of(owner)
    first = node.slice.elts[0] if isinstance(node.slice, ast.Tuple) and node.slice.elts else node.slice
    if isinstance(owner, Data | Index) and isinstance(first, ast.Slice):
        for bound in (first.lower, first.upper):
            if bound is not None:
                walk.evaluate(walk, scope, bound)
        return _sliced(owner, first)
    index = walk.evaluate(walk, scope, node.slice)
    _note_first_of_sorted(walk, node, owner)
    if isinstance(owner, Data):
        if isinstance(node.slice, ast.Tuple) and isinstance(index, Many) and index.items:
            _note_columns(walk, owner, index, node)
            index = index.items[0] if not isinstance(index.items[0], Text) else index
        return _rows_at(walk, node, owner, index)
    if isinstance(owner, Many):
        return _item(owner, index, first)
    return _entry(owner, index)


def _note_first_of_sorted(walk: Walk, node: ast.Subscript, owner: Value) -> None:
    """sorted(results, reverse=True)[0]: the best of several scores."""
    called = node.value.func if isinstance(node.value, ast.Call) else None
    is_end = ast.unparse(node.slice) in ("0", "-1")
    if isinstance(called, ast.Name) and called.id == "sorted" and is_end:
        scores = [leaf for leaf in flat(owner) if isinstance(leaf, Data) and leaf.is_score]
        if scores:
            walk.note(Chosen(node, scores[-1], "the first of them, sorted by it, is taken"))


def _entry(owner: Value, index: Value) -> Value:
    """An entry of a dictionary, of row numbers, of groups, or of something that is not known."""
    if isinstance(owner, Index):
        return Index((*owner.tail, *index.tail)) if isinstance(index, Index) else owner
    if not isinstance(index, Text):
        return None
    if isinstance(owner, Named):
        return owner.items.get(index.text)
    if isinstance(owner, Tool) and owner.name == "GroupBy":
        return Tool(owner.key, owner.name, {"column": index}, owner.arguments)
    return from_name(index.text) if PART_KEY.match(index.text) else None


def _item(owner: Many, index: Value, node: ast.expr) -> Value:
    if isinstance(node, ast.Slice):
        return owner
    if isinstance(index, Constant) and isinstance(index.value, int) and not isinstance(index.value, bool):
        return owner.items[index.value] if -len(owner.items) <= index.value < len(owner.items) else None
    return element(owner) if owner.items else None


def _sliced(owner: Data | Index, node: ast.Slice) -> Data | Index:
    low, high = (ast.unparse(bound) if bound else "" for bound in (node.lower, node.upper))
    low = "" if low == "0" else low
    if node.step is not None and ast.unparse(node.step) not in ("1", "-1"):
        piece = Piece("filter", ast.unparse(node))
    elif not low and not high:
        return owner
    else:
        piece = Piece("slice", "slice", f"{low}:{high}")
    return cut(owner, piece) if isinstance(owner, Data) else Index((*owner.tail, piece))


def _note_columns(walk: Walk, owner: Value, columns: Value, node: ast.AST) -> None:
    if isinstance(owner, Data):
        for text in (item for item in _flat_texts(columns)):
            note_column(walk, owner, text, node)


def _flat_texts(value: Value) -> list[str]:
    if isinstance(value, Text):
        return [value.text]
    return [text for item in value.items for text in _flat_texts(item)] if isinstance(value, Many) else []


def _rows_at(walk: Walk, node: ast.Subscript, owner: Data, index: Value) -> Value:
    """Data under an index of any kind: a part's name, columns, row numbers, a mask."""
    if isinstance(index, Text):
        return _column(walk, node, owner, index.text)
    if isinstance(index, Index):
        return at(owner, index)
    _note_columns(walk, owner, index, node)
    is_named = index is None and isinstance(node.slice, ast.Name | ast.Attribute)
    is_other = isinstance(index, Data) and not index.is_score and index.rows != owner.rows and not index.by
    if is_other or (is_named and INDEX_NAME.search(ast.unparse(node.slice))):
        return cut(owner, Piece("filter", ast.unparse(node.slice)[:60]))
    return owner


def _column(walk: Walk, node: ast.Subscript, owner: Data, text: str) -> Data:
    if PART_KEY.match(text) and not owner.is_score:
        return official(walk, owner, text)
    note_column(walk, owner, text, node)
    return Data(owner.rows, owner.marks, owner.by, owner.is_score, text)


def at(data: Data, index: Index) -> Data:
    """data[index], where an index of the data's own rows says the whole way that leads to them."""

    def rows_at(rows: Rows) -> Rows:
        depth = len(rows.path)
        return rows.cut(*(index.tail[depth:] if index.tail[:depth] == rows.path else index.tail))

    return Data(frozenset(map(rows_at, data.rows)), data.marks, data.by, data.is_score, data.column)


FLIPS = {
    "train": "test",
    "test": "train",
    "yes": "no",
    "no": "yes",
    "in": "out",
    "out": "in",
    "0": "1",
    "1": "0",
}


def flipped(piece: Piece) -> Piece:
    """The other side of a division."""
    if piece.kind == "slice":
        low, high = piece.part.split(":", 1)
        return Piece("slice", "slice", f"{high}:" if not low else f":{low}") if not (low and high) else piece
    return Piece(piece.kind, piece.key, FLIPS.get(piece.part, piece.part))
