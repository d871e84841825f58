"""Test data decide when training stops

## How it is detected
Test data are given to training as its validation data (`validation_data`, `val_dataloaders`, `eval_set`,
`evals`, `eval_dataset`, a `val_dataloader` method), and something acts on them: early stopping, a
checkpoint that keeps the best, a falling learning rate, `load_best_model_at_end`, a tuner's `search`. A
callback that monitors a quantity called `test_...` is found as well. What is test is told by how the data
were made (a published test part, the second side of a split) and, where that says nothing, by the names.

## Why it matters
The epoch that is kept is the one that happened to suit the test examples. Its test score is the largest
of many looks, not the score of a model that never saw them: new data will do worse, and nobody can say
by how much.

## What to do
Hold out part of train (`validation_split=.1`, `train_test_split(x_train, y_train)`) and let that decide.
Evaluate on test once, after training.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Monitored, Watched
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program

CODE = "FR101"
TITLE = "Test data decide when training stops"
FIX = "hold out part of train for this and evaluate on test once, after training"


def find(program: Program) -> Iterator[Found]:
    for event in program.events(Watched):
        if event.decider and program.is_test(event.data):
            yield Found(event.node, f"{event.decider} acts on test data, given as {event.how}", FIX)
    for event in program.events(Monitored):
        yield Found(event.node, f"{event.callback} acts on {event.monitor!r}, a score on test data", FIX)
