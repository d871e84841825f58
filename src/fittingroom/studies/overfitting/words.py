"""The study in words, written by rule from what was measured: the verdict, and the longer answer."""

from collections.abc import Iterable, Mapping, Sequence

from fittingroom.measure.gap import IN_WORDS
from fittingroom.reporting import Claim
from fittingroom.reporting.format import counted, enumerated, measured, percent, points
from fittingroom.studies.overfitting.claims import when_turned
from fittingroom.studies.overfitting.effects import ArmResult
from fittingroom.types import Dataset


def verdict(data: Dataset, found: Mapping[str, ArmResult]) -> tuple[str, ...]:
    """At most five lines: the plain network, what narrows its gap or helps on test, the leak, memorising."""
    plain = found["plain"]
    compared = _changes(found.values())
    narrower = _shown(compared, "effect_on_gap", -1)
    better = _shown(compared, "effect_on_test", +1)
    lines = [
        f"{IN_WORDS[plain.word]} on {data.card.title} by the plain network: right on "
        f"{_level(plain, 'train')} of what it learned, {_level(plain, 'val')} of val and "
        f"{measured(plain.accuracy['test'].measurement)} of test: gap {measured(plain.gap.measurement)}.",
        f"Shown to narrow the gap: {len(narrower)} of {counted(len(compared), 'change')}"
        + (f", most of all {_named(narrower[0], 'effect_on_gap')}" if narrower else "")
        + f"; to raise test accuracy: {len(better)}"
        + (f", most of all {_named(better[0], 'effect_on_test')}" if better else "")
        + f"; both: {len({o.arm.name for o in narrower} & {o.arm.name for o in better})}.",
    ]
    if plain.seeds == 1:
        lines.append("One seed: how far another would move these numbers is not known, nor counted in them.")
    if (leak := found.get("program-3-leaking")) and leak.effect_on_test:
        lines.append(
            "Stopping by test instead of val was worth "
            f"{measured(leak.effect_on_test.measurement)} of test accuracy."
        )
    if random := found.get("random-labels-0.03"):
        lines.append(
            f"Memorising looks like this: taught random labels for {percent(random.arm.share, 0)} of the "
            f"images, the network is right on {_level(random, 'train')} of those and "
            f"{_level(random, 'val')} of val."
        )
    return tuple(lines)


def _changes(found: Iterable[ArmResult]) -> list[ArmResult]:
    """What one might change about the plain network; random labels are a control, no change."""
    return [
        one for one in found if one.effect_on_gap and one.arm.against == "plain" and not one.arm.random_labels
    ]


def _shown(compared: Sequence[ArmResult], effect: str, sign: int) -> list[ArmResult]:
    """Arms whose effect of that sign survives the correction for their number, the largest first."""
    kept = [one for one in compared if (e := getattr(one, effect)).shown and e.measurement.value * sign > 0]
    return sorted(kept, key=lambda one: -abs(getattr(one, effect).measurement.value))


def _level(one: ArmResult, part: str) -> str:
    return percent(one.accuracy[part].measurement.value)


def _named(one: ArmResult, effect: str) -> str:
    return f"{one.arm.title} ({points(getattr(one, effect).measurement.value)})"


def paragraphs(found: Sequence[ArmResult], judged: Sequence[Claim]) -> tuple[str, ...]:
    """The answer to the essay in prose, and what to take from it."""
    plain = next(one for one in found if one.arm.name == "plain")
    compared = _changes(found)
    worse = {one.arm.name for one in _shown(compared, "effect_on_test", -1)}
    cheap = [one for one in _shown(compared, "effect_on_gap", -1) if one.arm.name in worse]
    return (
        "*Does it overfit?* By the rule of `docs/measures.md` the plain network's overfitting is "
        f"*{plain.word}*: {measured(plain.gap.measurement)} between what it learned and val over "
        f"{counted(plain.seeds, 'seed')}, every seed between {points(min(plain.gap.each))} and "
        f"{points(max(plain.gap.each))}; {when_turned(plain)}.",
        f"*A narrow gap is not a better model.* {len(cheap)} of the changes that narrow the gap lower test "
        "accuracy"
        + (f": {enumerated([_named(one, 'effect_on_test') for one in cheap[:5]])}" if cheap else "")
        + ". A gap also narrows when a network no longer learns its own training images.",
        *_claims_in_words(judged),
    )


def _claims_in_words(judged: Sequence[Claim]) -> tuple[str, ...]:
    if not judged:
        return ()
    verdicts = [claim.verdict for claim in judged]
    return (
        f"*Of the essay's claims* the measurements support {verdicts.count('supported')} and do not support "
        f"{verdicts.count('not supported')}; {verdicts.count('not settled')} they do not settle. Each stands "
        "below with its numbers.",
    )
