"""Label suspects

## How it is detected
Confident learning (Northcutt et al. 2021): a test image is suspect if the model is surer of another
class than it usually is, and the number of suspects per pair of classes is estimated from how often
that happens. Suspects are ranked by the probability that the model gives to the given label. Over ten
published test sets people confirmed between 15 % and 90 % of such suspects; these ends bound the share
of wrong labels. A model that is right on less than half of the images is not asked.

## Why it matters
A model that has not seen a wrong label can hardly agree with it. The share of wrong labels is
therefore a ceiling for any honest accuracy, and differences between models near the ceiling are about
who repeats the errors.

## What to do
Look at the suspects, and have at least 50 random ones judged by people who do not see the model's
answer. Correct what is plainly wrong and quote both scores. Do not delete suspects to raise the score:
many are truly two-way (dress or long top, coat or pullover), or the model's own mistakes; a weak
model finds more suspects, not more errors.
"""

from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, Judged, NotApplicable, judged
from fittingroom.measure.labels import label_noise, suspects
from fittingroom.reporting.format import count, counted, percent
from fittingroom.types import Finding

CODE = "FR006"
TITLE = "Label suspects"
SHOWN = 48
LEAST_ACCURACY = 0.5


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if any test label is suspect; the numbers list the most suspect and the ceiling they put."""
    answers = judged(evidence, "test")
    if answers.predictions.kind != "probabilities":
        raise NotApplicable(
            "It needs probabilities to know how sure the model is; these predictions are "
            f"{answers.predictions.kind}."
        )
    accuracy = float(answers.correct.mean())
    if accuracy < LEAST_ACCURACY:
        raise NotApplicable(
            f"A model that is right on {percent(accuracy)} of the images says too little about their labels."
        )
    ranked, n = suspects(answers.predictions, answers.labels), len(answers.labels)
    numbers: dict[str, Any] = {"images": n, "suspects": len(ranked), "accuracy": accuracy}
    if not len(ranked):
        sentence = f"None of {counted(n, 'test label')} is suspect to this model."
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    noise = label_noise(len(ranked), n)
    numbers |= {
        "noise_low": noise.low,
        "noise_high": noise.high,
        "ceiling_low": 1 - noise.high,
        "ceiling_high": 1 - noise.low,
        "source": noise.source,
        "most_suspect": [described(evidence, answers, at) for at in ranked[:SHOWN]],
    }
    stated = evidence.data.card.label_noise
    beside = f" (the card says {percent(stated.low)} to {percent(stated.high)})" if stated else ""
    sentence = (
        f"{count(len(ranked))} of {counted(n, 'test label')} {'is' if len(ranked) == 1 else 'are'} "
        "suspect to this model; if people confirm as many as elsewhere, "
        f"{percent(noise.low)} to {percent(noise.high)} of the labels are wrong{beside}, and the ceiling "
        f"of any honest accuracy lies between {percent(1 - noise.high)} and {percent(1 - noise.low)}."
    )
    return Finding(code=CODE, title=TITLE, status="found", sentence=sentence, numbers=numbers)


def described(evidence: Evidence, answers: Judged, at: int) -> dict[str, Any]:
    """One suspect: its row in the data set, the given and the answered class and their probabilities."""
    classes, scores = evidence.data.card.classes, answers.predictions.scores[at]
    given, answered = int(answers.labels[at]), int(answers.predictions.answers[at])
    return {
        "row": int(answers.rows[at]),
        "id": str(answers.predictions.ids[at]),
        "given": classes[given],
        "answered": classes[answered],
        "given_probability": float(scores[given]),
        "answered_probability": float(scores[answered]),
    }
