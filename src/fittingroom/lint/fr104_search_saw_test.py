"""A search saw the test data

## How it is detected
A search over settings (`GridSearchCV`, `RandomizedSearchCV` and the like) is fitted on data that hold the
test part: on everything, before or beside a split whose test side is scored later, on train and test put
together, or on test itself. Also a choice by cross-validation over everything when a part of it is
scored later. What was scored before the search is not touched by it: a last fit on everything, for use.

## Why it matters
The settings were chosen with the test examples' labels in hand, so that their score on them is no longer
a score on new data.

## What to do
Split first. Fit the search on train alone; its own cross-validation stays within train.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Chosen, Fitted, Scored
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program
from fittingroom.lint.rows import Rows, relation

CODE = "FR104"
TITLE = "A search saw the test data"
FIX = "split first and fit the search on train alone"


def find(program: Program) -> Iterator[Found]:
    judged = _scored_test(program)
    for event in program.events(Fitted):
        if not event.is_search:
            continue
        is_used = event.key in program.seen.used or program.holds_test(event.data.rows)
        if is_used and _saw(event.data.rows, _scored_test(program, after=event), program):
            yield Found(event.node, f"{event.name} is fitted on data that hold the test part", FIX)
    folded = {rows for event in program.events(Scored) if event.is_cv for rows in event.data.rows}
    for event in program.events(Chosen):
        whole = frozenset(rows for rows in event.score.rows & folded if program.role(rows) == "")
        if whole and _saw(whole, judged, program):
            yield Found(event.node, "cross-validation over everything, the test part included, chooses", FIX)


def _scored_test(program: Program, after: Fitted | None = None) -> list[Rows]:
    """Test rows that are scored; the folds of a cross-validation are of another experiment.

    What was scored before a search is not made better by it: the last fit, for use, may take everything.
    """
    events = program.seen.events
    start = next((i for i, event in enumerate(events) if event is after), 0)
    later = [event for event in events[start:] if isinstance(event, Scored) and not event.is_cv]
    scored = [rows for event in later for rows in event.data.rows]
    return [rows for rows in scored if program.role(rows) == "test" and not _is_fold(rows)]


def _saw(rows: frozenset[Rows], judged: list[Rows], program: Program) -> bool:
    if program.holds_test(rows):
        return True
    return any(relation(row, test) == "contains" for row in rows for test in judged)


def _is_fold(rows: Rows) -> bool:
    return any("Fold" in piece.key or "Shuffle" in piece.key for piece in rows.path)
