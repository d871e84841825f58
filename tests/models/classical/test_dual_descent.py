"""One against the rest: the algorithm of a plain loop, the optimum and the distribution of LinearSVC."""

import numpy as np
import pytest
from scipy.optimize import lsq_linear
from sklearn.svm import LinearSVC

from fittingroom.errors import InputError
from fittingroom.models.classical.dual_descent import Svm, linear_svc, linear_svcs

BOTH = [Svm("hinge", 0.05), Svm("squared_hinge", 0.02)]


def clouds(rng, n: int = 240, p: int = 12, classes: int = 4) -> tuple[np.ndarray, np.ndarray]:
    """Overlapping clouds of float32 rows, so that no plane separates a class from the rest."""
    labels = rng.permutation(np.arange(n) % classes)
    centres = rng.normal(0, 1, (classes, p))
    return (centres[labels] + rng.normal(0, 1, (n, p))).astype(np.float32), labels


def standardised(fashion_mnist, n: int) -> tuple[np.ndarray, np.ndarray]:
    train = fashion_mnist.part("train")
    x = train.images[:n].reshape(n, -1).astype(np.float64)
    spread = x.std(axis=0)
    return ((x - x.mean(axis=0)) / np.where(spread == 0, 1, spread)).astype(np.float32), train.labels[:n]


def objective(w, b, slack, machine: Svm) -> float:
    losses = slack if machine.loss == "hinge" else slack**2
    return 0.5 * (w @ w + b * b) + machine.C * losses.sum()


def linear_svc_of_scikit_learn(machine: Svm, **settings) -> LinearSVC:
    return LinearSVC(**{"loss": machine.loss, "C": machine.C, "dual": True} | settings)


def plain_loop(x, signs, *, loss, C, max_iter, tol, rng) -> tuple[np.ndarray, float, int]:
    """Hsieh et al., Algorithm 3, with liblinear's stopping: one machine, lists and float64 only."""
    x = np.column_stack([x.astype(np.float64), np.ones(len(x))])
    bound, ridge = (C, 0) if loss == "hinge" else (np.inf, 0.5 / C)
    w, alpha, order = np.zeros(x.shape[1]), np.zeros(len(x)), np.arange(len(x))
    limits = (-np.inf, np.inf)
    iteration = 0
    while iteration < max_iter:
        iteration += 1
        rng.shuffle(order)
        shrunk, seen = set(), []
        for i in order:
            G = signs[i] * (w @ x[i]) - 1 + ridge * alpha[i]
            if (alpha[i] == 0 and limits[1] < G) or (alpha[i] == bound and limits[0] > G):
                shrunk.add(i)
                continue
            free = 0 < alpha[i] < bound
            seen.append(G if free else min(G, 0) if alpha[i] == 0 else max(G, 0))
            if abs(seen[-1]) > 1e-12:
                new = min(max(alpha[i] - G / (x[i] @ x[i] + ridge), 0), bound)
                w += (new - alpha[i]) * signs[i] * x[i]
                alpha[i] = new
        order = np.array([i for i in order if i not in shrunk])
        if not seen or max(seen) - min(seen) <= tol:
            if len(order) == len(x):
                break
            order, limits = np.arange(len(x)), (-np.inf, np.inf)
        else:
            limits = (min(seen) if min(seen) < 0 else -np.inf, max(seen) if max(seen) > 0 else np.inf)
    return w[:-1], w[-1], iteration


@pytest.mark.parametrize(("loss", "C"), [("hinge", 0.03), ("squared_hinge", 0.02), ("hinge", 3.0)])
@pytest.mark.parametrize("max_iter", [1, 7, 40, 400])
def test_every_step_is_the_plain_loops(rng, loss, C, max_iter):
    x, labels = clouds(rng, n=80, p=6, classes=2)
    settings = {"loss": loss, "C": C, "max_iter": max_iter, "tol": 1e-4}
    ours = linear_svc(x, labels, rng=np.random.default_rng(3), **settings)
    w, b, iterations = plain_loop(
        x, np.where(labels == 1, 1.0, -1.0), rng=np.random.default_rng(3), **settings
    )
    assert ours.iterations == iterations
    np.testing.assert_allclose(ours.weights, [-w, w], atol=1e-9)
    np.testing.assert_allclose(ours.intercepts, [-b, b], atol=1e-9)


@pytest.mark.parametrize("machine", BOTH, ids=str)
def test_the_optimum_is_that_of_linear_svc(rng, machine):
    x, labels = clouds(rng)
    ours = linear_svc(x, labels, loss=machine.loss, C=machine.C, rng=rng)
    stock = linear_svc_of_scikit_learn(machine, random_state=0).fit(x.astype(np.float64), labels)
    assert ours.converged
    assert np.mean(ours.labels(x) == stock.predict(x)) >= 0.995
    weights, biases = np.asarray(stock.coef_), np.asarray(stock.intercept_)
    for c in range(4):
        signs = np.where(labels == c, 1, -1)
        values = [
            objective(w, b, np.maximum(0, 1 - signs * (x @ w + b)), machine)
            for w, b in ((ours.weights[c], ours.intercepts[c]), (weights[c], biases[c]))
        ]
        assert values[0] == pytest.approx(values[1], rel=1e-4)


def test_squared_hinge_ends_where_its_gradient_is_nothing(rng):
    x, labels = clouds(rng)
    fit = linear_svc(x, labels, loss="squared_hinge", C=0.02, tol=1e-6, rng=rng)
    features = np.column_stack([x, np.ones(len(x))])
    for c in range(4):
        signs, w = np.where(labels == c, 1, -1), np.append(fit.weights[c], fit.intercepts[c])
        slack = np.maximum(0, 1 - signs * (features @ w))
        np.testing.assert_allclose(w, 2 * 0.02 * features.T @ (signs * slack), atol=1e-5)


def test_hinge_ends_where_alphas_exist_that_make_it_optimal(rng):
    """Rows inside the margin weigh C, rows outside nothing, rows on it something between (KKT)."""
    x, labels = clouds(rng)
    C = 0.05
    fit = linear_svc(x, labels, loss="hinge", C=C, tol=1e-6, rng=rng)
    features = np.column_stack([x, np.ones(len(x))]).astype(np.float64)
    for c in range(4):
        signs, w = np.where(labels == c, 1, -1), np.append(fit.weights[c], fit.intercepts[c])
        margin = signs * (features @ w)
        inside, on = margin < 1 - 1e-4, np.abs(margin - 1) <= 1e-4
        rest = w - C * features[inside].T @ signs[inside]
        answer = lsq_linear(features[on].T * signs[on], rest, (0, C))
        assert on.sum() > 0
        assert np.abs(answer.fun).max() < 1e-4


def test_machines_fitted_together_end_where_each_ends_alone(rng):
    x, labels = clouds(rng)
    machines = [Svm(machine.loss, machine.C * factor) for machine in BOTH for factor in (0.5, 1)]
    together = linear_svcs(x, labels, machines, tol=1e-6, max_iter=5000, rng=rng)
    for machine, fit in zip(machines, together, strict=True):
        alone = linear_svc(x, labels, loss=machine.loss, C=machine.C, tol=1e-6, max_iter=5000, rng=rng)
        assert fit.converged
        assert alone.converged
        np.testing.assert_allclose(fit.weights, alone.weights, atol=1e-4)
        np.testing.assert_allclose(fit.intercepts, alone.intercepts, atol=1e-4)


def test_a_bound_that_no_alpha_reaches_changes_nothing(rng):
    x, labels = clouds(rng)
    low, high = linear_svcs(x, labels, [Svm("hinge", 50), Svm("hinge", 500)], max_iter=5, rng=rng)
    assert np.array_equal(low.weights, high.weights)
    assert np.abs(low.weights).max() > 0


def test_the_cap_on_iterations_is_kept_and_told(rng):
    x, labels = clouds(rng)
    capped = linear_svc(x, labels, loss="hinge", C=10, max_iter=3, rng=rng)
    assert (capped.iterations, capped.converged) == (3, False)
    free = linear_svc(x, labels, loss="hinge", C=0.001, rng=rng)
    assert free.converged
    assert free.iterations < 1000


def test_a_seed_gives_one_answer_and_the_rows_stay_as_they_were(rng):
    x, labels = clouds(rng)
    before = x.copy()
    first, again, other = (
        linear_svc(x, labels, loss="hinge", C=1, max_iter=5, rng=np.random.default_rng(seed))
        for seed in (1, 1, 2)
    )
    assert np.array_equal(first.weights, again.weights)
    assert not np.array_equal(first.weights, other.weights)
    assert np.array_equal(x, before)


def differ(ours: np.ndarray, theirs: np.ndarray, rng) -> float:
    """p of a permutation test that two groups of label vectors come from one distribution.

    The statistic is the energy distance under the share of unequal labels (Szekely & Rizzo 2013).
    """
    runs, n = np.concatenate([ours, theirs]), len(ours)
    distance = (runs[:, None] != runs[None]).mean(axis=2)

    def energy(order):
        a, b = order[:n], order[n:]
        within = distance[np.ix_(a, a)].mean() + distance[np.ix_(b, b)].mean()
        return 2 * distance[np.ix_(a, b)].mean() - within

    found = energy(np.arange(len(runs)))
    drawn = [energy(rng.permutation(len(runs))) for _ in range(999)]
    return (1 + sum(value >= found - 1e-12 for value in drawn)) / 1000


@pytest.mark.filterwarnings("ignore::sklearn.exceptions.ConvergenceWarning")
@pytest.mark.parametrize("machine", [Svm("hinge", 10), Svm("squared_hinge", 1)], ids=str)
def test_unconverged_on_real_images_its_labels_are_distributed_as_stocks(fashion_mnist, machine):
    """Eight seeds each after 25 iterations, far from the optimum; 12 iterations would be found out."""
    x, labels = standardised(fashion_mnist, 2000)
    x, new = np.split(x, [1000])
    labels, true = np.split(labels, [1000])

    def ours(max_iter):
        settings = {"loss": machine.loss, "C": machine.C, "max_iter": max_iter}
        fits = (linear_svc(x, labels, rng=np.random.default_rng(s), **settings) for s in range(8))
        return np.array([fit.labels(new) for fit in fits])

    stock = linear_svc_of_scikit_learn(machine, max_iter=25)
    exact = x.astype(np.float64)
    theirs = np.array([stock.set_params(random_state=s).fit(exact, labels).predict(new) for s in range(8)])
    mine, rng = ours(25), np.random.default_rng(0)
    assert differ(mine, theirs, rng) > 0.02
    assert differ(ours(12), theirs, rng) < 0.02
    accuracy = [(runs == true).mean(axis=1) for runs in (mine, theirs)]
    error = np.hypot(*(a.std(ddof=1) for a in accuracy)) / np.sqrt(8)
    assert abs(accuracy[0].mean() - accuracy[1].mean()) < 3 * error


BAD = [
    ({"labels": np.zeros(6, np.int64)}, "two classes at least, found 1"),
    ({"labels": np.array([0, 0, 2, 2, 3, 3])}, "numbered 0 to k - 1"),
    ({"labels": np.array([0, 1])}, r"one label each are asked for, found \(6, 2\) and \(2,\)"),
    ({"x": np.full((6, 2), np.nan)}, "12 of 12 values are NaN or infinite"),
    ({"x": np.full((6, 2), np.inf)}, "12 of 12 values are NaN or infinite"),
    ({"C": 0.0}, "C must be positive and finite, got 0.0"),
    ({"C": np.nan}, "C must be positive and finite, got nan"),
    ({"loss": "log"}, "'hinge' or 'squared_hinge', got 'log'"),
]


@pytest.mark.parametrize(("wrong", "words"), BAD, ids=[words for _, words in BAD])
def test_what_cannot_be_fitted_is_refused(rng, wrong, words):
    asked = {"x": rng.normal(size=(6, 2)), "labels": np.array([0, 1, 0, 1, 2, 2]), "loss": "hinge", "C": 1.0}
    with pytest.raises(InputError, match=words):
        linear_svc(**{**asked, **wrong}, rng=rng)
