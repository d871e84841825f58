"""Calibration

## How it is detected
The expected calibration error (ECE) on test: in 15 bins of equally many images, how far mean confidence
and accuracy are apart. Noise alone makes it positive, so it is compared with its noise floor, the ECE of a
perfectly calibrated model on as many images (where they come in groups, whole groups are resampled). A
finding is reported if it lies above 97.5 % of such models *and* is at least .01. If there are predictions
on cal, one temperature is fitted there (Guo et al. 2017) and the ECE on test is computed again.

## Why it matters
Whoever acts on "95 % sure" must be able to believe it. Networks trained to the end are usually too
sure of themselves. And what holds on these images need not hold elsewhere: on pictures from another
source the confidence of the same model can mean nothing.

## What to do
Divide the logits by the temperature fitted on cal: it changes no answer. If the error stays, look at the
reliability diagram for the range it comes from; label smoothing, mixup and ensembles help at the root.
"""

from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, Judged, NotApplicable, judged
from fittingroom.measure.calibration import (
    apply_temperature,
    ece,
    ece_floor,
    fit_temperature,
    overconfidence,
)
from fittingroom.measure.intervals import ONE_GROUP
from fittingroom.reporting.format import decimals, measured, percent
from fittingroom.types import Finding, Measurement

CODE = "FR010"
TITLE = "Calibration"
ALREADY_FITTED = 0.02
"""A temperature within this of 1 was fitted on cal before, or would change nothing."""

LEAST_ERROR = 0.01


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if stated confidence is off by more than noise, and by enough to matter."""
    answers = judged(evidence, "test")
    said = answers.predictions
    if said.kind != "probabilities":
        raise NotApplicable(f"It needs probabilities to judge; these predictions are {said.kind}.")
    of = (said, answers.labels)
    error = ece(*of, groups=answers.groups, rng=rng)
    if error.method == ONE_GROUP:
        raise NotApplicable(
            "All test images are of one group, so nothing says how much of the error is luck."
        )
    floor = ece_floor(*of, groups=answers.groups, rng=rng)
    excess = overconfidence(*of, groups=answers.groups, rng=rng)
    numbers: dict[str, Any] = {
        "ece": error.value,
        "ece_low": error.low,
        "ece_high": error.high,
        "floor": floor.value,
        "floor_high": floor.high,
        "confidence": float(said.confidence.mean()),
        "accuracy": float(answers.correct.mean()),
        "direction": direction(excess),
        **after_temperature(evidence, answers, rng=rng),
    }
    noise = floor.value if floor.high is None else floor.high
    off = error.value > noise and error.value >= LEAST_ERROR
    rates = f"{percent(numbers['confidence'])} stated, {percent(numbers['accuracy'])} right"
    if not off:
        sentence = (
            f"No miscalibration shown: {rates}, ECE {measured(error)} (up to {decimals(noise, 3)} is noise)."
            if error.value <= noise
            else f"Confidence is off by too little to matter: {rates}, ECE {measured(error)}."
        )
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    sentence = (
        f"The model is {numbers['direction']}: {rates}, ECE {measured(error)} where a perfectly "
        f"calibrated one stays below {decimals(noise, 3)}"
    )
    if "temperature" in numbers and abs(numbers["temperature"] - 1) < ALREADY_FITTED:
        sentence += "; on cal it needs no correction, so the test images are of another difficulty"
    elif "temperature" in numbers:
        sentence += (
            f"; a temperature of {decimals(numbers['temperature'], 2)} fitted on cal makes it "
            f"{decimals(numbers['ece_after'], 3)}"
        )
    return Finding(code=CODE, title=TITLE, status="found", sentence=f"{sentence}.", numbers=numbers)


def direction(excess: Measurement) -> str:
    """In words, which way mean confidence differs from accuracy, as far as the interval can tell."""
    if excess.low is not None and excess.low > 0:
        return "overconfident"
    if excess.high is not None and excess.high < 0:
        return "underconfident"
    return "sure at the wrong places, though not too sure on average"


def after_temperature(
    evidence: Evidence, answers: Judged, *, rng: np.random.Generator
) -> dict[str, float | None]:
    """Temperature fitted on cal and what it makes of the ECE on test; empty without predictions on cal."""
    if "cal" not in evidence.predictions or evidence.predictions["cal"].kind != "probabilities":
        return {}
    known = judged(evidence, "cal")
    temperature = fit_temperature(known.predictions, known.labels)
    cooled = apply_temperature(answers.predictions, temperature)
    after = ece(cooled, answers.labels, groups=answers.groups, rng=rng)
    return {
        "temperature": temperature,
        "ece_after": after.value,
        "ece_after_low": after.low,
        "ece_after_high": after.high,
    }
