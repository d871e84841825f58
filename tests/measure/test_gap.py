"""The gap between train and val, and the one word for it."""

from dataclasses import replace

import numpy as np
import pytest
from scipy import stats

from fittingroom.errors import InputError
from fittingroom.measure.gap import accuracy_gap, epoch_gap, loss_gap, loss_turned, overfitting_word
from fittingroom.measure.intervals import newcombe
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


def test_accuracy_gap_is_the_difference_of_two_rates():
    train, val = np.arange(5000) < 4750, np.arange(1000) < 900
    gap = accuracy_gap(train, val)
    assert gap.value == pytest.approx(0.05)
    assert (gap.low, gap.high) == newcombe(4750, 5000, 900, 1000)
    assert (gap.n, gap.part) == (6000, "train and val")
    assert gap.method == "Newcombe 95 %, 5,000 train and 1,000 val rows"
    assert epoch_gap(epoch()) == gap


def test_loss_gap_equals_scipys_two_sample_bootstrap(rng):
    train, val = rng.exponential(0.2, 400), rng.exponential(0.35, 60)
    theirs = stats.bootstrap(
        (val, train), lambda x, y: x.mean() - y.mean(), method="percentile", vectorized=False, rng=rng
    ).confidence_interval
    gap = loss_gap(train, val, rng=rng)
    assert (gap.low, gap.high) == pytest.approx(tuple(theirs), abs=0.08 * (theirs.high - theirs.low))


def test_loss_gap_covers(rng):
    held = []
    for _ in range(120):
        train, val = rng.exponential(0.2, 300), rng.exponential(0.35, 100)
        gap = loss_gap(train, val, rng=rng)
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
    gap = replace(accuracy_gap(np.ones(5), np.ones(5)), low=None, high=None)
    with pytest.raises(InputError, match="a gap with an interval"):
        overfitting_word(gap, train_accuracy=1.0)


def test_a_gap_of_nothing_is_refused(rng):
    with pytest.raises(InputError, match="rows on both sides, got 0 and 3"):
        accuracy_gap(np.ones(0), np.ones(3))
    with pytest.raises(InputError, match="2 rows a side, got 1 and 3"):
        loss_gap(np.ones(1), np.ones(3), rng=rng)
