"""Result above the ceiling

## How it is detected
The data set's card says which share of its test labels is wrong, at the least. A model that has never
seen the test labels can hardly agree with the wrong ones, so 1 minus that share is a ceiling. A
finding is reported when the whole 95 % interval of the accuracy lies above it.

The share comes from the card and not from FR006: suspects found with the model's own answers say
where *this* model disagrees with the labels, and a model that has learnt the wrong labels by heart
disagrees with none. Judging it by its own suspects would be circular.

## Why it matters
A result that agrees with wrong labels was usually trained on the images it is tested on, measured on
another data set, or measured on a selection of the images. A Fashion-MNIST entry of 98.96 % turned
out to be plain MNIST (zalandoresearch/fashion-mnist, issue 110).

## What to do
Explain it before quoting it. Look for copies (FR001 to FR003), for test images in the training, for a
test part that is not the official one. If nothing is found, have people read the labels where the
model agrees with suspicious ones: the card's share may be too high.
"""

import numpy as np

from fittingroom.checks.evidence import Evidence, NotApplicable, judged
from fittingroom.measure.accuracy import accuracy
from fittingroom.reporting.format import measured, percent
from fittingroom.types import Finding

CODE = "FR009"
TITLE = "Result above the ceiling"


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if even the low end of the accuracy lies above what the card's label noise allows."""
    answers, card = judged(evidence, "test"), evidence.data.card
    if card.label_noise is None:
        raise NotApplicable(f"The card of {card.name} does not say how many of its test labels are wrong.")
    reached = accuracy(answers.predictions, answers.labels, groups=answers.groups, rng=rng)
    low = reached.value if reached.low is None else reached.low
    ceiling = 1 - card.label_noise.low
    numbers = {
        "accuracy": reached.value,
        "accuracy_low": low,
        "accuracy_high": reached.high,
        "ceiling": ceiling,
        "label_noise_low": card.label_noise.low,
        "label_noise_high": card.label_noise.high,
        "label_noise_source": card.label_noise.source,
    }
    assumed = f"at least {percent(card.label_noise.low)} of the test labels are taken to be wrong"
    if low <= ceiling:
        sentence = (
            f"An accuracy of {measured(reached)} is not above the ceiling of {percent(ceiling)} ({assumed})."
        )
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    sentence = (
        f"An accuracy of {measured(reached)} needs explaining: it lies above the ceiling of "
        f"{percent(ceiling)} ({assumed}), as if the model had seen test labels or been tested on "
        "other images."
    )
    return Finding(code=CODE, title=TITLE, status="found", sentence=sentence, numbers=numbers)
