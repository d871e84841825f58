"""What a probe says in sentences. No adjective without a number."""

import numpy as np

from fittingroom.reporting.format import count, counted, measured, percent, points, value
from fittingroom.studies.reality.judging import Judged
from fittingroom.studies.reality.probe import ProbeResult
from fittingroom.types import Measurement

FEW_GROUPS = 20
"""Groups below which even resampling them gives intervals that are too narrow."""


def subtitle(result: ProbeResult) -> str:
    """How many photos of how many people, in how many ways."""
    n = len(result.photos.ids)
    of = ""
    if result.photos.groups is not None:
        of = f" of {counted(len(np.unique(result.photos.groups)), 'group')} ({result.group})"
    return (
        f"{count(n)} photos{of}, {counted(len(result.recipes), 'preparation')}, class map "
        f"{result.class_map.name}; the photos are new to the model, the test part stays sealed"
    )


def verdict(result: ProbeResult) -> tuple[str, ...]:
    """Up to five sentences: the headline, other preparations, confidence, unknown things, the people."""
    return tuple(
        line
        for line in (headline(result), others(result), sure(result), unknown(result), people(result))
        if line
    )


def headline(result: ProbeResult) -> str:
    """The first preparation in the first reading, beside the one class that is right most often."""
    first = result.headline
    return (
        f"Through {first.recipe}, {measured(first.accuracy)} of {counted(first.accuracy.n, 'photo')} are "
        f"answered right ({first.reading} reading); {first.always.name}: {value(first.always)}. "
        f"{compared(first)}"
    )


def compared(judged: Judged) -> str:
    """What the paired difference to the best single class allows to say."""
    m = judged.advantage
    constant = judged.always.name
    if m.low is None or m.high is None:
        return (
            f"The difference of {points(m.value)} has no interval: {m.method.removeprefix('no interval: ')}."
        )
    if m.low > 0:
        said = f"Better than {constant}"
    elif m.high < 0:
        said = f"Worse than {constant}"
    else:
        said = f"Not shown to be better than {constant}"
    return f"{said}: {measured(m)}."


def others(result: ProbeResult) -> str:
    """The range of all preparations, and what the one chosen on half of the groups reaches on the rest."""
    strict = [j for j in result.judged if j.reading == result.headline.reading]
    if len(strict) < 2:
        return ""
    least, most = (pick(strict, key=lambda j: j.accuracy.value) for pick in (min, max))
    said = f"All {len(strict)} preparations reach {value(most.accuracy)}"
    if least.accuracy.value < most.accuracy.value:
        said = (
            f"The {len(strict)} preparations reach from {value(least.accuracy)} ({least.recipe}) to "
            f"{value(most.accuracy)} ({most.recipe})"
        )
    if chosen := result.chosen:
        said += (
            f"; {chosen.recipe}, chosen on half of the groups, is right on {measured(chosen.reported_on)} of "
            f"the other half (one class always: {value(chosen.always)})"
        )
    return said + "."


def sure(result: ProbeResult) -> str:
    """What the model claims, and how often it is right where it is sure."""
    said = result.stated.get(result.headline.recipe)
    if said is None:
        return ""
    words = f"It states {measured(said.mean)} confidence on average"
    if said.right_if_sure is not None:
        words += (
            f"; of the {value(said.sure)} of photos on which it states 90 % or more it is right in "
            f"{measured(said.right_if_sure)}"
        )
    return f"{words}.{_tells(said.tells)}"


def _tells(m: Measurement | None) -> str:
    if m is None or m.low is None or m.high is None:
        return ""
    if m.low <= 0.5 <= m.high:
        return f" Its confidence is not shown to tell right from wrong answers: AUROC {measured(m)}."
    return f" AUROC of confidence, right against wrong: {measured(m)}."


def unknown(result: ProbeResult) -> str:
    """How sure it is of things that it has no class for."""
    said = result.stated.get(result.headline.recipe)
    if said is None or said.unknown_mean is None:
        return ""
    return (
        f"On {count(said.unknown_mean.n)} photos of things that it has no class for it states "
        f"{measured(said.unknown_mean)} on average."
    )


def people(result: ProbeResult) -> str:
    """Whose photos they are, and what that does to the intervals."""
    groups = result.photos.groups
    if groups is None:
        return (
            "Nothing says who took which photo: the intervals take photos for independent, and are too "
            "narrow if they are not (--group COLUMN)."
        )
    n = len(np.unique(groups))
    few = f"; fewer than {FEW_GROUPS}, so the intervals are still too narrow" if n < FEW_GROUPS else ""
    return (
        f"The photos come from {counted(n, 'group')} ({result.group}), the three largest of which hold "
        f"{percent(largest_share(groups), 0)}; every interval resamples whole groups{few}."
    )


def largest_share(groups: np.ndarray, most: int = 3) -> float:
    """The share of all photos that the largest groups hold."""
    sizes = np.sort(np.unique(groups, return_counts=True)[1])
    return float(sizes[-most:].sum() / sizes.sum())
