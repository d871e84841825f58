"""A suppression that does not count

## How it is detected
A comment `# fittingroom: ignore[...]` names no code, gives no reason after `because`, or suppresses
nothing that is found at its line.

## Why it matters
A suppression says that somebody looked and found the program right. Without a reason nobody can tell
whether that still holds; one that suppresses nothing hides what comes later.

## What to do
Write `# fittingroom: ignore[FR101] because REASON` on a line of the statement, or on the line above
it. Remove those that suppress nothing.
"""

from collections.abc import Iterator

from fittingroom.lint.found import Found
from fittingroom.lint.program import Program

CODE = "FR100"
TITLE = "A suppression that does not count"


def find(program: Program) -> Iterator[Found]:
    """Nothing: suppressions stand in comments, which `suppress` reads."""
    yield from ()
