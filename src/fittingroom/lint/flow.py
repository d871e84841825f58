"""Following a program statement by statement, in order, without running it."""

import ast
from collections import ChainMap
from collections.abc import Callable, Sequence
from typing import Any

from fittingroom.lint import choices, hooks
from fittingroom.lint.expressions import evaluate
from fittingroom.lint.inline import enter, open_arguments
from fittingroom.lint.program import Program
from fittingroom.lint.values import (
    Class,
    Constant,
    Function,
    Many,
    Mark,
    Value,
    data_in,
    element,
    joined,
)
from fittingroom.lint.walk import BUDGET, Scope, Walk, assign, is_true, marked

LEAVES = (ast.Return, ast.Raise, ast.Continue, ast.Break)


def follow(tree: ast.Module) -> Program:
    """Everything that a program does to data, as far as it can be told from its text."""
    walk = Walk(evaluate, execute, tree)
    scope: Scope = ChainMap({})
    execute(walk, scope, tree.body)
    _follow_uncalled(walk, scope)
    return Program(walk.seen)


def execute(walk: Walk, scope: Scope, body: Sequence[ast.stmt]) -> None:
    """Follow some statements in order."""
    for statement in body:
        if (act := STATEMENTS.get(type(statement))) is not None:
            act(walk, scope, statement)


def _follow_uncalled(walk: Walk, scope: Scope) -> None:
    """Functions that nobody calls here are followed once, their parameters known by name alone."""
    walk.loose += 1
    for value in list(scope.values()):
        if isinstance(value, Function) and value.node not in walk.entered:
            enter(walk, value, open_arguments(value))
        elif isinstance(value, Class):
            hooks.follow_class(walk, value)
    walk.loose -= 1


def _function(walk: Walk, scope: Scope, node: ast.FunctionDef) -> None:
    scope[node.name] = Function(node, scope)


def _class(walk: Walk, scope: Scope, node: ast.ClassDef) -> None:
    scope[node.name] = Class(node, scope)


def _import(walk: Walk, scope: Scope, node: ast.Import | ast.ImportFrom) -> None:
    module = getattr(node, "module", None) or ""
    for alias in node.names:
        full = f"{module}.{alias.name}" if module else alias.name
        walk.aliases[alias.asname or alias.name.split(".")[0]] = (
            full if alias.asname or module else alias.name
        )
        walk.seen.imports.add(full)


def _expression(walk: Walk, scope: Scope, node: ast.Expr) -> None:
    evaluate(walk, scope, node.value)


def _assign(walk: Walk, scope: Scope, node: ast.Assign) -> None:
    value = evaluate(walk, scope, node.value)
    choices.note_flag(walk, scope, node)
    for target in node.targets:
        assign(walk, scope, target, value)


def _annotated(walk: Walk, scope: Scope, node: ast.AnnAssign) -> None:
    if node.value is not None:
        assign(walk, scope, node.target, evaluate(walk, scope, node.value))


def _augmented(walk: Walk, scope: Scope, node: ast.AugAssign) -> None:
    combined = ast.copy_location(ast.BinOp(node.target, node.op, node.value), node)
    value = evaluate(walk, scope, combined)
    if isinstance(value, Constant) and not isinstance(node.target, ast.Name):
        return
    assign(walk, scope, node.target, value)


def _return(walk: Walk, scope: Scope, node: ast.Return) -> None:
    value = evaluate(walk, scope, node.value) if node.value is not None else Constant(None)
    if walk.returned:
        walk.returned[-1].append(value)


def _if(walk: Walk, scope: Scope, node: ast.If) -> None:
    test = evaluate(walk, scope, node.test)
    choices.note_if(walk, scope, node)
    known = is_true(test)
    if known is not None:
        execute(walk, scope, node.body if known else node.orelse)
        return
    _branches(walk, scope, [node.body, node.orelse])


def _branches(walk: Walk, scope: Scope, bodies: list[list[ast.stmt]]) -> None:
    """Follow each branch from the same start and keep what they agree on."""
    local = scope.maps[0]
    before, ends = dict(local), []
    for body in bodies:
        local.clear()
        local.update(before)
        execute(walk, scope, body)
        if not (body and isinstance(body[-1], LEAVES)):
            ends.append(dict(local))
    merged: dict[str, Value] = ends[0] if ends else before
    for end in ends[1:]:
        names = merged.keys() | end.keys()
        merged = {name: joined(merged.get(name), end.get(name)) for name in names}
    local.clear()
    local.update(merged)


def _rounds(walk: Walk) -> int:
    """Twice, so that what one round leaves meets the next; deep inside once, for the sake of time."""
    return 2 if walk.loops <= 3 and walk.steps < BUDGET else 1


def _for(walk: Walk, scope: Scope, node: ast.For) -> None:
    item = element(evaluate(walk, scope, node.iter))
    walk.loops += 1
    for _ in range(_rounds(walk)):
        assign(walk, scope, node.target, item)
        execute(walk, scope, node.body)
    walk.loops -= 1
    _grown_lists(scope, node)
    execute(walk, scope, node.orelse)


def _grown_lists(scope: Scope, node: ast.For) -> None:
    """A list that each round of the loop appends to more than once holds several versions of a row."""
    appended: dict[str, list[ast.Call]] = {}
    for statement in node.body:
        call = statement.value if isinstance(statement, ast.Expr) else None
        if isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute) and call.func.attr == "append":
            appended.setdefault(ast.unparse(call.func.value), []).append(call)
    for name, calls in appended.items():
        value = data_in(scope.get(name))
        if len(calls) > 1 and value is not None and not value.is_score and not value.by:
            line = getattr(calls[1], "lineno", 0)
            scope[name] = Many(
                (marked(value, Mark("grown", "altered copies", calls[1], value.rows, line=line)),)
            )


def _while(walk: Walk, scope: Scope, node: ast.While) -> None:
    evaluate(walk, scope, node.test)
    walk.loops += 1
    for _ in range(_rounds(walk)):
        execute(walk, scope, node.body)
    walk.loops -= 1
    execute(walk, scope, node.orelse)


def _with(walk: Walk, scope: Scope, node: ast.With) -> None:
    for item in node.items:
        value = evaluate(walk, scope, item.context_expr)
        if item.optional_vars is not None:
            assign(walk, scope, item.optional_vars, value)
    execute(walk, scope, node.body)


def _try(walk: Walk, scope: Scope, node: ast.Try) -> None:
    execute(walk, scope, node.body)
    for handler in node.handlers:
        _branches(walk, scope, [[], handler.body])
    execute(walk, scope, [*node.orelse, *node.finalbody])


def _match(walk: Walk, scope: Scope, node: ast.Match) -> None:
    evaluate(walk, scope, node.subject)
    _branches(walk, scope, [case.body for case in node.cases] + [[]])


def _delete(walk: Walk, scope: Scope, node: ast.Delete) -> None:
    for target in node.targets:
        if isinstance(target, ast.Name):
            scope.maps[0].pop(target.id, None)


STATEMENTS: dict[type[ast.stmt], Callable[[Walk, Scope, Any], None]] = {
    ast.FunctionDef: _function,
    ast.AsyncFunctionDef: _function,
    ast.ClassDef: _class,
    ast.Import: _import,
    ast.ImportFrom: _import,
    ast.Expr: _expression,
    ast.Assign: _assign,
    ast.AnnAssign: _annotated,
    ast.AugAssign: _augmented,
    ast.Return: _return,
    ast.If: _if,
    ast.For: _for,
    ast.AsyncFor: _for,
    ast.While: _while,
    ast.With: _with,
    ast.AsyncWith: _with,
    ast.Try: _try,
    ast.Match: _match,
    ast.Delete: _delete,
}
