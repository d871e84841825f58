"""From outcomes to answers: what each arm reached, how far it overfits, and what its factor changed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.gap import OverfittingWord, accuracy_gap, loss_turned, overfitting_word
from fittingroom.measure.seeds import OverSeeds, common_variance, holm, over_seeds, standard_error
from fittingroom.studies.overfitting.arms import Arm
from fittingroom.studies.overfitting.outcomes import Outcome
from fittingroom.types import Measurement

Groups = Mapping[str, np.ndarray | None]
"""Group numbers of the rows of val and test, where rows are not independent: errors are then by group."""

CHANGES = ("change of the gap", "change of test accuracy")

SURE = 0.05
"""Adjusted p-values up to this are called shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Effect:
    """An arm minus the one it is compared with, in accuracy; `p` is adjusted for all arms (Holm)."""

    over: OverSeeds
    p: float

    @property
    def shown(self) -> bool:
        return self.p <= SURE

    @property
    def measurement(self) -> Measurement:
        return self.over.measurement


@dataclass(frozen=True, slots=True, kw_only=True)
class ArmResult:
    """Everything that is measured of one arm, over its seeds.

    accuracy and loss: by part; val is missing where it was learned. gap: train minus val (or test,
    where val was learned). lowest: for each seed the epoch of lowest loss on the part it watched;
    turned: in how many seeds that loss had clearly risen again at the last epoch. effect_on_gap and
    effect_on_test: None for the plain network, and where what it is compared with is not there.
    """

    arm: Arm
    outcomes: tuple[Outcome, ...]
    accuracy: Mapping[str, OverSeeds]
    loss: Mapping[str, OverSeeds]
    gap: OverSeeds
    lowest: tuple[int, ...]
    turned: int
    word: OverfittingWord
    words: tuple[OverfittingWord, ...]
    effect_on_gap: Effect | None = None
    effect_on_test: Effect | None = None

    @property
    def seeds(self) -> int:
        return len(self.outcomes)

    @property
    def epochs(self) -> tuple[int, ...]:
        """How many each seed ran."""
        return tuple(len(outcome.history) for outcome in self.outcomes)

    @property
    def printed_gap(self) -> float:
        """Train as trainers print it, a running mean while learning, minus what is watched; last epoch."""
        last = [outcome.history[-1] for outcome in self.outcomes]
        return float(
            np.mean(
                [
                    (row.train_accuracy if row.running_accuracy is None else row.running_accuracy)
                    - row.val_accuracy
                    for row in last
                ]
            )
        )


def results(outcomes: Sequence[Outcome], groups: Groups) -> tuple[ArmResult, ...]:
    """One result for each arm, in the order of the outcomes, with its effects against its partner."""
    by_arm: dict[str, list[Outcome]] = {}
    for outcome in outcomes:
        by_arm.setdefault(outcome.run.arm.name, []).append(outcome)
    alone = {name: result(tuple(runs), groups) for name, runs in by_arm.items()}
    raw = {
        name: pair
        for name, found in alone.items()
        if found.arm.against in alone
        and found.arm.against != name
        and (pair := compare(found, alone[found.arm.against], groups))
    }
    gaps, tests = (effects([pair[at] for pair in raw.values()], name) for at, name in enumerate(CHANGES))
    adjusted = holm([over.p for over in (*gaps, *tests)])
    for name, gap, test, p in zip(raw, gaps, tests, adjusted.reshape(2, -1).T, strict=True):
        alone[name] = replace(
            alone[name],
            effect_on_gap=Effect(over=gap, p=float(p[0])),
            effect_on_test=Effect(over=test, p=float(p[1])),
        )
    return tuple(alone.values())


def effects(differences: Sequence["Difference"], name: str) -> tuple[OverSeeds, ...]:
    """Each difference with its error; how seeds vary is learned from all arms together."""
    common = common_variance([one.each for one in differences])
    return tuple(
        over_seeds(
            name,
            one.each,
            row_error=one.row_error,
            n=one.n,
            part=one.part,
            unit="points",
            common=common,
        )
        for one in differences
    )


def result(runs: tuple[Outcome, ...], groups: Groups) -> ArmResult:
    """What one arm reached, compared with nothing."""
    parts = [name for name in ("train", "val", "test") if getattr(runs[0], name) is not None]
    unseen = "val" if "val" in parts else "test"
    loss = {part: _level("loss", part, runs, groups) for part in parts}
    accuracy = {part: _level("accuracy", part, runs, groups) for part in parts}
    gap = over_seeds(
        "accuracy gap",
        [one.train.right.mean() - one.unseen.right.mean() for one in runs],
        row_error=float(
            np.hypot(_error(_rights(runs, "train"), None), _error(_rights(runs, unseen), groups.get(unseen)))
        ),
        n=len(runs[0].train) + len(runs[0].unseen),
        part=f"train and {unseen}",
        unit="points",
    )
    turned = [loss_turned(one.history, one.kept) for one in runs]
    return ArmResult(
        arm=runs[0].run.arm,
        outcomes=runs,
        accuracy=accuracy,
        loss=loss,
        gap=gap,
        lowest=tuple(min(one.history, key=lambda row: row.val_loss).epoch for one in runs),
        turned=sum(loss_turned(one.history, len(one.history) - 1) for one in runs),
        word=overfitting_word(
            gap.measurement,
            train_accuracy=accuracy["train"].measurement.value,
            turned=2 * sum(turned) > len(turned),
        ),
        words=tuple(
            overfitting_word(
                accuracy_gap(_share(one, "train", groups), _share(one, unseen, groups)),
                train_accuracy=float(one.train.right.mean()),
                turned=late,
            )
            for one, late in zip(runs, turned, strict=True)
        ),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    """One minus other for each seed that both have, and the error of their mean that comes from the rows."""

    each: tuple[float, ...]
    row_error: float
    n: int
    part: str


def compare(one: ArmResult, other: ArmResult, groups: Groups) -> tuple[Difference, Difference] | None:
    """The arm minus its partner: in the gap, and in test accuracy; None if they have no seed in common.

    On rows that both were asked about the difference is taken row by row, which resolves far more.
    """
    others = {outcome.run.seed: outcome for outcome in other.outcomes}
    pairs = [(a, others[a.run.seed]) for a in one.outcomes if a.run.seed in others]
    if not pairs:
        return None
    train, test = _difference("train", pairs, {}), _difference("test", pairs, groups)
    both_val = all(a.val is not None and b.val is not None for a, b in pairs)
    unseen = _difference("val", pairs, groups) if both_val else test
    gap = Difference(
        tuple(a - b for a, b in zip(train.each, unseen.each, strict=True)),
        float(np.hypot(train.row_error, unseen.row_error)),
        unseen.n,
        f"train and {unseen.part}",
    )
    return gap, test


def _difference(part: str, pairs: Sequence[tuple[Outcome, Outcome]], groups: Groups) -> Difference:
    a, b = ([getattr(pair[side], part).right for pair in pairs] for side in (0, 1))
    each = tuple(float(x.mean() - y.mean()) for x, y in zip(a, b, strict=True))
    same_rows = part != "train" or all(x.learned == y.learned for x, y in pairs)
    if same_rows:
        rows = [x.astype(float) - y for x, y in zip(a, b, strict=True)]
        return Difference(each, _error(rows, groups.get(part)), len(rows[0]), part)
    return Difference(each, float(np.hypot(_error(a, None), _error(b, None))), len(a[0]), part)


def _level(what: str, part: str, runs: Sequence[Outcome], groups: Groups) -> OverSeeds:
    """Accuracy or loss on one part, over the seeds."""
    rows = _rights(runs, part) if what == "accuracy" else [getattr(one, part).nll for one in runs]
    return over_seeds(
        what,
        [row.mean() for row in rows],
        row_error=_error(rows, groups.get(part)),
        n=len(rows[0]),
        part=part,
        unit="rate" if what == "accuracy" else "number",
    )


def _share(one: Outcome, part: str, groups: Groups) -> Measurement:
    """Accuracy of one seed on one part, with its interval."""
    right, rng = getattr(one, part).right, np.random.default_rng(one.run.seed)
    return share("accuracy", right, part, groups=groups.get(part), rng=rng)


def _rights(runs: Sequence[Outcome], part: str) -> list[np.ndarray]:
    return [getattr(one, part).right for one in runs]


def _error(rows: Sequence[np.ndarray], groups: np.ndarray | None) -> float:
    """Standard error, from the rows, of the mean over seeds and rows.

    Where each seed learned rows of its own (a random share), there is no mean by row: they are many.
    """
    return standard_error(np.mean(rows, axis=0), groups)
