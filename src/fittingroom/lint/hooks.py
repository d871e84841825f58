"""Classes whose methods a framework calls: Lightning modules and data modules."""

import ast

from fittingroom.lint.events import Watched
from fittingroom.lint.inline import enter, family, open_arguments
from fittingroom.lint.values import Class, Data, Function, Instance, Tool, flat
from fittingroom.lint.walk import Walk
from fittingroom.lint.watching import decides

FIRST = ("__init__", "prepare_data", "setup")


def follow_class(walk: Walk, kind: Class) -> None:
    """Follow the methods that nobody called, those that prepare first."""
    role = family(kind)
    if role == "data":
        return
    instance = Instance(f"self of {kind.node.name}", kind, {})
    methods = [node for node in kind.node.body if isinstance(node, ast.FunctionDef)]
    ordered = sorted(methods, key=lambda node: FIRST.index(node.name) if node.name in FIRST else len(FIRST))
    for node in ordered:
        if node in walk.entered and node.name not in FIRST:
            continue
        method = Function(node, kind.scope)
        returned = enter(walk, method, open_arguments(method, instance))
        if role == "lightning" and node.name == "val_dataloader":
            for leaf in flat(returned):
                if isinstance(leaf, Data):
                    walk.note(Watched(_return_of(node), leaf, "val_dataloader", _any_decider(kind)))


def _return_of(node: ast.FunctionDef) -> ast.AST:
    returns = [part for part in ast.walk(node) if isinstance(part, ast.Return)]
    return returns[-1] if returns else node


def _any_decider(kind: Class) -> str:
    """A callback anywhere in the file that acts on validation scores."""
    for value in kind.scope.values():
        tools = [value] if isinstance(value, Tool) else []
        if isinstance(value, Tool) and value.name == "Trainer":
            tools += [leaf for leaf in flat(value.keywords.get("callbacks")) if isinstance(leaf, Tool)]
        for tool in tools:
            if decides(tool):
                return tool.name
    return ""
