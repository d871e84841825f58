"""Something is chosen by its test score

## How it is detected
In a loop, in a function that may be called in one, or in the objective of a search, a score computed on
test data is compared with the best so far, and the better one is kept, saved or ends the loop; or the
largest of several such scores is taken (`max`, `argmax`, `idxmax`, `sorted(...)[0]`), as is a threshold
where a curve of test is best (`argmax(tpr - fpr)`); or it is given to a scheduler, an early stopper or a
pruner. The largest beside the smallest, or beside the mean, describes the scores and is no choice.

## Why it matters
The best of many test scores is too high even if all candidates are equally good: with 10,000 examples
and twenty looks by about half a point, with 200 examples by five. The model that is kept is the lucky one.

## What to do
Choose by a validation part or by cross-validation within train. Then evaluate the one that was chosen on
test, once.
"""

from collections.abc import Iterator

from fittingroom.lint.events import Chosen
from fittingroom.lint.found import Found
from fittingroom.lint.program import Program

CODE = "FR103"
TITLE = "Something is chosen by its test score"
FIX = "choose by a validation part or cross-validation within train; evaluate the chosen one on test once"


def find(program: Program) -> Iterator[Found]:
    for event in program.events(Chosen):
        if program.is_test(event.score):
            yield Found(event.node, f"a score on test data chooses: {event.how}", FIX)
