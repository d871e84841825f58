"""Validation data: what training is given to look at, and what acts on what it sees."""

from fittingroom.lint.calls import Call
from fittingroom.lint.events import Monitored, Watched
from fittingroom.lint.tables import DECIDES
from fittingroom.lint.values import Constant, Data, Many, Text, Tool, Value, data_in, flat
from fittingroom.lint.walk import Walk, is_true

KEYWORDS = (
    "validation_data",
    "val_dataloaders",
    "val_dataloader",
    "eval_set",
    "evals",
    "valid_sets",
    "eval_dataset",
    "val_data",
    "valid_data",
    "eval_data",
)
"""Under what names libraries take validation data."""


def note_watched(walk: Walk, call: Call, tool: Tool) -> None:
    """Note the validation data of a call that trains, and who decides by them."""
    for keyword in KEYWORDS:
        data = _last(call.keywords.get(keyword))
        if data is not None:
            walk.note(Watched(_node(call, keyword), data, keyword, _decider(walk, call, tool, keyword)))
    is_lightning = (
        "train_dataloaders" in call.keywords or tool.name == "Trainer" or call.owner.endswith("trainer")
    )
    if is_lightning and isinstance(data := call.argument(2), Data):
        walk.note(Watched(call.node, data, "val_dataloaders", _decider(walk, call, tool, "val_dataloaders")))


def _node(call: Call, keyword: str):
    return next((k.value for k in call.node.keywords if k.arg == keyword), call.node)


def _last(value: Value) -> Data | None:
    """The rows watched: of several sets (train and test, say) the last one decides."""
    if isinstance(value, Many) and value.items and all(isinstance(item, Many | Tool) for item in value.items):
        return data_in(value.items[-1])
    if isinstance(value, Many) and value.items and all(_holds_text(item) for item in value.items):
        return data_in(value.items[-1])
    if (
        isinstance(value, Many)
        and len(value.items) == 2
        and len({d.rows for d in value.items if isinstance(d, Data)}) == 2
    ):
        first, second = value.items
        if isinstance(first, Data) and isinstance(second, Data) and _same_division(first, second):
            return second  # [dtrain, dtest], not (x_test, y_test)
    return data_in(value)


def _same_division(a: Data, b: Data) -> bool:
    return {rows.origin for rows in a.rows} == {rows.origin for rows in b.rows}


def _holds_text(item: Value) -> bool:
    return isinstance(item, Many) and any(isinstance(leaf, Text) for leaf in item.items)


def _decider(walk: Walk, call: Call, tool: Tool, keyword: str) -> str:
    """The name of what acts on the validation score; nothing if a person merely sees it."""
    callbacks = [leaf for leaf in flat(call.keywords.get("callbacks")) if isinstance(leaf, Tool)]
    callbacks += [leaf for leaf in flat(tool.keywords.get("callbacks")) if isinstance(leaf, Tool)]
    for callback in callbacks:
        if decides(callback):
            return callback.name
    rounds = [*_settings(call, "early_stopping_rounds"), *_settings(tool, "early_stopping_rounds")]
    if any(not (isinstance(value, Constant) and value.value is None) for value in rounds):
        return "early_stopping_rounds"
    arguments = call.argument(1, "args")
    if isinstance(arguments, Tool) and is_true(arguments.keywords.get("load_best_model_at_end")):
        return "load_best_model_at_end"
    if keyword == "eval_set" and tool.name.startswith("CatBoost"):
        return (
            ""
            if is_true(tool.keywords.get("use_best_model")) is False
            else "use_best_model (CatBoost's default)"
        )
    return "the search" if call.name == "search" else ""


def _settings(holder: Call | Tool, name: str) -> list[Value]:
    return [holder.keywords[name]] if name in holder.keywords else []


def decides(callback: Tool) -> bool:
    """Whether a callback acts on a validation score: not if it only logs, or watches train."""
    if callback.name not in DECIDES:
        return False
    monitor = callback.keywords.get("monitor")
    watched = monitor.text if isinstance(monitor, Text) else DECIDES[callback.name]
    if callback.name == "ModelCheckpoint":
        best = is_true(callback.keywords.get("save_best_only"))
        return (
            bool(best) or (isinstance(monitor, Text) and "save_best_only" not in callback.keywords)
        ) and not (watched in ("loss", "accuracy", "acc") or watched.startswith("train"))
    return not (watched in ("loss", "accuracy", "acc") or watched.startswith("train"))


def note_monitor(walk: Walk, call: Call) -> None:
    """EarlyStopping(monitor="test_loss"): the name alone says it."""
    monitor = call.keywords.get("monitor") or call.keywords.get("metric_for_best_model")
    if isinstance(monitor, Text) and monitor.text.lower().startswith("test"):
        walk.note(Monitored(call.node, call.name, monitor.text))
