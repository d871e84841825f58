"""Calls that change, join or sum up rows: numpy, pandas, torch, tf.data."""

import ast

from fittingroom.lint.calls import Answer, Call, rows_of, unknown
from fittingroom.lint.each import each
from fittingroom.lint.events import Prepared, Scored
from fittingroom.lint.rows import shared
from fittingroom.lint.tables import KEEPS_ROWS, STATISTICS
from fittingroom.lint.values import (
    Constant,
    Data,
    Function,
    Index,
    Many,
    Mark,
    Named,
    Statistic,
    Text,
    Tool,
    Value,
    data_in,
    element,
)
from fittingroom.lint.walk import Walk, as_score, assign, is_true, learns_from, marked

WRAPS = each("from_tensor_slices TensorDataset DMatrix Pool DataFrame array asarray tensor from_numpy")
BESIDE = each("hstack column_stack dstack c_ merge join hconcat")


def concatenated(walk: Walk, call: Call) -> Value:
    """Rows under rows. The same rows twice means altered or repeated copies; beside each other not."""
    values = (
        call.arguments[0].items if call.arguments and isinstance(call.arguments[0], Many) else call.arguments
    )
    if isinstance(call.receiver, Data):
        values = (call.receiver, *values)
    found = [data for value in values if (data := rows_of(value)) is not None]
    whole = data_in(*found)
    if whole is None:
        indices = [value for value in values if isinstance(value, Index)]
        return indices[0] if len(indices) == 1 else None
    axis = call.text(99, "axis", "dim")
    is_beside = call.name in BESIDE or axis in ("1", "-1", "2", "3", "'columns'")
    if not is_beside and len(call.node.args) > 1 and call.name in ("cat", "concatenate"):
        is_beside = call.text(1) in ("1", "-1", "2")
    if is_beside or whole.is_score or whole.by or walk.loops:
        return whole
    twice = any(shared(a.rows, b.rows) for i, a in enumerate(found) for b in found[i + 1 :])
    if twice:
        return marked(
            whole, Mark("grown", "concatenated copies", call.node, whole.rows, line=call.node.lineno)
        )
    return whole


def repeated(walk: Walk, call: Call) -> Value:
    """np.repeat(X, 3, axis=0), np.tile, sklearn.utils.resample: copies of rows."""
    data = call.receiver if isinstance(call.receiver, Data) else data_in(*call.arguments)
    if data is None or (call.name == "resample" and is_true(call.keywords.get("replace")) is False):
        return data
    if call.name in ("repeat", "tile") and call.text(99, "axis") not in ("0",):
        return data
    grown = marked(data, Mark("grown", call.name, call.node, data.rows, line=call.node.lineno))
    return (
        grown if call.name != "resample" or len(call.arguments) < 2 else Many((grown,) * len(call.arguments))
    )


def statistic(walk: Walk, call: Call) -> Value:
    """A mean or another number over all rows; over the other axes it is per row."""
    if isinstance(call.receiver, Tool) and call.receiver.name == "GroupBy":
        return _of_groups(walk, call, call.receiver)
    data = call.receiver if isinstance(call.receiver, Data) else data_in(*call.arguments[:1])
    if data is None:
        return call.receiver if isinstance(call.receiver, Statistic) else unknown(walk, call)
    if data.is_score:
        return as_score(data)
    axis = call.text(99, "axis", "dim") or call.text(0 if isinstance(call.receiver, Data) else 1)
    if data.by:
        return data if axis or not _is_error(call) else _written_error(walk, call, data)
    if axis and not axis.lstrip("([").startswith("0") and axis not in ("None", "'index'"):
        return data
    return Statistic(data.rows, call.name, call.node, data.column)


def _is_error(call: Call) -> bool:
    """Whether a mean is one of differences, as in np.mean((predictions - y) ** 2)."""
    return call.name in ("mean", "average", "median") and any(
        isinstance(part, ast.BinOp) and isinstance(part.op, ast.Sub) for part in ast.walk(call.node)
    )


def _written_error(walk: Walk, call: Call, data: Data) -> Data:
    """An error written out; it may as well be the loss of a training step, so that it is no report."""
    from fittingroom.lint.scoring import learned_by

    walk.note(Scored(call.node, "a mean error", data, learned_by(walk, data), is_reported=False))
    return as_score(data)


def _of_groups(walk: Walk, call: Call, group: Tool) -> Value:
    data, column = data_in(*group.arguments), group.keywords.get("column")
    if data is None:
        return None
    if not isinstance(column, Text):
        return marked(data, Mark("grouped", "groupby", call.node, data.rows))
    return Statistic(data.rows, f"group {call.name} of {column.text}", call.node, column.text)


def grouped(walk: Walk, call: Call) -> Value:
    if not isinstance(call.receiver, Data):
        return unknown(walk, call)
    return Tool(walk.key(call.node), "GroupBy", {}, (call.receiver,))


def of_group(walk: Walk, call: Call) -> Value:
    """df.groupby("shop")["price"].transform("mean") and other methods of groups."""
    group = call.receiver
    if not (isinstance(group, Tool) and group.name == "GroupBy"):
        if call.name == "transform" or isinstance(group, Data):
            return unknown(walk, call)
        return unknown(walk, call)
    data, column, how = data_in(*group.arguments), group.keywords.get("column"), call.argument(0)
    if data is None:
        return None
    if call.name == "transform" and isinstance(column, Text) and isinstance(how, Text):
        mark = learns_from(Statistic(data.rows, f"group {how.text} of {column.text}", call.node, column.text))
        walk.note(Prepared(call.node, mark))
        return marked(data, mark)
    if call.name in ("agg", "aggregate") and isinstance(column, Text):
        return Statistic(data.rows, f"group {call.name} of {column.text}", call.node, column.text)
    return marked(data, Mark("grouped", "groupby", call.node, data.rows))


def kept(walk: Walk, call: Call) -> Value:
    """The same rows in another form; a statistic among the arguments leaves its mark."""
    if isinstance(call.receiver, Index | Statistic) or (
        call.arguments
        and isinstance(call.arguments[0], Index | Statistic)
        and not isinstance(call.receiver, Data)
    ):
        return call.receiver if isinstance(call.receiver, Index | Statistic) else call.arguments[0]
    if call.name == "map" and call.arguments and isinstance(call.arguments[0], Function):
        from fittingroom.lint.inline import bound_arguments, enter

        function = call.arguments[0]
        values = call.arguments[1:] or ((call.receiver,) if isinstance(call.receiver, Data) else ())
        enter(walk, function, bound_arguments(walk, function, values, {}), call.node)
    data = (
        call.receiver
        if isinstance(call.receiver, Data)
        else data_in(*call.arguments, *call.keywords.values())
    )
    if data is None and call.name in WRAPS:
        data = rows_of(Many(call.arguments))
    if data is None:
        return unknown(walk, call)
    statistics = [value for value in call.every if isinstance(value, Statistic)]
    for value in statistics:
        mark = learns_from(value)
        walk.note(Prepared(call.node, mark))
        data = marked(data, mark)
    if statistics and is_true(call.keywords.get("inplace")) and isinstance(call.node.func, ast.Attribute):
        assign(walk, call.scope, _named_place(call.node.func.value), data)
    return data


def table(walk: Walk, call: Call) -> Value:
    """pd.DataFrame(results): a table of scores keeps its columns apart; another holds its rows."""
    given = call.argument(0, "data")
    lines = given.items if isinstance(given, Many) else (given,)
    scores, columns = data_in(*lines), dict[str, tuple[Value, ...]]()
    if scores is None or not scores.is_score or not all(isinstance(line, Named) for line in lines):
        return kept(walk, call)
    for line in lines:
        for key, value in line.items.items() if isinstance(line, Named) else ():
            columns[key] = (*columns.get(key, ()), value)
    return Named({key: Many(values) for key, values in columns.items()})


def _named_place(node: ast.expr) -> ast.expr:
    while isinstance(node, ast.Subscript):
        node = node.value
    return node


def zipped(walk: Walk, call: Call) -> Value:
    return Many((Many(tuple(element(value) for value in call.arguments)),))


def enumerated(walk: Walk, call: Call) -> Value:
    value = call.argument(0)
    if isinstance(value, Many) and len(value.items) > 1:
        return Many(tuple(Many((Constant(), item)) for item in value.items))
    return Many((Many((Constant(), element(value))),))


def shown(walk: Walk, call: Call) -> Value:
    """tqdm(loader) and the like hand on what they are given."""
    value = call.argument(0)
    return value if value is not None else unknown(walk, call)


def first(walk: Walk, call: Call) -> Value:
    """next(iter(loader)), next(splitter.split(X)): one round of a loop."""
    return element(call.argument(0))


def listed(walk: Walk, call: Call) -> Value:
    """list(x), tuple(x), set(x), sorted(x)."""
    return call.argument(0) if call.arguments else Many(())


def made_dict(walk: Walk, call: Call) -> Value:
    return Named(dict(call.keywords))


def item(walk: Walk, call: Call) -> Value:
    """loss.item(), float(acc): the number itself."""
    data = call.receiver if isinstance(call.receiver, Data) else data_in(*call.arguments)
    return data if data is not None else Constant()


FUNCTIONS: dict[str, Answer] = {
    **dict.fromkeys(KEEPS_ROWS, kept),
    **dict.fromkeys(STATISTICS, statistic),
    **dict.fromkeys(each("concatenate concat vstack append cat ConcatDataset row_stack union"), concatenated),
    **dict.fromkeys(BESIDE, concatenated),
    **dict.fromkeys(("repeat", "tile", "resample"), repeated),
    "DataFrame": table,
    "zip": zipped,
    "enumerate": enumerated,
    **dict.fromkeys(["tqdm", "trange", "islice", "iter", "cast", "reversed", "cycle"], shown),
    "next": first,
    **dict.fromkeys(["list", "tuple", "set", "sorted"], listed),
    "dict": made_dict,
    **dict.fromkeys(["item", "float", "sum"], item),
}
METHODS: dict[str, Answer] = {
    **dict.fromkeys(KEEPS_ROWS - {"drop"}, kept),
    **dict.fromkeys(STATISTICS, statistic),
    **dict.fromkeys(["concatenate", "append", "cat"], concatenated),
    "groupby": grouped,
    **dict.fromkeys(["agg", "aggregate", "first", "last", "nth", "cumcount", "ngroup"], of_group),
    **dict.fromkeys(["item", "sum"], item),
}
