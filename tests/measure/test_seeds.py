"""Means over seeds: intervals that are right as often as they promise, for rows and seeds at once."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.regression.linear_model import OLS
from statsmodels.stats.multitest import multipletests

from fittingroom.errors import InputError
from fittingroom.measure.seeds import (
    OverSeeds,
    SeedVariance,
    common_variance,
    holm,
    over_seeds,
    standard_error,
)

STUDIES = 1200


def seen(each, row_error: float) -> OverSeeds:
    return over_seeds("accuracy", each, row_error=row_error, n=100, part="val")


def ends(one: OverSeeds) -> tuple[float, float]:
    assert one.measurement.low is not None
    assert one.measurement.high is not None
    return one.measurement.low, one.measurement.high


def made_study(rng, seeds: int, *, of_rows: float, of_seeds: float, of_both: float, n: int = 150):
    """Values (seeds, n) around 0: every row has its own level, every seed too, and each meeting a third."""
    return (
        of_rows * rng.normal(size=n)
        + of_seeds * rng.normal(size=(seeds, 1))
        + of_both * rng.normal(size=(seeds, n))
    )


def measured_study(values: np.ndarray) -> OverSeeds:
    return seen(values.mean(axis=1), standard_error(values.mean(axis=0)))


def rows_only(values: np.ndarray) -> tuple[float, float]:
    """The interval of somebody who forgets that another seed gives another result: wrong."""
    means = values.mean(axis=0)
    reach = 1.96 * means.std(ddof=1) / len(means) ** 0.5
    return means.mean() - reach, means.mean() + reach


def seeds_only(values: np.ndarray) -> tuple[float, float]:
    """The interval of somebody who forgets that the rows are a sample: wrong."""
    means = values.mean(axis=1)
    return stats.t.interval(0.95, len(means) - 1, means.mean(), stats.sem(means))


def coverage(rng, interval, seeds: int, **world: float) -> float:
    """In how many of the made studies the interval holds the truth, 0."""
    found = [interval(made_study(rng, seeds, **world)) for _ in range(STUDIES)]
    return float(np.mean([low <= 0 <= high for low, high in found]))


def ours(values: np.ndarray) -> tuple[float, float]:
    return ends(measured_study(values))


ROWS_RULE = {"of_rows": 1.0, "of_seeds": 0.01, "of_both": 0.1}
SEEDS_RULE = {"of_rows": 0.6, "of_seeds": 0.3, "of_both": 0.1}
BOTH = {"of_rows": 1.0, "of_seeds": 0.1, "of_both": 0.5}


@pytest.mark.parametrize("seeds", [3, 5])
@pytest.mark.parametrize("world", [ROWS_RULE, SEEDS_RULE, BOTH])
def test_the_interval_holds_the_truth_as_often_as_it_says(rng, seeds, world):
    assert 0.935 < coverage(rng, ours, seeds, **world) < 0.99


@pytest.mark.parametrize("seeds", [3, 5])
def test_an_interval_of_rows_alone_fails_where_seeds_differ_and_the_other_way_round(rng, seeds):
    assert coverage(rng, rows_only, seeds, **SEEDS_RULE) < 0.75
    assert coverage(rng, seeds_only, seeds, **ROWS_RULE) < 0.75
    assert coverage(rng, rows_only, seeds, **BOTH) < 0.92


@pytest.mark.parametrize("world", [ROWS_RULE, SEEDS_RULE])
def test_the_p_value_is_uniform_where_nothing_is_to_be_found_and_one_error_rules(rng, world):
    p = np.array([measured_study(made_study(rng, 5, **world)).p for _ in range(STUDIES)])
    for level in (0.05, 0.2, 0.5, 0.8):
        assert np.mean(p <= level) == pytest.approx(level, abs=0.035)


@pytest.mark.parametrize("ratio", [0.5, 1.0, 3.0])
def test_p_values_far_below_five_hundredths_are_not_too_small_at_three_seeds(rng, ratio):
    """What Holm asks about. Degrees of freedom of Satterthwaite, in their place, fail this badly."""
    level, studies = 0.001, 60_000
    mean = np.hypot(1, ratio) * rng.normal(size=studies)
    variance = ratio**2 * rng.chisquare(2, studies) / 2
    suspect = np.flatnonzero(np.abs(mean) > 2.5 * np.sqrt(1 + variance))

    def satterthwaite(at: int) -> float:
        total = 1 + variance[at]
        return 2 * stats.t.sf(abs(mean[at]) / total**0.5, 2 * (total / variance[at]) ** 2)

    def of_ours(at: int) -> float:
        return seen(three(mean[at], (3 * variance[at]) ** 0.5), 1.0).p

    assert sum(of_ours(at) <= level for at in suspect) < 1.3 * level * studies
    if ratio >= 1:
        assert sum(satterthwaite(at) <= level for at in suspect) > 2 * level * studies


def three(mean: float, deviation: float) -> list[float]:
    """Three values of this mean and standard deviation."""
    return [mean - deviation, mean, mean + deviation]


@pytest.mark.parametrize("seeds", [2, 3, 9])
def test_without_an_error_of_rows_it_is_students_interval(rng, seeds):
    each = rng.normal(0.3, 0.2, seeds)
    one = seen(each, 0.0)
    assert ends(one) == pytest.approx(stats.t.interval(0.95, seeds - 1, each.mean(), stats.sem(each)))
    assert one.p == pytest.approx(stats.ttest_1samp(each, 0).pvalue)


@pytest.mark.parametrize("each", [(0.75, 0.75), (0.1, 0.1, 0.1), (-0.3,) * 7])
def test_where_the_seeds_agree_it_is_the_normal_interval(each):
    one = seen(each, 0.02)
    assert ends(one) == pytest.approx(stats.norm.interval(0.95, each[0], 0.02))
    assert one.p == pytest.approx(2 * stats.norm.sf(abs(each[0]) / 0.02), abs=1e-12)
    assert one.spread == pytest.approx(0)


def test_the_reaches_of_rows_and_seeds_add_as_squares():
    one = seen((0.3, 0.5, 0.7), 0.1)
    rows, seeds = 1.959964 * 0.1, stats.t.ppf(0.975, 2) * 0.2 / 3**0.5
    assert ends(one) == pytest.approx((0.5 - np.hypot(rows, seeds), 0.5 + np.hypot(rows, seeds)))


def test_one_seed_has_the_interval_of_the_rows_and_says_so():
    one = seen([0.5], 0.1)
    assert ends(one) == pytest.approx((0.5 - 0.196, 0.5 + 0.196), abs=1e-4)
    assert one.measurement.method == "95 % over rows, one seed"
    assert one.spread == 0
    assert seen([0.5, 0.6], 0.1).measurement.method == "95 % over rows and 2 seeds"


def test_without_any_error_the_value_is_sure():
    sure, nothing = seen([0.2, 0.2], 0.0), seen([0.0, 0.0], 0.0)
    assert ends(sure) == pytest.approx((0.2, 0.2))
    assert sure.p == 0
    assert ends(nothing) == (0, 0)
    assert nothing.p == 1


def test_an_unknown_error_of_rows_leaves_everything_open():
    """One row, or one group of rows: nothing is known, and nothing is claimed."""
    one = seen([0.4, 0.5], standard_error(np.array([1.0])))
    assert ends(one) == (-np.inf, np.inf)
    assert one.p == 1


def test_the_p_value_and_the_interval_say_the_same(rng):
    for _ in range(50):
        one = seen(rng.normal(0.1, 0.05, 3), 0.03)
        low, high = ends(one)
        assert (one.p <= 0.05) == (not low <= 0 <= high)


def sets_of_seeds(rng, sets: int, seeds: int, *, uneven: float) -> np.ndarray:
    """Values (sets, seeds) around 0 of deviation 0.1, in some sets more and in some less."""
    return 0.1 * np.exp(uneven * rng.normal(size=(sets, 1))) * rng.normal(size=(sets, seeds))


@pytest.mark.parametrize("seeds", [2, 3, 5])
def test_the_common_variance_is_found_where_there_is_one(rng, seeds):
    common = common_variance(sets_of_seeds(rng, 400, seeds, uneven=0))
    assert common is not None
    assert common.variance == pytest.approx(0.01, rel=0.2)
    assert common.freedom > 12


def test_the_more_uneven_the_sets_the_less_their_common_variance_is_worth(rng):
    worth = [common_variance(sets_of_seeds(rng, 400, 3, uneven=uneven)) for uneven in (0.2, 0.6, 1.5)]
    freedoms = [common.freedom for common in worth if common]
    assert freedoms == sorted(freedoms, reverse=True)
    assert freedoms[-1] < 1.5
    assert len(freedoms) == 3


def test_a_prior_worth_known_degrees_of_freedom_is_found(rng):
    """Smyth's own model: the sets' variances are drawn from a scaled inverse chi-square of 6."""
    variances = 0.04 * 6 / rng.chisquare(6, (3000, 1))
    common = common_variance(np.sqrt(variances) * rng.normal(size=(3000, 4)))
    assert common is not None
    assert common.freedom == pytest.approx(6, rel=0.25)
    assert common.variance == pytest.approx(0.04, rel=0.1)


def test_what_is_common_counts_by_its_degrees_of_freedom():
    one = over_seeds("a", (0.3, 0.5, 0.7), row_error=0.0, n=1, part="val", common=SeedVariance(0.01, 6))
    variance, freedom = (2 * 0.04 + 6 * 0.01) / 8, 8
    assert ends(one) == pytest.approx(stats.t.interval(0.95, freedom, 0.5, (variance / 3) ** 0.5))
    assert one.spread == pytest.approx(0.2)  # what was seen stays what was seen
    sure = over_seeds("a", (0.3, 0.5, 0.7), row_error=0.0, n=1, part="val", common=SeedVariance(0.01, np.inf))
    assert ends(sure) == pytest.approx(stats.norm.interval(0.95, 0.5, (0.01 / 3) ** 0.5))


def test_one_seed_learns_nothing_from_others():
    common = SeedVariance(0.01, 6)
    alone = over_seeds("a", (0.3,), row_error=0.1, n=1, part="val", common=common)
    assert ends(alone) == ends(seen((0.3,), 0.1))


@pytest.mark.parametrize("uneven", [0.0, 0.5])
def test_with_what_is_common_holm_errs_in_few_lists_and_still_finds_something(rng, uneven):
    wrong, found, alone = [], [], []
    for _ in range(60):
        each = sets_of_seeds(rng, 40, 3, uneven=uneven) + 0.06 * rng.normal(size=(40, 1))
        each[:3] += 0.7
        common = common_variance(each)
        p = [over_seeds("a", one, row_error=0.06, n=1, part="val", common=common).p for one in each]
        adjusted = holm(p)
        wrong.append((adjusted[3:] <= 0.05).any())
        found.append((adjusted[:3] <= 0.05).mean())
        alone.append((holm([seen(one, 0.06).p for one in each])[:3] <= 0.05).mean())
    assert np.mean(wrong) <= 0.12
    assert np.mean(found) > 0.8
    assert np.mean(alone) < 0.4  # three seeds on their own show little, even of this size


@pytest.mark.parametrize("sets", [[], [(1.0, 2.0), (2.0, 3.0)], [(0.5,)] * 9, [(1.0, 1.0)] * 9])
def test_a_common_variance_needs_three_sets_that_vary(sets):
    assert common_variance(sets) is None


def test_what_was_handed_over_comes_back(rng):
    each = rng.random(4)
    one = over_seeds("loss", list(each), row_error=0.1, n=77, part="test", unit="number")
    m = one.measurement
    assert (m.name, m.n, m.part, m.unit) == ("loss", 77, "test", "number")
    assert m.value == pytest.approx(each.mean())
    assert one.each == tuple(each)
    assert one.spread == pytest.approx(each.std(ddof=1))


@pytest.mark.parametrize(("each", "row_error"), [((), 0.1), ((0.5,), -0.1)])
def test_no_seed_and_a_negative_error_are_refused(each, row_error):
    with pytest.raises(InputError, match="needs a seed and an error of at least 0, got"):
        seen(each, row_error)


def test_the_standard_error_of_independent_rows_is_the_textbooks(rng):
    values = rng.exponential(1, 60)
    assert standard_error(values) == pytest.approx(stats.sem(values))
    assert standard_error(values > 1) == pytest.approx(stats.sem((values > 1).astype(float)))


def test_groups_of_one_row_change_nothing(rng):
    values = rng.random(40)
    assert standard_error(values, rng.permutation(40) + 500) == pytest.approx(standard_error(values))


def test_the_standard_error_of_groups_is_the_spread_of_a_cluster_bootstrap(rng):
    groups = rng.integers(0, 80, 400)
    values = rng.normal(size=80)[groups] + rng.normal(size=400)
    members = [values[groups == group] for group in np.unique(groups)]
    sums, counts = np.array([m.sum() for m in members]), np.array([len(m) for m in members])
    draws = rng.integers(0, len(members), (4000, len(members)))
    means = sums[draws].sum(axis=1) / counts[draws].sum(axis=1)
    assert standard_error(values, groups) == pytest.approx(means.std(), rel=0.06)
    assert standard_error(values) < 0.7 * means.std()


def test_the_standard_error_of_groups_is_the_one_of_statsmodels(rng):
    groups = rng.integers(0, 9, 100)
    values = rng.normal(size=9)[groups] + rng.normal(size=100)
    theirs = OLS(values, np.ones(100)).fit(
        cov_type="cluster", cov_kwds={"groups": groups, "use_correction": False}
    )
    assert standard_error(values, groups) == pytest.approx(float(theirs.bse[0]) * (9 / 8) ** 0.5)


@pytest.mark.parametrize("groups", [None, np.zeros(5), np.full(5, 3)])
def test_one_row_or_one_group_has_no_known_error(groups):
    values = np.arange(5.0) if groups is not None else np.array([0.3])
    assert standard_error(values, groups) == np.inf


@pytest.mark.parametrize("many", [1, 2, 10, 60])
def test_holm_is_the_one_of_statsmodels(rng, many):
    for _ in range(2):
        p = np.round(rng.random(many) ** 3, 2)  # with ties, zeros and ones among them
        np.testing.assert_allclose(holm(p), multipletests(p, method="holm")[1], atol=1e-12)


def test_holm_of_nothing_is_nothing():
    assert holm([]).shape == (0,)
