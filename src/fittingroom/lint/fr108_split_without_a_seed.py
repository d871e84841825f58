"""A split without a seed

## How it is detected
A random split (`train_test_split`, a shuffling `KFold`, `random_split`, `sample`, slices of shuffled rows)
gets no `random_state` or generator, and nothing in the file sets the global generator that it draws from.

## Why it matters
Every run tests on other rows: two runs cannot be compared, a model that is loaded later is tested on
rows it learned from, and nobody can repeat the result.

## What to do
Give the split a seed (`random_state=0`, `generator=torch.Generator().manual_seed(0)`). To learn how much
the split matters, repeat with several seeds on purpose and report the spread.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Shuffled, Split
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program

CODE = "FR108"
TITLE = "A split without a seed"
FIX = "give it a seed"
HOW = {
    "numpy": "random_state=0, or np.random.seed(0) before it",
    "torch": "generator=torch.Generator().manual_seed(0)",
    "python": "random.Random(0)",
    "tensorflow": "seed=0",
}


def find(program: Program) -> Iterator[Found]:
    seeded = program.seen.seeded
    for event in program.events(Split):
        if event.is_random and not event.is_seeded and not {event.library, "all"} & seeded:
            yield Found(event.node, f"{event.name} divides by chance", f"{FIX}: {HOW[event.library]}", "note")
    for event in program.events(Shuffled):
        if not {event.library, "all"} & seeded and _becomes_parts(program, event.key):
            yield Found(
                event.node, f"{event.name} decides by chance what is train and what is not", FIX, "note"
            )


def _becomes_parts(program: Program, key: str) -> bool:
    """Whether slices of the shuffled rows, or the sample itself, are bound as parts."""
    roles = set()
    for rows, names in program.seen.bound.items():
        at = next((i for i, piece in enumerate(rows.path) if piece.key == key), None)
        if at is None:
            continue
        here = rows.path[at]
        if here.kind == "draw" or (len(rows.path) > at + 1 and rows.path[at + 1].kind == "slice"):
            roles |= names & {"train", "val", "test"}
    return len(roles) > 1
