"""Crammer and Singer's multi-class support vector machine by dual coordinate descent.

One problem for all classes: the own class's score shall exceed every other's by 1. The algorithm is that
of LinearSVC(multi_class="crammer_singer"), i.e. of liblinear, with its order, shrinking and stopping, on
dense rows.

Source: Crammer & Singer (JMLR 2001); Keerthi et al., "A sequential dual method for large scale
multi-class linear SVMs" (KDD 2008); Fan et al., "LIBLINEAR" (JMLR 2008), appendix.
"""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numba import njit

from fittingroom.models.classical.dual_descent import NEGLIGIBLE, add, check_penalty, dot, squared_norms
from fittingroom.models.classical.linear import Linear, check_training


def crammer_singer(
    x: np.ndarray,
    labels: np.ndarray,
    *,
    C: float,
    max_iter: int = 100_000,
    tol: float = 1e-4,
    rng: np.random.Generator,
) -> Linear:
    """Fit LinearSVC(multi_class="crammer_singer", C=C, tol=tol); penalty and loss mean nothing there.

    Same optimum where it converges, same in distribution over seeds where `max_iter` stops it; the
    default is liblinear's own, which LinearSVC cannot change. x: (n, p) float32 or float64, read as
    float32; labels: (n,) int64 from 0. The intercept is the weight of a constant feature 1, penalised.
    """
    check_penalty(C)
    dual = solve(x, labels, C=C, max_iter=max_iter, tol=tol, rng=rng)
    return Linear(dual.weights, dual.biases, dual.iterations, dual.converged)


@dataclass(frozen=True, slots=True)
class Dual:
    """A solution with its dual variables: weights (k, p) = alpha.T @ x, biases (k,), alpha (n, k).

    Every row of alpha sums to 0; its own class's is at most C, all others are at most 0.
    """

    weights: np.ndarray
    biases: np.ndarray
    alpha: np.ndarray
    iterations: int
    converged: bool


def solve(
    x: np.ndarray, labels: np.ndarray, *, C: float, max_iter: int, tol: float, rng: np.random.Generator
) -> Dual:
    """The outer loop; each walk over the rows returns here, so that it can be interrupted.

    Rows and classes that do not move are left out, until all that are left are within a threshold; then
    everything is looked at again, with half the threshold, down to `tol`.
    """
    n, k = len(x), check_training(x, labels)
    values = np.ascontiguousarray(x, np.float32)
    rows = _Rows(values, labels, squared_norms(values))
    state = _State(np.zeros((k, x.shape[1])), np.zeros(k), np.zeros((n, k)), np.ones((n, k), bool))
    order, threshold, whole = np.arange(n), max(10 * tol, 1.0), True
    iterations, converged = 0, False
    while iterations < max_iter and not converged:
        rng.shuffle(order)
        kept, violation = _walk(rows, order, state, C)
        order = order[:kept]
        iterations += 1
        if violation >= threshold:
            whole = False
            continue
        converged = whole and violation < tol
        state.active[:], order = True, np.arange(n)
        threshold, whole = max(threshold / 2, tol), True
    return Dual(state.weights, state.biases, state.alpha, iterations, converged)


class _Rows(NamedTuple):
    values: np.ndarray  # (n, p) float32
    labels: np.ndarray  # (n,) int64
    norms: np.ndarray  # (n,) float64


class _State(NamedTuple):
    weights: np.ndarray  # (k, p) float64
    biases: np.ndarray  # (k,) float64
    alpha: np.ndarray  # (n, k) float64
    active: np.ndarray  # (n, k) bool: not shrunk


@njit(cache=True, nogil=True)
def _walk(rows, order, state, C):
    """Solve every active row's small problem over its active classes once, in this order of rows.

    Changes the state, and moves the rows with two active classes or more to the front of order.
    Returns how many those are and the greatest violation of the optimality conditions.
    """
    k = len(state.biases)
    bounds, gradient = np.zeros(k), np.zeros(k)
    worst, kept = -np.inf, 0
    for i in order:
        row, own, alpha, active = rows.values[i], rows.labels[i], state.alpha[i], state.active[i]
        bounds[own] = C
        for c in range(k):
            if active[c]:
                gradient[c] = dot(row, state.weights[c]) + state.biases[c] + (c != own)
        least, greatest = _range(gradient, alpha, active, bounds)
        if _shrink(gradient, least, alpha, active, bounds) >= 2:
            order[kept] = i
            kept += 1
            if greatest - least > NEGLIGIBLE:
                worst = max(worst, greatest - least)
                level = _level(gradient, alpha, active, bounds, rows.norms[i])
                for c in range(k):
                    if active[c]:
                        before = alpha[c]
                        alpha[c] = min(bounds[c], (level - gradient[c]) / rows.norms[i] + before)
                        step = alpha[c] - before
                        if abs(step) >= NEGLIGIBLE:
                            add(step, row, state.weights[c])
                            state.biases[c] += step
        bounds[own] = 0
    return kept, worst


@njit(cache=True, nogil=True)
def _range(gradient, alpha, active, bounds):
    """Least gradient of the active classes whose alpha could grow, greatest of all active ones."""
    least, greatest = np.inf, -np.inf
    for c in range(len(gradient)):
        if active[c]:
            greatest = max(greatest, gradient[c])
            if alpha[c] < bounds[c]:
                least = min(least, gradient[c])
    return least, greatest


@njit(cache=True, nogil=True)
def _shrink(gradient, least, alpha, active, bounds):
    """Leave out the classes that are at their bound and pushed against it; how many are left."""
    left = 0
    for c in range(len(gradient)):
        if active[c]:
            active[c] = alpha[c] != bounds[c] or gradient[c] >= least
            left += active[c]
    return left


@njit(cache=True, nogil=True)
def _level(gradient, alpha, active, bounds, norm):
    """The common gradient that all classes of a row off their bounds have at its problem's solution.

    From the highest level down, classes join as long as theirs is above the mean of those that have.
    """
    total, joined, taken = -norm * bounds.sum(), 0, np.inf
    while True:
        highest, times = -np.inf, 0
        for c in range(len(gradient)):
            if active[c]:
                level = gradient[c] + norm * (bounds[c] - alpha[c])
                if level < taken:
                    if level > highest:
                        highest, times = level, 0
                    times += level == highest
        if times == 0 or (joined > 0 and total >= joined * highest):
            return total / joined
        total += times * highest
        joined += times
        taken = highest
