"""Preprocessing learned from the test data

## How it is detected
A scaler, PCA, imputer, vectorizer, feature selection or target encoder is fitted on data that hold the
test part (everything before the split, or everything before cross-validation), or on test itself, also as
a layer of a network (`Normalization().adapt(x)`); or a mean, a standard deviation or another statistic of
such data changes them. Steps that learn nothing (`/255`, one-hot, a label encoder, hashing) are not meant.

## Why it matters
Test examples helped to make the features that the model is tested on. Where labels took part (feature
selection, target encoding) random features can reach high scores: an error. Without labels the gain is
small but real, and the program is no longer what will run on new data: a warning.

## What to do
Split first, fit on train, and only transform test. A `Pipeline` does so by itself, also in every fold of
a cross-validation.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Prepared, Scored, Split, Watched
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program
from fittingroom.lint.rows import Rows, covers, relation
from fittingroom.lint.values import Data, Mark

CODE = "FR105"
TITLE = "Preprocessing learned from the test data"
FIX = "split first, fit it on train and only transform the rest (a Pipeline does so)"


def find(program: Program) -> Iterator[Found]:
    seen: set[int] = set()
    for mark, how in [*_before_a_split(program), *_used(program), *_on_test(program)]:
        if id(mark.node) not in seen and not _is_mere_group_feature(program, mark):
            seen.add(id(mark.node))
            strong = mark.supervised or bool(mark.column)
            sentence = f"{mark.name} learned from {how}" + (", labels included" if strong else "")
            yield Found(mark.node, sentence, FIX, "error" if strong else "warning")


def _is_mere_group_feature(program: Program, mark: Mark) -> bool:
    return bool(mark.column) and mark.column not in program.seen.label_columns


def _before_a_split(program: Program) -> Iterator[tuple[Mark, str]]:
    """Marks that data carry into a split whose test side they cover."""
    for event in program.events(Split):
        for mark in _fitted(event.data):
            if event.is_cv and not event.pieces:
                if _covers_whole(program, mark, event.data) or mark.supervised:
                    yield mark, "all the data before they were cross-validated"
            elif any(_is_lost(program, rows, mark) for rows in event.pieces):
                yield mark, "all the data before they were split"


def _is_lost(program: Program, piece: Rows, mark: Mark) -> bool:
    """Whether a side of a split is held out and the mark was learned from it."""
    role = program.role(piece)
    outer = program.role(Rows(piece.origin, piece.path[:-1]))
    is_held_out = role == "test" or (role == "val" and (outer == "" or mark.supervised))
    return is_held_out and covers(mark.on, frozenset({piece}))


def _covers_whole(program: Program, mark: Mark, data: Data | None) -> bool:
    return data is not None and program.roles(data) <= {"", "test"} and covers(mark.on, data.rows)


def _used(program: Program) -> Iterator[tuple[Mark, str]]:
    """Marks on data that a model is scored on, learned from rows that are held out."""
    judged = [rows for rows in program.judged() if program.role(rows) == "test"]
    for event in (*program.events(Scored), *program.events(Watched)):
        for mark in _fitted(event.data) if program.holds_test(event.data.rows) else ():
            if any(relation(row, test) == "contains" for row in mark.on for test in judged):
                yield mark, "data that hold the test part"
            elif program.roles(mark.on) >= {"train", "test"}:
                yield mark, "train and test together"


def _on_test(program: Program) -> Iterator[tuple[Mark, str]]:
    """Transformers fitted on test alone, whose output is scored."""
    scored = {mark for event in program.events(Scored) for mark in event.data.marks}
    for event in program.events(Prepared):
        mark = event.mark
        if mark.kind == "fitted" and program.roles(mark.on) == {"test"} and mark in scored and _counts(mark):
            yield mark, "the test data themselves"


def _counts(mark: Mark) -> bool:
    """Statistics of test count when they change test; a group's label mean always did."""
    return not mark.name.startswith("group") and mark.name not in ("max", "min")


def _fitted(data: Data | None) -> list[Mark]:
    return (
        []
        if data is None
        else sorted((mark for mark in data.marks if mark.kind == "fitted"), key=lambda mark: mark.line)
    )
