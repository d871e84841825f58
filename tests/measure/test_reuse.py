"""Best of N looks: equal to known values and to simulated benchmarks."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.reuse import best_of


@pytest.mark.parametrize(
    ("looks", "highest"),
    [(1, 0), (2, 0.5641896), (3, 0.8462844), (10, 1.5387527), (100, 2.5075936), (1000, 3.2414358)],
)
def test_standard_deviations_of_the_highest_of_n_normals(looks, highest):
    """Tabulated expected maxima of N standard normals (Harter 1961, Biometrika 48, p. 151)."""
    assert best_of(looks, 0.5, 1) == pytest.approx(0.5 * highest, abs=1e-6)


@pytest.mark.parametrize("looks", [2, 5, 30])
@pytest.mark.parametrize("correlation", [0.0, 0.6, 0.9])
def test_equals_simulated_models_that_err_on_the_same_images(rng, looks, correlation):
    """Each image is right or wrong for all models at once with the probability that gives the correlation."""
    n, true, worlds = 4000, 0.9, 1500
    best = np.empty(worlds)
    for world in range(worlds):
        shared = rng.random(n) < correlation
        together = rng.binomial(shared.sum(), true)
        alone = rng.binomial(n - shared.sum(), true, looks)
        best[world] = (together + alone).max() / n
    spread = best.std() / np.sqrt(worlds)
    assert best_of(looks, true, n, correlation) == pytest.approx(best.mean() - true, abs=4 * spread + 2e-4)


def test_more_looks_cost_more_and_equal_models_nothing():
    costs = [best_of(looks, 0.93, 10_000) for looks in (1, 2, 10, 1000, 10**6)]
    assert costs == sorted(costs)
    assert costs[0] == 0
    assert best_of(50, 0.93, 10_000, correlation=1.0) == best_of(50, 1.0, 10_000) == 0


@pytest.mark.parametrize("wrong", [(0, 0.9, 10), (1, 90, 10), (1, 0.9, 0), (1, 0.9, 10, -0.1)])
def test_what_cannot_be_is_refused(wrong):
    with pytest.raises(InputError, match="best_of needs looks >= 1"):
        best_of(*wrong)
