"""Ranks and the best: exact where order is certain, as wide as chance, and fired only by what is planted."""

import numpy as np
import pytest
from scipy.stats import rankdata

from fittingroom.errors import InputError
from fittingroom.measure.intervals import wilson
from fittingroom.measure.paired import difference
from fittingroom.measure.ranks import against_best, rank_intervals, row_accuracy, row_difference
from fittingroom.measure.seeds import holm


def single(correct) -> dict[int, np.ndarray]:
    return {0: np.asarray(correct, bool)}


def drawn(rates, n: int, rng: np.random.Generator) -> list[dict[int, np.ndarray]]:
    return [single(rng.random(n) < rate) for rate in rates]


def test_rows_far_apart_have_one_rank_each(rng):
    ranks = rank_intervals(drawn([0.2, 0.9, 0.5], 2000, rng), rng=rng)
    assert [(r.mean, r.low, r.high) for r in ranks] == [(3, 3, 3), (1, 1, 1), (2, 2, 2)]


def test_equal_answers_share_their_place_in_every_draw(rng):
    row = single(rng.random(500) < 0.7)
    ranks = rank_intervals([row, row, single(rng.random(500) < 0.1)], rng=rng)
    assert [(r.mean, r.low, r.high) for r in ranks] == [(1.5, 1.5, 1.5), (1.5, 1.5, 1.5), (3, 3, 3)]


def test_ranks_are_those_of_a_plain_loop_over_images_and_seeds(rng):
    rows = [{seed: rng.random(60) < rate for seed in range(2)} for rate in (0.5, 0.55, 0.6, 0.65)]
    matrix = np.array([[row[seed] for seed in range(2)] for row in rows]).astype(float)
    places = []
    for _ in range(4000):
        images = rng.integers(0, 60, 60)
        by_seed = matrix[:, :, images].mean(axis=2)
        picked = rng.integers(0, 2, (4, 2))
        mean = by_seed.mean(axis=1)
        # two seeds drawn from two vary by half of what they should: their deviation counts sqrt(2)
        deviation = np.take_along_axis(by_seed, picked, axis=1).mean(axis=1) - mean
        places.append(rankdata(-(mean + np.sqrt(2) * deviation).round(12)))
    ranks = rank_intervals(rows, draws=4000, rng=rng)
    assert np.allclose([r.mean for r in ranks], np.mean(places, axis=0), atol=0.1)
    for place, r in zip(np.transpose(places), ranks, strict=True):
        assert (place < r.low).mean() < 0.035
        assert (place <= r.low).mean() > 0.015
        assert (place > r.high).mean() < 0.035
        assert (place >= r.high).mean() > 0.015


def lucky(rng, *, spread: float) -> list[dict[int, np.ndarray]]:
    """Two rows of five seeds whose accuracies vary by `spread`, alike in every seed."""
    rates = 0.5 + spread * np.array([-2, -1, 0, 1, 2])
    place = rng.random(4000)
    return [{seed: place < rate + shift for seed, rate in enumerate(rates)} for shift in (0.0, 0.004)]


def test_rows_of_one_fit_share_the_luck_of_its_seeds(rng):
    rows = lucky(rng, spread=0.05)
    apart = rank_intervals(rows, rng=rng)
    together = rank_intervals(rows, together=["fit", "fit"], rng=rng)
    assert (together[1].low, together[1].high) == (1, 1)
    assert (apart[1].low, apart[1].high) == (1, 2)


def test_best_itself_and_equal_rows_cannot_be_told_apart_and_worse_ones_can(rng):
    best = single(rng.random(3000) < 0.9)
    worse = single(best[0] & (rng.random(3000) < 0.9))
    first, same, below = against_best([best, best, worse], 0, part="test")
    assert [one.p for one in (first, same)] == [1, 1]
    assert [one.like_best for one in (first, same, below)] == [True, True, False]
    assert below.p < 1e-10
    assert below.difference.measurement.value == pytest.approx(worse[0].mean() - best[0].mean())
    assert (below.difference.measurement.part, below.difference.measurement.unit) == ("test", "points")


def test_p_is_holms_over_all_rows_but_the_best(rng):
    rows = drawn([0.8, 0.79, 0.77, 0.75], 4000, rng)
    found = against_best(rows, 0, part="test")
    alone = [row_difference(row, rows[0], part="test").p for row in rows[1:]]
    assert [one.p for one in found[1:]] == pytest.approx(holm(alone))


def test_one_of_many_equals_is_called_worse_in_one_study_of_twenty(rng):
    """Without the correction some row of twenty would be in most studies."""
    alarms, uncorrected = 0, 0
    for _ in range(200):
        found = against_best(drawn([0.8] * 20, 400, rng), 0, part="test")
        alarms += any(not one.like_best for one in found)
        uncorrected += any(one.difference.p <= 0.05 for one in found)
    assert alarms / 200 < 0.12
    assert uncorrected / 200 > 0.4


def test_without_seeds_the_difference_is_the_paired_one(rng):
    a, b = drawn([0.8, 0.78], 12_000, rng)
    ours = row_difference(a, b, part="test").measurement
    theirs = difference(a[0], b[0], part="test", rng=rng)
    assert (ours.value, ours.low, ours.high) == pytest.approx((theirs.value, theirs.low, theirs.high))


def test_seeds_are_paired_by_their_number_and_widen_the_interval(rng):
    one, other = lucky(rng, spread=0.05)
    paired = row_difference(other, one, part="test")
    shifted = row_difference({s + 1: run for s, run in other.items()}, one, part="test")
    assert (len(paired.each), len(shifted.each)) == (5, 4)
    assert paired.spread < 0.005
    assert shifted.each == pytest.approx([np.mean(other[s - 1]) - np.mean(one[s]) for s in range(1, 5)])
    disjoint = row_difference({s + 9: run for s, run in other.items()}, one, part="test")
    assert disjoint.each == pytest.approx(paired.each)
    against_single = row_difference(one, {7: other[2]}, part="test")
    assert len(against_single.each) == 5
    assert against_single.spread > 0.05


def test_a_rows_accuracy_owns_to_images_and_seeds_and_stays_a_rate(rng):
    row = lucky(rng, spread=0.05)[0]
    found = row_accuracy(row, part="test")
    alone = row_accuracy({0: row[0]}, part="test")
    assert found.measurement.value == pytest.approx(np.mean([run.mean() for run in row.values()]))
    assert found.measurement.high - found.measurement.low > 2 * (
        alone.measurement.high - alone.measurement.low
    )
    wild = row_accuracy({0: np.ones(50, bool), 1: np.zeros(50, bool)}, part="val").measurement
    assert (wild.low, wild.high) == (0, 1)
    perfect = row_accuracy({0: np.ones(100, bool)}, part="val").measurement
    assert (perfect.low, perfect.high) == pytest.approx(wilson(100, 100))
    assert row_accuracy({0: row[0]}, part="test", deterministic=True).measurement.method.endswith(
        "deterministic"
    )


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([], "found 0 rows"),
        ([{0: np.ones(5, bool)}, {}], "of which 1 have none"),
        ([{0: np.ones(5, bool)}, {0: np.ones(6, bool)}], r"found shapes \[\(5,\), \(6,\)\]"),
        ([{0: np.ones((5, 2), bool)}], "one truth value each"),
    ],
)
def test_rows_that_cannot_be_compared_are_refused(rows, words, rng):
    with pytest.raises(InputError, match=words):
        rank_intervals(rows, rng=rng)
    with pytest.raises(InputError, match=words):
        against_best(rows, 0, part="test")


def test_a_best_that_is_not_there_is_refused():
    with pytest.raises(InputError, match="one of 1 rows, numbered from 0, got number 1"):
        against_best([{0: np.ones(5, bool)}], 1, part="test")
