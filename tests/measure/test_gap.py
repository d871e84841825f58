"""The gap between train and val, and the one word for it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import rate, share
from fittingroom.measure.gap import accuracy_gap, epoch_gap, loss_gap, loss_turned, overfitting_word
from fittingroom.measure.intervals import measured_mean
from fittingroom.types import Epoch, Measurement


def epoch(number=1, *, train_loss=0.2, val_loss=0.3, train=0.95, val=0.9):
    return Epoch(
        epoch=number,
        train_loss=train_loss,
        train_accuracy=train,
        val_loss=val_loss,
        val_accuracy=val,
        n_train=5000,
        n_val=1000,
        seconds=1.0,
    )


def loss(nll, part, *, rng):
    return measured_mean("NLL", nll, part=part, unit="number", rng=rng)


def test_accuracy_gap_is_the_difference_of_two_rates():
    gap = accuracy_gap(rate("accuracy", 4750, 5000, "train"), rate("accuracy", 900, 1000, "val"))
    assert gap.value == pytest.approx(0.05)
    theirs = confint_proportions_2indep(4750, 5000, 900, 1000, method="newcomb")
    assert (gap.low, gap.high) == pytest.approx(theirs)
    assert (gap.n, gap.part) == (6000, "train and val")
    assert gap.method == "Newcombe 95 %, 5,000 train and 1,000 val rows"
    assert epoch_gap(epoch()) == gap


def test_loss_gap_equals_scipys_two_sample_bootstrap(rng):
    train, val = rng.exponential(0.2, 400), rng.exponential(0.35, 60)
    theirs = stats.bootstrap(
        (val, train), lambda x, y: x.mean() - y.mean(), method="percentile", vectorized=False, rng=rng
    ).confidence_interval
    gap = loss_gap(loss(train, "train", rng=rng), loss(val, "val", rng=rng))
    assert (gap.low, gap.high) == pytest.approx(tuple(theirs), abs=0.08 * (theirs.high - theirs.low))


def test_loss_gap_covers(rng):
    held = []
    for _ in range(120):
        train, val = rng.exponential(0.2, 300), rng.exponential(0.35, 100)
        gap = loss_gap(loss(train, "train", rng=rng), loss(val, "val", rng=rng))
        assert gap.value == pytest.approx(val.mean() - train.mean())
        assert gap.low < gap.value < gap.high
        held.append(gap.low <= 0.15 <= gap.high)
    assert 0.88 < np.mean(held) < 0.99


def test_loss_turned_only_when_val_rises_while_train_falls():
    falling = [epoch(1, train_loss=0.5, val_loss=0.5), epoch(2, train_loss=0.3, val_loss=0.4)]
    harm = [*falling, epoch(3, train_loss=0.2, val_loss=0.43)]
    assert [loss_turned(harm, at) for at in range(3)] == [False, False, True]
    wobble = [*falling, epoch(3, train_loss=0.2, val_loss=0.41)]
    assert not loss_turned(wobble, 2)
    diverged = [*falling, epoch(3, train_loss=0.6, val_loss=0.8)]
    assert not loss_turned(diverged, 2)
    with pytest.raises(InputError, match=r"epochs 0..2, asked for 3"):
        loss_turned(harm, 3)


@pytest.mark.parametrize(
    ("value", "low", "train_accuracy", "turned", "word"),
    [
        (0.009, 0.002, 0.95, False, "none"),
        (0.030, -0.001, 0.95, False, "none"),
        (0.200, -0.001, 1.00, False, "none"),
        (0.010, 0.001, 0.95, False, "mild"),
        (0.049, 0.040, 0.95, False, "mild"),
        (0.049, 0.040, 1.00, False, "mild"),
        (0.050, 0.040, 0.95, False, "strong"),
        (0.300, 0.200, 0.994, False, "strong"),
        (0.050, 0.040, 0.995, False, "memorising"),
        (-0.020, -0.03, 0.95, False, "none"),
        (0.009, 0.002, 0.95, True, "mild"),
        (0.030, -0.001, 0.95, True, "mild"),
        (0.030, 0.020, 0.95, True, "strong"),
        (0.060, 0.050, 0.95, True, "strong"),
        (0.060, 0.050, 1.00, True, "memorising"),
    ],
)
def test_the_rule_table(value, low, train_accuracy, turned, word):
    gap = Measurement(name="gap", value=value, n=1, method="made", part="train and val", low=low, high=1)
    assert overfitting_word(gap, train_accuracy=train_accuracy, turned=turned) == word


def test_a_word_needs_an_interval():
    gap = replace(epoch_gap(epoch()), low=None, high=None)
    with pytest.raises(InputError, match="a gap with an interval"):
        overfitting_word(gap, train_accuracy=1.0)


def test_a_gap_of_nothing_is_refused(rng):
    with pytest.raises(InputError, match="rows on both sides, got 0 and 3"):
        accuracy_gap(rate("accuracy", 0, 0, "train"), rate("accuracy", 3, 3, "val"))


def test_groups_on_either_side_widen_the_gap_and_hold_it(rng):
    """Ten pictures of each sender are right together, more often than not."""

    def right(senders, mean):
        own = rng.beta(mean, 1 - mean, senders)
        return rng.random((senders, 10)) < own[:, None], np.repeat(np.arange(senders), 10)

    held = {True: [], False: []}
    for _ in range(150):
        sides = [right(60, 0.9), right(40, 0.75)]
        for grouped, found in held.items():
            gap = accuracy_gap(
                *(
                    share("accuracy", hits.ravel(), part, groups=who if grouped else None, rng=rng)
                    for (hits, who), part in zip(sides, ("train", "val"), strict=True)
                )
            )
            found.append(gap.low <= 0.15 <= gap.high)
    assert np.mean(held[True]) > 0.9
    assert np.mean(held[False]) < 0.75


def test_a_gap_with_one_group_on_a_side_has_no_interval(rng):
    one = share("accuracy", np.ones(5), "train", groups=np.zeros(5), rng=rng)
    gap = accuracy_gap(one, rate("accuracy", 3, 4, "val"))
    assert (gap.value, gap.low, gap.high) == (0.25, None, None)
    assert "one group" in gap.method
