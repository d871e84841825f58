"""Two models on the same rows: equal to statsmodels, valid under no difference, sharper than unpaired."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar as statsmodels_mcnemar

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import rate
from fittingroom.measure.intervals import newcombe
from fittingroom.measure.paired import difference, mcnemar


def rows(both, only_a, only_b, neither):
    a = np.repeat([True, True, False, False], [both, only_a, only_b, neither])
    b = np.repeat([True, False, True, False], [both, only_a, only_b, neither])
    return a, b


@pytest.mark.parametrize(
    "counts",
    [(90, 5, 3, 2), (900, 40, 12, 9), (5, 0, 0, 5), (10, 1, 0, 0), (10, 7, 7, 0), (8000, 296, 175, 20)],
)
def test_mcnemar_equals_statsmodels_and_scipy(counts):
    both, only_a, only_b, neither = counts
    test = mcnemar(*rows(*counts))
    theirs = statsmodels_mcnemar([[both, only_a], [only_b, neither]], exact=True)
    assert (test.only_a, test.only_b) == (only_a, only_b)
    assert test.p == pytest.approx(min(1, theirs.pvalue), rel=1e-9)
    if only_a + only_b:
        assert test.p == pytest.approx(stats.binomtest(only_a, only_a + only_b).pvalue, rel=1e-9)


@pytest.mark.parametrize("n", [5, 30, 200])
def test_mcnemar_raises_no_false_alarm_above_its_level(n):
    """Exact: over all splits of n discordant rows by a fair coin, p <= 0.05 at most 5 % of the time."""
    p = np.array([mcnemar(*rows(3, k, n - k, 3)).p for k in range(n + 1)])
    alarms = stats.binom.pmf(np.arange(n + 1), n, 0.5)[p <= 0.05].sum()
    assert alarms <= 0.05
    assert alarms > 0.02 or n == 5


def test_difference_is_antisymmetric():
    a, b = rows(90, 8, 3, 20)
    there = difference(a, b, part="val", rng=np.random.default_rng(1))
    back = difference(b, a, part="val", rng=np.random.default_rng(1))
    assert there.value == pytest.approx(5 / 121)
    assert (back.value, back.low, back.high) == pytest.approx((-there.value, -there.high, -there.low))


def test_pairing_is_sharper_than_two_separate_rates(rng):
    a, b = rows(9000, 120, 60, 820)
    paired = difference(a, b, part="test", rng=rng)
    low, high = newcombe(*(rate("accuracy", int(side.sum()), len(side), "test") for side in (a, b)))
    assert low < 0 < high
    assert paired.low > 0
    assert (paired.part, paired.n, paired.method) == ("test", 10_000, "normal 95 %")


def test_difference_covers_and_forgetting_the_groups_does_not(rng):
    """Both models fail on the same senders; their difference also depends on the sender."""
    groups = np.repeat(np.arange(50), 20)
    held = {"groups": [], "rows": []}
    for _ in range(100):
        lead = rng.normal(0.1, 0.25, 50).clip(-1, 1)[groups]
        b = rng.random(1000) < 0.5
        flip = rng.random(1000) < np.abs(lead)
        a = np.where(flip, lead > 0, b)
        truth = 0.05  # half of the flips in a's favour change anything
        for name, by in (("groups", groups), ("rows", None)):
            d = difference(a, b, part="val", groups=by, rng=rng)
            held[name].append(d.low <= truth <= d.high)
    assert np.mean(held["groups"]) > 0.88
    assert np.mean(held["rows"]) < 0.85


def test_rows_of_two_parts_are_refused(rng):
    with pytest.raises(InputError, match=r"on the same rows, found shapes \(3,\) and \(4,\)"):
        mcnemar(np.ones(3, bool), np.ones(4, bool))
    with pytest.raises(InputError, match="on the same rows"):
        difference(np.ones(0, bool), np.ones(0, bool), part="val", rng=rng)
