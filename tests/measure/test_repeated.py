"""Several seeds on the same rows: equal to something simpler, and as wide as resampling says."""

import numpy as np
import pytest
from scipy import stats

from fittingroom.errors import InputError
from fittingroom.measure.auroc import auroc
from fittingroom.measure.intervals import bootstrap, mean_interval, wilson
from fittingroom.measure.repeated import repeated_auroc, repeated_mean, repeated_share
from fittingroom.types import Measurement


def width(m: Measurement) -> float:
    assert m.low is not None
    assert m.high is not None
    return m.high - m.low


def clustered(rng, groups: int = 60, each: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Values that rows of one group have in common, and who is of which group."""
    number = np.repeat(np.arange(groups), each)
    return rng.random(groups)[number] + 0.2 * rng.random(groups * each), number


def test_one_seed_of_ungrouped_rows_is_the_normal_interval_of_a_mean(rng):
    values = rng.random(400)
    m = repeated_mean("mean", values[None], part="test", unit="points").measurement
    reach = 1.96 * values.std(ddof=1) / 20
    assert (m.low, m.value, m.high) == pytest.approx(
        (values.mean() - reach, values.mean(), values.mean() + reach), abs=1e-4
    )
    assert m.n == 400


def test_groups_widen_the_interval_as_resampling_them_does(rng):
    values, groups = clustered(rng)
    m = repeated_mean("mean", values[None], part="photos", groups=groups).measurement
    low, high = mean_interval(values, groups=groups, rng=rng)
    assert width(m) == pytest.approx(high - low, rel=0.1)
    assert width(m) > 1.5 * width(repeated_mean("mean", values[None], part="photos").measurement)
    assert "60 groups" in m.method


def test_seeds_that_differ_widen_it_too(rng):
    rows = (rng.random(1000) < 0.6).astype(float)
    alike = repeated_mean("mean", np.stack([rows] * 3), part="test")
    apart = repeated_mean("mean", np.stack([rows - 0.1, rows, rows + 0.1]), part="test")
    assert apart.measurement.value == pytest.approx(alike.measurement.value)
    assert width(apart.measurement) > 2 * width(alike.measurement)
    assert apart.each == pytest.approx([rows.mean() - 0.1, rows.mean(), rows.mean() + 0.1])


@pytest.mark.parametrize("value", [0.0, 1.0])
def test_where_all_rows_agree_wilson_owns_to_what_was_not_seen(value):
    groups = np.repeat(np.arange(10), 4)
    m = repeated_mean("rate", np.full((3, 40), value), part="photos", groups=groups).measurement
    assert (m.low, m.high) == pytest.approx(wilson(10 * value, 10))
    assert m.n == 40


def test_where_nothing_differs_a_difference_still_owns_to_what_was_not_seen():
    m = repeated_mean("change", np.zeros((3, 30)), part="test", unit="points").measurement
    assert m.high == pytest.approx(wilson(0, 30)[1])
    assert m.low == -m.high


def test_rows_of_a_single_group_have_no_interval():
    found = repeated_mean("rate", np.array([[0.0, 1.0]]), part="photos", groups=np.zeros(2, int))
    assert found.measurement.low is None
    assert found.p == 1


def test_a_rate_stays_between_nothing_and_all():
    values = np.zeros((1, 50))
    values[0, 0] = 1
    m = repeated_mean("rate", values, part="test").measurement
    assert m.low is not None
    assert m.high is not None
    assert 0 < m.low < 0.02 < m.high < 0.2


def test_a_share_among_picked_rows_is_as_wide_as_resampling_says(rng):
    values, groups = clustered(rng)
    among, hits = rng.random(len(groups)) < 0.5, values > 0.6
    m = repeated_share("share", hits[None], among[None], part="photos", groups=groups)
    assert m is not None
    low, high = bootstrap(lambda h, a: float(h[a].mean()), hits, among, groups=groups, rng=rng)
    assert m.measurement.value == pytest.approx(hits[among].mean())
    assert width(m.measurement) == pytest.approx(high - low, rel=0.15)
    assert m.measurement.n == among.sum()


def test_a_share_of_no_rows_is_not_known_and_of_unanimous_ones_has_width():
    hits = np.ones((2, 30), bool)
    picked = np.zeros((2, 30), bool)
    assert repeated_share("share", hits, picked, part="test") is None
    picked[:, :20] = True
    m = repeated_share("share", hits, picked, part="test")
    assert m is not None
    assert (m.measurement.low, m.measurement.high, m.measurement.n) == pytest.approx((*wilson(20, 20), 20))


def test_auroc_is_the_usual_one_with_an_interval_as_resampling_gives(rng):
    values, groups = clustered(rng, groups=80)
    higher = rng.random(len(values)) < values / 1.2
    m = repeated_auroc("auroc", values[None], higher[None], part="photos", groups=groups)
    plain = auroc("auroc", values[~higher], values[higher], part="photos", rng=rng)
    assert m is not None
    assert m.measurement.value == pytest.approx(plain.value)

    def area(v, h) -> float:
        return auroc("", v[~h], v[h], part="", draws=2, rng=np.random.default_rng(0)).value

    low, high = bootstrap(area, values, higher, groups=groups, draws=300, rng=rng)
    assert width(m.measurement) == pytest.approx(high - low, rel=0.2)


def test_auroc_needs_both_kinds_of_rows():
    values = np.array([[0.1, 0.2], [0.3, 0.4]])
    assert repeated_auroc("auroc", values, np.array([[True, False], [True, True]]), part="test") is None


def test_anything_but_one_row_of_values_for_each_seed_is_refused():
    with pytest.raises(InputError, match=r"for each seed, found shape \(3,\)"):
        repeated_mean("mean", np.zeros(3), part="test")


def test_a_constant_difference_of_few_groups_is_not_certain():
    """Three senders, each photo answered by one network alone: as three rows that agree, not as a proof."""
    found = repeated_mean("x", -np.ones((1, 30)), part="p", unit="points", groups=np.arange(30) // 10)
    m = found.measurement
    assert (m.low, m.high) == pytest.approx((-1, 2 * wilson(0, 3)[1] - 1))
    assert m.high is not None
    assert m.high > 0
    assert found.p == pytest.approx(2 * stats.norm.sf(np.sqrt(3)))
    assert m.method == "Wilson 95 %, each of 3 groups once"
    many = repeated_mean("x", -np.ones((1, 300)), part="p", unit="points", groups=np.arange(300) // 10)
    assert many.p < 0.05
    assert many.measurement.high is not None
    assert many.measurement.high < 0


def test_groups_of_one_mean_agree_though_their_rows_differ():
    values = np.tile([0.0, 1.0], 10)[None]
    m = repeated_mean("x", values, part="p", groups=np.arange(20) // 10).measurement
    assert (m.low, m.high) == pytest.approx((0.5 - wilson(0, 2)[1] / 2, 0.5 + wilson(0, 2)[1] / 2))


def test_seeds_that_differ_widen_what_all_rows_agree_on():
    """Every row of a seed has one value: the rows are unanimous and the seeds are not."""
    apart = repeated_mean("x", np.array([[0.0], [0.5], [1.0]]) * np.ones(40), part="p").measurement
    assert apart.low == 0
    assert apart.high == 1


def test_numbers_without_a_range_that_agree_have_no_interval():
    found = repeated_mean("size", np.full((2, 9), 3.0), part="p", unit="number")
    assert (found.measurement.low, found.p) == (None, 1)
    assert found.measurement.method == "no interval: all rows agree"


@pytest.mark.parametrize(("n", "rate"), [(200, 0.98), (50, 0.95), (1000, 0.997), (100, 0.5)])
def test_a_rate_of_one_seed_is_covered_as_often_as_it_says(n, rate):
    """Exact, over all numbers of hits; the textbook reach, cut at 1, fails near 1."""
    k = np.arange(n + 1)
    chance, held = stats.binom.pmf(k, n, rate), np.zeros(n + 1)
    for hits in k[chance > 1e-6]:
        m = repeated_mean("x", (np.arange(n) < hits)[None], part="p").measurement
        assert m.low is not None
        assert m.high is not None
        held[hits] = m.low <= rate <= m.high
    textbook = 1.96 * np.sqrt(k / n * (1 - k / n) / n)
    assert (chance * held).sum() > 0.93
    assert rate == 0.5 or (chance * (np.abs(k / n - rate) <= textbook)).sum() < 0.93


def test_a_share_among_the_photos_of_one_sender_has_no_interval():
    groups, among = np.arange(40) // 10, (np.arange(40) < 10)[None]
    hits = (np.arange(40) % 2 == 0)[None]
    found = repeated_share("x", hits, among, part="p", groups=groups)
    assert found is not None
    assert (found.measurement.value, found.measurement.low) == (0.5, None)
