"""The styles in words: the verdict, and what a model answers instead."""

from collections.abc import Sequence

from fittingroom.reporting.format import NOTHING, count, counted, enumerated, measured, percent, value
from fittingroom.studies.reality.style_answers import Answered, StyleEffect
from fittingroom.studies.reality.styles import StylesResult

MOST_ANSWERS = 3
"""Wrong answers that a line names."""

MOST_CHANGES = 3
"""Changes that the verdict names."""

SIMULATED = (
    "Drawn digits are simulated: no person wrote them. They show which ways of writing a model does not "
    "know, not how often people write so."
)


def verdict(found: StylesResult) -> tuple[str, ...]:
    """At most five lines: plain digits, print, which changes of style cost accuracy, what that is worth."""
    plain, hands = found.pens[0], found.pens[0].groups
    lines = [
        f"Right on {measured(plain.accuracy)} of {count(plain.accuracy.n)} plain digits drawn by "
        f"{counted(hands, 'simulated hand')}{_sure(plain)}; on val {measured(found.val)}, by chance "
        f"{value(found.chance)}."
    ]
    if found.sizes:
        first = found.sizes[0]
        lines.append(
            f"Right on {measured(first.accuracy)} of {count(first.accuracy.n)} printed digits of MNIST's "
            f"size, {families(first.groups)} of fonts{_sure(first)}."
        )
    lines.append(shown(found.effects))
    return (*lines, SIMULATED)


def families(n: int) -> str:
    """1 -> '1 family', 2 -> '2 families'."""
    return f"{count(n)} {'family' if n == 1 else 'families'}"


def _sure(one: Answered) -> str:
    return f", at {value(one.confidence)} mean confidence" if one.confidence else ""


def shown(effects: Sequence[StyleEffect]) -> str:
    """Which changes are shown to cost accuracy, and which to add some, each with its interval."""
    lower, higher = (
        sorted(
            (e for e in effects if e.shown and e.measurement.value * sign > 0),
            key=lambda e: -abs(e.measurement.value),
        )
        for sign in (-1, 1)
    )
    said = f"Shown to cost accuracy: {len(lower)} of {counted(len(effects), 'change')}{_named(lower)}"
    return said + (f"; to add some: {len(higher)}{_named(higher)}." if higher else ".")


def _named(effects: Sequence[StyleEffect]) -> str:
    named = [f"{e.style} against {e.against} {measured(e.measurement)}" for e in effects[:MOST_CHANGES]]
    if rest := len(effects) - len(named):
        named.append(f"{count(rest)} more")
    return f" ({enumerated(named)})" if named else ""


def instead(one: Answered) -> str:
    """The most frequent wrong answers, each with its share of the pictures; the digit before them if many."""
    if not one.instead:
        return NOTHING
    several = len(one.digits) > 1
    named = [
        f"{digit} as " * several + f"{answer} ({percent(n / one.accuracy.n)})"
        for digit, answer, n in one.instead[:MOST_ANSWERS]
    ]
    rest = sum(n for _, _, n in one.instead[MOST_ANSWERS:])
    return ", ".join(named) + (f", others ({percent(rest / one.accuracy.n)})" if rest else "")


def table(found: StylesResult) -> str:
    """The answers to every style, pen and size as a table of text, and the changes below it."""
    rows = [("", "right", "same on val", "mean confidence", "instead")]
    rows += [
        (
            one.name,
            measured(one.accuracy),
            measured(one.on_val),
            measured(one.confidence) if one.confidence else NOTHING,
            instead(one),
        )
        for one in (*found.styles, *found.pens, *found.sizes)
    ]
    return _aligned(rows)


def _aligned(rows: Sequence[tuple[str, ...]]) -> str:
    widths = [max(len(row[i]) for row in rows) for i in range(len(rows[0]))]
    return "\n".join(
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in rows
    )
