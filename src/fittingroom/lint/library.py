"""All names of the libraries that the lint knows, in one table; the more special room wins."""

from fittingroom.lint import arrays, choices, divisions, fitting, orders, scoring, sources, watching
from fittingroom.lint.calls import Answer, Call, unknown
from fittingroom.lint.tables import DECIDES, METRICS
from fittingroom.lint.values import Tool, Value
from fittingroom.lint.walk import Walk


def callback(walk: Walk, call: Call) -> Value:
    """A callback, a trainer or its settings: remembered, and read for what it watches."""
    watching.note_monitor(walk, call)
    return fitting.estimator(walk, call)


def trainer(walk: Walk, call: Call) -> Value:
    """Trainer(eval_dataset=..., args=...) of Hugging Face, Trainer(callbacks=...) of Lightning."""
    tool = Tool(f"Trainer {walk.key(call.node)}", "Trainer", call.keywords, call.arguments)
    watching.note_watched(walk, call, tool)
    return tool


class _Functions(dict[str, Answer]):
    """Metrics are known by the end of their names, so that no list of them is ever complete."""

    def get(self, name: str, default: Answer = unknown) -> Answer:  # pyright: ignore
        found = super().get(name)
        return found or (scoring.metric if scoring.is_metric(name) else default)


FUNCTIONS = _Functions(
    {
        **arrays.FUNCTIONS,
        **sources.FUNCTIONS,
        **divisions.FUNCTIONS,
        **orders.FUNCTIONS,
        **fitting.FUNCTIONS,
        **scoring.FUNCTIONS,
        **choices.FUNCTIONS,
        **dict.fromkeys(DECIDES, callback),
        "TrainingArguments": callback,
        **dict.fromkeys(("Trainer", "Seq2SeqTrainer", "SFTTrainer"), trainer),
        **dict.fromkeys(METRICS - {"f1", "accuracy", "auc"}, scoring.metric),
    }
)
METHODS: dict[str, Answer] = {
    **arrays.METHODS,
    **divisions.METHODS,
    **orders.METHODS,
    **fitting.METHODS,
    **scoring.METHODS,
    **choices.METHODS,
}
