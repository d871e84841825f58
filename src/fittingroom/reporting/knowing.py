"""Figures on a model's knowledge of its limits: sets of answers, answering less, refusing what is unlike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from fittingroom.reporting import charts
from fittingroom.reporting.document import Figure, Table
from fittingroom.reporting.figures import MOST_ROWS
from fittingroom.reporting.format import decimals, measured, percent, value
from fittingroom.reporting.selective import selective as drawn_curve
from fittingroom.types import Measurement

if TYPE_CHECKING:
    from fittingroom.measure.coverage import Coverage
    from fittingroom.measure.refusal import Refusal
    from fittingroom.measure.selective import Selective

SECTION = "confidence"


def answer_sets(covered: Sequence[Coverage]) -> Figure:
    """A row for each rule and promise: what was promised, what was measured, and at what price."""
    first = covered[0]
    return Figure(
        name="answer-sets",
        title="Sets of answers, and whether they keep their promise",
        caption=(
            f"{first.rule} sets promise to hold the right class for {percent(first.promised.value, 0)} of "
            f"pictures made like these; they hold it for {measured(first.covered)}, with "
            f"{decimals(first.size.value, 2)} classes each, {value(first.empty)} of them empty (no class is "
            f"likely enough). Their worst class, {_class(first.worst)}: {measured(first.worst)}. The "
            "thresholds come from cal; nothing is promised for other pictures."
        ),
        description=f"{len(covered)} kinds of sets, promised and measured coverage.",
        markup="",
        section=SECTION,
        table=Table(
            columns=(
                ("sets", "text"),
                ("promised", "rate"),
                ("measured", "measured"),
                ("classes in a set", "measured"),
                ("one class", "rate"),
                ("empty", "rate"),
                ("worst class", "text"),
                ("its coverage", "measured"),
            ),
            rows=tuple(
                (
                    c.rule,
                    c.promised.value,
                    c.covered,
                    c.size,
                    c.lone.value,
                    c.empty.value,
                    _class(c.worst),
                    c.worst,
                )
                for c in covered
            ),
        ),
    )


def by_class(alike: Coverage, each: Coverage) -> Figure:
    """Coverage class by class: one threshold for all classes, beside one for each; the worst on top."""
    pairs = [(a, b) for a, b in zip(alike.classes, each.classes, strict=True) if a.n]
    pairs.sort(key=lambda pair: (pair[0].value, pair[0].name))
    rows = [charts.Row(_class(a), (a, b)) for a, b in pairs[:MOST_ROWS]]
    promised = Measurement(
        name="promised",
        value=alike.promised.value,
        n=alike.promised.n,
        method="exact",
        part=alike.covered.part,
    )
    return Figure(
        name="answer-sets-by-class",
        title="Who pays for the promise",
        caption=(
            f"With one threshold for all classes {percent(promised.value, 0)} are promised on average, and "
            f"{_class(alike.worst)} gets {measured(alike.worst)}. With a threshold for each class its worst, "
            f"{_class(each.worst)}, gets {measured(each.worst)}, for sets of "
            f"{decimals(each.size.value, 2)} instead of {decimals(alike.size.value, 2)} classes."
        ),
        description=f"Coverage of {len(rows)} classes by two kinds of sets, with the promise as a line.",
        markup=charts.interval_chart(
            rows, title="Coverage by class", names=("one for all", "each its own"), baseline=promised
        ),
        section=SECTION,
        table=Table(
            columns=(
                ("class", "text"),
                ("n", "count"),
                ("one for all", "measured"),
                ("each its own", "measured"),
            ),
            rows=tuple((_class(a), a.n, a, b) for a, b in pairs[:MOST_ROWS]),
        ),
    )


def surest(chosen: Selective) -> Figure:
    """What answering only where the model is sure gains, and how far its order is from the ideal one."""
    everything, *some = chosen.accuracies
    most = some[-1] if some else everything
    return Figure(
        name="surest",
        title="Answering only when sure",
        caption=(
            f"Answering everything it is right on {measured(everything)}; "
            + "; ".join(f"on {m.name.removeprefix('accuracy on ')} {value(m)}" for m in some)
            + f". Mean error over all shares (AURC) {measured(chosen.aurc)}: no order at all would give "
            f"{value(chosen.none)}, the ideal order {value(chosen.ideal)}."
        ),
        description=f"Accuracy rises from {value(everything)} for all answers to {value(most)}.",
        markup=drawn_curve(chosen.curve),
        section=SECTION,
        table=Table(
            columns=(("answered", "text"), ("answers", "count"), ("right", "measured")),
            rows=tuple((m.name.removeprefix("accuracy on "), m.n, m) for m in chosen.accuracies),
        ),
    )


def refusal(refusals: Sequence[Refusal]) -> Figure:
    """Thresholds beyond which a picture is refused as unlike the training data, and what they do here."""
    first = refusals[0]
    assert first.right_kept is not None
    kept = f"right on {measured(first.right_kept)} of them"
    return Figure(
        name="refusal",
        title="Refusing pictures that are unlike the training data",
        caption=(
            f"The thresholds keep {percent(first.promised.value, 0)} of pictures like val. By {first.by} "
            f"{measured(first.kept)} of the pictures judged here are kept, and the model is {kept}. Refusing "
            "is meant for foreign pictures, none of which were shown here."
        ),
        description=f"Thresholds by {', '.join(r.by for r in refusals)}.",
        markup="",
        section=SECTION,
        table=Table(
            columns=(
                ("unlikeness by", "text"),
                ("threshold", "number"),
                ("to be kept", "rate"),
                ("kept", "measured"),
                ("right on these", "measured"),
                ("right on the refused", "measured"),
                ("refused", "count"),
            ),
            rows=tuple(
                (
                    r.by,
                    r.threshold,
                    r.promised.value,
                    r.kept,
                    r.right_kept,
                    r.right_refused,
                    r.right_refused.n if r.right_refused else None,
                )
                for r in refusals
            ),
        ),
    )


def not_applicable(missing: Sequence[tuple[str, str]]) -> Figure:
    """What could not be asked of this model, each with its reason."""
    return Figure(
        name="not-applicable",
        title="Not applicable here",
        caption="What these predictions do not allow to be measured, and why.",
        description=f"{len(missing)} things were not measured.",
        markup="",
        section=SECTION,
        table=Table(columns=(("what", "text"), ("because", "text")), rows=tuple(missing)),
    )


def _class(m: Measurement) -> str:
    """The class that 'coverage of 90 % LAC sets for Shirt' speaks of."""
    return m.name.split(" sets for ", 1)[1]
