"""What an expression stands for."""

import ast
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from fittingroom.lint.access import attribute, flipped, subscript
from fittingroom.lint.calls import call_value
from fittingroom.lint.events import Prepared, Scored
from fittingroom.lint.rows import Piece
from fittingroom.lint.scoring import learned_by
from fittingroom.lint.values import (
    Constant,
    Data,
    Function,
    Index,
    Many,
    Named,
    Statistic,
    Text,
    Tool,
    Value,
    data_in,
    element,
    joined,
)
from fittingroom.lint.walk import Scope, Walk, assign, from_name, learns_from, marked, own_rows


def evaluate(walk: Walk, scope: Scope, node: ast.expr) -> Value:
    """What an expression stands for; None where nothing is known of it."""
    walk.steps += 1
    known = EXPRESSIONS.get(type(node))
    if known is not None:
        return known(walk, scope, node)
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.expr):
            evaluate(walk, scope, child)
    return None


def _constant(walk: Walk, scope: Scope, node: ast.Constant) -> Value:
    return Text(node.value) if isinstance(node.value, str) else Constant(node.value)


def _name(walk: Walk, scope: Scope, node: ast.Name) -> Value:
    if node.id in scope:
        return scope[node.id]
    if node.id in walk.aliases:
        full = walk.aliases[node.id]
        return Tool(f"module {full}", full.rpartition(".")[2], is_module=True)
    return from_name(node.id) or own_rows(node.id)


def _binary(walk: Walk, scope: Scope, node: ast.BinOp) -> Value:
    left, right = evaluate(walk, scope, node.left), evaluate(walk, scope, node.right)
    if isinstance(left, Many) and isinstance(right, Many) and isinstance(node.op, ast.Add):
        return Many((*left.items, *right.items)[:12])
    if isinstance(left, Text) or isinstance(right, Text):
        return _joined_text(left, right)
    if isinstance(node.op, ast.Sub) and isinstance(left, Index) and isinstance(right, Index) and right.tail:
        return Index((*right.tail[:-1], flipped(right.tail[-1])))
    data = data_in(left, right)
    statistics = [value for value in (left, right) if isinstance(value, Statistic)]
    if data is None:
        if isinstance(left, Data | Index) or isinstance(right, Index):
            return None
        return statistics[0] if statistics else Constant() if isinstance(left, Constant) else None
    for statistic in statistics:
        if not _learns(statistic, node.op):
            continue
        mark = learns_from(statistic)
        walk.note(Prepared(node, mark))
        data = marked(data, mark)
    if any(isinstance(value, Data) and value.is_score for value in (left, right)):
        data = Data(data.rows, data.marks, data.by, is_score=True, is_curve=data.is_curve)
    return data


def _learns(statistic: Statistic, operator: ast.operator) -> bool:
    """A largest value is as good as a known 255; the smallest counts where it is subtracted."""
    if statistic.name in ("max", "amax", "nanmax"):
        return False
    return statistic.name not in ("min", "amin", "nanmin") or isinstance(operator, ast.Sub)


def _joined_text(left: Value, right: Value) -> Text:
    texts = [value for value in (left, right) if isinstance(value, Text)]
    part = next((text.part for text in texts if text.part), "")
    return Text("".join(text.text for text in texts), part)


def _unary(walk: Walk, scope: Scope, node: ast.UnaryOp) -> Value:
    value = evaluate(walk, scope, node.operand)
    if isinstance(node.op, ast.Invert | ast.Not) and isinstance(value, Index) and value.tail:
        return Index((*value.tail[:-1], flipped(value.tail[-1])))
    if isinstance(node.op, ast.Not) and isinstance(value, Constant) and value.value is not ...:
        return Constant(not value.value)
    return value if isinstance(value, Data | Statistic) else Constant()


def _compare(walk: Walk, scope: Scope, node: ast.Compare) -> Value:
    left = evaluate(walk, scope, node.left)
    rights = [evaluate(walk, scope, other) for other in node.comparators]
    data = data_in(left, *rights)
    if data is not None and data.by and isinstance(node.ops[0], ast.Eq | ast.NotEq):
        walk.note(Scored(node, "a comparison with the labels", data, learned_by(walk, data)))
        return Data(data.rows, data.marks, data.by, is_score=True)
    if data is not None and (data.by or data.is_score):
        return replace(data, is_curve=False)  # where a curve passes a value that was given
    if len(rights) == 1 and (answer := _known(node.ops[0], left, rights[0])) is not None:
        return Constant(answer)
    return Index((Piece("mask", f"{ast.unparse(node)[:80]} {node.lineno}", "yes"),))


def _known(operator: ast.cmpop, left: Value, right: Value) -> bool | None:
    """The outcome of comparing two known texts or numbers."""
    if isinstance(left, Text) and isinstance(right, Text) and not left.part and not right.part:
        a, b = left.text, right.text
    elif isinstance(left, Constant) and isinstance(right, Constant) and ... not in (left.value, right.value):
        a, b = left.value, right.value
    else:
        return None
    if isinstance(operator, ast.Eq | ast.Is):
        return a == b
    return a != b if isinstance(operator, ast.NotEq | ast.IsNot) else None


def _many(walk: Walk, scope: Scope, node: ast.List | ast.Tuple | ast.Set) -> Value:
    return Many(tuple(evaluate(walk, scope, item) for item in node.elts[:64]))


def _dict(walk: Walk, scope: Scope, node: ast.Dict) -> Value:
    items: dict[str, Value] = {}
    for key, value in zip(node.keys, node.values, strict=True):
        name = evaluate(walk, scope, key) if key is not None else None
        items[name.text if isinstance(name, Text) else f"#{len(items)}"] = evaluate(walk, scope, value)
    return Named(items)


def _comprehension(walk: Walk, scope: Scope, node: Any) -> Value:
    inner = scope.new_child()
    walk.loops += 1
    for generator in node.generators:
        assign(walk, inner, generator.target, element(evaluate(walk, inner, generator.iter)))
        for test in generator.ifs:
            evaluate(walk, inner, test)
    if isinstance(node, ast.DictComp):
        evaluate(walk, inner, node.key)
        value = evaluate(walk, inner, node.value)
    else:
        value = evaluate(walk, inner, node.elt)
    walk.loops -= 1
    if value is None or (isinstance(value, Tool) and value.is_unknown):
        return Tool(walk.key(node), "comprehension", is_unknown=True)
    return value if isinstance(value, Index) else Many((value,))


def _text(walk: Walk, scope: Scope, node: ast.JoinedStr) -> Value:
    pieces = [evaluate(walk, scope, value) for value in node.values]
    texts = [piece for piece in pieces if isinstance(piece, Text)]
    return Text("".join(text.text for text in texts), next((t.part for t in texts if t.part), ""))


def _either(walk: Walk, scope: Scope, node: ast.IfExp) -> Value:
    test = evaluate(walk, scope, node.test)
    if isinstance(test, Constant) and test.value is not ...:
        return evaluate(walk, scope, node.body if test.value else node.orelse)
    return joined(evaluate(walk, scope, node.body), evaluate(walk, scope, node.orelse))


def _boolean(walk: Walk, scope: Scope, node: ast.BoolOp) -> Value:
    values = [evaluate(walk, scope, value) for value in node.values]
    return data_in(*values)


def _walrus(walk: Walk, scope: Scope, node: ast.NamedExpr) -> Value:
    value = evaluate(walk, scope, node.value)
    assign(walk, scope, node.target, value)
    return value


def _lambda(walk: Walk, scope: Scope, node: ast.Lambda) -> Value:
    return Function(node, scope)


def _inner(walk: Walk, scope: Scope, node: Any) -> Value:
    return evaluate(walk, scope, node.value)


EXPRESSIONS: dict[type[ast.expr], Callable[[Walk, Scope, Any], Value]] = {
    ast.Constant: _constant,
    ast.Name: _name,
    ast.Attribute: attribute,
    ast.Subscript: subscript,
    ast.Call: call_value,
    ast.BinOp: _binary,
    ast.UnaryOp: _unary,
    ast.Compare: _compare,
    ast.List: _many,
    ast.Tuple: _many,
    ast.Set: _many,
    ast.Dict: _dict,
    ast.ListComp: _comprehension,
    ast.SetComp: _comprehension,
    ast.GeneratorExp: _comprehension,
    ast.DictComp: _comprehension,
    ast.JoinedStr: _text,
    ast.FormattedValue: _inner,
    ast.IfExp: _either,
    ast.BoolOp: _boolean,
    ast.NamedExpr: _walrus,
    ast.Lambda: _lambda,
    ast.Starred: _inner,
    ast.Await: _inner,
}
