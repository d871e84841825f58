"""The expectation card in words: sentences made from measurements by a table of thresholds.

The table is docs/card.md. No sentence says more than its interval does, none compares without the number
beside it, and what is known too roughly is called not tested.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from fittingroom.errors import InputError
from fittingroom.reporting.format import count, decimals, enumerated, known, measured, percent, value
from fittingroom.types import Measurement

WIDEST = 0.20
"""An accuracy whose interval is wider is not tested: from right in one of three to right in half, say."""

NARROW = 0.02
"""A share whose interval is narrower is given with a decimal."""

HURTS = 0.02
"""A defect that costs more than this, shown after Holm, hurts; one that surely costs less does not."""

MOST_NAMED = 6
"""Changes that are named with what they cost, the worst first; a page has no room for twenty intervals."""

SHOWN = 0.05
"""The level of p-values, adjusted for their number, at which an effect is shown."""


@dataclass(frozen=True, slots=True)
class Cost:
    """What one change of the pictures does to accuracy: a difference in points, and its adjusted p-value."""

    name: str
    difference: Measurement
    p: float


def is_tested(m: Measurement) -> bool:
    """Whether a share is known well enough to be printed: with an interval, at most WIDEST wide."""
    return known(m) and m.low is not None and m.high is not None and m.high - m.low <= WIDEST


def in_hundred(m: Measurement) -> str:
    """A share as people count: '27 in 100 (22 to 31)', '92.5 in 100 (92.0 to 93.0)'."""
    low, high = _ends(m)
    digits = 1 if high - low < NARROW else 0
    number, first, last = (decimals(100 * x, digits) for x in (m.value, low, high))
    return f"{number} in 100 ({first} to {last})"


def expectation(where: str, accuracy: Measurement, baseline: Measurement, *, always: str) -> str:
    """What to expect on pictures of one kind: 'On X: right N in 100; always answering Y: M in 100.'"""
    if not is_tested(accuracy):
        return not_tested(where, accuracy)
    beside = f"always answering {always}: {decimals(100 * baseline.value, 0)} in 100"
    return f"On {where}: right {in_hundred(accuracy)} of {count(accuracy.n)}; {beside}."


def not_tested(where: str, m: Measurement) -> str:
    """Why nothing is said of pictures of one kind."""
    if not known(m):
        return f"On {where}: not tested."
    if m.low is None or m.high is None:
        return f"On {where}: not tested ({count(m.n)} pictures, {m.method})."
    reach = decimals(100 * (m.high - m.low), 0)
    return f"On {where}: not tested ({count(m.n)} pictures leave {reach} points open)."


def against_always(difference: Measurement, *, always: str) -> str:
    """Is it better than one answer for all? difference: accuracy minus the majority baseline, paired."""
    low, high = _ends(difference)
    if low > 0:
        return f"Better than always answering {always} by {measured(difference)}."
    if high < 0:
        return f"Worse than always answering {always}: {measured(difference)}."
    return f"Not shown to be better than always answering {always}: {measured(difference)}."


def below_benchmark(difference: Measurement) -> str:
    """How far from the benchmark? difference: accuracy here minus accuracy on the benchmark's test part."""
    low, high = _ends(difference)
    if high < 0:
        return f"That is {_unsigned(difference)} below the benchmark."
    if low > 0:
        return f"That is {_unsigned(difference)} above the benchmark."
    return f"Not shown to differ from the benchmark: {measured(difference)}."


def _unsigned(m: Measurement) -> str:
    low, high = sorted(abs(100 * end) for end in _ends(m))
    return f"{decimals(abs(100 * m.value))} points [{decimals(low)}, {decimals(high)}]"


def confidence(auroc: Measurement, stated: Measurement, accuracy: Measurement) -> str:
    """What its confidence is worth on pictures of one kind.

    auroc: how often a right answer has more confidence than a wrong one (0.5: a coin); stated: mean
    confidence; accuracy: on the same pictures.
    """
    low, high = _ends(auroc)
    claims = f"it states {value(stated)} and is right in {value(accuracy)}"
    worth = f"AUROC {measured(auroc)}, a coin 0.5"
    if low <= 0.5 <= high:
        return (
            f"Its confidence means nothing here: {claims}, and right answers are not shown to have more of "
            f"it than wrong ones ({worth})."
        )
    if high < 0.5:
        return f"Its confidence misleads here: {claims}, and wrong answers have more of it ({worth})."
    return f"Its confidence ranks answers here ({worth}); {claims}: {_claimed(stated, accuracy)}."


def _claimed(stated: Measurement, accuracy: Measurement) -> str:
    low, high = _ends(accuracy)
    if low <= stated.value <= high:
        return "no more and no less, as far as the interval tells"
    gap = stated.value - accuracy.value
    return f"{decimals(abs(100 * gap))} points {'more' if gap > 0 else 'less'} than it delivers"


def what_hurts(costs: Sequence[Cost]) -> tuple[str, ...]:
    """Which changes of the pictures hurt, which do not, and which the measurements do not settle."""
    hurting = [c for c in costs if c.p <= SHOWN and c.difference.value < -HURTS]
    harmless = [c for c in costs if c not in hurting and _ends(c.difference)[0] > -HURTS]
    unsettled = [c for c in costs if c not in hurting and c not in harmless]
    of, limit = count(len(costs)), decimals(100 * HURTS, 0)
    lines = []
    if hurting:
        lines.append(f"{len(hurting)} of {of} hurt: {_with_costs(hurting, 'less')}.")
    if harmless:
        named = enumerated([c.name for c in harmless])
        lines.append(f"{len(harmless)} of {of} cost less than {limit} points: {named}.")
    if unsettled:
        lines.append(f"{len(unsettled)} of {of} are not settled: {_with_costs(unsettled, 'nor')}.")
    return tuple(lines)


def _with_costs(costs: Sequence[Cost], rest: str) -> str:
    """The worst with what they cost, the others by name alone."""
    ordered = sorted(costs, key=lambda c: c.difference.value)
    said = enumerated([f"{c.name} {measured(c.difference)}" for c in ordered[:MOST_NAMED]])
    others = [c.name for c in ordered[MOST_NAMED:]]
    return f"{said}; {rest}: {enumerated(others)}" if others else said


def would_change(what: str, accuracy: Measurement) -> str:
    """What something would bring that was tried: 'With 50 photos per class of your own: N in 100.'"""
    if not is_tested(accuracy):
        return f"With {what}: not tested."
    return f"With {what}: right {in_hundred(accuracy)} of {count(accuracy.n)}."


def kept(share_kept: Measurement, accuracy: Measurement | None) -> str:
    """What refusing unlike pictures leaves: how many pass, and how many of these are answered right.

    accuracy: None where some training lets none pass.
    """
    if share_kept.value == 0:
        return "No picture passes as like the training data."
    passing = f"{percent(share_kept.value, 0)} of {count(share_kept.n)} pass as like the training data"
    if accuracy is None or not is_tested(accuracy):
        return f"{passing}; how many of these it gets right is not tested."
    return f"{passing}; of these it is right on {in_hundred(accuracy)}."


def _ends(m: Measurement) -> tuple[float, float]:
    if m.low is None or m.high is None:
        raise InputError(f"{m.name}: a sentence needs an interval, but this number has none ({m.method})")
    return m.low, m.high
