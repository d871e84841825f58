"""Entering a function of the same file with the arguments it is called with."""

import ast
from collections.abc import Mapping, Sequence

from fittingroom.lint.values import Class, Constant, Function, Instance, Value, joined
from fittingroom.lint.walk import BUDGET, Scope, Walk, bind, from_name, own_rows

DEPTH = 8


def enter(
    walk: Walk, function: Function, arguments: Mapping[str, Value], call: ast.AST | None = None
) -> Value:
    """What a function returns for some arguments; its effects on data are noted on the way."""
    node = function.node
    walk.entered.add(node)
    scope: Scope = function.scope.new_child()
    for name, value in arguments.items():
        bind(walk, scope, name, value)
    if isinstance(node, ast.Lambda):
        return walk.evaluate(walk, scope, node.body)
    active = [entry for entry in walk.calls if entry is node]
    if active or len(walk.calls) > 2 * DEPTH or walk.steps > BUDGET:
        return None
    walk.calls += [call or node, node]
    walk.returned.append([])
    walk.execute(walk, scope, node.body)
    returned = walk.returned.pop()
    del walk.calls[-2:]
    return _together(returned)


def _together(returned: Sequence[Value]) -> Value:
    """What several return statements agree on; a bare return says nothing."""
    said = [value for value in returned if not (isinstance(value, Constant) and value.value is None)]
    if not said:
        return Constant(None)
    result = said[0]
    for value in said[1:]:
        result = joined(result, value)
    return result


def open_arguments(function: Function, instance: Instance | None = None) -> dict[str, Value]:
    """Arguments for a function that nobody calls: known by their names and defaults alone."""
    return bound_arguments(None, function, (), {}, instance)


def bound_arguments(
    walk: Walk | None,
    function: Function,
    positional: Sequence[Value],
    keywords: Mapping[str, Value],
    instance: Instance | None = None,
) -> dict[str, Value]:
    """Parameter -> argument, as a call binds them; what is missing has its default or its name's hint."""
    spec = function.node.args
    parameters = [*spec.posonlyargs, *spec.args]
    found: dict[str, Value] = {}
    if instance is not None and parameters:
        found[parameters.pop(0).arg] = instance
    for parameter, value in zip(parameters, positional, strict=False):
        found[parameter.arg] = value
    every = [*parameters, *spec.kwonlyargs]
    known = {parameter.arg for parameter in every}
    found.update({name: value for name, value in keywords.items() if name in known})
    pairs = zip(reversed(parameters), reversed(spec.defaults), strict=False)
    defaults = {parameter.arg: default for parameter, default in pairs}
    defaults |= {p.arg: d for p, d in zip(spec.kwonlyargs, spec.kw_defaults, strict=True) if d is not None}
    for parameter in every:
        if parameter.arg not in found:
            found[parameter.arg] = _missing(walk, function, parameter.arg, defaults.get(parameter.arg))
    return found


def _missing(walk: Walk | None, function: Function, name: str, default: ast.expr | None) -> Value:
    """An argument that a call leaves out: its default, unless nobody calls and it may be any value."""
    if walk is not None and isinstance(default, ast.Constant):
        return Constant(default.value)
    return from_name(name) or own_rows(name, f" of line {getattr(function.node, 'lineno', 0)}")


def method_of(kind: Class, name: str) -> Function | None:
    """A method that the class itself, or a base in the same file, defines."""
    for statement in kind.node.body:
        if isinstance(statement, ast.FunctionDef | ast.AsyncFunctionDef) and statement.name == name:
            return Function(statement, kind.scope)
    for base in base_names(kind):
        parent = kind.scope.get(base)
        if isinstance(parent, Class) and parent.node is not kind.node and (found := method_of(parent, name)):
            return found
    return None


def is_static(function: Function) -> bool:
    decorators = getattr(function.node, "decorator_list", [])
    return any(isinstance(node, ast.Name) and node.id == "staticmethod" for node in decorators)


def base_names(kind: Class) -> list[str]:
    """Last names of a class's bases: pl.LightningModule gives LightningModule."""
    return [
        base.attr if isinstance(base, ast.Attribute) else base.id
        for base in kind.node.bases
        if isinstance(base, ast.Attribute | ast.Name)
    ]


def family(kind: Class) -> str:
    """What an object of the class is to the rules: data, model, lightning, or nothing of these."""
    for name in base_names(kind):
        parent = kind.scope.get(name)
        if isinstance(parent, Class) and parent.node is not kind.node and (found := family(parent)):
            return found
        if name in ("LightningModule", "LightningDataModule"):
            return "lightning"
        if name.endswith(("Dataset", "VisionDataset")) or name in ("Sequence", "PyDataset"):
            return "data"
        if name in ("Module", "Model", "BaseEstimator", "ClassifierMixin") or name.endswith("Model"):
            return "model"
    return ""
