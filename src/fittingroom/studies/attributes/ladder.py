"""What each arm reached on test, and what its one difference did: over seeds and images, products whole."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.frequency import most_frequent
from fittingroom.measure.attributes.micro import count
from fittingroom.measure.attributes.oracle import oracle_counts
from fittingroom.measure.attributes.repeated import (
    Moved,
    less,
    moved_average_precision,
    moved_f1,
    moved_precision,
    moved_recall,
    over_trainings,
)
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.measure.seeds import OverSeeds, SeedVariance, common_variance, holm
from fittingroom.studies.attributes.arms import FREQUENCY, Arm
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.runs import Run, cost_of

LEVELS = ("F1@8", "F1@8 as tagged", "macro AP")
"""The numbers of a rung; the second one reads what is not tagged as absent, as the paper does."""

COMPARED = ("F1@8", "macro AP")
"""What effects are taken of: the paper's number, against all that is true, and one without a forced eight."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An arm less the one that it is compared with; p is adjusted for all comparisons of the study."""

    over: OverSeeds
    p: float

    @property
    def shown(self) -> bool:
        """Whether it may not be chance; of one seed alone nobody knows what another would do."""
        return self.p <= 0.05 and len(self.over.each) > 1


@dataclass(frozen=True, slots=True, kw_only=True)
class Rung:
    """One arm's numbers by name, on test; effects by name; processor seconds of a training, on average."""

    arm: Arm
    levels: Mapping[str, OverSeeds]
    effects: Mapping[str, Effect]
    seconds: float
    images: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A line of the paper's Table 3: recall, precision and F1@8 of val and of test, as there."""

    name: str
    numbers: Mapping[str, tuple[OverSeeds, OverSeeds, OverSeeds]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Ladder:
    """Baseline, arms and ceiling. frequency and oracle have the levels of a rung."""

    frequency: Mapping[str, OverSeeds]
    oracle: Mapping[str, OverSeeds]
    rungs: tuple[Rung, ...]
    table_3: tuple[Row, ...]

    def rung(self, name: str) -> Rung | None:
        """The rung of an arm, None where it was not trained."""
        return next((rung for rung in self.rungs if rung.arm.name == name), None)


Said = Mapping[str, Sequence[Moved]]
"""Of one arm, by the name of the number: a value and its influences for each seed."""


def by_arm(runs: Sequence[Run]) -> dict[str, list[Run]]:
    """The runs of each arm, in the order of seeds."""
    found: dict[str, list[Run]] = {}
    for run in sorted(runs, key=lambda run: run.seed):
        found.setdefault(run.arm.name, []).append(run)
    return found


def logits_of(run: Run, part: str) -> np.ndarray:
    """What a run said of a part, (n, k) float32."""
    return np.load(run.answers(part))


def ladder(runs: Sequence[Run], found: Lessons) -> Ladder:
    """All numbers of the ladder, from the logits that were written down."""
    arms, groups = by_arm(runs), found.test.groups
    truth, tagged = found.test.truth.measured(), found.tagged["test"]
    said = {
        name: _said([logits_of(run, "test") for run in some], truth, tagged) for name, some in arms.items()
    }
    seeds = max(len(some) for some in arms.values())
    counts = found.train["mapped"].truth.counts()
    blind = np.tile(np.log(counts + 1.0).astype(np.float32), (len(truth), 1))
    said[FREQUENCY] = {name: list(moved) * seeds for name, moved in _said([blind], truth, tagged).items()}
    common = {
        name: common_variance([[one.value for one in said[arm][name]] for arm in arms]) for name in LEVELS
    }
    effects = _effects({name: some[0].arm for name, some in arms.items()}, said, groups)
    oracle = {
        "F1@8": [moved_f1(oracle_counts(truth))],
        "F1@8 as tagged": [moved_f1(oracle_counts(tagged))],
    }
    return Ladder(
        frequency=_levels({name: moved[:1] for name, moved in said[FREQUENCY].items()}, groups),
        oracle=_levels(oracle, groups),
        rungs=tuple(
            Rung(
                arm=some[0].arm,
                levels=_levels(said[name], groups, common),
                effects=effects.get(name, {}),
                seconds=float(np.mean([cost_of(run)["cpu_s"] for run in some])),
                images=cost_of(some[0])["images"],
            )
            for name, some in arms.items()
        ),
        table_3=_table_3(arms, found, counts),
    )


def _said(
    each: Sequence[np.ndarray], truth: AttributeTruth, tagged: AttributeTruth
) -> dict[str, list[Moved]]:
    chosen = [top_k(logits) for logits in each]
    return {
        "F1@8": [moved_f1(count(cells, truth)) for cells in chosen],
        "F1@8 as tagged": [moved_f1(count(cells, tagged)) for cells in chosen],
        "macro AP": [moved for logits in each if (moved := moved_average_precision(logits, truth))],
    }


def _levels(
    said: Said, groups: np.ndarray, common: Mapping[str, SeedVariance | None] | None = None
) -> dict[str, OverSeeds]:
    """Each number over its seeds; how seeds vary is learned from all arms together."""
    return {
        name: over_trainings(
            name, moved, part="test", groups=groups, common=common.get(name) if common else None
        )
        for name, moved in said.items()
    }


def _effects(
    arms: Mapping[str, Arm], said: Mapping[str, Said], groups: np.ndarray
) -> dict[str, dict[str, Effect]]:
    """Each arm less its partner, seed by seed; how seeds vary is learned from all arms together."""
    found: dict[tuple[str, str], OverSeeds] = {}
    for name in COMPARED:
        pairs = {
            arm: less(said[arm][name], said[of.against][name])
            for arm, of in arms.items()
            if of.against in said
        }
        common = common_variance([[one.value for one in moved] for moved in pairs.values()])
        for arm, moved in pairs.items():
            found[arm, name] = over_trainings(
                f"change of {name}", moved, part="test", unit="points", groups=groups, common=common
            )
    adjusted = holm([one.p for one in found.values()])
    by_name: dict[str, dict[str, Effect]] = {}
    for ((arm, name), one), p in zip(found.items(), adjusted, strict=True):
        by_name.setdefault(arm, {})[name] = Effect(over=one, p=float(p))
    return by_name


def _table_3(arms: Mapping[str, list[Run]], found: Lessons, counts: np.ndarray) -> tuple[Row, ...]:
    """The networks that learn as the paper did, on labels read as there; baseline and ceiling beside them."""
    rows = []
    for some in arms.values():
        if some[0].arm.against == FREQUENCY or some[0].arm.network:
            choose = {part: [top_k(logits_of(run, part)) for run in some] for part in ("val", "test")}
            rows.append(_row(some[0].learning.network, found, lambda part, c=choose: c[part], count))
    rows.append(
        _row(
            "label frequencies",
            found,
            lambda part: [most_frequent(counts, len(found.part(part)))],
            count,
        )
    )
    rows.append(_row("oracle", found, lambda _: [None], lambda _, truth: oracle_counts(truth)))
    return tuple(rows)


def _row(name: str, found: Lessons, choose: Callable, counting: Callable) -> Row:
    numbers = {}
    for part in ("val", "test"):
        counts = [counting(cells, found.tagged[part]) for cells in choose(part)]
        numbers[part] = tuple(
            over_trainings(
                f"{what}@8 as tagged of {name}",
                [moved(one) for one in counts],
                part=part,
                groups=found.part(part).groups,
            )
            for what, moved in (("recall", moved_recall), ("precision", moved_precision), ("F1", moved_f1))
        )
    return Row(name=name, numbers=numbers)
