"""The study in words: what is shown is told, what is not is not, and numbers are those of the results."""

from dataclasses import replace

import numpy as np
import pytest

from fittingroom.measure.seeds import over_seeds
from fittingroom.reporting import Claim
from fittingroom.studies.overfitting.effects import ArmResult, Effect, result
from fittingroom.studies.overfitting.words import paragraphs, verdict
from tests.studies.overfitting.made import arm, outcome, small

DATA = small()
MINUS = "\N{MINUS SIGN}"
THIN = "\N{NARROW NO-BREAK SPACE}"


def effect(value: float, p: float) -> Effect:
    over = over_seeds("change", (value,), row_error=0.001, n=100, part="test", unit="points")
    return Effect(over=over, p=p)


def made(
    name: str, *, gap: float = 0.0, test: float = 0.0, p: float = 0.001, train: float = 0.93, **what
) -> ArmResult:
    """An arm whose factor changes gap and test accuracy by so much."""
    rows = {
        "train": np.arange(4000) < 4000 * train,
        "val": np.arange(4000) < 3600,
        "test": np.arange(500) < 450,
    }
    runs = tuple(outcome(arm(name, **what), seed, **rows) for seed in range(2))
    one = result(runs, {})
    if name == "plain":
        return one
    return replace(one, effect_on_gap=effect(gap, p), effect_on_test=effect(test, p))


def told(*arms: ArmResult) -> tuple[str, ...]:
    return verdict(DATA, {one.arm.name: one for one in (made("plain"), *arms)})


def test_it_begins_with_the_plain_network():
    first, *_ = told()
    assert first.startswith("Mild overfitting on made by the plain network: right on 93.0")
    assert f"90.0{THIN}% of val" in first
    assert "gap +3.0 points [" in first


def test_what_is_shown_to_help_is_counted_and_the_best_named():
    lines = told(
        made("a", gap=-0.01, test=-0.02),
        made("b", gap=-0.03, test=+0.01),
        made("c", gap=-0.09, test=+0.09, p=0.2),
        made("d", gap=+0.05, test=+0.02),
    )
    assert lines[1] == (
        f"Shown to narrow the gap: 2 of 4 changes, most of all the b one ({MINUS}3.0 points); "
        "to raise test accuracy: 2, most of all the d one (+2.0 points); both: 1."
    )


def test_where_nothing_is_shown_nothing_is_named():
    lines = told(made("a", gap=-0.01, test=+0.01, p=0.051))
    assert lines[1] == ("Shown to narrow the gap: 0 of 1 change; to raise test accuracy: 0; both: 0.")
    assert len(lines) == 2


def test_only_what_is_compared_with_the_plain_network_counts_as_a_change_of_it():
    assert told(made("a", gap=-0.01, against="wide"))[1].startswith("Shown to narrow the gap: 0 of 0 changes")


def test_the_leak_and_memorising_are_told_where_they_were_measured():
    lines = told(
        made("program-3-leaking", test=0.003, against="program-3"),
        made("random-labels-0.03", train=0.7, against="images-0.03", share=0.03),
    )
    assert lines[2].startswith("Stopping by test instead of val was worth +0.3")
    assert lines[3] == (
        f"Memorising looks like this: taught random labels for 3{THIN}% of the images, the network is right "
        f"on 70.0{THIN}% of those and 90.0{THIN}% of val."
    )
    assert len(lines) <= 5


@pytest.mark.parametrize(("test", "cheap"), [(-0.02, 1), (+0.02, 0)])
def test_a_narrow_gap_that_costs_accuracy_is_named(test, cheap):
    said = paragraphs([made("plain"), made("a", gap=-0.03, test=test)], ())[1]
    assert f"{cheap} of the changes that narrow the gap lower test accuracy" in said
    assert (f"the a one ({MINUS}2.0 points)" in said) == bool(cheap)


def test_claims_are_counted_by_their_verdict():
    judged = [
        Claim(said="a", verdict=word, sentence="s")
        for word in ("supported", "not supported", "not supported", "not settled")
    ]
    last = paragraphs([made("plain")], judged)[-1]
    assert "support 1 and do not support 2; 1 they do not settle" in last
