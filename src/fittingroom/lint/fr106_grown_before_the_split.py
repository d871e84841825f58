"""Augmented or oversampled before the split

## How it is detected
Data that hold altered or repeated copies of their rows (SMOTE and other over-samplers, `resample` and
`sample` with replacement, `np.repeat`, arrays concatenated with altered versions of themselves, lists
that get several versions of each picture) are split or cross-validated afterwards. Also an over-sampler
that is applied to the test part.

## Why it matters
Copies of one example land on both sides: the model is tested on what it learned by heart. With strong
oversampling a score near 100 % means nothing.

## What to do
Split first, then augment or oversample train alone (in cross-validation: inside the fold, with a
pipeline). Leave the test part as it came.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Prepared, Split
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program

CODE = "FR106"
TITLE = "Augmented or oversampled before the split"
FIX = "split first and augment or oversample train alone, inside the fold when cross-validating"


def find(program: Program) -> Iterator[Found]:
    for event in program.events(Split):
        grown = [mark for mark in event.data.marks if mark.kind == "grown"] if event.data else []
        if event.is_grouped:
            continue  # copies may share a group, and then they stay together
        for mark in grown:
            yield Found(mark.node, f"{mark.name} before the split puts copies of one row on both sides", FIX)
    for event in program.events(Prepared):
        if event.mark.kind == "grown" and program.roles(event.mark.on) == {"test"}:
            yield Found(event.node, f"{event.mark.name} changes the test data", FIX)
