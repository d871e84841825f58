"""Test opened during selection

## How it is detected
Each opening of the test part through `fittingroom.open_test` writes a line to the ledger: when, who,
which model (by the fingerprint of its answers) and why. A finding is reported when the ledger names
two or more different models. Opening it again for the same model is counted but changes nothing.

## Why it matters
Whoever sees the test scores of several models and keeps the best one has chosen on the test part. Its
score is then too high by luck alone, even if all models are equally good. The figure given is what
the best of that many equally good models gains on average when they err independently; models that
err alike gain less, so read it as "up to". The ledger knows what went through `open_test` on this
machine, and nothing of looks elsewhere.

## What to do
Choose on val and open test once, for the model already chosen. If the test part is worn, quote the
score together with the number of looks, or collect a fresh test set.
"""

from collections import Counter
from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, NotApplicable, judged
from fittingroom.measure.reuse import best_of
from fittingroom.reporting.format import count, points
from fittingroom.types import Finding

CODE = "FR005"
TITLE = "Test opened during selection"


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if the ledger names more than one model; the numbers say what best-of-N allows."""
    openings = evidence.openings
    if not openings:
        raise NotApplicable(
            "The ledger of the test part holds no opening, so that looks at it were not counted."
        )
    looks = Counter(opening.model_fingerprint for opening in openings)
    names = {opening.model_fingerprint: opening.model for opening in openings}
    numbers: dict[str, Any] = {
        "openings": len(openings),
        "models": len(looks),
        "by_model": [
            {"model": names[key], "fingerprint": key, "openings": n} for key, n in looks.most_common()
        ],
        "first": openings[0].when,
        "last": openings[-1].when,
    }
    if len(looks) == 1:
        often = "once" if len(openings) == 1 else f"{count(len(openings))} times"
        sentence = (
            f"The ledger of this machine knows of one model for which the test part was opened, {often}."
        )
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    consequence = "its accuracy is too high by luck alone"
    if "test" in evidence.predictions:
        correct = judged(evidence, "test").correct
        numbers["best_of"] = float(best_of(len(looks), float(correct.mean()), len(correct)))
        consequence = f"luck alone is worth up to {points(numbers['best_of'], 2)} of its accuracy"
    sentence = (
        f"The test part was opened {count(len(openings))} times, for {count(len(looks))} different models: "
        f"if the best of them is the one reported, {consequence}."
    )
    return Finding(code=CODE, title=TITLE, status="found", sentence=sentence, numbers=numbers)
