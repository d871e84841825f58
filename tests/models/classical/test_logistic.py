"""Logistic regression: liblinear's objective, at least as low as liblinear gets it."""

import numpy as np
import pytest
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression

from fittingroom.errors import InputError
from fittingroom.models.classical.linear import Linear
from fittingroom.models.classical.logistic import logistic_l1, logistic_l2

FITS = {"l2": logistic_l2, "l1": logistic_l1}


def objective(x, labels, fit: Linear, C: float, penalty: str) -> np.ndarray:
    """(k,) liblinear's objective of each class against the rest, written out."""
    scores = fit.scores(x.astype(np.float64))
    sign = np.where(labels[:, None] == np.arange(scores.shape[1]), 1, -1)
    weights = np.column_stack([fit.weights, fit.intercepts])
    size = (weights**2).sum(axis=1) / 2 if penalty == "l2" else np.abs(weights).sum(axis=1)
    return C * np.logaddexp(0, -sign * scores).sum(axis=0) + size


def liblinear(x, labels, C: float, penalty: str, *, tol: float = 1e-4, max_iter: int = 3000) -> Linear:
    weights, intercepts = [], []
    for side in range(labels.max() + 1):
        model = LogisticRegression(
            l1_ratio=float(penalty == "l1"),
            solver="liblinear",
            C=C,
            tol=tol,
            max_iter=max_iter,
            random_state=0,
        )
        model.fit(x, labels == side)
        weights.append(model.coef_[0])
        intercepts.append(np.ravel(model.intercept_)[0])
    return Linear(np.stack(weights), np.array(intercepts), 0, True)


def mixture(rng, n: int, classes: int) -> tuple[np.ndarray, np.ndarray]:
    """Overlapping classes that differ in the first 6 of 20 features."""
    labels = rng.permutation(np.arange(n) % classes)
    centres = np.zeros((classes, 20))
    centres[:, :6] = rng.normal(0, 1, (classes, 6))
    return (centres[labels] + rng.normal(0, 1, (n, 20))).astype(np.float32), labels


@pytest.fixture(scope="module")
def garments(fashion_mnist):
    """2,000 standardised images and 1,500 others."""
    part = fashion_mnist.part("train")
    x = part.images[:3500].reshape(3500, -1).astype(np.float64)
    spread = x[:2000].std(axis=0)
    x = ((x - x[:2000].mean(axis=0)) / np.where(spread > 0, spread, 1)).astype(np.float32)
    return x[:2000], part.labels[:2000], x[2000:]


@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_on_garments_the_optimum_is_liblinears(garments, penalty):
    x, labels, asked = garments
    fit, theirs = FITS[penalty](x, labels, C=1.0), liblinear(x, labels, 1.0, penalty)
    assert fit.converged
    ratio = objective(x, labels, fit, 1.0, penalty) / objective(x, labels, theirs, 1.0, penalty)
    assert ratio.max() <= 1 + 1e-4
    assert ratio.min() >= 1 - 1e-2
    assert (fit.labels(asked) == theirs.labels(asked)).mean() >= 0.995
    if penalty == "l1":
        assert ((fit.weights == 0) == (theirs.weights == 0)).mean() >= 0.98


@pytest.mark.parametrize("penalty", ["l2", "l1"])
@pytest.mark.parametrize("C", [0.01, 1.0, 100.0])
def test_a_stricter_liblinear_moves_towards_ours(rng, penalty, C):
    x, labels = mixture(rng, 600, 4)
    fit = FITS[penalty](x, labels, C=C, tol=1e-8)
    loose, strict = (liblinear(x, labels, C, penalty, tol=tol) for tol in (1e-1, 1e-7))
    assert fit.converged
    away = [np.abs(theirs.weights - fit.weights).max() for theirs in (loose, strict)]
    assert away[1] < 0.1 * away[0]
    assert away[1] < 2e-3 * np.abs(fit.weights).max()
    assert (
        objective(x, labels, fit, C, penalty) <= objective(x, labels, strict, C, penalty) * (1 + 1e-9)
    ).all()


@pytest.mark.parametrize("C", [0.01, 0.1, 10.0])
def test_the_gradient_of_l2_vanishes_and_l1_meets_its_conditions(rng, C):
    """From the definition of an optimum, with nothing of scikit-learn's."""
    x, labels = mixture(rng, 500, 3)
    rows = np.column_stack([x.astype(np.float64), np.ones(500)])
    for penalty, fit in FITS.items():
        found = fit(x, labels, C=C, tol=1e-8)
        weights = np.column_stack([found.weights, found.intercepts])
        sign = np.where(labels[:, None] == np.arange(3), 1, -1)
        gradient = -C * (sign / (1 + np.exp(sign * (rows @ weights.T)))).T @ rows
        if penalty == "l2":
            assert np.abs(gradient + weights).max() < 1e-4
            continue
        zero = weights == 0
        assert (np.abs(gradient[zero]) <= 1 + 1e-6).all()
        assert np.abs(gradient + np.sign(weights))[~zero].max() < 1e-4
        assert zero.any() or C > 1


def test_a_tiny_price_of_errors_leaves_l1_without_weights(rng):
    x, labels = mixture(rng, 300, 3)
    fit = logistic_l1(x, labels, C=1e-5)
    assert not fit.weights.any()
    assert (fit.iterations, fit.converged) == (0, True)


@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_separable_classes_columns_of_nothing_and_copied_columns_are_no_obstacle(rng, penalty):
    x, labels = mixture(rng, 60, 2)
    x[:, 7], x[:, 8] = 0, x[:, 9]
    x[:, 0] = np.where(labels == 1, 5, -5)
    fit = FITS[penalty](x, labels, C=100.0)
    assert fit.converged
    assert (fit.weights[:, 7] == 0).all()
    assert np.array_equal(fit.labels(x), labels)
    np.testing.assert_allclose(fit.weights[0], -fit.weights[1], atol=0.02 * np.abs(fit.weights).max())


@pytest.mark.parametrize("penalty", ["l2", "l1"])
def test_the_cap_on_iterations_is_kept_and_told(rng, penalty):
    x, labels = mixture(rng, 400, 3)
    fit = FITS[penalty](x, labels, C=10.0, max_iter=2)
    assert (fit.iterations, fit.converged) == (2, False)
    with pytest.warns(ConvergenceWarning):
        liblinear(x, labels, 10.0, penalty, tol=1e-9, max_iter=1)


def test_what_cannot_be_fitted_is_refused(rng):
    x, labels = mixture(rng, 30, 3)
    for fit in FITS.values():
        with pytest.raises(InputError, match="C must be positive"):
            fit(x, labels, C=0.0)
        with pytest.raises(InputError, match="NaN or infinite"):
            fit(x * np.nan, labels, C=1.0)
