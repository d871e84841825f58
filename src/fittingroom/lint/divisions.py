"""Calls that divide rows or bring them into another order."""

import ast
import re

from fittingroom.lint.access import at, flipped, note_column
from fittingroom.lint.calls import Answer, Call, rows_of, seeded_key, unknown
from fittingroom.lint.events import Library, Prepared, Split
from fittingroom.lint.rows import Origin, Piece, Rows
from fittingroom.lint.tables import GROUP_SPLITTERS, ORDERED_SPLITTERS, SHUFFLES_ALWAYS, SPLITTERS
from fittingroom.lint.values import (
    Constant,
    Data,
    Index,
    Many,
    Mark,
    Named,
    Text,
    Tool,
    Value,
    data_in,
    flat,
)
from fittingroom.lint.walk import Walk, cut, is_true, marked

FOLDS = re.compile(r"fold|kf|cv|split|sss", re.IGNORECASE)
Sides = tuple[Piece, Piece]


def train_test_split(walk: Walk, call: Call) -> Value:
    """Every array in two: train first, test second. Also the method of Hugging Face data sets."""
    is_ordered = is_true(call.keywords.get("shuffle")) is False
    seed = _seed(call)
    size = call.text(99, "test_size") or call.text(99, "train_size")
    key, is_seeded = seeded_key(walk, call, seed, size)
    if is_ordered:
        key = f"ordered {size}"
    train, test = Piece("split", key, "train"), Piece("split", key, "test")
    if isinstance(call.receiver, Data):
        sides = (cut(call.receiver, train), cut(call.receiver, test))
        _note(walk, call, [call.receiver], (train, test), is_seeded=is_seeded, is_random=not is_ordered)
        return Named({"train": sides[0], "test": sides[1]})
    arrays = [
        _array(value, ast.unparse(node)) for value, node in zip(call.arguments, call.node.args, strict=False)
    ]
    _note(walk, call, arrays, (train, test), is_seeded=is_seeded, is_random=not is_ordered)
    return Many(tuple(_side(array, piece) for array in arrays for piece in (train, test)))


def _seed(call: Call) -> str:
    """The seed as a number where it is known, so that load(0) and load(1) divide differently."""
    value = call.argument(99, "random_state", "seed")
    if isinstance(value, Constant) and isinstance(value.value, int):
        return str(value.value)
    return call.text(99, "random_state", "seed")


def _array(value: Value, text: str) -> Data | Index:
    if isinstance(value, Index):
        return value
    return rows_of(value) or Data(frozenset({Rows(Origin(f"name {text}"))}))


def _side(value: Data | Index, piece: Piece) -> Data | Index:
    return cut(value, piece) if isinstance(value, Data) else Index((*value.tail, piece))


def _note(
    walk: Walk,
    call: Call,
    arrays: list[Data | Index] | list[Data],
    sides: Sides,
    *,
    is_seeded: bool,
    is_random: bool = True,
    library: Library = "numpy",
) -> None:
    data = data_in(*arrays)
    pieces: frozenset[Rows] = frozenset()
    is_grouped = False
    if data is not None:
        pieces = frozenset(rows.cut(side) for rows in data.rows for side in sides)
        is_grouped = any(mark.kind == "grouped" for mark in data.marks)
    walk.note(Split(call.node, call.name, data, pieces, is_random, is_seeded, is_grouped, library=library))


def random_split(walk: Walk, call: Call) -> Value:
    """torch: as many random parts as there are lengths; which is which, their names must say."""
    generator = call.text(2, "generator")
    seed = generator if "manual_seed" in generator or "seed" in generator.lower() else ""
    if not seed and generator:
        seed = f"generator {generator}"
    data = rows_of(call.argument(0, "dataset")) or Data(frozenset({Rows(Origin(f"name {call.text(0)}"))}))
    lengths = call.argument(1, "lengths")
    n = len(lengths.items) if isinstance(lengths, Many) and lengths.items else 2
    key, is_seeded = seeded_key(walk, call, seed, call.text(1, "lengths"))
    pieces = [Piece("split", key, str(i)) for i in range(max(n, 2))]
    _note(walk, call, [data], (pieces[0], pieces[-1]), is_seeded=is_seeded, library="torch")
    return Many(tuple(cut(data, piece) for piece in pieces))


def splitter(walk: Walk, call: Call) -> Value:
    """KFold(...): remembered with its settings; it divides when it is used."""
    seed = _seed(call)
    shuffles = call.name in SHUFFLES_ALWAYS or is_true(call.keywords.get("shuffle")) is True
    key, is_seeded = seeded_key(walk, call, seed, ",".join(ast.unparse(a) for a in call.node.args))
    keywords = {"is_seeded": Constant(is_seeded), "shuffles": Constant(shuffles)}
    return Tool(f"{call.name} {key}", call.name, keywords)


def split(walk: Walk, call: Call) -> Value:
    """kf.split(X, y, groups): pairs of row numbers, train and test."""
    tool = call.receiver
    known = SPLITTERS | ORDERED_SPLITTERS | GROUP_SPLITTERS
    if isinstance(tool, Text | Data) or not call.arguments:
        return tool if isinstance(tool, Text) else unknown(walk, call)
    if not (isinstance(tool, Tool) and tool.name in known) and not FOLDS.search(call.owner):
        return unknown(walk, call)
    if not isinstance(tool, Tool) or tool.name not in known:
        tool = Tool(f"splitter {call.owner}", "split", {"is_seeded": Constant(True)})
    sides = (Piece("split", tool.key, "train"), Piece("split", tool.key, "test"))
    data = data_in(call.argument(0, "X"))
    is_grouped = tool.name in GROUP_SPLITTERS or tool.name == "split"
    pieces = frozenset(rows.cut(side) for rows in data.rows for side in sides) if data else frozenset()
    walk.note(
        Split(
            call.node,
            tool.name,
            data,
            pieces,
            is_random=is_true(tool.keywords.get("shuffles")) is True,
            is_seeded=is_true(tool.keywords.get("is_seeded")) is True,
            is_grouped=is_grouped or tool.name in ORDERED_SPLITTERS,
            is_cv=True,
        )
    )
    return Many((Many(tuple(Index((side,)) for side in sides)),))


def drop(walk: Walk, call: Call) -> Value:
    """df.drop(train.index) leaves the other rows; df.drop(columns=...) the same rows."""
    if not isinstance(call.receiver, Data):
        return unknown(walk, call)
    what = call.argument(0, "index")
    if isinstance(what, Index) and what.tail:
        return at(call.receiver, Index((*what.tail[:-1], flipped(what.tail[-1]))))
    for leaf in flat(call.argument(0, "columns", "labels")):
        if isinstance(leaf, Text):
            note_column(walk, call.receiver, leaf.text, call.node)
    return call.receiver


def isin(walk: Walk, call: Call) -> Value:
    """df.a.isin(those): a mask with the rows of those."""
    others = call.argument(0)
    if isinstance(others, Index):
        return others
    if (
        isinstance(others, Data)
        and len(paths := {rows.path for rows in others.rows}) == 1
        and (path := paths.pop())
    ):
        return Index(path)
    return Index((Piece("mask", f"{ast.unparse(call.node)[:80]} {call.node.lineno}", "yes"),))


def take(walk: Walk, call: Call) -> Value:
    """ds.take(n) and ds.skip(n) of a tf.data set, torch's Subset(data, rows)."""
    data = call.receiver
    if not isinstance(data, Data):
        return unknown(walk, call)
    n = call.text(0, "count")
    if call.name == "skip":
        for mark in data.marks:
            if mark.kind == "reshuffled":
                walk.note(Prepared(call.node, mark))
    if isinstance(call.argument(0), Index):
        return at(data, call.argument(0))  # pyright: ignore
    return cut(data, Piece("slice", "slice", f":{n}" if call.name == "take" else f"{n}:"))


def subset(walk: Walk, call: Call) -> Value:
    """Subset(data, rows), ds.select(rows), np.take(data, rows)."""
    data = call.receiver if isinstance(call.receiver, Data) else data_in(call.argument(0, "dataset"))
    rows = call.argument(0, "indices") if isinstance(call.receiver, Data) else call.argument(1, "indices")
    if data is None:
        return unknown(walk, call)
    return (
        at(data, rows)
        if isinstance(rows, Index)
        else cut(data, Piece("filter", call.text(1, "indices")[:60]))
    )


def loader(walk: Walk, call: Call) -> Value:
    """DataLoader(data, sampler=...): the rows of the data, or those of the sampler."""
    data = data_in(call.argument(0, "dataset"))
    rows = call.keywords.get("sampler")
    if data is None:
        return unknown(walk, call)
    return at(data, rows) if isinstance(rows, Index) else data


def sampler(walk: Walk, call: Call) -> Value:
    return call.argument(0, "indices")


def setdiff(walk: Walk, call: Call) -> Value:
    """np.setdiff1d(all, some): the others."""
    some = call.argument(1)
    if isinstance(some, Index) and some.tail:
        return Index((*some.tail[:-1], flipped(some.tail[-1])))
    return None


def unique(walk: Walk, call: Call) -> Value:
    """df["patient"].unique(): one entry per group, so that splitting these splits by group."""
    data = call.receiver if isinstance(call.receiver, Data) else data_in(*call.arguments)
    if data is None:
        return unknown(walk, call)
    return marked(data, Mark("grouped", call.name, call.node, data.rows))


FUNCTIONS: dict[str, Answer] = {
    "train_test_split": train_test_split,
    "random_split": random_split,
    **dict.fromkeys(SPLITTERS | ORDERED_SPLITTERS | GROUP_SPLITTERS, splitter),
    "Subset": subset,
    "SubsetRandomSampler": sampler,
    "SubsetSampler": sampler,
    "DataLoader": loader,
    "setdiff1d": setdiff,
    "unique": unique,
}
METHODS: dict[str, Answer] = {
    "train_test_split": train_test_split,
    "split": split,
    "drop": drop,
    "isin": isin,
    "take": take,
    "skip": take,
    "select": subset,
    "unique": unique,
    "drop_duplicates": unique,
}
