"""Kernel SVC: the optimum and the votes of scikit-learn's SVC, whatever solver a pair of classes gets."""

import numpy as np
import pytest
from sklearn.svm import SVC

from fittingroom.errors import InputError
from fittingroom.models.classical import kernel_svc
from fittingroom.models.classical.gram import KernelSetting, kernel_values
from fittingroom.models.classical.kernel_svc import svc_labels
from fittingroom.models.classical.smo import smo
from fittingroom.models.classical.svm_interior import duality_gap, interior_point

KERNELS = ("linear", "rbf", "poly", "sigmoid")


def clouds(rng, sizes: tuple[int, ...], spread: float = 1.0) -> tuple[np.ndarray, np.ndarray]:
    """Overlapping round clouds in 8 dimensions, one for each class."""
    labels = rng.permutation(np.repeat(np.arange(len(sizes)), sizes))
    centres = rng.normal(0, 1, (len(sizes), 8))
    return (centres[labels] + rng.normal(0, spread, (len(labels), 8))).astype(np.float32), labels


def stock(setting: KernelSetting, **more) -> SVC:
    return SVC(
        kernel=setting.kernel,
        C=setting.C,
        gamma=setting.gamma,  # pyright: ignore[reportArgumentType]
        degree=setting.degree,
        coef0=setting.coef0,
        **more,
    )


def dual(beta: np.ndarray, kernel: np.ndarray) -> float:
    return np.abs(beta).sum() - beta @ kernel @ beta / 2


def violation(beta: np.ndarray, kernel: np.ndarray, sign: np.ndarray, C: float) -> float:
    """By how much the worst pair of rows breaks the optimality conditions, from their definition."""
    residual, signed = sign - kernel @ beta, beta * sign
    may_rise = np.where(sign > 0, signed < C, signed > 0)
    may_fall = np.where(sign > 0, signed > 0, signed < C)
    return residual[may_rise].max() - residual[may_fall].min()


@pytest.fixture(scope="module")
def garments(fashion_mnist):
    """2,000 standardised images to learn from and 1,000 others, with their labels."""
    part = fashion_mnist.part("train")
    x = part.images[:3000].reshape(3000, -1).astype(np.float64)
    spread = x[:2000].std(axis=0)
    x = ((x - x[:2000].mean(axis=0)) / np.where(spread > 0, spread, 1)).astype(np.float32)
    return x[:2000], part.labels[:2000], x[2000:], part.labels[2000:3000]


def test_all_twelve_settings_of_the_paper_agree_with_scikit_learn_on_garments(garments):
    x, labels, asked, truth = garments
    settings = [KernelSetting(kernel, C, gamma=1 / 784) for kernel in KERNELS for C in (1.0, 10.0, 100.0)]
    answers = dict(svc_labels(x, labels, asked, settings))
    assert sorted(answers) == list(range(12))
    for place, setting in enumerate(settings):
        theirs = stock(setting).fit(x, labels).predict(asked)
        answer = answers[place]
        # of the sigmoid's several stationary points rounding may choose another one
        least = 0.99 if setting.kernel == "sigmoid" else 0.998
        assert (answer.labels == theirs).mean() >= least, setting
        assert answer.converged
        assert (answer.labels == truth).mean() > 0.6


@pytest.mark.parametrize("kernel", KERNELS)
@pytest.mark.parametrize("sizes", [(60, 60, 60), (90, 3, 40, 1), (2, 1, 1), (30, 50)], ids=str)
def test_votes_equal_scikit_learns_for_any_sizes_of_classes(rng, kernel, sizes):
    x, labels = clouds(rng, sizes)
    asked = rng.normal(0, 2, (1000, 8)).astype(np.float32)
    settings = [KernelSetting(kernel, C, gamma=0.1, degree=2, coef0=0.5) for C in (0.5, 20.0)]
    for place, answer in svc_labels(x, labels, asked, settings):
        theirs = stock(settings[place], decision_function_shape="ovr").fit(x, labels).predict(asked)
        assert (answer.labels == theirs).mean() >= (0.95 if kernel == "sigmoid" else 0.995)
        assert answer.labels.dtype == np.int64


def test_a_decision_of_zero_goes_to_the_second_class_and_of_tied_classes_the_first_wins():
    """Small whole numbers, so that both sides compute without rounding."""
    x, labels = np.array([[4, 0], [-4, 0], [0, 4]], np.float32), np.arange(3)
    asked = np.array([[0, 0], [0, 1], [1, 1], [0, -8], [8, 8], [-1, 1], *x], np.float32)
    setting = KernelSetting("linear", 1.0)
    ((_, answer),) = svc_labels(x, labels, asked, [setting])
    assert np.array_equal(answer.labels, stock(setting).fit(x, labels).predict(asked))
    assert answer.labels[0] == 2
    assert kernel_svc._winner(np.zeros((1, 4, 4))).tolist() == [3]
    circle = np.zeros((1, 3, 3))
    circle[0, 0, 1], circle[0, 1, 2], circle[0, 0, 2] = 1, 1, -1
    assert kernel_svc._winner(circle).tolist() == [0]


@pytest.mark.parametrize("C", [0.1, 1.0, 1000.0])
def test_smo_ends_at_the_optimum_of_scikit_learns_dual(rng, C):
    x, labels = clouds(rng, (150, 250), spread=1.5)
    sign = np.where(labels == 0, 1.0, -1.0)
    kernel = np.exp(-0.1 * ((x[:, None] - x[None]) ** 2).sum(axis=2)).astype(np.float32)
    machine = smo(kernel, sign, C)
    exact = kernel.astype(np.float64)
    theirs = SVC(kernel="precomputed", C=C, tol=1e-6).fit(exact, -sign)
    best = np.zeros(400)
    best[theirs.support_] = -theirs.dual_coef_[0]
    assert machine.converged
    assert violation(machine.beta, exact, sign, C) < 1.01e-3
    assert dual(machine.beta, exact) == pytest.approx(dual(best, exact), rel=1e-4)
    assert abs(machine.beta.sum()) < 1e-9 * C * 400
    assert (machine.beta * sign >= 0).all()
    assert (machine.beta * sign <= C).all()
    assert machine.bias == pytest.approx(-theirs.intercept_[0], abs=2e-3)


def test_rows_left_out_on_the_way_are_not_forgotten(rng):
    """So many rows at a bound that the matrix is copied smaller more than once."""
    x, labels = clouds(rng, (900, 900), spread=3.0)
    sign = np.where(labels == 0, 1.0, -1.0)
    kernel = (1 + x @ x.T).astype(np.float32) ** 2
    machine = smo(kernel, sign, 0.01)
    assert machine.iterations > 1000
    assert violation(machine.beta, kernel.astype(np.float64), sign, 0.01) < 1.01e-3


def test_a_capped_solver_says_so(rng):
    x, labels = clouds(rng, (50, 50))
    sign = np.where(labels == 0, 1.0, -1.0)
    machine = smo(x @ x.T, sign, 1.0, max_steps=5)
    assert (machine.iterations, machine.converged) == (5, False)
    assert abs(machine.beta.sum()) < 1e-12


@pytest.mark.parametrize("C", [0.01, 1.0, 100.0])
@pytest.mark.parametrize("sizes", [(200, 300), (1, 80), (3, 2)], ids=str)
def test_the_interior_point_reaches_the_duality_gap_asked_for_and_decompositions_optimum(rng, sizes, C):
    x, labels = clouds(rng, sizes)
    sign, x = np.where(labels == 0, 1.0, -1.0), x.astype(np.float64)
    machine = interior_point(x, sign, C)
    assert machine.converged
    assert 0 <= duality_gap(x, sign, C, machine) <= 1e-4 * np.abs(machine.beta).sum()
    assert (machine.beta * sign > 0).all()
    assert (machine.beta * sign < C).all()
    assert abs(machine.beta.sum()) < 1e-6 * C
    theirs = SVC(kernel="linear", C=C, tol=1e-6).fit(x, labels == 0)
    assert np.abs(machine.beta @ x - theirs.coef_[0]).max() < 0.03 * np.abs(theirs.coef_).max()


def test_starting_near_another_price_changes_only_the_time(rng):
    x, labels = clouds(rng, (400, 400), spread=1.5)
    sign, x = np.where(labels == 0, 1.0, -1.0), x.astype(np.float64)
    near = interior_point(x, sign, 0.01)
    for C in (1.0, 0.001):
        cold, warm = interior_point(x, sign, C), interior_point(x, sign, C, near=near)
        assert warm.converged
        assert duality_gap(x, sign, C, warm) <= 1e-4 * np.abs(warm.beta).sum()
        assert np.abs(warm.beta).sum() == pytest.approx(np.abs(cold.beta).sum(), rel=1e-3)


def test_an_impatient_linear_machine_is_the_patient_one(rng, monkeypatch):
    """The interior point method takes over wherever decomposition is slow: no label changes."""
    x, labels = clouds(rng, (80, 70, 60))
    asked = rng.normal(0, 2, (500, 8)).astype(np.float32)
    settings = [KernelSetting("linear", C) for C in (10.0, 0.1, 1.0)]
    patient = dict(svc_labels(x, labels, asked, settings))
    monkeypatch.setattr(kernel_svc, "PATIENCE", 3)
    for place, answer in svc_labels(x, labels, asked, settings):
        assert (answer.labels == patient[place].labels).mean() >= 0.995
        assert answer.iterations < patient[place].iterations
        assert answer.converged


def test_kernel_values_are_their_definitions(rng):
    a, b = rng.normal(0, 1, (700, 5)).astype(np.float32), rng.normal(0, 1, (20, 5)).astype(np.float32)
    dots = a @ b.T
    squares = ((a[:, None] - b[None]) ** 2).sum(axis=2)
    expected = {
        "linear": dots,
        "rbf": np.exp(-0.3 * squares),
        "poly": (0.3 * dots + 2) ** 4,
        "sigmoid": np.tanh(0.3 * dots + 2),
    }
    for kernel in KERNELS:
        setting = KernelSetting(kernel, 1.0, gamma=0.3, degree=4, coef0=2.0)
        found = kernel_values(dots, setting, (a**2).sum(axis=1), (b**2).sum(axis=1))
        np.testing.assert_allclose(found, expected[kernel], rtol=2e-4, atol=1e-5)
        assert found.dtype == np.float32


def test_the_order_of_rows_and_of_settings_does_not_matter(rng):
    x, labels = clouds(rng, (60, 50, 40))
    asked = rng.normal(0, 2, (300, 8)).astype(np.float32)
    settings = [KernelSetting(kernel, C, gamma=0.1) for C in (1.0, 5.0) for kernel in ("rbf", "linear")]
    plain = dict(svc_labels(x, labels, asked, settings))
    order = rng.permutation(len(x))
    turned = dict(svc_labels(x[order], labels[order], asked, settings[::-1]))
    for place in range(4):
        assert (plain[place].labels == turned[3 - place].labels).mean() >= 0.995


def test_what_cannot_be_fitted_is_refused(rng):
    x, labels = clouds(rng, (10, 10))
    setting = KernelSetting("rbf", 1.0)
    with pytest.raises(InputError, match="rows of two classes"):
        next(svc_labels(x, labels * 0, x, [setting]))
    with pytest.raises(InputError, match="rows as long as those of x"):
        next(svc_labels(x, labels, x[:, :3], [setting]))
    with pytest.raises(InputError, match="NaN or infinite"):
        next(svc_labels(x, labels, x * np.nan, [setting]))
    with pytest.raises(InputError, match="C above 0"):
        KernelSetting("rbf", 0.0)
    with pytest.raises(InputError, match="linear, rbf, poly or sigmoid"):
        KernelSetting("cubic", 1.0)  # pyright: ignore[reportArgumentType]
