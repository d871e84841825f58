"""A split that ignores groups

## How it is detected
The program speaks of a column that says which rows belong together (`patient_id`, `subject`, `user_id`,
`seller`, `session`, ...), and divides the rows of that table by chance, with no group splitter, no split
of the unique ids, and no `groupby` that leaves one row per group.

## Why it matters
Several pictures of one person, product or session are much alike. With some of them in train, the others
are easy: the score is that of recognising known people, not new ones.

## What to do
Divide by group: `GroupShuffleSplit`, `GroupKFold(...).split(X, y, groups)`, or split the unique ids and
take their rows. If every id stands in one row only, say so in a suppression.
"""

from collections.abc import Iterator

from fittingroom.lint import names
from fittingroom.lint.events import Split
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program

CODE = "FR109"
TITLE = "A split that ignores groups"
FIX = "divide by group: GroupShuffleSplit, GroupKFold, or split the unique ids"


def find(program: Program) -> Iterator[Found]:
    splits = list(program.events(Split))
    if any(event.is_grouped for event in splits):
        return
    for event in splits:
        for column in _groups_in_sight(program, event):
            sentence = f"{event.name} divides rows by chance although {column!r} says which belong together"
            yield Found(event.node, sentence, FIX, "warning")
            break


def _groups_in_sight(program: Program, event: Split) -> list[str]:
    if event.data is None or any(mark.kind == "grouped" for mark in event.data.marks):
        return []
    columns = (program.seen.columns.get(rows.origin.key, {}) for rows in event.data.rows)
    labels = program.seen.label_columns
    return sorted(
        {name for known in columns for name in known if names.is_group(name) and name not in labels}
    )
