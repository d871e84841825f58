"""What a call gives back: the file's own functions are entered, the libraries' are known by name."""

import ast
from collections.abc import Callable, Mapping
from dataclasses import dataclass

from fittingroom.lint.inline import bound_arguments, enter, family, is_static, method_of
from fittingroom.lint.names import is_score, part_of, part_of_path, words
from fittingroom.lint.program import named
from fittingroom.lint.rows import Origin, Rows
from fittingroom.lint.tables import OPAQUE
from fittingroom.lint.values import (
    Class,
    Constant,
    Data,
    Function,
    Index,
    Instance,
    Many,
    Mark,
    Named,
    Text,
    Tool,
    Value,
    data_in,
    flat,
)
from fittingroom.lint.walk import Scope, Walk, as_score, marked


@dataclass(frozen=True, slots=True)
class Call:
    """One call with its arguments' values. `name` is the last part of what is called.

    `receiver` is the object before the dot (None if not known or none), `owner` its text.
    """

    node: ast.Call
    scope: Scope
    name: str
    arguments: tuple[Value, ...]
    keywords: Mapping[str, Value]
    receiver: Value = None
    owner: str = ""

    def argument(self, position: int, *keywords: str) -> Value:
        """The argument at a position (from 0), or by any of some keywords; None if there is none."""
        for keyword in keywords:
            if keyword in self.keywords:
                return self.keywords[keyword]
        return self.arguments[position] if 0 <= position < len(self.arguments) else None

    def has(self, position: int, *keywords: str) -> bool:
        return any(k in self.keywords for k in keywords) or 0 <= position < len(self.arguments)

    @property
    def every(self) -> tuple[Value, ...]:
        return (*self.arguments, *self.keywords.values())

    def text(self, position: int, *keywords: str) -> str:
        """An argument as it is written, or ""."""
        for keyword in self.node.keywords:
            if keyword.arg in keywords:
                return ast.unparse(keyword.value)
        return ast.unparse(self.node.args[position]) if position < len(self.node.args) else ""


Answer = Callable[[Walk, Call], Value]


def rows_of(value: Value) -> Data | None:
    """The rows in a value; an object of which nothing is known may well be rows of its own."""
    if (data := data_in(value)) is not None:
        return data
    tools = [leaf for leaf in flat(value) if isinstance(leaf, Tool) and leaf.is_unknown]
    return Data(frozenset(Rows(Origin(tool.key)) for tool in tools)) if tools else None


def seeded_key(walk: Walk, call: Call, seed: str, size: str = "") -> tuple[str, bool]:
    """The key of a random division, and whether a seed is given: equal seeds make equal divisions."""
    if seed in ("", "None"):
        return walk.key(call.node), False
    return f"seed {seed} size {size}", True


def call_value(walk: Walk, scope: Scope, node: ast.Call) -> Value:
    """What a call gives back, with all that it does to data noted."""
    from fittingroom.lint.containers import CONTAINERS
    from fittingroom.lint.library import FUNCTIONS, METHODS

    call = _read(walk, scope, node)
    own = _own(walk, scope, call)
    if own is not NOT_OWN:
        return own  # pyright: ignore
    is_plain = isinstance(node.func, ast.Name) and call.name != "__call__"
    if is_plain or _is_module(call.receiver):
        return FUNCTIONS.get(call.name, unknown)(walk, call)
    if isinstance(call.receiver, Many | Named) and call.name in CONTAINERS:
        return CONTAINERS[call.name](walk, call)
    answer = METHODS.get(call.name) or FUNCTIONS.get(call.name, unknown)
    return answer(walk, call)


def _is_module(value: Value) -> bool:
    return isinstance(value, Tool) and value.is_module


def _read(walk: Walk, scope: Scope, node: ast.Call) -> Call:
    """Evaluate what is called and its arguments, in the order in which Python does."""
    walk.steps += 1
    receiver, owner, name = None, "", "__call__"
    if isinstance(node.func, ast.Attribute):
        receiver = walk.evaluate(walk, scope, node.func.value)
        owner, name = ast.unparse(node.func.value)[:80], node.func.attr
    elif isinstance(node.func, ast.Name):
        value = scope.get(node.func.id)
        name = walk.aliases.get(node.func.id, node.func.id).rpartition(".")[2]
        if isinstance(value, Tool | Data | Instance):
            receiver, owner, name = value, node.func.id, "__call__"
    else:
        receiver = walk.evaluate(walk, scope, node.func)
    positional: list[Value] = []
    for argument in node.args:
        value = walk.evaluate(walk, scope, argument)
        is_spread = isinstance(argument, ast.Starred) and isinstance(value, Many)
        positional.extend(value.items if is_spread else [value])  # pyright: ignore
    keywords = {}
    for keyword in node.keywords:
        value = walk.evaluate(walk, scope, keyword.value)
        if keyword.arg is not None:
            keywords[keyword.arg] = value
        elif isinstance(value, Named):
            keywords.update(value.items)
    return Call(node, scope, name, tuple(positional), keywords, receiver, owner)


class _NotOwn:
    pass


NOT_OWN = _NotOwn()


def _own(walk: Walk, scope: Scope, call: Call) -> Value | _NotOwn:
    """The answer of a function, class or method of the same file; NOT_OWN if it is none."""
    target = scope.get(call.node.func.id) if isinstance(call.node.func, ast.Name) else None
    if isinstance(call.node.func, ast.Attribute) and isinstance(call.receiver, Instance):
        held = call.receiver.attributes.get(call.name)
        method = method_of(call.receiver.kind, call.name)
        if isinstance(held, Tool | Instance):
            from fittingroom.lint.library import METHODS

            inner = Call(call.node, scope, "__call__", call.arguments, call.keywords, held, call.owner)
            return METHODS["__call__"](walk, inner)
        if method is not None:
            instance = None if is_static(method) else call.receiver
            return enter(
                walk,
                method,
                bound_arguments(walk, method, call.arguments, call.keywords, instance),
                call.node,
            )
    if isinstance(target, Function) or isinstance(call.receiver, Function):
        function = target if isinstance(target, Function) else call.receiver
        assert isinstance(function, Function)
        arguments = bound_arguments(walk, function, call.arguments, call.keywords, function.owner)
        return enter(walk, function, arguments, call.node)
    if isinstance(target, Class):
        return made(walk, target, call)
    return NOT_OWN


def made(walk: Walk, kind: Class, call: Call) -> Value:
    """An object of a class of the same file: rows, an estimator, or an object with attributes."""
    role = family(kind)
    key = f"{kind.node.name} {walk.key(call.node)}"
    if role == "data":
        return dataset(walk, kind.node.name, call)
    if role in ("model", "lightning"):
        return Tool(key, kind.node.name, call.keywords, call.arguments)
    instance = Instance(key, kind, {})
    if (start := method_of(kind, "__init__")) is not None:
        enter(walk, start, bound_arguments(walk, start, call.arguments, call.keywords, instance), call.node)
    return instance


def dataset(walk: Walk, name: str, call: Call) -> Data:
    """A data set object: the rows it is given, else rows of its own, of the part its arguments name."""
    given = data_in(*call.every)
    if given is not None and not given.is_score:
        return given
    part = _part_argument(call) or part_of(name)
    return Data(frozenset({Rows(Origin(f"{name} {part} {_paths(call)}", part))}))


def _part_argument(call: Call) -> str:
    """The part that train=False, split="test", mode="val" or a path names."""
    for keyword in ("train", "is_train", "training"):
        if isinstance(value := call.keywords.get(keyword), Constant) and isinstance(value.value, bool):
            return "train" if value.value else "test"
    for keyword in ("split", "subset", "mode", "phase", "partition", "set_name"):
        if isinstance(value := call.keywords.get(keyword), Text) and (part := part_of(value.text)):
            return part
    for value in call.every:
        if isinstance(value, Text) and (part := value.part or part_of_path(value.text)):
            return part
    return ""


def _paths(call: Call) -> str:
    return " ".join(value.text for value in call.every if isinstance(value, Text))


def unknown(walk: Walk, call: Call) -> Value:
    """A call of which nothing is known: rows in, rows out; a score if its name says so."""
    if call.name in OPAQUE:
        return Constant()
    given = data_in(*call.arguments, *call.keywords.values())
    if given is None and isinstance(call.receiver, Data):
        given = call.receiver
    if given is not None:
        return _from_rows(walk, call, given)
    if any(isinstance(leaf, Index) for leaf in call.arguments):
        return None
    if is_score(call.name) or part_of(call.name):
        return Tool(walk.key(call.node), call.name, call.keywords, call.arguments, is_unknown=True)
    for value in call.every:
        if isinstance(value, Text) and (part := part_of_path(value.text) or value.part):
            return named(f"{call.name} {part} {_paths(call)}", part)
    return Tool(walk.key(call.node), call.name, call.keywords, call.arguments, is_unknown=True)


def _from_rows(walk: Walk, call: Call, given: Data) -> Value:
    parts = {leaf.rows for value in call.every for leaf in flat(value) if isinstance(leaf, Data)}
    by = given.by | {
        tool.key
        for value in call.every
        for tool in flat(value)
        if isinstance(tool, Tool) and not tool.is_unknown
    }
    if _is_judging(call.name):
        return as_score(Data(given.rows, given.marks, by))
    if len(parts) > 1 and len({rows.path for part in parts for rows in part}) > 1:
        return None  # train and test together: who knows what comes out
    if any(word.startswith(("augment", "oversampl")) for word in words(call.name)) and not given.by:
        line = getattr(call.node, "lineno", 0)
        return marked(given, Mark("grown", call.name, call.node, given.rows, line=line))
    return given


def _is_judging(name: str) -> bool:
    return is_score(name) or bool(
        set(words(name)) & {"evaluate", "eval", "test", "validate", "evaluation", "validation", "testing"}
    )
