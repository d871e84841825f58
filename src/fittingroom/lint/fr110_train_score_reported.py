"""The score on train is the result

## How it is detected
A model is scored on the rows it learned from, and nowhere in the program is any model scored on other
rows, cross-validated, or given validation data. Also a score on train that is printed under a text that
calls it test.

## Why it matters
A score on train measures how well the model remembers. A large enough model reaches 100 % on random labels.

## What to do
Hold out a test part before fitting and score the model there; report the score on train beside it, as
the gap.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Named, Scored, Watched
from fittingroom.lint.found import Found
from fittingroom.lint.names import part_of
from fittingroom.lint.program import Program
from fittingroom.lint.rows import covers

CODE = "FR110"
TITLE = "The score on train is the result"
FIX = "hold out a test part before fitting and score the model there"


def find(program: Program) -> Iterator[Found]:
    yield from _named_test(program)
    scored = list(program.events(Scored))
    clean = any(program.is_clean(event) for event in scored) or any(program.events(Watched))
    if clean:
        return
    for event in scored:
        if (
            event.is_unsupervised
            or not event.is_reported
            or not event.learned
            or event.how == "a comparison with the labels"
        ):
            continue
        if "test" not in program.roles(event.data) and covers(event.learned, event.data.rows):
            yield Found(
                event.node, f"{event.how} scores the rows that the model learned from, nothing else does", FIX
            )
            return


def _named_test(program: Program) -> Iterator[Found]:
    for event in program.events(Named):
        words = [part_of(word) for word in event.text.replace("_", " ").split()]
        if "test" in words and "train" not in words and program.roles(event.data) == {"train"}:
            yield Found(event.node, f"a score on train is printed as {event.text.strip()!r}", FIX)
