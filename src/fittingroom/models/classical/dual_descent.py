"""Linear support vector machines, one class against the rest, by dual coordinate descent.

The algorithm is that of LinearSVC(dual=True), i.e. of liblinear: random order, shrinking and stopping are
kept step by step, because on large data it is stopped by its cap on iterations long before it converges,
and then the answer depends on them. What differs is only speed: rows are dense, and several
machines are fitted in one walk over the rows.

Source: Hsieh et al., "A dual coordinate descent method for large-scale linear SVM" (ICML 2008),
Algorithm 3; Fan et al., "LIBLINEAR" (JMLR 2008).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from numba import njit

from fittingroom.errors import InputError
from fittingroom.models.classical.linear import Linear, check_training

NEGLIGIBLE = 1e-12
"""Projected gradients below this change nothing, as in liblinear."""


@dataclass(frozen=True, slots=True)
class Svm:
    """One machine: its loss and the weight C of the loss against half the squared norm of the weights."""

    loss: Literal["hinge", "squared_hinge"]
    C: float

    def __post_init__(self) -> None:
        if self.loss not in {"hinge", "squared_hinge"}:
            raise InputError(f"the loss must be 'hinge' or 'squared_hinge', got {self.loss!r}")
        check_penalty(self.C)


def check_penalty(C: float) -> None:
    """Refuse a weight of the loss under which there is nothing to fit."""
    if not 0 < C < np.inf:
        raise InputError(f"C must be positive and finite, got {C}")


def linear_svc(
    x: np.ndarray,
    labels: np.ndarray,
    *,
    loss: Literal["hinge", "squared_hinge"],
    C: float,
    max_iter: int = 1000,
    tol: float = 1e-4,
    rng: np.random.Generator,
) -> Linear:
    """Fit LinearSVC(dual=True, penalty="l2", loss=loss, C=C, max_iter=max_iter, tol=tol).

    Same in distribution over seeds at any number of iterations, same optimum where it converges.
    x: (n, p) float32 or float64, read as float32; labels: (n,) int64 from 0. The intercept is the
    weight of a constant feature 1 and penalised like the others.
    """
    return linear_svcs(x, labels, [Svm(loss, C)], max_iter=max_iter, tol=tol, rng=rng)[0]


def linear_svcs(
    x: np.ndarray,
    labels: np.ndarray,
    machines: Sequence[Svm],
    *,
    max_iter: int = 1000,
    tol: float = 1e-4,
    rng: np.random.Generator,
) -> tuple[Linear, ...]:
    """Fit several machines at once: each as `linear_svc` would, together far faster than one by one.

    For each class all machines visit the rows in one random order, so a row is read from memory once.
    A machine's classes keep orders of their own, as stock's do: under a common order the noise of its
    unconverged weights would be tied between classes. Machines fitted together share theirs: they can
    be compared in pairs and are not independent.
    """
    classes = check_training(x, labels)
    values = np.ascontiguousarray(x, np.float32)
    norms = squared_norms(values)
    sides = range(1, 2) if classes == 2 else range(classes)
    fits = []
    for side in sides:
        rows = _Rows(values, np.where(labels == side, 1.0, -1.0), norms)
        fits.append(_one_against_rest(rows, machines, max_iter=max_iter, tol=tol, rng=rng))
    return tuple(_linear(fits, machine) for machine in range(len(machines)))


def squared_norms(values: np.ndarray) -> np.ndarray:
    """(n,) float64 squared lengths of the rows (n, p), the constant feature 1 included."""
    return np.einsum("ij,ij->i", values, values, dtype=np.float64) + 1


class _Rows(NamedTuple):
    values: np.ndarray  # (n, p) float32
    signs: np.ndarray  # (n,) float64: 1 in the class, -1 in the rest
    norms: np.ndarray  # (n,) float64


class _State(NamedTuple):
    bounds: np.ndarray  # (m,) float64: greatest alpha
    ridges: np.ndarray  # (m,) float64: what the loss adds to the diagonal of the dual
    weights: np.ndarray  # (m, p) float64
    biases: np.ndarray  # (m,) float64
    alpha: np.ndarray  # (n, m) float64
    active: np.ndarray  # (n, m) bool: not shrunk
    high: np.ndarray  # (m,) float64: alphas at 0 with a greater gradient are shrunk
    low: np.ndarray  # (m,) float64: alphas at their bound with a lesser gradient are shrunk


@dataclass(frozen=True, slots=True)
class _Separators:
    """One class against the rest by m machines: weights (m, p), biases, iterations, converged (m,)."""

    weights: np.ndarray
    biases: np.ndarray
    iterations: np.ndarray
    converged: np.ndarray


def _linear(fits: list[_Separators], machine: int) -> Linear:
    weights = np.array([fit.weights[machine] for fit in fits])
    biases = np.array([fit.biases[machine] for fit in fits])
    if len(fits) == 1:  # of two classes, one separator serves both
        weights, biases = np.concatenate([-weights, weights]), np.concatenate([-biases, biases])
    iterations = max(int(fit.iterations[machine]) for fit in fits)
    return Linear(weights, biases, iterations, all(bool(fit.converged[machine]) for fit in fits))


def _one_against_rest(
    rows: _Rows, machines: Sequence[Svm], *, max_iter: int, tol: float, rng: np.random.Generator
) -> _Separators:
    """The outer loop; each walk over the rows returns here, so that it can be interrupted."""
    state = _start(rows, machines)
    running, iterations = np.ones(len(machines), bool), np.zeros(len(machines), np.int64)
    order = np.arange(len(rows.signs))
    while running.any() and iterations.max() < max_iter:
        rng.shuffle(order)
        kept, top, bottom = _walk(rows, order, state)
        order = order[:kept]
        iterations += running
        flat = running & (top - bottom <= tol)
        if flat.any():
            running &= ~(flat & state.active.all(axis=0))
            state.active[:, flat] = running[flat]
            order = np.flatnonzero(state.active.any(axis=1))
        state.high[:] = np.where(flat | (top <= 0), np.inf, top)
        state.low[:] = np.where(flat | (bottom >= 0), -np.inf, bottom)
    return _Separators(state.weights, state.biases, iterations, ~running)


def _start(rows: _Rows, machines: Sequence[Svm]) -> _State:
    n, p, m = *rows.values.shape, len(machines)
    return _State(
        bounds=np.array([machine.C if machine.loss == "hinge" else np.inf for machine in machines]),
        ridges=np.array([0 if machine.loss == "hinge" else 0.5 / machine.C for machine in machines]),
        weights=np.zeros((m, p)),
        biases=np.zeros(m),
        alpha=np.zeros((n, m)),
        active=np.ones((n, m), bool),
        high=np.full(m, np.inf),
        low=np.full(m, -np.inf),
    )


@njit(cache=True, nogil=True)
def _walk(rows, order, state):
    """Improve every machine's active alphas once, in this order of rows; shrink those held at a bound.

    Changes the state, and moves the rows that stay active to the front of order.
    Returns how many those are and the machines' greatest and least projected gradients.
    """
    machines = len(state.bounds)
    top, bottom = np.full(machines, -np.inf), np.full(machines, np.inf)
    kept = 0
    for i in order:
        row, sign, norm = rows.values[i], rows.signs[i], rows.norms[i]
        alpha, active = state.alpha[i], state.active[i]
        stays = False
        for m in range(machines):
            if not active[m]:
                continue
            before, bound, weights = alpha[m], state.bounds[m], state.weights[m]
            gradient = sign * (dot(row, weights) + state.biases[m]) - 1 + state.ridges[m] * before
            projected = gradient
            if before == 0:
                active[m] = gradient <= state.high[m]
                projected = min(gradient, 0.0)
            elif before == bound:
                active[m] = gradient >= state.low[m]
                projected = max(gradient, 0.0)
            if not active[m]:
                continue
            stays = True
            top[m] = max(top[m], projected)
            bottom[m] = min(bottom[m], projected)
            if abs(projected) > NEGLIGIBLE:
                alpha[m] = min(max(before - gradient / (norm + state.ridges[m]), 0.0), bound)
                step = sign * (alpha[m] - before)
                add(step, row, weights)
                state.biases[m] += step
        if stays:
            order[kept] = i
            kept += 1
    return kept, top, bottom


@njit(cache=True, nogil=True, fastmath={"reassoc", "contract", "nsz"})
def dot(row, weights):
    """Scalar product of a float32 row and float64 weights, summed in float64."""
    total = 0.0
    for j in range(len(row)):
        total += row[j] * weights[j]
    return total


@njit(cache=True, nogil=True, fastmath={"contract"})
def add(step, row, weights):
    """Add step times the row to the weights, in place."""
    for j in range(len(row)):
        weights[j] += step * row[j]
