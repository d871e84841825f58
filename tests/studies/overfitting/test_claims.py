"""What the essay says: each rule judges both ways, on results that were made so."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.measure.seeds import OverSeeds, over_seeds
from fittingroom.studies.overfitting.claims import (
    augmentation_helps,
    boots_and_sandals,
    claims,
    confused_pairs,
    dropout_closes_the_gap,
    it_overfits,
    stopping_by_test_is_honest,
    when_turned,
)
from fittingroom.studies.overfitting.effects import ArmResult, Effect, result
from fittingroom.studies.overfitting.outcomes import Answers
from fittingroom.types import Card, Dataset
from tests.studies.overfitting.made import arm, history, outcome

THIN = "\N{NARROW NO-BREAK SPACE}"
SEEDS = 3


def over(name: str, value: float, *, width: float = 0.001) -> OverSeeds:
    each = (value - width, value, value + width)
    return over_seeds(name, each, row_error=0.001, n=1000, part="test", unit="points")


def first(n: int, rate: float) -> np.ndarray:
    return np.arange(n) < round(rate * n)


def made(name: str, *, train: float = 0.93, unseen: float = 0.9, curve=None, effect: Effect | None = None):
    """An arm's result with these accuracies, and this effect on test."""
    rows = {"train": first(6000, train), "val": first(6000, unseen), "test": first(2000, unseen)}
    runs = tuple(outcome(arm(name), seed, curve=curve, **rows) for seed in range(SEEDS))
    return replace(result(runs, {}), effect_on_test=effect)


def effect(value: float, *, p: float = 0.001) -> Effect:
    return Effect(over=over("change of test accuracy", value), p=p)


@pytest.fixture
def clothes() -> Dataset:
    """120 empty pictures, 20 of each of six classes, all in test."""
    classes = ("Trouser", "Sandal", "Shirt", "Sneaker", "Bag", "Ankle boot")
    n = 120
    return Dataset(
        card=Card(name="clothes", classes=classes, counts={"test": n}, title="Clothes"),
        images=np.zeros((n, 2, 2), np.uint8),
        labels=np.arange(n) % 6,
        ids=np.arange(n).astype(str),
        parts={"test": np.arange(n)},
    )


@pytest.mark.parametrize(
    ("train", "verdict", "word"),
    [(0.9, "not settled", "none"), (0.93, "supported", "mild"), (0.97, "supported", "strong")],
)
def test_it_overfits_where_the_rule_says_so(clothes, train, verdict, word):
    claim = it_overfits(clothes, {"plain": made("plain", train=train)})
    assert claim is not None
    assert claim.said == "A plain CNN overfits Clothes."
    assert claim.verdict == verdict
    assert f"which the rule calls {word} (3 seeds)" in claim.sentence
    assert f"right on {100 * train:.1f}{THIN}% of the images it learned and on 90.0{THIN}%" in claim.sentence


def with_gap(name: str, value: float, *, width: float) -> ArmResult:
    """An arm whose gap is known as well as its seeds agree."""
    return replace(made(name, train=0.9), gap=over("accuracy gap", value, width=width))


@pytest.mark.parametrize(
    ("value", "width", "overfits", "alike"),
    [
        (0.001, 0.001, "not supported", "supported"),
        (0.006, 0.04, "not settled", "not settled"),
        (0.006, 0.004, "not settled", "not settled"),
        (0.012, 0.02, "not settled", "not settled"),
    ],
)
def test_a_small_gap_settles_something_only_where_its_whole_interval_is_small(
    clothes, value, width, overfits, alike
):
    claims = (
        it_overfits(clothes, {"plain": with_gap("plain", value, width=width)}),
        dropout_closes_the_gap({"program-2": with_gap("program-2", value, width=width)}),
    )
    assert [claim and claim.verdict for claim in claims] == [overfits, alike]


@pytest.mark.parametrize(("train", "verdict"), [(0.905, "not settled"), (0.935, "not supported")])
def test_dropout_closes_the_gap_where_less_than_a_point_is_left_with_dropout_off(train, verdict):
    two = made("program-2", train=train, curve=history(0.9, 0.8, running=0.797))
    claim = dropout_closes_the_gap({"program-2": two})
    assert claim is not None
    assert claim.verdict == verdict
    assert "A trainer prints a gap of \N{MINUS SIGN}0.3 points" in claim.sentence
    assert f"the gap is +{100 * (train - 0.9):.1f}" in claim.sentence


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (effect(+0.02), "supported"),
        (effect(-0.095), "not supported"),
        (effect(+0.02, p=0.06), "not settled"),
        (effect(-0.02, p=0.06), "not settled"),
        (effect(+0.02, p=0.05), "supported"),
    ],
)
def test_augmentation_helps_where_test_accuracy_rises_for_sure(change, verdict):
    claim = augmentation_helps({"program-3": made("program-3", effect=change)})
    assert claim is not None
    assert claim.verdict == verdict
    assert f"{100 * change.measurement.value:+.1f} points".replace("-", "\N{MINUS SIGN}") in claim.sentence
    assert "program 2's network" not in claim.sentence


def test_the_same_training_of_the_wider_network_is_told_with_it():
    found = {
        "program-3": made("program-3", effect=effect(-0.09)),
        "program-3-wide": made("program-3-wide", effect=effect(-0.03)),
    }
    claim = augmentation_helps(found)
    assert claim is not None
    assert "program 2's network by \N{MINUS SIGN}3.0 points" in claim.sentence
    assert claim.verdict == "not supported"


@pytest.mark.parametrize(
    ("change", "verdict", "words"),
    [
        (effect(+0.004), "not supported", "was worth +0.4"),
        (effect(+0.001, p=0.5), "not settled", "too little to be shown"),
        (effect(-0.004), "not settled", "was worth \N{MINUS SIGN}0.4"),
    ],
)
def test_stopping_by_test_is_refuted_where_it_was_worth_something(change, verdict, words):
    claim = stopping_by_test_is_honest({"program-3-leaking": made("program-3-leaking", effect=change)})
    assert claim is not None
    assert claim.verdict == verdict
    assert words in claim.sentence
    assert "over 3 seeds" in claim.sentence


def taking(data: Dataset, mistakes: dict[tuple[str, str], int]) -> ArmResult:
    """The plain network, which takes so many test images of the first class for the second."""
    labels, classes = data.labels, data.card.classes
    answers = labels.copy()
    for (given, taken), many in mistakes.items():
        rows = np.flatnonzero((labels == classes.index(given)) & (answers == labels))[:many]
        answers[rows] = classes.index(taken)
    said = Answers(answers, answers == labels, np.where(answers == labels, 0.1, 2.0))
    plain = made("plain")
    return replace(plain, outcomes=tuple(replace(one, test=said) for one in plain.outcomes))


@pytest.mark.parametrize(
    ("mistakes", "rank", "share", "verdict"),
    [
        ({("Sandal", "Ankle boot"): 3, ("Ankle boot", "Sandal"): 4, ("Shirt", "Bag"): 3}, 1, 70, "supported"),
        ({("Ankle boot", "Sandal"): 1, ("Sneaker", "Ankle boot"): 7, ("Shirt", "Bag"): 2}, 3, 10, "not"),
        ({("Shirt", "Trouser"): 5, ("Trouser", "Shirt"): 5, ("Sandal", "Ankle boot"): 5}, 2, 33.3, "not"),
    ],
)
def test_boots_and_sandals_are_ranked_among_all_pairs_both_ways(clothes, mistakes, rank, share, verdict):
    claim = boots_and_sandals(clothes, {"plain": taking(clothes, mistakes)})
    assert claim is not None
    assert claim.verdict == ("supported" if verdict == "supported" else "not supported")
    assert claim.sentence.startswith(f"They are number {rank} of 15 pairs, with {share:.1f}{THIN}%")


def test_pairs_are_counted_over_all_seeds_and_add_up_to_the_errors(clothes):
    plain = taking(clothes, {("Shirt", "Bag"): 2, ("Bag", "Shirt"): 1, ("Trouser", "Bag"): 4})
    pairs = confused_pairs(clothes, plain)
    assert pairs[0] == (("Trouser", "Bag"), 4 * SEEDS)
    assert pairs[1] == (("Shirt", "Bag"), 3 * SEEDS)
    assert sum(n for _, n in pairs) == sum((~one.test.right).sum() for one in plain.outcomes)
    assert len(pairs) == 15


def test_without_the_classes_or_without_an_error_nothing_is_said_of_them(clothes):
    renamed = replace(clothes, card=replace(clothes.card, classes=("a", "b", "c", "d", "e", "Sandal")))
    assert boots_and_sandals(renamed, {"plain": taking(clothes, {("Shirt", "Bag"): 1})}) is None
    assert boots_and_sandals(clothes, {"plain": taking(clothes, {})}) is None


def test_claims_are_judged_as_far_as_the_study_has_the_arms(clothes):
    plain = taking(clothes, {("Shirt", "Bag"): 2})
    assert claims(clothes, {}) == ()
    assert len(claims(clothes, {"plain": plain})) == 2
    everything = {
        "plain": plain,
        "program-2": made("program-2"),
        "program-3": made("program-3", effect=effect(0.1)),
        "program-3-leaking": made("program-3-leaking", effect=effect(0.1)),
    }
    judged = claims(clothes, everything)
    assert len(judged) == 5
    assert len({claim.said for claim in judged}) == 5
    uncompared = {name: replace(one, effect_on_test=None) for name, one in everything.items()}
    assert len(claims(clothes, uncompared)) == 3


@pytest.mark.parametrize(
    ("curves", "words"),
    [
        ([history(0.9, 0.8, 0.7)], "lowest in epoch 3 of 3 and had not clearly risen by the last"),
        ([history(0.9, 0.5, 0.8)] * 2, "lowest in epoch 2 of 3 and had clearly risen by the last in 2 of 2"),
        (
            [history(0.9, 0.5, 0.8), history(0.9, 0.8, 0.7)],
            "lowest in epochs 2 to 3 of 3 and had clearly risen by the last in 1 of 2",
        ),
        (
            [history(0.9, 0.5), history(0.9, 0.8, 0.7, 0.6)],
            "lowest in epochs 2 to 4 of 2 to 4 and had not clearly risen by the last",
        ),
    ],
)
def test_when_the_loss_turned_is_told_over_the_seeds(curves, words):
    rows = first(300, 0.9)
    runs = [
        outcome(arm(), seed, train=rows, val=rows, test=rows, curve=curve)
        for seed, curve in enumerate(curves)
    ]
    assert when_turned(result(tuple(runs), {})).endswith(words)
