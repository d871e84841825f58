"""Intervals: equal to independent implementations, and right as often as they promise."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.proportion import confint_proportions_2indep, proportion_confint

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import rate
from fittingroom.measure.intervals import (
    bootstrap,
    mean_interval,
    measured_mean,
    newcombe,
    percentiles,
    resampled_means,
    resampled_sums,
    unanimous,
    wilson,
)


def wald(k, n):
    """The textbook interval, the wrong one: every coverage test below must refuse it."""
    rate = k / n
    return rate - 1.96 * np.sqrt(rate * (1 - rate) / n), rate + 1.96 * np.sqrt(rate * (1 - rate) / n)


@pytest.mark.parametrize("n", [1, 7, 100, 10_000])
@pytest.mark.parametrize("level", [0.8, 0.95, 0.999])
def test_wilson_equals_statsmodels_and_scipy(n, level):
    for k in {0, 1, n // 3, n - 1, n}:
        low, high = wilson(k, n, level)
        assert (low, high) == pytest.approx(proportion_confint(k, n, 1 - level, "wilson"), abs=1e-12)
        by_scipy = stats.binomtest(k, n).proportion_ci(level, "wilson")
        assert (low, high) == pytest.approx((by_scipy.low, by_scipy.high), abs=1e-12)


def test_wilson_of_arrays_is_wilson_of_each(rng):
    n = rng.integers(0, 50, 30)
    k = rng.binomial(n, 0.7)
    low, high = wilson(k, n)
    assert list(zip(low, high, strict=True)) == [wilson(*pair) for pair in zip(k, n, strict=True)]
    assert wilson(0, 0) == (0, 1)


def coverage(interval, n: int, rates: np.ndarray) -> np.ndarray:
    """How often the interval of k ~ Binomial(n, rate) holds the rate: exact, by summing over all k."""
    k = np.arange(n + 1)
    low, high = interval(k, np.full(n + 1, n))
    chance = stats.binom.pmf(k, n, rates[:, None])
    return (chance * ((low <= rates[:, None]) & (rates[:, None] <= high))).sum(axis=1)


@pytest.mark.parametrize("n", [10, 50, 200, 1000])
def test_wilson_covers_and_the_textbook_interval_does_not(n):
    rates = np.linspace(0.003, 0.997, 400)
    right, wrong = coverage(wilson, n, rates), coverage(wald, n, rates)
    assert right.mean() == pytest.approx(0.953, abs=0.007)
    assert wrong.mean() < right.mean()
    assert wrong.min() < 0.82 < right.min()


def of_counts(k, n, j, m):
    return newcombe(rate("a", k, n, "test"), rate("b", j, m, "test"))


@pytest.mark.parametrize(
    "counts", [(0, 10, 0, 20), (10, 10, 3, 20), (56, 70, 48, 80), (9250, 10000, 4712, 5000)]
)
def test_newcombe_equals_statsmodels(counts):
    assert of_counts(*counts) == pytest.approx(
        confint_proportions_2indep(*counts, method="newcomb"), abs=1e-9
    )


def test_newcombe_of_his_paper():
    """Newcombe 1998, table II, example (a): 56/70 - 48/80."""
    assert of_counts(56, 70, 48, 80) == pytest.approx((0.0524, 0.3339), abs=5e-5)


@pytest.mark.parametrize("sides", [(0.97, 60, 0.93, 20), (0.5, 30, 0.5, 30), (0.995, 200, 0.95, 40)])
def test_newcombe_covers_and_the_textbook_interval_does_not(sides):
    p, n, q, m = sides
    k, j = np.arange(n + 1), np.arange(m + 1)
    chance = stats.binom.pmf(k, n, p)[:, None] * stats.binom.pmf(j, m, q)
    ends = np.array([[of_counts(x, n, y, m) for y in j] for x in k])
    right = (chance * ((ends[..., 0] <= p - q) & (p - q <= ends[..., 1]))).sum()
    (a_low, a_high), (b_low, b_high) = wald(k, n), wald(j, m)
    reach = np.hypot((a_high - a_low)[:, None], b_high - b_low) / 2
    wrong = (chance * (np.abs((k / n)[:, None] - j / m - (p - q)) <= reach)).sum()
    assert 0.93 < right < 0.985
    assert wrong < right
    if q > 0.9:
        assert wrong < 0.9


def test_bootstrap_of_a_mean_equals_scipys(rng):
    values = rng.exponential(1, 400)
    theirs = stats.bootstrap(
        (values,), np.mean, method="percentile", n_resamples=4000, rng=rng
    ).confidence_interval
    width = theirs.high - theirs.low
    for ours in (
        bootstrap(np.mean, values, draws=4000, rng=rng),
        mean_interval(values, draws=4000, rng=rng),
    ):
        assert ours == pytest.approx((theirs.low, theirs.high), abs=0.05 * width)


def test_bootstrap_takes_rows_of_all_arrays_together(rng):
    a = rng.random(50)
    assert bootstrap(lambda x, y: float(np.abs(y - 2 * x).max()), a, 2 * a, draws=50, rng=rng) == (0, 0)


def test_bootstrap_takes_whole_groups(rng):
    groups = rng.integers(100, 108, 60)
    size = dict(zip(*np.unique(groups, return_counts=True), strict=True))

    def parts_of_groups(drawn):
        return sum(
            count % size[group] for group, count in zip(*np.unique(drawn, return_counts=True), strict=True)
        )

    assert bootstrap(parts_of_groups, groups, groups=groups, draws=100, rng=rng) == (0, 0)
    assert bootstrap(parts_of_groups, groups, draws=100, rng=rng)[0] > 0


def test_resampled_sums_equal_a_loop_in_distribution(rng):
    columns = rng.normal(1, 2, (40, 3))
    groups = rng.integers(0, 12, 40)
    fast = resampled_sums(columns, groups=groups, draws=6000, rng=rng)
    blocks = [columns[groups == group] for group in np.unique(groups)]
    slow = np.array(
        [
            np.concatenate([blocks[b] for b in rng.integers(0, len(blocks), len(blocks))]).sum(axis=0)
            for _ in range(3000)
        ]
    )
    np.testing.assert_allclose(fast.mean(axis=0), slow.mean(axis=0), atol=4 * slow.std() / np.sqrt(3000))
    np.testing.assert_allclose(np.cov(fast.T), np.cov(slow.T), rtol=0.15, atol=0.05 * slow.var())


def test_resampling_in_chunks_gives_every_draw(rng, monkeypatch):
    monkeypatch.setattr("fittingroom.measure.intervals.CHUNK", 100)
    sums = resampled_sums(np.ones((30, 1)), draws=50, rng=rng)
    assert (sums == 30).all()


def test_bootstrap_of_a_skewed_mean_covers(rng):
    held = [
        low <= 1 <= high
        for low, high in (mean_interval(rng.exponential(1, 100), draws=400, rng=rng) for _ in range(400))
    ]
    assert 0.9 < np.mean(held) < 0.97


def test_rows_in_groups_need_whole_groups(rng):
    """40 senders whose photos are alike: resampling rows is far too sure, resampling senders is not."""
    groups = np.repeat(np.arange(40), rng.integers(5, 40, 40))
    held = {"groups": [], "rows": []}
    for _ in range(250):
        easy = rng.beta(1.4, 0.6, 40)  # mean 0.7
        values = rng.random(len(groups)) < easy[groups]
        for name, by in (("groups", groups), ("rows", None)):
            low, high = mean_interval(values, groups=by, draws=300, rng=rng)
            held[name].append(low <= 0.7 <= high)
    assert np.mean(held["groups"]) > 0.89
    assert np.mean(held["rows"]) < 0.7


def test_the_same_generator_gives_the_same_interval():
    values = np.arange(50.0)
    ends = {mean_interval(values, rng=np.random.default_rng(0)) for _ in range(2)}
    assert len(ends) == 1


def test_a_mean_says_how_it_was_measured(rng):
    values = rng.random(30)
    groups = np.arange(30) % 7
    plain = measured_mean("x", values, part="val", rng=rng)
    grouped = measured_mean("x", values, part="val", groups=groups, rng=rng)
    assert (plain.value, plain.n, plain.part) == (pytest.approx(values.mean()), 30, "val")
    assert plain.method == "bootstrap 95 %"
    assert grouped.method == "cluster bootstrap 95 %, 7 groups"
    assert plain.low < plain.value < plain.high


def test_one_group_gives_no_interval(rng):
    measured = measured_mean("x", np.arange(5), part="val", groups=np.zeros(5), rng=rng)
    assert (measured.low, measured.high, measured.method) == (
        None,
        None,
        "no interval: all rows are one group",
    )
    with pytest.raises(InputError, match="at least 2 independent groups"):
        mean_interval(np.arange(5), groups=np.zeros(5), rng=rng)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        (lambda rng: wilson(3, 2), "needs 0 <= k <= n, got k = 3"),
        (lambda rng: wilson(1, 2, level=95), "must lie between 0 and 1, got 95"),
        (lambda rng: of_counts(0, 0, 1, 2), "rows on both sides, got 0 and 2"),
        (lambda rng: mean_interval(np.ones(3), groups=np.ones(4), rng=rng), "3 rows need 3 group numbers"),
    ],
)
def test_what_has_no_interval_is_refused(wrong, message, rng):
    with pytest.raises(InputError, match=message):
        wrong(rng)


def test_many_rows_have_the_interval_that_the_bootstrap_would_give():
    values = np.random.default_rng(3).exponential(1, 10_000)  # as skewed as losses are
    normal = mean_interval(values, rng=np.random.default_rng(0))
    resampled = bootstrap(np.mean, values, draws=4000, rng=np.random.default_rng(0))
    width = resampled[1] - resampled[0]
    drawn = percentiles(resampled_means(values, draws=4000, rng=np.random.default_rng(0)))
    np.testing.assert_allclose(normal, resampled, atol=0.04 * width)
    np.testing.assert_allclose(drawn, resampled, atol=0.06 * width)


@pytest.mark.parametrize("count", [1, 2, 7, 300])
def test_what_all_say_alike_is_as_uncertain_as_wilson_says_of_what_was_not_seen(count):
    assert unanimous(1.0, count, "rate") == pytest.approx(wilson(count, count))
    assert unanimous(0.0, count, "rate") == pytest.approx(wilson(0, count))
    end = wilson(0, count)[1]
    assert unanimous(0.0, count, "points") == pytest.approx((-end, end))
    assert unanimous(1.0, count, "points") == pytest.approx((1 - 2 * end, 1))
    assert unanimous(0.4, count, "rate") == pytest.approx((0.4 - 0.4 * end, 0.4 + 0.6 * end))
    assert unanimous(2.3, count, "number") is None


def test_groups_that_agree_have_an_interval_with_a_width(rng):
    """Six senders, all of them right every time: six observations, not a certainty."""
    groups = np.repeat(np.arange(6), 10)
    right = measured_mean("right", np.ones(60), part="test", groups=groups, rng=rng)
    assert (right.low, right.high) == pytest.approx(wilson(6, 6))
    assert right.method == "Wilson 95 %, each of 6 groups once"
    half = measured_mean("half", np.tile([0.0, 1.0], 30), part="test", groups=groups, rng=rng)
    assert half.low < 0.4
    assert half.high > 0.6
    lead = measured_mean(
        "lead", np.tile([0.0, 1.0], 4), part="t", unit="points", groups=np.arange(8) // 4, rng=rng
    )
    assert lead.value == 0.5
    assert lead.low < 0 < lead.high  # two senders show nothing
    loss = measured_mean("loss", np.full(9, 2.3), part="test", unit="number", rng=rng)
    assert (loss.low, loss.method) == (None, "no interval: all rows agree")
