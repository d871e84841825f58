"""What decision rules gain on logits that are there already: learned on val, tried on test, seed by seed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.attributes.micro import count
from fittingroom.measure.attributes.repeated import Moved, less, moved_f1, over_trainings
from fittingroom.measure.attributes.rules.folds import decided, fitted
from fittingroom.measure.attributes.rules.nested import RULES, TOP_8
from fittingroom.measure.seeds import OverSeeds, common_variance, holm
from fittingroom.studies.attributes.arms import RULED, Arm
from fittingroom.studies.attributes.ladder import Effect, by_arm, logits_of
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.runs import Run

SEED = 5
"""Of the folds, the same for all arms and trainings."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Ruled:
    """One rule on the logits of one arm: F1 on val, nested, and on test; the gain over the top 8 on test."""

    arm: Arm
    rule: str
    val: OverSeeds
    test: OverSeeds
    gain: Effect | None


def ruled(runs: Sequence[Run], found: Lessons) -> tuple[Ruled, ...]:
    """Every rule on the arms of RULED, against all that is true.

    On val a rule decides on products that it did not learn from; on test it has learned from all of val, so
    that nothing is tuned on what is reported.
    """
    truth = {part: found.part(part).truth.measured() for part in ("val", "test")}
    rules = (TOP_8, *RULES)
    raw: list[tuple[Arm, str, Mapping[str, list[Moved]]]] = []
    for name, some in by_arm(runs).items():
        if name not in RULED:
            continue
        moved: list[dict[str, list[Moved]]] = [{"val": [], "test": []} for _ in rules]
        for run in some:
            val, test = logits_of(run, "val"), logits_of(run, "test")
            groups = found.val.groups
            nested = decided(rules, val, truth["val"], groups, rng=np.random.default_rng(SEED))
            learned = fitted(rules, val, truth["val"], groups, rng=np.random.default_rng(SEED))
            for at, (cells, decide) in enumerate(zip(nested, learned, strict=True)):
                moved[at]["val"].append(moved_f1(count(cells, truth["val"])))
                moved[at]["test"].append(moved_f1(count(decide(test), truth["test"])))
        raw += [(some[0].arm, rule.name, one) for rule, one in zip(rules, moved, strict=True)]
    return _judged(raw, found)


def _judged(raw: Sequence[tuple[Arm, str, Mapping[str, list[Moved]]]], found: Lessons) -> tuple[Ruled, ...]:
    common = {
        part: common_variance([[one.value for one in moved[part]] for _, _, moved in raw])
        for part in ("val", "test")
    }
    plain = {arm.name: moved["test"] for arm, rule, moved in raw if rule == TOP_8.name}
    gained = {
        (arm.name, rule): less(moved["test"], plain[arm.name])
        for arm, rule, moved in raw
        if rule != TOP_8.name
    }
    of_gains = common_variance([[one.value for one in moved] for moved in gained.values()])
    gains = {
        (arm, rule): over_trainings(
            f"F1, {rule}, less top 8",
            moved,
            part="test",
            unit="points",
            groups=found.test.groups,
            common=of_gains,
        )
        for (arm, rule), moved in gained.items()
    }
    adjusted = dict(zip(gains, holm([one.p for one in gains.values()]), strict=True))
    return tuple(
        Ruled(
            arm=arm,
            rule=rule,
            val=over_trainings(
                f"F1, {rule}", moved["val"], part="val", groups=found.val.groups, common=common["val"]
            ),
            test=over_trainings(
                f"F1, {rule}", moved["test"], part="test", groups=found.test.groups, common=common["test"]
            ),
            gain=Effect(over=gains[key], p=float(adjusted[key]))
            if (key := (arm.name, rule)) in gains
            else None,
        )
        for arm, rule, moved in raw
    )
