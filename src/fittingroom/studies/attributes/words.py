"""The study in words, written by rule from what was measured."""

from collections.abc import Sequence

from fittingroom.reporting.format import counted, enumerated, measured, percent, signed
from fittingroom.studies.attributes.arms import FREQUENCY, MERGED, PAPER
from fittingroom.studies.attributes.ladder import COMPARED, Ladder, Rung
from fittingroom.studies.attributes.rare import PLAIN, Rare
from fittingroom.studies.attributes.ruled import Ruled

NOT_TESTED = (
    "Photos. Everything here is drawn and tagged by rules: it supports relative effects under stated "
    "mechanisms, and no number of the paper may be set beside it.",
    "Which network is better on photographs, or that a loss helps on a shop's data.",
    "Settings other than those listed: none was tuned, so an arm's best setting may do better.",
    "Sellers who err otherwise than this world's: a curation that fits its errors too well would look good.",
    "Whether labels that annotators gave would do as well as the truth that is known here.",
)


def verdict(found: Ladder, ruled: Sequence[Ruled], rare: Rare | None) -> tuple[str, ...]:
    """At most five lines: floor and ceiling, what raises F1@8, curation, rules, rare labels."""
    paper = found.rung(PAPER.name)
    lines = []
    if paper is not None:
        floor, ceiling = (of["F1@8"].measurement.value for of in (found.frequency, found.oracle))
        lines.append(
            "Simulated: flat BCE on sellers' noisy tags reaches F1@8 "
            f"{measured(paper.levels['F1@8'].measurement)} of what is true; label frequencies "
            f"{percent(floor)}, the ceiling of a forced eight {percent(ceiling)}."
        )
    lines += [_shown(found, name) for name in COMPARED]
    if (best := _best_rule(ruled)) and best.gain:
        lines.append(
            f"Decision rules, learned on val: {best.rule} on {best.arm.title} gives F1 "
            f"{measured(best.test.measurement)}, {measured(best.gain.over.measurement)} over the forced 8"
            f"{'' if best.gain.shown else ', not shown after correction for all rules'}."
        )
    if rare is not None:
        lines.append(_rare(rare))
    return tuple(lines)


def _shown(found: Ladder, name: str) -> str:
    """Which rungs moved a number for certain, up and down."""
    compared = [rung for rung in found.rungs if name in rung.effects and rung.arm.against != FREQUENCY]
    shown = [rung for rung in compared if rung.effects[name].shown]
    better, worse = ([r for r in shown if sign * _change(r, name) > 0] for sign in (1, -1))
    return (
        f"Of {counted(len(compared), 'rung')}, shown to raise {name}: {_named(better, name, -1)}; "
        f"to lower it: {_named(worse, name, 1)}."
    )


def _change(rung: Rung, name: str) -> float:
    return rung.effects[name].over.measurement.value


def _named(rungs: Sequence[Rung], name: str, sign: int) -> str:
    ordered = sorted(rungs, key=lambda rung: sign * _change(rung, name))
    return enumerated([f"{r.arm.title} ({signed(100 * _change(r, name))})" for r in ordered]) or "none"


def _best_rule(ruled: Sequence[Ruled]) -> Ruled | None:
    """The rule that val, not test, says is best on the curated arm's logits."""
    of = [one for one in ruled if one.arm.name == MERGED.name] or list(ruled)
    return max(of, key=lambda one: one.val.measurement.value, default=None)


def _rare(found: Rare) -> str:
    """What methods find of the labels on few images, beside the network as it is."""
    few = [shot for shot in found.shots if shot.name not in ("no image",)][:1]
    plain = next(method for method in found.methods if method.name == PLAIN)
    if not few or (base := plain.recall[few[0].name]) is None:
        return "No image of test has a label that was learned from few images."
    name = few[0].name
    told = [
        f"{method.name} {measured(one.measurement)}"
        for method in found.methods
        if method is not plain and (one := method.recall[name])
    ]
    return (
        f"{counted(int(few[0].labels.sum()), 'label')} on {name} images of train: mean recall@8 "
        f"{measured(base.measurement)} as learned; {enumerated(told)}."
    )
