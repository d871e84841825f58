"""Calls in which models answer about rows, and in which the answers are scored."""

import re

from fittingroom.lint.calls import Answer, Call, rows_of, unknown
from fittingroom.lint.events import Chosen, Scored, Split
from fittingroom.lint.fitting import kind_of, tool_of
from fittingroom.lint.inline import bound_arguments, enter, method_of, open_arguments
from fittingroom.lint.rows import Rows
from fittingroom.lint.tables import (
    CLUSTERS,
    GROUP_SPLITTERS,
    METRICS,
)
from fittingroom.lint.values import (
    Constant,
    Data,
    Function,
    Instance,
    Many,
    Mark,
    Text,
    Tool,
    Value,
    data_in,
    flat,
)
from fittingroom.lint.walk import Learned, Walk, as_score, is_true

CLUSTER_METRIC = re.compile(
    r"silhouette|davies|calinski|adjusted_(rand|mutual)|rand_|v_measure|homogeneity|complete"
)
IS_LOSS = re.compile(r"(loss|criterion|accuracy|metric|loss_?fn|loss_?func)$", re.IGNORECASE)


def learned_by(walk: Walk, data: Data) -> frozenset[Rows]:
    """The rows that the models behind some predictions learned from."""
    found = [walk.learned[key].rows for key in data.by if key in walk.learned]
    return frozenset(rows for learned in found for rows in learned)


def predict(walk: Walk, call: Call) -> Value:
    """Answers about rows, with the model that gave them."""
    tool = tool_of(walk, call)
    data = rows_of(call.argument(0, "x", "X", "dataloaders")) if call.arguments or call.keywords else None
    if data is None:
        return None
    walk.seen.used.add(tool.key)
    return Data(data.rows, data.marks | layer_marks(walk, tool), data.by | {tool.key})


def layer_marks(walk: Walk, tool: Tool) -> frozenset[Mark]:
    """What the layers of a network that were fitted before (`Normalization().adapt(x)`) do to its rows."""
    layers = [leaf for value in tool.arguments for leaf in flat(value) if isinstance(leaf, Tool)]
    learned = [walk.learned.get(layer.key) for layer in layers if tool.name == "Sequential"]
    return frozenset(one.mark for one in learned if one is not None and one.mark is not None)


def score(walk: Walk, call: Call) -> Value:
    """model.score(X, y), model.evaluate(x, y): a number on rows."""
    tool = tool_of(walk, call)
    data = data_in(rows_of(call.argument(0, "x", "X", "test_dataset", "eval_dataset")), call.argument(1, "y"))
    if data is None:
        return unknown(walk, call) if tool.is_unknown else None
    learned = walk.learned.get(tool.key, Learned())
    walk.seen.used.add(tool.key)
    scored = as_score(Data(data.rows, data.marks | layer_marks(walk, tool), data.by | {tool.key}))
    unsupervised = tool.name in CLUSTERS or kind_of(tool).startswith("prepare")
    walk.note(
        Scored(
            call.node,
            f"{tool.name}.{call.name}",
            scored,
            learned.rows,
            is_unsupervised=unsupervised,
            is_reported=not walk.loose,
        )
    )
    return scored


def metric(walk: Walk, call: Call) -> Value:
    """accuracy_score(y, predictions) and its like."""
    if call.name.startswith("from_") and not re.search(r"Confusion|Roc|Precision|Det|Error", call.owner):
        return Constant()  # a picture of the decision boundary or the like is no score
    data = data_in(
        *[rows_of(v) if isinstance(v, Data | Many) else None for v in call.arguments], *call.keywords.values()
    )
    models = [t for v in call.every for t in flat(v) if isinstance(t, Tool) and t.key in walk.learned]
    if data is None:
        return Constant() if not call.arguments else unknown(walk, call)
    by = data.by | {tool.key for tool in models}
    data = Data(data.rows, data.marks, by, is_score=True, is_curve=call.name.endswith("_curve"))
    if any(isinstance(leaf, Data) and leaf.is_score and not leaf.by for leaf in call.arguments):
        return data
    unsupervised = bool(CLUSTER_METRIC.match(call.name))
    walk.note(
        Scored(
            call.node,
            call.name,
            data,
            learned_by(walk, data),
            is_unsupervised=unsupervised,
            is_reported=not walk.loose,
        )
    )
    return data


def cross_validated(walk: Walk, call: Call) -> Value:
    """cross_val_score(model, X, y, cv=...): split and scored inside."""
    data = data_in(rows_of(call.argument(1, "X")), call.argument(2, "y"))
    if data is None:
        return None
    cv, groups = call.keywords.get("cv"), call.keywords.get("groups")
    is_grouped = groups is not None or (isinstance(cv, Tool) and cv.name in GROUP_SPLITTERS)
    shuffles = isinstance(cv, Tool) and is_true(cv.keywords.get("shuffles")) is True
    is_seeded = isinstance(cv, Tool) and is_true(cv.keywords.get("is_seeded")) is True
    walk.note(Split(call.node, call.name, data, frozenset(), shuffles, is_seeded, is_grouped, is_cv=True))
    scored = as_score(data)
    walk.note(Scored(call.node, call.name, scored, is_cv=True))
    return Data(data.rows, data.marks, data.by) if call.name == "cross_val_predict" else scored


def called(walk: Walk, call: Call) -> Value:
    """model(x), criterion(out, y), early_stopping(loss, model): an object is called."""
    receiver, data = call.receiver, data_in(*call.arguments, *call.keywords.values())
    name = _called_name(call)
    if data is not None and re.search(
        r"early_?stop|checkpoint|stopper", f"{name} {call.owner}", re.IGNORECASE
    ):
        for leaf in call.every:
            if isinstance(leaf, Data) and leaf.is_score:
                walk.note(Chosen(call.node, leaf, f"{call.owner or name}(...) stops or saves by it"))
        if isinstance(receiver, Instance) and (method := method_of(receiver.kind, "__call__")):
            walk.entered.add(method.node)  # what it is given is told here, not by its parameters' names
        return None
    if isinstance(receiver, Instance) and (method := method_of(receiver.kind, "__call__")):
        return enter(
            walk, method, bound_arguments(walk, method, call.arguments, call.keywords, receiver), call.node
        )
    if data is None or not isinstance(receiver, Tool):
        return data
    if IS_LOSS.search(name) or IS_LOSS.search(call.owner):
        return as_score(data)
    return Data(data.rows, data.marks, data.by | {receiver.key})


def _called_name(call: Call) -> str:
    """What kind of object is called: its class, else its name."""
    receiver = call.receiver
    if isinstance(receiver, Instance):
        return receiver.kind.node.name
    return receiver.name if isinstance(receiver, Tool) else call.owner


def metered(walk: Walk, call: Call) -> Value:
    """meter.update(accuracy, n), metric.update(predictions, labels): what it is asked for later."""
    data = data_in(*call.arguments)
    if isinstance(call.receiver, Tool) and data is not None and (data.is_score or data.by):
        walk.meters[call.receiver.key] = as_score(data)
    return Constant(None)


def read_meter(walk: Walk, call: Call) -> Value:
    """metric.compute(), metric.result()."""
    key = call.receiver.key if isinstance(call.receiver, Tool) else ""
    return walk.meters.get(key) or unknown(walk, call)


def equal(walk: Walk, call: Call) -> Value:
    """predictions.eq(labels), torch.eq(predictions, labels)."""
    data = data_in(call.receiver, *call.arguments)
    if data is not None and data.by:
        walk.note(Scored(call.node, "a comparison with the labels", data, learned_by(walk, data)))
        return as_score(data)
    return data


def step(walk: Walk, call: Call) -> Value:
    """scheduler.step(loss): the learning rate falls by what it is given."""
    data = call.argument(0, "metrics")
    if isinstance(data, Data) and data.is_score:
        walk.note(Chosen(call.node, data, "the learning rate is changed by it"))
    return Constant(None)


def optimize(walk: Walk, call: Call) -> Value:
    """study.optimize(objective), fmin(objective): the best of what the function returns is kept."""
    for function in (value for value in call.every if isinstance(value, Function)):
        walk.loose += 1
        returned = enter(walk, function, open_arguments(function), call.node)
        walk.loose -= 1
        for leaf in flat(returned):
            if isinstance(leaf, Data) and leaf.is_score:
                walk.note(Chosen(call.node, leaf, f"{call.name} keeps the settings with the best of it"))
    return Tool(walk.key(call.node), "study")


def trial_report(walk: Walk, call: Call) -> Value:
    """trial.report(score, step), tune.report({"accuracy": score}), tune.report(accuracy=score)."""
    for value in (leaf for given in call.every for leaf in flat(given)):
        if isinstance(value, Data) and value.is_score:
            walk.note(Chosen(call.node, value, "trials are judged by it"))
            break
    return Constant(None)


def lightning_validate(walk: Walk, call: Call) -> Value:
    """trainer.validate(model, loader), trainer.test(model, loader), estimator.validate(...)."""
    data = data_in(*[v for v in call.every if not isinstance(v, Text)])
    return as_score(data) if data is not None else None


def is_metric(name: str) -> bool:
    """Whether a function's name is a metric's: accuracy_score, mean_squared_error."""
    return name in METRICS or bool(re.search(r"_(score|error|auc)$", name))


def tune_report(walk: Walk, call: Call) -> Value:
    """tune.report(...) of Ray; another function of that name may report to whom it will."""
    is_ray = call.owner.rpartition(".")[2] in ("tune", "session", "train")
    return trial_report(walk, call) if is_ray else unknown(walk, call)


FUNCTIONS: dict[str, Answer] = {
    "report": tune_report,
    **dict.fromkeys(METRICS, metric),
    **dict.fromkeys(("cross_val_score", "cross_validate", "cross_val_predict"), cross_validated),
    **dict.fromkeys(("fmin", "gp_minimize"), optimize),
    **dict.fromkeys(("eq", "equal"), equal),
}
METHODS: dict[str, Answer] = {
    **dict.fromkeys(
        (
            *("predict", "predict_proba", "predict_classes", "decision_function", "predict_generator"),
            *("staged_predict", "staged_predict_proba", "staged_decision_function"),
        ),
        predict,
    ),
    **dict.fromkeys(("score", "evaluate", "evaluate_generator"), score),
    **dict.fromkeys(("validate", "test"), lightning_validate),
    **dict.fromkeys(("__call__", "forward", "apply"), called),
    **dict.fromkeys(("eq", "equal"), equal),
    "update": metered,
    **dict.fromkeys(("compute", "result"), read_meter),
    "step": step,
    "optimize": optimize,
    "report": trial_report,
}
