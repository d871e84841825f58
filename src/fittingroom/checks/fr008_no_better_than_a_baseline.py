"""Result no better than a baseline

## How it is detected
On the test images the model is compared, image by image, with always answering the most frequent
class of train. A finding is reported when the 95 % interval of the difference in accuracy (paired
bootstrap) reaches down to zero; the exact McNemar test is given beside it.

## Why it matters
A result that a constant answer also reaches shows nothing about the model. "Not shown to be better"
is all that can be said then: it may be better by less than this many images can show.

## What to do
First look at what the model was fed. The usual causes are pixels scaled differently than in training
(0-255 against 0-1), light and dark exchanged, images transposed, or classes numbered in another
order. If the input is right, train longer or test on more images.
"""

import numpy as np

from fittingroom.checks.evidence import Evidence, judged
from fittingroom.measure.paired import difference, mcnemar
from fittingroom.reporting.format import counted, measured, percent
from fittingroom.types import Finding

CODE = "FR008"
TITLE = "Result no better than a baseline"


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if the model is not shown to be better than one constant answer."""
    answers, data = judged(evidence, "test"), evidence.data
    known = data.labels[data.rows("train")]
    # Without a train part the test part's own most frequent class: no constant answer does better.
    constant = int(np.bincount(known if len(known) else answers.labels).argmax())
    by_baseline = answers.labels == constant
    better = difference(answers.correct, by_baseline, part="test", groups=answers.groups, rng=rng)
    numbers = {
        "accuracy": float(answers.correct.mean()),
        "baseline": float(by_baseline.mean()),
        "baseline_class": data.card.classes[constant],
        "chance": 1 / len(data.card.classes),
        "difference": better.value,
        "difference_low": better.low,
        "difference_high": better.high,
        "mcnemar_p": mcnemar(answers.correct, by_baseline).p,
        "images": len(answers.labels),
    }
    beside = (
        f"always answering {numbers['baseline_class']}: it is right on {percent(numbers['accuracy'])} of "
        f"{counted(len(answers.labels), 'test image')}, the constant answer on "
        f"{percent(numbers['baseline'])}, difference {measured(better)}"
    )
    if better.low is not None and better.low > 0:
        sentence = f"The model is better than {beside}."
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    sentence = (
        f"The model is not shown to be better than {beside}; first look at whether its input is scaled, "
        "negated and turned as in training."
    )
    return Finding(code=CODE, title=TITLE, status="found", sentence=sentence, numbers=numbers)
