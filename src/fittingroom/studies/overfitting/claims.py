"""What the essay says, and what the measurements say of it: each claim judged by a rule, never by hand."""

from collections.abc import Mapping, Sequence
from itertools import combinations

import numpy as np

from fittingroom.measure.accuracy import confusion
from fittingroom.measure.gap import SMALL_GAP
from fittingroom.reporting import Claim
from fittingroom.reporting.document import Verdict
from fittingroom.reporting.format import count, counted, measured, percent, points
from fittingroom.studies.overfitting.effects import ArmResult, Effect
from fittingroom.types import Dataset, Measurement

Found = Mapping[str, ArmResult]

CONFUSED = ("Sandal", "Ankle boot")
"""The two classes that the essay, as many tutorials, names as the ones that are hard to tell apart."""


def claims(data: Dataset, found: Found) -> tuple[Claim, ...]:
    """Every claim of which the study has the arms, for this data set."""
    judged = (
        it_overfits(data, found),
        dropout_closes_the_gap(found),
        augmentation_helps(found),
        stopping_by_test_is_honest(found),
        boots_and_sandals(data, found),
    )
    return tuple(claim for claim in judged if claim)


def it_overfits(data: Dataset, found: Found) -> Claim | None:
    """Program 1, no remedy: is it better on what it learned?"""
    if "plain" not in found:
        return None
    plain = found["plain"]
    gap = plain.gap.measurement
    none = "not supported" if _closed(gap) == "supported" else "not settled"
    return Claim(
        said=f"A plain CNN overfits {data.card.title}.",
        verdict=none if plain.word == "none" else "supported",
        sentence=f"The plain network is right on {_level(plain, 'train')} of the images it learned and on "
        f"{_level(plain, 'val')} of val: a gap of {measured(gap)}, which the rule calls {plain.word} "
        f"({counted(plain.seeds, 'seed')}); {when_turned(plain)}.",
    )


def dropout_closes_the_gap(found: Found) -> Claim | None:
    """Program 2: what a trainer prints for train is measured with dropout on."""
    if "program-2" not in found:
        return None
    two = found["program-2"]
    gap = two.gap.measurement
    return Claim(
        said="With dropout, accuracy on train and on held-out images come out nearly alike.",
        verdict=_closed(gap),
        sentence=f"A trainer prints a gap of {points(two.printed_gap)} for program 2, because it measures "
        f"train with units dropped; with dropout off the gap is {measured(gap)}: {two.word}.",
    )


def augmentation_helps(found: Found) -> Claim | None:
    """Program 3, stopped by val, against the same network and images without augmentation."""
    if "program-3" not in found or not (effect := found["program-3"].effect_on_test):
        return None
    three = found["program-3"]
    sentence = (
        f"Program 3, stopped by val, changes test accuracy by {measured(effect.measurement)} against the "
        f"plain network, to {_level(three, 'test')}; its gap is {measured(three.gap.measurement)}"
    )
    if "program-3-wide" in found and (wide := found["program-3-wide"].effect_on_test):
        sentence += f". The same training changes program 2's network by {measured(wide.measurement)}"
    return Claim(
        said="Augmentation with early stopping makes it generalise better.",
        verdict=_verdict(effect, good=+1),
        sentence=sentence + ".",
    )


def stopping_by_test_is_honest(found: Found) -> Claim | None:
    """The same program and images, stopped by test and by val: what the leak was worth."""
    if "program-3-leaking" not in found or not (effect := found["program-3-leaking"].effect_on_test):
        return None
    worth = measured(effect.measurement)
    seeds = counted(len(effect.over.each), "seed")
    if effect.shown:
        sentence = f"Stopping by test instead of val was worth {worth} of test accuracy over {seeds}."
    else:
        sentence = (
            f"Stopping by test instead of val was worth {worth} of test accuracy over {seeds}: too "
            "little to be shown here. It still leaves no unseen image to report on."
        )
    return Claim(
        said="Validating on the test set, as program 3 does, leaves its test score what it says.",
        verdict="not supported" if effect.shown and effect.measurement.value > 0 else "not settled",
        sentence=sentence,
    )


def boots_and_sandals(data: Dataset, found: Found) -> Claim | None:
    """Which two classes are confused most, by the plain network, on test."""
    if "plain" not in found or not set(CONFUSED) <= set(data.card.classes):
        return None
    pairs = confused_pairs(data, found["plain"])
    errors = sum(n for _, n in pairs)
    if not errors:
        return None
    rank = next(at for at, (pair, _) in enumerate(pairs, 1) if set(pair) == set(CONFUSED))
    (first, second), most = pairs[0]
    named = pairs[rank - 1][1]
    return Claim(
        said="Ankle boot and sandal are the classes that are confused.",
        verdict="supported" if rank == 1 else "not supported",
        sentence=f"They are number {rank} of {count(len(pairs))} pairs, with {percent(named / errors)} of "
        f"the plain network's errors on test; most lie between {first} and {second}, "
        f"{percent(most / errors)}.",
    )


def confused_pairs(data: Dataset, one: ArmResult) -> list[tuple[tuple[str, str], int]]:
    """Pairs of classes, and how many test images were taken for the other of the two, over all seeds."""
    classes, labels = data.card.classes, data.labels[data.rows("test")]
    table = np.sum([confusion(run.test.answers, labels, len(classes)) for run in one.outcomes], axis=0)
    both = table + table.T
    pairs = [((classes[a], classes[b]), int(both[a, b])) for a, b in combinations(range(len(classes)), 2)]
    return sorted(pairs, key=lambda pair: -pair[1])


def when_turned(one: ArmResult) -> str:
    """In which epoch the loss on the watched part was lowest, and whether it had risen again by the end."""
    where = f"{'epoch' if len(set(one.lowest)) == 1 else 'epochs'} {_from_to(one.lowest)}"
    rise = f"had {'clearly risen by the last in' if one.turned else 'not clearly risen by the last'}"
    seeds = f" {one.turned} of {one.seeds}" if one.turned else ""
    return f"the loss on {one.arm.watches} was lowest in {where} of {_from_to(one.epochs)} and {rise}{seeds}"


def _closed(gap: Measurement) -> Verdict:
    """Whether less than a small gap is left: the whole interval must say so, or deny it."""
    if gap.low is None or gap.high is None or gap.low < SMALL_GAP <= gap.high:
        return "not settled"
    return "supported" if gap.high < SMALL_GAP else "not supported"


def _from_to(counts: Sequence[int]) -> str:
    return f"{min(counts)}" if len(set(counts)) == 1 else f"{min(counts)} to {max(counts)}"


def _level(one: ArmResult, part: str) -> str:
    return percent(one.accuracy[part].measurement.value)


def _verdict(effect: Effect, *, good: int) -> Verdict:
    if not effect.shown:
        return "not settled"
    return "supported" if effect.measurement.value * good > 0 else "not supported"
