"""Where a program keeps, stops or prefers something by a score."""

import ast
import re

from fittingroom.lint.calls import Answer, Call
from fittingroom.lint.events import Chosen, Named
from fittingroom.lint.names import is_score, part_of, words
from fittingroom.lint.program import named
from fittingroom.lint.tables import SAVES
from fittingroom.lint.values import Constant, Data, Many, Text, Value, data_in, flat
from fittingroom.lint.values import Named as Dictionary
from fittingroom.lint.walk import Scope, Walk, as_score

MIDDLES = ("mean", "fmean", "average", "median")

TAKEN = re.compile(r"best|\.index\(|^print\(|^return", re.IGNORECASE)


def note_if(walk: Walk, scope: Scope, node: ast.If) -> None:
    """`if accuracy > best:` whose body keeps it, saves the model, or stops."""
    if not walk.repeats:
        return
    compares = [part for part in ast.walk(node.test) if isinstance(part, ast.Compare)]
    is_test_phase = any(_names_test(compare) for compare in compares)
    for compare in compares:
        sides = [compare.left, *compare.comparators]
        for side in sides:
            score = _score_of(walk, scope, side, is_test_phase=is_test_phase)
            if score is None:
                continue
            if how := _what_follows(node, [other for other in sides if other is not side]):
                walk.note(Chosen(compare, score, how))
                return


def note_flag(walk: Walk, scope: Scope, node: ast.Assign) -> None:
    """`is_best = accuracy > best`: the answer has a name, and others act on it."""
    compare, target = node.value, node.targets[0]
    if not (walk.repeats and isinstance(compare, ast.Compare) and isinstance(target, ast.Name)):
        return
    if "best" not in words(target.id):
        return
    for side in (compare.left, *compare.comparators):
        if (score := _score_of(walk, scope, side, is_test_phase=False)) is not None:
            walk.note(Chosen(compare, score, f"{target.id} tells whether it is the best"))
            return


def _score_of(walk: Walk, scope: Scope, side: ast.expr, *, is_test_phase: bool) -> Data | None:
    """The score that one side of a comparison is; within `if phase == "test" and ...` a name is enough."""
    if not isinstance(side, ast.Name | ast.Attribute | ast.Subscript):
        return None
    value = walk.evaluate(walk, scope, side)
    if isinstance(value, Data) and value.is_score:
        return value
    if is_test_phase and value is None and isinstance(side, ast.Name) and is_score(side.id):
        return as_score(named("phase test", "test"))
    return None


def _names_test(compare: ast.Compare) -> bool:
    sides = (compare.left, *compare.comparators)
    texts = [side.value for side in sides if isinstance(side, ast.Constant) and isinstance(side.value, str)]
    return isinstance(compare.ops[0], ast.Eq) and any(part_of(text) == "test" for text in texts)


def _what_follows(node: ast.If, others: list[ast.expr]) -> str:
    """What the body does with the better score; nothing if it neither keeps, saves nor stops."""
    kept = {_root(other) for other in others}
    for part in (child for statement in node.body for child in ast.walk(statement)):
        if isinstance(part, ast.Assign) and any(_root(target) in kept for target in _targets(part)):
            return f"the best of it is kept in {sorted(kept)[0]}"
        if isinstance(part, ast.Call):
            called = part.func.attr if isinstance(part.func, ast.Attribute) else getattr(part.func, "id", "")
            if any(word in called for word in SAVES):
                return "the model is saved by it"
    if any(
        isinstance(part, ast.Break)
        for statement in [*node.body, *node.orelse]
        for part in ast.walk(statement)
    ):
        return "training stops by it"
    return ""


def _targets(node: ast.Assign) -> list[ast.expr]:
    """What is assigned to, through `best, patience = loss, 0`."""
    return [
        part
        for target in node.targets
        for part in (target.elts if isinstance(target, ast.Tuple | ast.List) else [target])
    ]


def _root(node: ast.expr) -> str:
    """best for best[0] and best["accuracy"]; other expressions as they are written."""
    while isinstance(node, ast.Subscript):
        node = node.value
    return ast.unparse(node)


def extreme(walk: Walk, call: Call) -> Value:
    """max(best, accuracy), np.argmax(accuracies), min(errors)."""
    from fittingroom.lint.arrays import statistic

    values = call.arguments or ((call.receiver,) if call.receiver is not None else ())
    scores = [leaf for value in values for leaf in flat(value) if isinstance(leaf, Data) and leaf.is_score]
    if isinstance(call.receiver, Data) and call.receiver.is_score:
        scores.append(call.receiver)
    if not scores:
        return statistic(walk, call)
    several = any(isinstance(value, Many | Dictionary) for value in values) or call.name.startswith("idx")
    among = len(call.arguments) > 1 and walk.repeats and call.name in ("max", "min")
    threshold = call.name == "argmax" and any(score.is_curve for score in scores)
    # The largest score of a list may only be the end of an axis:
    # so it must be called best, printed, looked up.
    if (
        several
        and call.name in ("max", "min", "amax", "amin", "nanmax", "nanmin")
        and "key" not in call.keywords
    ):
        statement = walk.statement(call.node)
        several = bool(TAKEN.search(statement)) and not _is_described(call, statement)
    if several or among or threshold:
        walk.note(
            Chosen(
                call.node, scores[-1], f"the {'smallest' if 'min' in call.name else 'largest'} of it is taken"
            )
        )
    if call.name.startswith(("arg", "idx")):
        return Constant()  # where it stands is no score
    data = data_in(*scores)
    return as_score(data) if data is not None else None


def _is_described(call: Call, statement: str) -> bool:
    """Whether the same statement tells their other end too, or, without a word of a best one, their mean."""
    other = call.name.replace("max", "MIN").replace("min", "max").replace("MIN", "min")
    written = ast.unparse(call.node)
    if written.replace(f"{call.name}(", f"{other}(") in statement:
        return True
    scores = ast.unparse(call.node.args[0] if call.node.args else getattr(call.node.func, "value", call.node))
    means = (*(f"{name}({scores}" for name in MIDDLES), *(f"{scores}.{name}(" for name in MIDDLES))
    return "best" not in statement.lower() and any(mean in statement for mean in means)


def printed(walk: Walk, call: Call) -> Value:
    """print("Test accuracy:", score): a score under a text."""
    text = ""
    for node in call.node.args:
        for part in node.values if isinstance(node, ast.JoinedStr) else _operands(node):
            value = walk.evaluate(walk, call.scope, part)
            if isinstance(value, Text) and isinstance(part, ast.Constant):
                text = value.text
            elif isinstance(value, Data) and value.is_score and text:
                walk.note(Named(call.node, text, value))
                text = ""
    return Constant(None)


def _operands(node: ast.expr) -> list[ast.expr]:
    """The parts of "text" % score, "text" + str(score), "text {}".format(score)."""
    if isinstance(node, ast.BinOp):
        right = node.right.elts if isinstance(node.right, ast.Tuple) else [node.right]
        return [*_operands(node.left), *right] if len(right) == 1 else [node]
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "format":
        return [node.func.value, *node.args] if len(node.args) == 1 else [node]
    if (
        isinstance(node, ast.Call)
        and isinstance(node.func, ast.Name)
        and node.func.id in ("str", "round")
        and node.args
    ):
        return [node.args[0]]
    return [node]


FUNCTIONS: dict[str, Answer] = {
    **dict.fromkeys(["max", "min", "argmax", "argmin", "amax", "amin", "nanmax", "nanmin"], extreme),
    "print": printed,
}
METHODS: dict[str, Answer] = {
    **dict.fromkeys(["max", "min", "argmax", "argmin", "idxmax", "idxmin"], extreme)
}
