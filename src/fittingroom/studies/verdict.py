"""The verdict: what may be said of a result in five lines, worded by rule from what was measured."""

from collections.abc import Sequence

from fittingroom.data.predictions import NO_PROBABILITIES
from fittingroom.measure.reuse import best_of
from fittingroom.reporting.format import count, counted, measured, percent, points
from fittingroom.studies.measuring import Scores
from fittingroom.types import Dataset, Finding, Measurement, Opening, Predictions

STATED = 0.01
"""A model whose mean confidence is within this of its accuracy is called neither over- nor underconfident."""


def verdict(
    data: Dataset, said: Predictions, scores: Scores, findings: Sequence[Finding], openings: Sequence[Opening]
) -> tuple[str, ...]:
    """Five plain lines: the score and its baseline, the extremes, the confidence, the checks, the limits."""
    return (
        score_line(data, scores),
        extremes_line(scores),
        confidence_line(said, scores),
        checks_line(findings),
        limits_line(data, scores.accuracy, openings),
    )


def score_line(data: Dataset, scores: Scores) -> str:
    """The headline with its interval and the baseline beside it."""
    accuracy = scores.accuracy
    return (
        f"Right on {measured(accuracy)} of the {count(accuracy.n)} {accuracy.part} images of "
        f"{data.card.title}; always giving the most frequent class is right on "
        f"{percent(scores.majority.value)}."
    )


def extremes_line(scores: Scores) -> str:
    """The class that is found least often and the one found most often."""
    recalls = [m for m in scores.classes if m.name.startswith("recall of ") and m.n]
    worst, best = min(recalls, key=lambda m: m.value), max(recalls, key=lambda m: m.value)
    return (
        f"Weakest class: {worst.name.removeprefix('recall of ')}, found in {measured(worst)} of "
        f"{count(worst.n)}; strongest: {best.name.removeprefix('recall of ')}, {measured(best)}."
    )


def confidence_line(said: Predictions, scores: Scores) -> str:
    """Whether the stated confidence can be believed."""
    stated = scores.confidence
    if stated is None:
        why = f" ({said.settings[NO_PROBABILITIES]})" if NO_PROBABILITIES in said.settings else ""
        return f"Its confidence was not judged: it gave {said.kind}, no probabilities{why}."
    return (
        f"It states {percent(stated.mean.value)} confidence on average and {_kept(stated.excess)}; "
        f"calibration error {stated.ece.value:.3f}, where a perfectly calibrated model would show "
        f"{stated.floor.value:.3f}."
    )


def _kept(excess: Measurement) -> str:
    """How often it is right for what it states; excess: confidence less accuracy, row by row."""
    if abs(excess.value) <= STATED:
        return "is right about as often as it says"
    if excess.low is not None and excess.low > 0:
        return "is right less often than it says"
    if excess.high is not None and excess.high < 0:
        return "is right more often than it says"
    return "is not shown to be right less or more often than it says"


def checks_line(findings: Sequence[Finding]) -> str:
    """How many checks found something, and which."""
    found = [finding for finding in findings if finding.status == "found"]
    passed = sum(finding.status == "passed" for finding in findings)
    named = ", ".join(f"{finding.title.lower()} ({finding.code})" for finding in found)
    return (
        f"{len(findings)} checks: {len(found)} found something{': ' + named if found else ''}; "
        f"{passed} passed; {len(findings) - len(found) - passed} did not apply."
    )


def limits_line(data: Dataset, accuracy: Measurement, openings: Sequence[Opening]) -> str:
    """What the number speaks of, and how often the sealed part was looked at."""
    if accuracy.part == "test":
        looks = f"The ledger of this machine counts {counted(len(openings), 'opening')} of the test part."
    else:
        looks = f"The {accuracy.part} part is not sealed: who chose by it must not quote it."
    return (
        f"This speaks of pictures made exactly like {data.card.title}; other pictures, damaged ones and "
        f"unknown things were not tested. {looks}"
    )


def reuse_sentence(openings: Sequence[Opening], accuracy: Measurement) -> str:
    """What the best of that many looks at the test part could gain by luck alone."""
    if not openings or accuracy.part != "test":
        return ""
    models = len({opening.model_fingerprint for opening in openings})
    if models == 1:
        return "It was for one model: nothing was chosen by it that this ledger knows of."
    gain = best_of(models, accuracy.value, accuracy.n)
    return (
        f"It was for {models} different models: quoting the best of {models} equally good, unrelated "
        f"models would gain {points(gain)} by luck alone; related ones gain less."
    )
