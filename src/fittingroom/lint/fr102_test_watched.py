"""Test data are watched during training

## How it is detected
Test data are given to training as its validation data, and nothing in the program acts on them.

## Why it matters
The program chooses nothing by them, but whoever reads the curve does: the number of epochs, the learning
rate and the layers that one settles on are those that suited the test examples. It also leaves no data
on which these may be chosen honestly.

## What to do
Watch a part held out of train (`validation_split=.1`) and evaluate on test once, after training.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Watched
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program

CODE = "FR102"
TITLE = "Test data are watched during training"
FIX = "watch a part held out of train (validation_split=.1) and evaluate on test once, after training"


def find(program: Program) -> Iterator[Found]:
    for event in program.events(Watched):
        if not event.decider and program.is_test(event.data):
            yield Found(event.node, f"test data are given to training as {event.how}", FIX, "warning")
