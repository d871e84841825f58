"""The same rows in train and test

## How it is detected
A model is scored on rows that it certainly learned from although they are held out: it was fitted on
everything, on train and test put together, on another random division, on a slice that overlaps, or on
test itself. Also a tf.data stream that is shuffled anew in every pass and then divided by `take` and
`skip`, so that its rows change sides.

## Why it matters
What is measured is memory: a model that learns its rows by heart gets them right, even if their labels
were drawn by chance. The score says nothing about new data.

## What to do
Divide once, keep the parts in names of their own, fit on one and score on the other. For tf.data:
`shuffle(..., seed=0, reshuffle_each_iteration=False)` before `take` and `skip`.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Prepared, Scored
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program
from fittingroom.lint.rows import Rows, relation

CODE = "FR107"
TITLE = "The same rows in train and test"
FIX = "divide once, fit on one part and score on the other"
STREAM = "shuffle(..., reshuffle_each_iteration=False) before take and skip"


def find(program: Program) -> Iterator[Found]:
    for event in program.events(Scored):
        if event.is_cv or event.is_unsupervised:
            continue
        held_out = [rows for rows in event.data.rows if _is_held_out(program, rows)]
        if any(_learned(row, rows) for row in event.learned for rows in held_out):
            yield Found(event.node, f"{event.how} scores rows that the model learned from", FIX)
    for event in program.events(Prepared):
        if event.mark.kind == "reshuffled":
            sentence = "the stream is shuffled anew in every pass, so that rows change sides of take and skip"
            yield Found(event.node, sentence, STREAM)


def _is_held_out(program: Program, rows: Rows) -> bool:
    """Whether rows are kept from training: the first side of a split is not, though it be called dev."""
    role = program.role(rows)
    is_first_side = bool(rows.path) and rows.path[-1].part == "train"
    return role == "test" or (role == "val" and not is_first_side)


def _learned(learned: Rows, scored: Rows) -> bool:
    return relation(learned, scored) in ("same", "contains", "overlap", "inside")
