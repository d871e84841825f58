"""Crammer and Singer: the optimum of LinearSVC in as many iterations, a feasible and optimal dual."""

import numpy as np
import pytest
from scipy.optimize import brentq
from sklearn.svm import LinearSVC

from fittingroom.errors import InputError
from fittingroom.models.classical.crammer_singer import crammer_singer, solve


def clouds(rng, n: int = 200, p: int = 10, classes: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Overlapping clouds of float32 rows."""
    labels = rng.permutation(np.arange(n) % classes)
    centres = rng.normal(0, 1, (classes, p))
    return (centres[labels] + rng.normal(0, 1, (n, p))).astype(np.float32), labels


def stock(x, labels, C, seed=0) -> LinearSVC:
    machine = LinearSVC(multi_class="crammer_singer", C=C, random_state=seed, max_iter=100_000)
    return machine.fit(x.astype(np.float64), labels)


def primal(weights, biases, x, labels, C) -> float:
    scores = x @ weights.T + biases + 1.0
    own = np.take_along_axis(scores, labels[:, None], axis=1) - 1
    np.put_along_axis(scores, labels[:, None], own, axis=1)
    return 0.5 * ((weights**2).sum() + (biases**2).sum()) + C * (scores.max(axis=1) - own[:, 0]).sum()


def best_response(alpha, gradient, bound, norm) -> np.ndarray:
    """The solution of a row's problem: all alphas off their bounds end at one level, found as a root."""

    def at(level):
        return np.minimum(bound, alpha + (level - gradient) / norm)

    return at(brentq(lambda level: (at(level) - alpha).sum(), -1e4, 1e4, xtol=1e-13))


def plain_loop(x, labels, *, C, max_iter, tol, rng) -> tuple[np.ndarray, int]:
    """The same in lists and float64, a row's problem solved by finding a root; weights with the bias last."""
    x, k = np.column_stack([x.astype(np.float64), np.ones(len(x))]), labels.max() + 1
    alpha = np.zeros((len(x), k))
    active = [set(range(k)) for _ in x]
    order, threshold, whole = np.arange(len(x)), 1.0, True
    iteration = 0
    while iteration < max_iter:
        iteration += 1
        rng.shuffle(order)
        kept, worst = [], -np.inf
        for i in order:
            norm, bound = x[i] @ x[i], np.where(np.arange(k) == labels[i], C, 0)
            G = alpha.T @ x @ x[i] + (np.arange(k) != labels[i])
            least = min((G[c] for c in active[i] if alpha[i, c] < bound[c]), default=np.inf)
            violation = max(G[c] for c in active[i]) - least
            active[i] = {c for c in active[i] if alpha[i, c] < bound[c] or G[c] >= least}
            if len(active[i]) < 2:
                continue
            kept.append(i)
            if violation > 1e-12:
                worst, on = max(worst, violation), sorted(active[i])
                alpha[i, on] = best_response(alpha[i, on], G[on], bound[on], norm)
        order = np.array(kept, np.int64)
        if worst >= threshold:
            whole = False
        elif whole and worst < tol:
            break
        else:
            active, order = [set(range(k)) for _ in x], np.arange(len(x))
            threshold, whole = max(threshold / 2, tol), True
    return alpha.T @ x, iteration


@pytest.mark.parametrize("C", [0.02, 3.0])
@pytest.mark.parametrize("max_iter", [1, 6, 60])
def test_every_step_is_the_plain_loops(rng, C, max_iter):
    x, labels = clouds(rng, n=40, p=5)
    settings = {"C": C, "max_iter": max_iter, "tol": 1e-3}
    ours = crammer_singer(x, labels, rng=np.random.default_rng(3), **settings)
    weights, iterations = plain_loop(x, labels, rng=np.random.default_rng(3), **settings)
    assert ours.iterations == iterations
    np.testing.assert_allclose(np.column_stack([ours.weights, ours.intercepts]), weights, atol=1e-7)


@pytest.mark.parametrize("classes", [2, 4])
@pytest.mark.parametrize("C", [0.01, 0.3])
def test_the_optimum_is_that_of_linear_svc(rng, classes, C):
    x, labels = clouds(rng, classes=classes)
    ours, theirs = crammer_singer(x, labels, C=C, rng=rng), stock(x, labels, C)
    assert ours.converged
    assert np.mean(ours.labels(x) == theirs.predict(x)) >= 0.995
    mine = primal(ours.weights, ours.intercepts, x, labels, C)
    if classes > 2:  # for two, scikit-learn keeps the difference of the two weight vectors only
        assert mine == pytest.approx(primal(theirs.coef_, theirs.intercept_, x, labels, C), rel=1e-4)
        np.testing.assert_allclose(ours.weights, theirs.coef_, atol=1e-3)


@pytest.mark.parametrize("C", [0.01, 1.0])
def test_as_many_iterations_are_needed(rng, C):
    """Order, shrinking and stopping are liblinear's: over ten seeds the mean counts lie within 15 %."""
    x, labels = clouds(rng)
    ours = [crammer_singer(x, labels, C=C, rng=np.random.default_rng(s)).iterations for s in range(10)]
    theirs = [int(np.max(stock(x, labels, C, seed).n_iter_)) for seed in range(10)]
    assert np.mean(ours) == pytest.approx(np.mean(theirs), rel=0.15)


@pytest.mark.parametrize("max_iter", [1, 5, 100_000])
def test_the_dual_is_feasible_at_every_iteration(rng, max_iter):
    x, labels = clouds(rng)
    C = 0.1
    dual = solve(x, labels, C=C, max_iter=max_iter, tol=1e-4, rng=rng)
    assert dual.converged == (max_iter > 5)
    assert dual.iterations <= max_iter
    bounds = np.where(np.arange(4) == labels[:, None], C, 0)
    np.testing.assert_allclose(dual.alpha.sum(axis=1), 0, atol=1e-9)
    assert (dual.alpha <= bounds).all()
    assert (dual.alpha != 0).any()
    np.testing.assert_allclose(dual.weights, dual.alpha.T @ x, atol=1e-9)
    np.testing.assert_allclose(dual.biases, dual.alpha.sum(axis=0), atol=1e-9)


def test_no_row_violates_its_conditions_at_the_end(rng):
    """Classes whose alpha could grow have no lower gradient than any other, but for the tolerance."""
    x, labels = clouds(rng)
    C = 0.1
    dual = solve(x, labels, C=C, max_iter=100_000, tol=1e-4, rng=rng)
    own = np.arange(4) == labels[:, None]
    gradient = x @ dual.weights.T + dual.biases + ~own
    could_grow = dual.alpha < np.where(own, C, 0)
    least = np.where(could_grow, gradient, np.inf).min(axis=1)
    assert (gradient.max(axis=1) - least).max() < 1e-3
    beaten = crammer_singer(x, labels, C=C, max_iter=1, rng=rng)
    assert primal(dual.weights, dual.biases, x, labels, C) < primal(
        beaten.weights, beaten.intercepts, x, labels, C
    )


def test_real_images_end_where_stock_ends(fashion_mnist):
    train = fashion_mnist.part("train")
    x = train.images[:1600].reshape(1600, -1) / np.float32(255)
    x, new = np.split(x - x.mean(axis=0), [800])
    labels = train.labels[:800]
    ours, theirs = crammer_singer(x, labels, C=1, rng=np.random.default_rng(0)), stock(x, labels, 1)
    assert ours.converged
    assert np.mean(ours.labels(new) == theirs.predict(new)) >= 0.995
    assert primal(ours.weights, ours.intercepts, x, labels, 1) == pytest.approx(
        primal(theirs.coef_, theirs.intercept_, x, labels, 1), rel=1e-4
    )


def test_a_seed_gives_one_answer(rng):
    x, labels = clouds(rng)
    first, again, other = (
        crammer_singer(x, labels, C=1, max_iter=3, rng=np.random.default_rng(s)) for s in (1, 1, 2)
    )
    assert np.array_equal(first.weights, again.weights)
    assert not np.array_equal(first.weights, other.weights)
    assert (first.iterations, first.converged) == (3, False)


BAD = [
    ({"labels": np.zeros(6, np.int64)}, "two classes at least, found 1"),
    ({"x": np.full((6, 2), np.nan)}, "12 of 12 values are NaN or infinite"),
    ({"C": -1.0}, "C must be positive and finite, got -1.0"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD, ids=[words for _, words in BAD])
def test_what_cannot_be_fitted_is_refused(rng, wrong, words):
    asked = {"x": rng.normal(size=(6, 2)), "labels": np.array([0, 1, 0, 1, 2, 2]), "C": 1.0}
    with pytest.raises(InputError, match=words):
        crammer_singer(**{**asked, **wrong}, rng=rng)
