"""Logistic regression, one class against the rest, with an l2 or an l1 penalty: the optimum of liblinear.

liblinear walks over single coordinates or solves its Newton systems by conjugate gradients, each time
through all n rows. With p pixels far below n rows the p x p Hessian matrix itself is cheap: one matrix
product a step in float32, while the gradient, which alone decides where the optimum lies, is float64.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numba import njit
from scipy.linalg import LinAlgError, cho_factor, cho_solve
from scipy.special import expit

from fittingroom.errors import InputError
from fittingroom.models.classical.linear import Linear, check_training

SUFFICIENT = 0.01
SHORTEST = 2.0**-30
NEGLIGIBLE = 1e-4
INNER = 0.01
"""How far one proximal step lowers the violation of its own quadratic model."""
SWEEPS = 5000
"""Of coordinate descent a step at most; pixels are so alike that few sweeps leave steps too short."""


def logistic_l2(
    x: np.ndarray, labels: np.ndarray, *, C: float, tol: float = 1e-4, max_iter: int = 100
) -> Linear:
    """Fit OneVsRestClassifier(LogisticRegression(l1_ratio=0, solver="liblinear", C=C, tol=tol)).

    Minimises |w|^2 / 2 + C sum log(1 + exp(-y w.x)) for each class against the rest; as in liblinear, the
    intercept is the weight of a constant feature 1 and penalised like the others. Same optimum: both
    stop once the gradient has fallen to `tol` times the rarer side's share of its start.
    x: (n, p) float32 or float64, the Hessian matrix read as float32; labels: (n,) int64 from 0.
    Source of the stopping rule: Lin, Weng and Keerthi 2008, "Trust region Newton method", JMLR 9.
    """
    return _one_against_rest(x, labels, C, RIDGE, tol, max_iter)


def logistic_l1(
    x: np.ndarray, labels: np.ndarray, *, C: float, tol: float = 1e-4, max_iter: int = 100
) -> Linear:
    """Fit OneVsRestClassifier(LogisticRegression(l1_ratio=1, solver="liblinear", C=C, tol=tol)).

    Minimises sum |w| + C sum log(1 + exp(-y w.x)), the intercept penalised as in `logistic_l2`, by
    proximal Newton steps: each minimises the quadratic model plus the penalty by coordinate descent,
    which on a Hessian matrix in memory does not depend on n. Same optimum, liblinear's stopping rule.
    Source: Yuan, Ho and Lin 2012, "An improved GLMNET for l1-regularized logistic regression", JMLR 13.
    """
    return _one_against_rest(x, labels, C, LASSO, tol, max_iter)


@dataclass(frozen=True, slots=True)
class _Penalty:
    """What l2 and l1 differ in, of weights (p,), the loss's gradient (p,) and Hessian matrix (p, p)."""

    value: Callable[[np.ndarray], float]
    violation: Callable[[np.ndarray, np.ndarray], float]
    step: Callable[[np.ndarray, np.ndarray, np.ndarray], np.ndarray]


def _ridge_step(hessian: np.ndarray, gradient: np.ndarray, weights: np.ndarray) -> np.ndarray:
    slack = 0.0
    while True:
        matrix = hessian.copy()
        matrix.flat[:: len(matrix) + 1] += 1 + slack
        try:
            factor = cho_factor(matrix, overwrite_a=True, check_finite=False)
        except LinAlgError:
            # Its float32 rounding outweighs the ridge: a little more of it shortens the step, not the way
            slack = 10 * slack or np.finfo(np.float32).eps * float(hessian.diagonal().max())
            continue
        return -cho_solve(factor, gradient + weights)


def _subgradient(weights: np.ndarray, gradient: np.ndarray) -> np.ndarray:
    """The smallest subgradient of loss plus sum |w|."""
    at_zero = np.sign(gradient) * np.maximum(np.abs(gradient) - 1, 0)
    return np.where(weights == 0, at_zero, gradient + np.sign(weights))


def _lasso_step(hessian: np.ndarray, gradient: np.ndarray, weights: np.ndarray) -> np.ndarray:
    goal = INNER * np.abs(_subgradient(weights, gradient)).sum()
    return _coordinate_descent(hessian, gradient, weights, goal, SWEEPS) - weights


RIDGE = _Penalty(
    value=lambda weights: float(weights @ weights) / 2,
    violation=lambda weights, gradient: float(np.linalg.norm(gradient + weights)),
    step=_ridge_step,
)
LASSO = _Penalty(
    value=lambda weights: float(np.abs(weights).sum()),
    violation=lambda weights, gradient: float(np.abs(_subgradient(weights, gradient)).sum()),
    step=_lasso_step,
)


@njit(cache=True, nogil=True)
def _coordinate_descent(hessian, gradient, start, goal, sweeps):
    """Minimise g.(w - w0) + (w - w0)' H (w - w0) / 2 + sum |w| until its subgradient sums to `goal`."""
    weights, slope = start.copy(), gradient.copy()
    for _ in range(sweeps):
        violation = 0.0
        for j in range(weights.size):
            w, g, h = weights[j], slope[j], hessian[j, j] + 1e-12
            violation += max(abs(g) - 1.0, 0.0) if w == 0.0 else abs(g + np.sign(w))
            wanted = w - g / h
            new = np.sign(wanted) * max(abs(wanted) - 1.0 / h, 0.0)
            if new != w:
                weights[j] = new
                for t in range(weights.size):
                    slope[t] += (new - w) * hessian[j, t]
        if violation <= goal:
            break
    return weights


def _one_against_rest(
    x: np.ndarray, labels: np.ndarray, C: float, penalty: _Penalty, tol: float, max_iter: int
) -> Linear:
    classes = check_training(x, labels)
    if not 0 < C < np.inf:
        raise InputError(f"C must be positive and finite, got {C}")
    rows = np.column_stack([x, np.ones(len(x), x.dtype)]).astype(np.float64)
    narrow = rows.astype(np.float32)
    first = _hessian(narrow, np.full(len(x), C / 4))  # at weights of 0 it is the same for every class
    fits = []
    for side in range(classes):
        sign = np.where(labels == side, 1.0, -1.0)
        share = min((sign > 0).mean(), (sign < 0).mean())
        fits.append(_fit(rows, narrow, sign, C, penalty, first, tol * share, max_iter))
    weights = np.stack([fit[0] for fit in fits])
    return Linear(weights[:, :-1], weights[:, -1], max(fit[1] for fit in fits), all(fit[2] for fit in fits))


def _fit(
    rows: np.ndarray,
    narrow: np.ndarray,
    sign: np.ndarray,
    C: float,
    penalty: _Penalty,
    hessian: np.ndarray,
    tol: float,
    max_iter: int,
) -> tuple[np.ndarray, int, bool]:
    """Weights (p + 1,), iterations, converged."""
    weights, scores = np.zeros(rows.shape[1]), np.zeros(len(rows))
    goal = np.inf
    for iteration in range(max_iter + 1):
        missing = expit(-sign * scores)
        gradient = rows.T @ (-C * sign * missing)
        violation = penalty.violation(weights, gradient)
        goal = tol * violation if iteration == 0 else goal
        if violation <= goal or iteration == max_iter:
            break
        if iteration:
            hessian = _hessian(narrow, C * missing * (1 - missing))
        step = penalty.step(hessian, gradient, weights)
        along = rows @ step
        length = _length(weights, step, scores, along, sign, C, penalty, float(gradient @ step))
        if not length:
            break
        weights, scores = weights + length * step, scores + length * along
    return weights, iteration, bool(violation <= goal)


def _hessian(narrow: np.ndarray, curvature: np.ndarray) -> np.ndarray:
    """X' diag(curvature) X, (p, p) float64 from a product in float32, without the rows that hardly count."""
    rows = np.flatnonzero(curvature > NEGLIGIBLE * curvature.max())
    scaled = narrow[rows] if len(rows) < len(narrow) else narrow
    scaled = scaled * np.sqrt(curvature[rows]).astype(np.float32)[:, None]
    return (scaled.T @ scaled).astype(np.float64)


def _length(
    weights: np.ndarray,
    step: np.ndarray,
    scores: np.ndarray,
    along: np.ndarray,
    sign: np.ndarray,
    C: float,
    penalty: _Penalty,
    slope: float,
) -> float:
    """The longest of 1, 1/2, 1/4 ... of a step that lowers the objective enough; 0 if none does."""

    def objective(length: float) -> float:
        loss = np.logaddexp(0, -sign * (scores + length * along)).sum()
        return C * float(loss) + penalty.value(weights + length * step)

    promised = slope + penalty.value(weights + step) - penalty.value(weights)
    before, length = objective(0.0), 1.0
    while objective(length) > before + SUFFICIENT * length * promised:
        length /= 2
        if length < SHORTEST:
            return 0.0
    return length
