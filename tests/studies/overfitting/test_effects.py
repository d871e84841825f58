"""From outcomes to answers, on outcomes in which the answer is planted."""

import numpy as np
import pytest

from fittingroom.measure.seeds import holm, over_seeds, standard_error
from fittingroom.studies.overfitting.arms import Arm
from fittingroom.studies.overfitting.effects import SURE, ArmResult, compare, result, results
from fittingroom.studies.overfitting.outcomes import Outcome
from tests.studies.overfitting.made import arm, history, outcome

ROWS = {"train": 800, "val": 400, "test": 500}


class World:
    """Outcomes whose rows are easy or hard for everybody alike, so that arms err on the same ones."""

    def __init__(self, rng: np.random.Generator):
        self.rng = rng
        self.hardness = {part: rng.random(n) for part, n in ROWS.items()}

    def right(self, part: str, rate: float) -> np.ndarray:
        """Which rows are right: the easy ones, and by luck some of the others, `rate` of them in all."""
        noisy = self.hardness[part] + 0.05 * self.rng.normal(size=ROWS[part])
        return noisy < np.quantile(noisy, rate)

    def runs(
        self, of: Arm, seeds: int | list[int], *, train: float = 0.95, unseen: float = 0.88, **what
    ) -> list[Outcome]:
        numbers = range(seeds) if isinstance(seeds, int) else seeds
        return [
            outcome(
                of,
                seed,
                train=self.right("train", train),
                val=self.right("val", unseen),
                test=self.right("test", unseen),
                **what,
            )
            for seed in numbers
        ]


@pytest.fixture
def world(rng) -> World:
    return World(rng)


def by_name(outcomes: list[Outcome], groups=None) -> dict[str, ArmResult]:
    return {one.arm.name: one for one in results(outcomes, groups or {})}


def test_an_arm_alone_is_measured_over_its_seeds(world):
    runs = tuple(world.runs(arm(), 3))
    one = result(runs, {})
    for part, measured in one.accuracy.items():
        each = [getattr(run, part).right.mean() for run in runs]
        rows = np.mean([getattr(run, part).right for run in runs], axis=0)
        wanted = over_seeds("accuracy", each, row_error=standard_error(rows), n=ROWS[part], part=part)
        assert measured == wanted
        losses = [getattr(run, part).nll.mean() for run in runs]
        assert one.loss[part].measurement.value == pytest.approx(np.mean(losses))
    assert one.gap.measurement.value == pytest.approx(
        one.accuracy["train"].measurement.value - one.accuracy["val"].measurement.value
    )
    assert one.gap.measurement.part == "train and val"
    assert one.seeds == 3
    assert (one.effect_on_gap, one.effect_on_test) == (None, None)


def test_where_val_was_learned_the_gap_is_against_test(world, rng):
    runs = tuple(
        outcome(arm(), seed, train=world.right("train", 0.9), val=None, test=world.right("test", 0.8))
        for seed in range(2)
    )
    one = result(runs, {})
    assert set(one.accuracy) == {"train", "test"}
    assert one.gap.measurement.part == "train and test"
    assert one.gap.measurement.value == pytest.approx(0.1, abs=0.01)


def test_a_planted_difference_is_found_with_its_sign(world):
    found = by_name(
        [
            *world.runs(arm(), 3),
            *world.runs(arm("worse"), 3, unseen=0.80),
            *world.runs(arm("better"), 3, unseen=0.95),
            *world.runs(arm("alike"), 3),
        ]
    )
    for name, on_test in (("worse", -0.08), ("better", 0.07)):
        test, gap = found[name].effect_on_test, found[name].effect_on_gap
        assert test is not None
        assert gap is not None
        assert test.measurement.value == pytest.approx(on_test, abs=0.015)
        assert gap.measurement.value == pytest.approx(-on_test, abs=0.015)
        assert test.shown
        assert gap.shown
    alike = found["alike"].effect_on_test
    assert alike is not None
    assert not alike.shown
    assert found["plain"].effect_on_test is None


def test_equal_arms_differ_by_nothing_for_sure(world):
    runs = world.runs(arm(), 3)
    twins = [
        outcome(arm("twin"), run.run.seed, train=run.train.right, val=run.val.right, test=run.test.right)
        for run in runs
        if run.val
    ]
    twin = by_name([*runs, *twins])["twin"]
    for effect in (twin.effect_on_gap, twin.effect_on_test):
        assert effect is not None
        m = effect.measurement
        assert (m.low, m.value, m.high) == (0, 0, 0)
        assert effect.p == 1
        assert not effect.shown


def reach(one) -> float:
    return one.measurement.high - one.measurement.low


def test_rows_in_common_are_compared_row_by_row_which_resolves_more(world):
    runs = [*world.runs(arm(), 3), *world.runs(arm("better"), 3, unseen=0.9)]
    plain, better = results(runs, {})
    assert better.effect_on_test is not None
    apart = np.hypot(reach(plain.accuracy["test"]), reach(better.accuracy["test"]))
    assert reach(better.effect_on_test) < 0.6 * apart


def test_arms_that_learned_other_rows_are_not_compared_row_by_row_on_train(world):
    base = world.runs(arm(), 3, train=0.9)
    same = world.runs(arm("same"), 3, train=0.9)
    other = world.runs(arm("other"), 3, train=0.9, learned="others")
    found = by_name([*base, *same, *other])
    same_gap, other_gap = found["same"].effect_on_gap, found["other"].effect_on_gap
    assert same_gap is not None
    assert other_gap is not None
    assert reach(same_gap) < 0.9 * reach(other_gap)
    assert other_gap.over.each[0] == pytest.approx(
        found["other"].gap.each[0] - found["plain"].gap.each[0], abs=1e-9
    )


def test_where_one_side_learned_val_both_gaps_are_against_test(world):
    without = [
        outcome(arm("both"), seed, train=world.right("train", 0.9), val=None, test=world.right("test", 0.9))
        for seed in range(2)
    ]
    base = world.runs(arm(), 2)
    effect = by_name([*base, *without])["both"].effect_on_gap
    assert effect is not None
    assert effect.measurement.part == "train and test"
    plain = np.mean([run.train.right.mean() - run.test.right.mean() for run in base])
    both = np.mean([run.train.right.mean() - run.test.right.mean() for run in without])
    assert effect.measurement.value == pytest.approx(both - plain)


def test_the_correction_is_for_all_comparisons_of_the_study(world):
    arms = [arm(), *(arm(f"arm-{number}") for number in range(6))]
    runs = [run for at, of in enumerate(arms) for run in world.runs(of, 3, unseen=0.88 + 0.004 * at)]
    found = [one for one in results(runs, {}) if one.effect_on_gap and one.effect_on_test]
    effects = [effect for one in found for effect in (one.effect_on_gap, one.effect_on_test) if effect]
    assert len(effects) == 12
    np.testing.assert_allclose([e.p for e in effects], holm([e.over.p for e in effects]))
    assert any(effect.over.p < SURE < effect.p for effect in effects)


def test_runs_are_paired_by_their_seeds(world):
    """One seed of an arm may have failed, and arms need not have as many."""
    base, other = world.runs(arm(), 5), world.runs(arm("other"), [1, 2, 4], unseen=0.84)
    one, partner = result(tuple(other), {}), result(tuple(base), {})
    pair = compare(one, partner, {})
    assert pair is not None
    wanted = [other[at].test.right.mean() - base[seed].test.right.mean() for at, seed in enumerate([1, 2, 4])]
    assert pair[1].each == pytest.approx(wanted)


def test_arms_without_a_seed_in_common_or_without_their_partner_have_no_effect(world):
    found = by_name(
        [
            *world.runs(arm(), [0, 1]),
            *world.runs(arm("late"), [2, 3]),
            *world.runs(arm("alone", against="gone"), 2),
            *world.runs(arm("last"), 2),
        ]
    )
    assert list(found) == ["plain", "late", "alone", "last"]
    assert [one.effect_on_gap is None for one in found.values()] == [True, True, True, False]


def test_one_seed_is_enough_for_an_answer_of_rows_alone(world):
    found = by_name([*world.runs(arm(), 1), *world.runs(arm("worse"), 1, unseen=0.7)])
    effect = found["worse"].effect_on_test
    assert effect is not None
    assert effect.shown
    assert effect.measurement.method == "95 % over rows, one seed"


def test_rows_of_one_group_count_as_one_draw(world):
    runs = [*world.runs(arm(), 2), *world.runs(arm("better"), 2, unseen=0.9)]
    order = np.argsort(np.argsort(world.hardness["test"])) // 50  # the hard ones are of one seller
    grouped = {"test": order, "val": np.arange(ROWS["val"])}
    alone, together = by_name(runs), by_name(runs, grouped)
    for name in ("plain", "better"):
        assert reach(together[name].accuracy["test"]) > 1.5 * reach(alone[name].accuracy["test"])
        assert reach(together[name].accuracy["val"]) == pytest.approx(reach(alone[name].accuracy["val"]))
        assert reach(together[name].gap) == pytest.approx(reach(alone[name].gap))


def first(n: int, rate: float) -> np.ndarray:
    """n rows, of which the first are right, `rate` of them."""
    return np.arange(n) < round(rate * n)


def runs_at(train: float, unseen: float, *curves) -> tuple[Outcome, ...]:
    """One run for each curve, with just these accuracies."""
    rows = {"train": first(9000, train), "val": first(9000, unseen), "test": first(900, unseen)}
    return tuple(outcome(arm(), seed, curve=curve, **rows) for seed, curve in enumerate(curves))


FALLS, TURNS = history(0.9, 0.8, 0.7), history(0.9, 0.5, 0.8)
KEPT_BEFORE = history(0.9, 0.5, 0.8, chosen=2)


@pytest.mark.parametrize(
    ("curves", "lowest", "turned", "word"),
    [
        ((FALLS, FALLS), (3, 3), 0, "mild"),
        ((TURNS, TURNS), (2, 2), 2, "strong"),
        ((KEPT_BEFORE, KEPT_BEFORE), (2, 2), 2, "mild"),
        ((TURNS, FALLS, TURNS), (2, 3, 2), 2, "strong"),
        ((TURNS, FALLS), (2, 3), 1, "mild"),
    ],
)
def test_the_turn_is_that_of_the_last_epoch_and_the_word_that_of_the_kept_one(curves, lowest, turned, word):
    one = result(runs_at(0.92, 0.89, *curves), {})
    assert (one.lowest, one.turned, one.word) == (lowest, turned, word)
    assert one.words == tuple("strong" if curve is TURNS else "mild" for curve in curves)


@pytest.mark.parametrize(
    ("train", "unseen", "word"),
    [(0.88, 0.88, "none"), (0.92, 0.89, "mild"), (0.95, 0.85, "strong"), (1.0, 0.85, "memorising")],
)
def test_the_word_follows_the_gap(train, unseen, word):
    one = result(runs_at(train, unseen, FALLS, FALLS, FALLS), {})
    assert one.word == word
    assert set(one.words) == {word}


@pytest.mark.parametrize(("running", "printed"), [(0.7, -0.1), (None, 0.1), (0.0, -0.8)])
def test_the_printed_gap_is_that_of_trainers(world, running, printed):
    """While learning 0.7 or, where nobody counted, the 0.9 of the evaluation pass; val 0.8."""
    runs = world.runs(arm(), 2, curve=history(0.9, 0.8, running=running))
    assert result(tuple(runs), {}).printed_gap == pytest.approx(printed)


def test_the_epochs_of_every_seed_are_told(world):
    runs = [
        *world.runs(arm(), [0], curve=history(0.5, 0.4)),
        *world.runs(arm(), [1], curve=history(0.5, 0.4, 0.3)),
    ]
    assert result(tuple(runs), {}).epochs == (2, 3)


def test_a_study_of_nothing_to_compare_has_no_effects(world):
    (only,) = results(world.runs(arm(), 2), {})
    assert only.effect_on_test is None
