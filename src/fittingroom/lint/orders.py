"""Calls that bring rows into another order or draw some of them by chance, and the seeds of both."""

import ast

from fittingroom.lint import names
from fittingroom.lint.calls import Answer, Call, rows_of, seeded_key
from fittingroom.lint.each import each
from fittingroom.lint.events import Library, Shuffled
from fittingroom.lint.rows import Piece
from fittingroom.lint.values import (
    Constant,
    Data,
    Index,
    Many,
    Mark,
    Tool,
    Value,
)
from fittingroom.lint.walk import Walk, assign, cut, is_true, marked


def shuffled(walk: Walk, call: Call) -> Value:
    """sklearn.utils.shuffle(X, y): the same rows in a new order. ds.shuffle(n): of a tf.data set."""
    if isinstance(call.receiver, Data):
        return _shuffled_stream(walk, call, call.receiver)
    seed = call.text(99, "random_state")
    is_returned = bool(seed) or walk.aliases.get("shuffle", "").startswith("sklearn") or "utils" in call.owner
    piece = _new_order(walk, call, seed, "numpy" if "np" in call.owner or is_returned else "python")
    if not is_returned:
        _reorder_in_place(walk, call, piece)
        return Constant(None)
    values = [cut(v, piece) if isinstance(v, Data) else _ordered_index(v, piece) for v in call.arguments]
    return values[0] if len(values) == 1 else Many(tuple(values))


def _ordered_index(value: Value, piece: Piece) -> Value:
    return Index((*value.tail, piece)) if isinstance(value, Index) else value


def _new_order(walk: Walk, call: Call, seed: str, library: Library) -> Piece:
    key, is_seeded = seeded_key(walk, call, seed)
    if not is_seeded and not _has_seeded_owner(call):
        walk.note(Shuffled(call.node, call.name, key, library))
    return Piece("order", key)


def _has_seeded_owner(call: Call) -> bool:
    """rng.shuffle(...) of a generator that was made with a seed (or came from elsewhere)."""
    if isinstance(call.receiver, Tool) and not call.receiver.is_module:
        if call.receiver.name in ("default_rng", "RandomState", "Random", "Generator"):
            return bool(call.receiver.arguments or call.receiver.keywords)
        return True
    return bool(call.owner) and call.owner.split(".")[0] not in ("np", "numpy", "random", "torch")


def _reorder_in_place(walk: Walk, call: Call, piece: Piece) -> None:
    if call.node.args:
        value, target = call.arguments[0], call.node.args[0]
        if isinstance(value, Tool):
            value = rows_of(value)
        if isinstance(value, Data | Index) and isinstance(target, ast.Name | ast.Attribute):
            assign(
                walk,
                call.scope,
                target,
                cut(value, piece) if isinstance(value, Data) else _ordered_index(value, piece),
            )


def _shuffled_stream(walk: Walk, call: Call, data: Data) -> Value:
    piece = Piece("order", walk.key(call.node))
    again = call.keywords.get("reshuffle_each_iteration")
    seed = call.text(99, "seed")
    if "buffer_size" not in call.keywords and not call.arguments:
        return _hugging_face_shuffle(walk, call, data, seed)
    if is_true(again) is False:
        return cut(data, piece)
    return marked(
        cut(data, piece), Mark("reshuffled", "shuffle", call.node, data.rows, line=call.node.lineno)
    )


def _hugging_face_shuffle(walk: Walk, call: Call, data: Data, seed: str) -> Data:
    return cut(data, _new_order(walk, call, seed, "numpy"))


def permutation(walk: Walk, call: Call) -> Value:
    """np.random.permutation(n or X), torch.randperm(n): a new order, as row numbers or as rows."""
    library: Library = "torch" if call.name == "randperm" else "numpy"
    piece = _new_order(walk, call, call.text(99, "generator"), library)
    value = call.argument(0)
    if isinstance(value, Data):
        return cut(value, piece)
    return Index((*value.tail, piece)) if isinstance(value, Index) else Index((piece,))


def choice(walk: Walk, call: Call) -> Value:
    """np.random.choice(n, k), random.sample(rows, k): some rows by chance."""
    key, _ = seeded_key(walk, call, "")
    piece, value = Piece("draw", key, "in"), call.argument(0)
    if isinstance(value, Data):
        return cut(value, piece)
    return Index((*value.tail, piece)) if isinstance(value, Index) else Index((piece,))


def sample(walk: Walk, call: Call) -> Value:
    """df.sample(frac=.8): some rows by chance; with frac=1 all of them in a new order."""
    if not isinstance(call.receiver, Data):
        return choice(walk, call)
    seed = call.text(99, "random_state")
    size = call.text(0, "n") if not call.text(99, "frac") else f"frac {call.text(99, 'frac')}"
    if call.text(99, "frac") in ("1", "1.0"):
        return cut(call.receiver, _new_order(walk, call, seed, "numpy"))
    if is_true(call.keywords.get("replace")):
        line = call.node.lineno
        return marked(call.receiver, Mark("grown", "sample", call.node, call.receiver.rows, line=line))
    key, is_seeded = seeded_key(walk, call, seed, size)
    sides = (Piece("draw", key, "in"), Piece("draw", key, "out"))
    if not is_seeded:
        walk.note(Shuffled(call.node, call.name, key, "numpy"))
    return cut(call.receiver, sides[0])


def seed(walk: Walk, call: Call) -> Value:
    """np.random.seed(0), torch.manual_seed(0), seed_everything(0): a global generator is set."""
    root = call.owner.split(".")[0]
    if call.arguments or call.keywords:
        known = {"np": "numpy", "numpy": "numpy", "torch": "torch", "random": "python", "tf": "tensorflow"}
        library = known.get(root, "all")
        walk.seen.seeded.add("all" if names.words(call.name)[0] == "set" and root != "tf" else library)
        if call.name == "set_random_seed" and root != "tf":
            walk.seen.seeded.add("all")
    return (
        call.receiver if isinstance(call.receiver, Tool) and not call.receiver.is_module else Constant(None)
    )


FUNCTIONS: dict[str, Answer] = {
    "shuffle": shuffled,
    **dict.fromkeys(("permutation", "permuted", "randperm"), permutation),
    "choice": choice,
    "sample": sample,
    **dict.fromkeys(
        each(
            "seed manual_seed manual_seed_all seed_everything set_seed set_random_seed seed_all setup_seed "
            "fix_seed"
        ),
        seed,
    ),
}
METHODS: dict[str, Answer] = {
    "shuffle": shuffled,
    **dict.fromkeys(("permutation", "permuted"), permutation),
    "choice": choice,
    "sample": sample,
    **dict.fromkeys(("manual_seed", "seed"), seed),
}
