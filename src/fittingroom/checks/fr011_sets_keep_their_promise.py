"""Sets of answers keep their promise

## How it is detected
On cal a threshold is fitted that promises sets which hold the right class for 90 % of pictures (split-
conformal prediction, LAC), and one for each class (class-conditional LAC). On test it is counted how often
they do. A kept promise has two kinds of luck, the images of cal and those of test, so the number of covered
ones is beta-binomial. A finding is reported if the coverage, in all or of a class by its own threshold, lies
below 97.5 % of what kept promises would show (for classes the remaining 2.5 % are shared among them, so that
many classes raise no false alarm), *and* is at least one point short.

## Why it matters
The promise needs nothing of the model, only that new pictures are made like those of cal. If it breaks
between cal and test, the two differ: the split, the source, the preparation, or labels of another quality.
Then every threshold and every temperature fitted on cal is off as well, and whoever acts on "90 % sure" is
wrong more often than they were told.

## What to do
Look at how cal and test came about (class shift, copies, groups that stand on one side only). Fit thresholds
on pictures like those that will be asked about. If the promise is kept in all but one threshold leaves a
class short, take the class-conditional sets: they cost a little size.
"""

from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, NotApplicable, judged
from fittingroom.measure.conformal import Promise, class_conditional_lac, lac, rank, sets
from fittingroom.measure.coverage import Coverage, coverage, expected
from fittingroom.reporting.format import count, measured, percent, value
from fittingroom.types import Finding, Measurement

CODE = "FR011"
TITLE = "Sets of answers keep their promise"
PROMISED = 0.9
LEAST_SHORT = 0.01
LUCK = 0.95
"""The central share of kept promises that is put down to luck."""


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if sets fitted on cal hold the label on test less often than luck explains."""
    cal, test = judged(evidence, "cal"), judged(evidence, "test")
    for answers in (cal, test):
        if (kind := answers.predictions.kind) != "probabilities":
            raise NotApplicable(f"It needs probabilities to judge; these predictions are {kind}.")
    if rank(len(cal.labels), PROMISED) > len(cal.labels):
        raise NotApplicable(
            f"Cal has {count(len(cal.labels))} images, too few to promise {percent(PROMISED, 0)}."
        )
    made = [rule(cal.predictions, cal.labels, PROMISED) for rule in (lac, class_conditional_lac)]
    alike, each = (
        coverage(
            promise,
            sets(promise, test.predictions),
            test.labels,
            part="test",
            classes=evidence.data.card.classes,
            groups=test.groups,
            rng=rng,
        )
        for promise in made
    )
    short = _short(alike.covered, int(made[0].n.max()), LUCK)
    classes = _short_classes(made[1], each)
    low, high = expected(PROMISED, len(cal.labels), len(test.labels), LUCK)
    numbers: dict[str, Any] = {
        "promised": PROMISED,
        "coverage": alike.covered.value,
        "coverage_low": alike.covered.low,
        "coverage_high": alike.covered.high,
        "kept_promises_from": low,
        "kept_promises_to": high,
        "mean_size": alike.size.value,
        "empty": alike.empty.value,
        "worst_class": _name(alike.worst),
        "worst_class_coverage": alike.worst.value,
        "worst_class_by_own_threshold": _name(each.worst),
        "worst_class_by_own_threshold_coverage": each.worst.value,
        "classes_short": classes,
        "cal_images": len(cal.labels),
    }
    status, sentence = (
        ("found", _broken(alike, classes, short)) if short or classes else ("passed", _kept(alike, each))
    )
    return Finding(code=CODE, title=TITLE, status=status, sentence=sentence, numbers=numbers)


def _short(covered: Measurement, n_cal: int, luck: float) -> bool:
    """Whether a coverage is lower than luck explains; where rows come in groups, by their own interval."""
    if covered.value > PROMISED - LEAST_SHORT:
        return False
    if covered.method.startswith("cluster"):
        return covered.high is not None and covered.high < PROMISED
    return covered.value < expected(PROMISED, n_cal, covered.n, luck)[0]


def _short_classes(promise: Promise, each: Coverage) -> list[str]:
    asked = [c for c, m in enumerate(each.classes) if m.n and np.isfinite(promise.thresholds[c])]
    luck = 1 - (1 - LUCK) / max(1, len(asked))
    return [_name(each.classes[c]) for c in asked if _short(each.classes[c], int(promise.n[c]), luck)]


def _broken(alike: Coverage, classes: list[str], short: bool) -> str:
    promised = percent(PROMISED, 0)
    if short:
        return (
            f"Sets that promise to hold the right class for {promised} hold it for "
            f"{measured(alike.covered)} of test: cal and test are not alike."
        )
    return (
        f"In all the promise of {promised} is kept ({measured(alike.covered)}), but not for "
        f"{', '.join(classes)} by a threshold of their own: there cal and test are not alike."
    )


def _kept(alike: Coverage, each: Coverage) -> str:
    return (
        f"Sets that promise {percent(PROMISED, 0)} hold the right class for {measured(alike.covered)} of "
        f"test. Worst class: {_name(alike.worst)} {value(alike.worst)}; with a threshold for each class "
        f"{_name(each.worst)} {value(each.worst)}."
    )


def _name(m: Measurement) -> str:
    return m.name.split(" sets for ", 1)[1]
