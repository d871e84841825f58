"""The expectation card of the default network, chapter by chapter, from what the study measured.

The sentences are those of words.py, by the thresholds of docs/card.md; here it is only decided which
measurement each of them is made from.
"""

from collections.abc import Sequence

import numpy as np

from fittingroom import __version__
from fittingroom.measure.defects import DEFECTS as ALL_DEFECTS
from fittingroom.reporting.expectation import Chapter, ExpectationCard
from fittingroom.reporting.format import count, counted, enumerated, measured, percent, value
from fittingroom.studies.reality.arms import DEFAULT
from fittingroom.studies.reality.probed import Judged, Unknown
from fittingroom.studies.reality.study import ProbeFound, Reality
from fittingroom.studies.reality.told import Told
from fittingroom.studies.reality.tolls import Compared
from fittingroom.studies.reality.words import (
    Cost,
    against_always,
    below_benchmark,
    confidence,
    expectation,
    in_hundred,
    is_tested,
    kept,
    what_hurts,
    would_change,
)
from fittingroom.types import Measurement

FRESH = (
    "Not measured here: freshly collected pictures. Elsewhere new test sets made the same way cost 3 to 15 "
    "points (Recht et al. 2019, CIFAR-10 and ImageNet)."
)


def expectation_card(found: Reality) -> ExpectationCard:
    """Put what was measured into words; what was not is named."""
    numbers = _numbers(found)
    return ExpectationCard(
        subject=f"{DEFAULT.title} on {found.data.card.title}",
        about=about(found),
        chapters=tuple(
            Chapter(title, tuple(lines))
            for title, lines in (
                ("Pictures made like the benchmark", benchmark(found)),
                *((f"Real photos ({one.question.name})", photos(found, one)) for one in found.probes),
                ("What its confidence means", certainty(found)),
                ("Which damage hurts", damage(found)),
                *((("Other handwriting and print", styles(found)),) if found.styles else ()),
                ("What would change this", change(found)),
            )
            if lines
        ),
        not_tested=not_tested(found),
        numbers=numbers,
        source=(
            f"Made from measurements by fittingroom {__version__} (study reality, "
            f"{counted(found.seeds, 'seed')}, data {found.data.fingerprint[:12]}); every sentence follows "
            "from a table of thresholds."
        ),
    )


def about(found: Reality) -> str:
    """How it was measured, in a sentence."""
    rough = "A rough look at a smaller training: do not quote. " if found.quick else ""
    seeds = "One training" if found.seeds == 1 else f"Means over {found.seeds} trainings"
    own = "" if found.seeds > 1 else "; how far another would move them is not known"
    return f"{rough}{seeds}; in brackets 95 % intervals, of rows or of whole groups of them{own}."


def benchmark(found: Reality) -> list[str]:
    """The test part, its hardest and easiest class, and what is said elsewhere of new pictures."""
    told = found.test[DEFAULT.name]
    lines = [
        expectation(
            "the benchmark's test pictures", told.accuracy.measurement, found.majority, always=found.answer
        )
    ]
    return [*lines, *extremes(found.classes), FRESH]


def extremes(recalls: Sequence[Measurement]) -> list[str]:
    """The class that is least often right, and the one that is most often, among those well enough known."""
    known = sorted((m for m in recalls if is_tested(m)), key=lambda m: m.value)
    if len(known) < 2 or 3 * len(known) < 2 * len(recalls):  # the weakest may be among the others
        return []
    first, last = (f"{m.name.removeprefix('recall of ')}, {in_hundred(m)}" for m in (known[0], known[-1]))
    missing = len(recalls) - len(known)
    rest = f"; {missing} of {len(recalls)} are known too roughly to be named" if missing else ""
    return [f"Least often right: {first}; most often: {last}{rest}."]


def photos(found: Reality, probe: ProbeFound) -> list[str]:
    """One probe through its first preparation, through a chosen one, and read in other ways."""
    said, question = probe.arms[DEFAULT.name], probe.question
    first = said.judged[0]
    accuracy = first.accuracy.measurement
    recipe = question.recipes[0]
    lines = [
        expectation(f"photos, {recipe.name} ({recipe.title})", accuracy, first.always, always=first.constant)
    ]
    if is_tested(accuracy):
        test = found.test[DEFAULT.name].accuracy.measurement
        lines += [
            against_always(first.advantage, always=first.constant),
            below_benchmark(apart(accuracy, test)),
        ]
    lines += _chosen(probe, said.judged)
    others = [j for j in said.judged if j.recipe == first.recipe and j is not first]
    if known := [j for j in others if is_tested(j.accuracy.measurement)]:
        named = [
            f"{j.reading} {in_hundred(j.accuracy.measurement)}, always {j.constant} "
            f"{percent(j.always.value, 0)}"
            for j in known
        ]
        lines.append(f"That is the {first.reading} reading of the labels; others: {'; '.join(named)}.")
    return [*lines, *extremes(first.by_label)]


def _chosen(probe: ProbeFound, judged: Sequence[Judged]) -> list[str]:
    """The preparation that each half of the photos chose for the other; without halves the range of all."""
    strict = [j for j in judged if j.reading == judged[0].reading]
    if len(strict) < 2:
        return []
    if probe.few is not None:
        names = enumerated(list(dict.fromkeys(probe.few.recipes)))
        what = f"the preparation chosen on other photos ({names})"
        return [would_change(what, probe.few.before.measurement)]
    ordered = sorted(strict, key=lambda j: j.accuracy.measurement.value)
    least, most = (f"{measured(j.accuracy.measurement)} ({j.recipe})" for j in (ordered[0], ordered[-1]))
    return [f"The {len(strict)} preparations reach from {least} to {most}; none was chosen."]


def certainty(found: Reality) -> list[str]:
    """Confidence, sets of answers and refusal: on the benchmark, and on each probe's photos."""
    lines = _of_told("Benchmark", found.test[DEFAULT.name])
    for probe in found.probes:
        said = probe.arms[DEFAULT.name]
        told = said.told[said.judged[0].recipe]
        lines += _of_told(f"Photos, {said.judged[0].recipe}", told)
        if is_tested(told.like):
            lines.append(f"Photos: {kept(told.like, told.right_if_like)}")
        lines += [_of_unknown(one) for one in said.unknown[:1]]
    return lines


def _of_told(where: str, told: Told) -> list[str]:
    if not is_tested(told.accuracy.measurement):
        return []
    lines = []
    if told.tells is not None and told.tells.low is not None:
        said = confidence(told.tells, told.stated, told.accuracy.measurement)
        lines.append(f"{where}: {said[0].lower()}{said[1:]}")
    if told.right_if_sure is not None and is_tested(told.right_if_sure):
        lines.append(
            f"{where}: it states 90 % or more on {value(told.sure)}; of these "
            f"{in_hundred(told.right_if_sure)} are right."
        )
    return [
        *lines,
        f"{where}: sets of answers that promise to hold the right one in {percent(told.promised.value, 0)} "
        f"hold it in {in_hundred(told.covered)}.",
    ]


def _of_unknown(unknown: Unknown) -> str:
    return (
        f"Photos of {count(unknown.stated.n)} things that it has no class for: it states "
        f"{measured(unknown.stated)} on average; {percent(unknown.like.value, 0)} pass as like the training "
        "data."
    )


def damage(found: Reality) -> list[str]:
    """Damaged test pictures, and single cues."""
    tolls = found.tolls[DEFAULT.name]
    if not is_tested(tolls.suite):
        return [f"Damaged pictures: not tested ({count(tolls.suite.n)} pictures are too few)."]
    lines = [
        f"Over {len(ALL_DEFECTS)} kinds of damage: right {in_hundred(tolls.suite)} of "
        f"{count(tolls.suite.n)}, at {value(tolls.suite_stated)} confidence; the same pictures undamaged "
        f"{in_hundred(tolls.clean)}. That never stands for real photos."
    ]
    defects = [Cost(t.title, t.lost, t.p) for t in tolls.each if not t.is_cue]
    cues = [Cost(t.title, t.lost, t.p) for t in tolls.each if t.is_cue]
    lines += [f"Damage: {line}" for line in what_hurts(defects)]
    return [*lines, *(f"Cues: {line}" for line in what_hurts(cues))]


def styles(found: Reality) -> list[str]:
    """Digits in other styles: simulated hands, and the fonts at hand."""
    told = found.styles[DEFAULT.name]
    lines = [f"Digits drawn by simulated hands: right {in_hundred(told.drawn)} of {count(told.drawn.n)}."]
    lines += [
        f"Digits {m.name.removeprefix('accuracy, ')}: right {in_hundred(m)} of {count(m.n)}."
        for m in told.printed[:1]
        if is_tested(m)
    ]
    costs = [Cost(f"{t.style} (for {t.against})", t.difference.measurement, t.p) for t in told.each]
    return [*lines, *(f"Style: {line}" for line in what_hurts(costs))]


def change(found: Reality) -> list[str]:
    """A few photos of one's own; training with defects, and against defects that were never learned."""
    lines = [line for probe in found.probes for line in _few(found, probe)]
    for one in telling(found):
        m = one.difference.measurement
        if m.low is not None:
            settled = "" if one.shown else "; not shown after Holm"
            lines.append(f"Trained with defects, {one.what}: {measured(m)}, to {measured(one.a)}{settled}.")
    if found.left_out:
        helped = [f.family for f in found.left_out if f.helped]
        named = f": {enumerated(helped)}" if helped else ""
        lines.append(
            "Against a family of defects that was never learned, learning the others is shown to help in "
            f"{len(helped)} of {len(found.left_out)} families{named}."
        )
    return lines


def _few(found: Reality, probe: ProbeFound) -> list[str]:
    lines, before = [], 0
    which = f" of {probe.question.name}" if len(found.probes) > 1 else ""
    for few in probe.few.each if probe.few else ():
        if few.photos == before:  # the half has no more of any label
            continue
        what = f"{few.amount} photos of each label" if few.amount else "all other photos"
        lines.append(
            would_change(f"{what}{which} learned ({count(few.photos)} in all)", few.accuracy.measurement)
        )
        before = few.photos
    return lines


def telling(found: Reality) -> list[Compared]:
    """The comparisons that a card has room for: of photos, those through first and chosen preparations."""
    wanted = {"test", "damaged pictures"}
    for probe in found.probes:
        recipes = [probe.question.recipes[0].name, *(probe.few.recipes if probe.few else ())]
        wanted |= {f"{probe.question.name} through {name}" for name in recipes}
    return [one for one in found.compared if one.what in wanted]


def not_tested(found: Reality) -> tuple[str, ...]:
    """What nothing is said of."""
    lines = [] if found.probes else ["Real photos: no probe was asked about."]
    for probe in found.probes:
        groups = probe.photos.groups
        number = "" if groups is None else f"{count(len(np.unique(groups)))} groups of the "
        lines.append(f"Other photos than those of the {number}probe {probe.question.name}{_who(probe)}.")
        lines += [
            f"{probe.question.name} through {name}: {why}" for name, why in probe.question.left_out.items()
        ]
        if not probe.question.chart.unknown:
            lines.append(f"Photos of things of no known class, in {probe.question.name}.")
    if found.data.images.ndim == 3:
        lines.append("Colour: every picture is grey.")
    lines += [
        "Pictures of the same kind that were collected anew.",
        "Several things in one picture, and things that are worn, held or partly hidden.",
        "Input that was made to deceive it.",
    ]
    if not found.left_out:
        lines.append("Defects that a network trained with defects never learned (no family was left out).")
    return (*lines, *(f"{name}: {why}" for name, why in found.failed.items()))


def _who(probe: ProbeFound) -> str:
    return "" if probe.photos.groups is None else f" ({probe.question.chart.group or 'group'})"


def apart(a: Measurement, b: Measurement) -> Measurement:
    """The difference a - b of two shares of different pictures.

    Its reach on either side is the root of the summed squares of both reaches (Zou & Donner 2008, Statistics
    in Medicine 27, p. 1693).
    """
    low = high = None
    if a.low is not None and a.high is not None and b.low is not None and b.high is not None:
        low = a.value - b.value - float(np.hypot(a.value - a.low, b.high - b.value))
        high = a.value - b.value + float(np.hypot(a.high - a.value, b.value - b.low))
    return Measurement(
        name=f"{a.name}, less accuracy on {b.part}",
        value=a.value - b.value,
        n=a.n,
        method="95 %, from both intervals",
        part=a.part,
        low=low,
        high=high,
        unit="points",
    )


def _numbers(found: Reality) -> tuple[Measurement, ...]:
    """Everything that the sentences rest on."""
    told, tolls = found.test[DEFAULT.name], found.tolls[DEFAULT.name]
    numbers = [told.accuracy.measurement, found.majority, told.stated, told.claims, told.covered, told.like]
    numbers += [*found.classes, tolls.clean, tolls.suite, *(t.lost for t in tolls.each)]
    for probe in found.probes:
        said = probe.arms[DEFAULT.name]
        for j in said.judged:
            numbers += [j.accuracy.measurement, j.always, j.advantage]
        for one in said.told.values():
            numbers += [one.stated, one.claims, one.covered, one.like]
        if probe.few is not None:
            numbers += [probe.few.before.measurement, *(f.accuracy.measurement for f in probe.few.each)]
    for styles in found.styles.values():
        numbers += [styles.drawn, *styles.printed, *(t.difference.measurement for t in styles.each)]
    return (*numbers, *(c.difference.measurement for c in found.compared))
