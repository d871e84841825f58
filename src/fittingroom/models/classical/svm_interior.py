"""A linear support vector machine of two classes by an interior point method.

With a linear kernel and classes that overlap, decomposition needs tens of millions of steps; with p
pixels far below n images, the Newton system of an interior point method is p x p and some 30 of them do
(Ferris and Munson 2002, "Interior-point methods for massive support vector machines", SIAM J. Optim.
13:783; predictor and corrector: Mehrotra 1992, SIAM J. Optim. 2:575).
"""

from typing import NamedTuple

import numpy as np
from scipy.linalg import cho_factor, cho_solve

from fittingroom.models.classical.smo import Separator

MAX_ITERATIONS = 100
NEAR = 0.5


class _Point(NamedTuple):
    """Dual variables, multipliers of their lower and upper bounds, and the bias; margins are y f(x)."""

    alpha: np.ndarray
    lower: np.ndarray
    upper: np.ndarray
    bias: float


def interior_point(
    x: np.ndarray, sign: np.ndarray, C: float, *, tol: float = 1e-4, near: Separator | None = None
) -> Separator:
    """Minimise |w|^2 / 2 + C sum max(0, 1 - y (w.x + b)) to a duality gap of `tol` times sum |beta|.

    libsvm's own stopping rule, no violation above 1e-3, allows a gap of 1e-3 times that sum.
    x: (n, p) float64; sign: (n,) +1.0 or -1.0. `near`: the answer for another C, which tells the rows
    that are firmly right or wrong apart; only the others are optimised, and all are checked at the end.
    """
    beta, active = np.zeros(len(x)), np.ones(len(x), bool)
    if near is not None:
        margins = _margins(x, sign, near)
        beta, active = np.where(margins < 1, sign * C, 0.0), np.abs(margins - 1) < NEAR
    iterations = 0
    while True:
        rows = np.flatnonzero(active)
        fixed = np.where(active, 0.0, beta)
        part, bias, used = _solve(x[rows], sign[rows], C, x[rows] @ (fixed @ x), -fixed.sum(), tol / 4)
        beta[rows] = part
        iterations += used
        answer = Separator(beta, bias, iterations, used < MAX_ITERATIONS)
        if (
            active.all()
            or not answer.converged
            or duality_gap(x, sign, C, answer) <= tol * np.abs(beta).sum()
        ):
            return answer
        margins = _margins(x, sign, answer)
        active |= (margins < 1 + NEAR / 2) & (beta == 0) | (margins > 1 - NEAR / 2) & (beta != 0)


def duality_gap(x: np.ndarray, sign: np.ndarray, C: float, answer: Separator) -> float:
    """How far the objective can be from its optimum at most; x (n, p) float64, sign (n,)."""
    weights = answer.beta @ x
    missing = np.maximum(0, 1 - _margins(x, sign, answer)).sum()
    return float(weights @ weights + C * missing - np.abs(answer.beta).sum())


def _margins(x: np.ndarray, sign: np.ndarray, answer: Separator) -> np.ndarray:
    return sign * (x @ (answer.beta @ x) + answer.bias)


def _solve(
    x: np.ndarray, sign: np.ndarray, C: float, offset: np.ndarray, target: float, tol: float
) -> tuple[np.ndarray, float, int]:
    """beta (n,), bias and iterations for scores x.w + offset + bias and the sum `target` of beta."""
    point = _start(x, sign, C, offset, target)
    for iteration in range(MAX_ITERATIONS):
        scores = x @ ((point.alpha * sign) @ x) + offset + point.bias
        slope = sign * scores - 1 - point.lower + point.upper
        surplus = float(sign @ point.alpha - target)
        if _products(point, C).sum() <= tol * point.alpha.sum():
            return point.alpha * sign, point.bias, iteration
        point = _advance(x, sign, C, point, slope, surplus)
    return point.alpha * sign, point.bias, MAX_ITERATIONS


def _start(x: np.ndarray, sign: np.ndarray, C: float, offset: np.ndarray, target: float) -> _Point:
    """All dual variables of a class at one value, near C / 2, so that they have the sum asked for."""
    first, second = (sign > 0).sum(), max((sign < 0).sum(), 1)
    balance = np.clip((first * C / 2 - target) / second, 0.05 * C, 0.95 * C)
    alpha = np.where(sign > 0, C / 2, balance)
    raw = sign * (x @ ((alpha * sign) @ x) + offset)
    bias = float(-np.median(sign * (raw - 1)))
    slope = raw + sign * bias - 1
    room = max(1.0, 0.1 * float(np.abs(slope).mean()))
    return _Point(alpha, np.maximum(slope, 0) + room, np.maximum(-slope, 0) + room, bias)


def _products(point: _Point, C: float) -> np.ndarray:
    return point.alpha * point.lower + (C - point.alpha) * point.upper


def _advance(
    x: np.ndarray, sign: np.ndarray, C: float, point: _Point, slope: np.ndarray, surplus: float
) -> _Point:
    """One predictor and corrector step."""
    alpha, lower, upper, _ = point
    room = C - alpha
    weight = 1 / (lower / alpha + upper / room)
    factor = _factor(x, weight)

    def solve(right: np.ndarray) -> np.ndarray:
        """(diag(1 / weight) + Y X X' Y) \\ right, through the p x p matrix I + X' diag(weight) X."""
        scaled = weight[:, None] * right
        inner = cho_solve(factor, x.T @ (sign[:, None] * scaled), check_finite=False)
        return scaled - (weight * sign)[:, None] * (x @ inner)

    def direction(
        to_lower: np.ndarray, to_upper: np.ndarray, along: np.ndarray, by_sign: np.ndarray
    ) -> _Point:
        d_bias = float((sign @ along + surplus) / (sign @ by_sign))
        d_alpha = along - d_bias * by_sign
        return _Point(
            d_alpha,
            to_lower / alpha - lower / alpha * d_alpha,
            to_upper / room + upper / room * d_alpha,
            d_bias,
        )

    mean = float(_products(point, C).mean())
    to_lower, to_upper = -alpha * lower, -room * upper
    both = solve(np.column_stack([-slope + to_lower / alpha - to_upper / room, sign]))
    ahead = direction(to_lower, to_upper, both[:, 0], both[:, 1])
    reached = _moved(point, ahead, _length(point, ahead, C))
    aim = mean * (float(_products(reached, C).mean()) / mean) ** 3 / 2
    to_lower = to_lower + aim - ahead.alpha * ahead.lower
    to_upper = to_upper + aim + ahead.alpha * ahead.upper
    right = -slope + to_lower / alpha - to_upper / room
    step = direction(to_lower, to_upper, solve(right[:, None])[:, 0], both[:, 1])
    return _moved(point, step, 0.995 * _length(point, step, C))


def _factor(x: np.ndarray, weight: np.ndarray) -> tuple[np.ndarray, bool]:
    scaled = x * np.sqrt(weight)[:, None]
    matrix = scaled.T @ scaled
    matrix.flat[:: len(matrix) + 1] += 1
    return cho_factor(matrix, lower=True, overwrite_a=True, check_finite=False)


def _length(point: _Point, step: _Point, C: float) -> float:
    """The longest part of a step, at most all of it, that leaves no bound."""
    ratios = (
        -step.alpha / point.alpha,
        step.alpha / (C - point.alpha),
        -step.lower / point.lower,
        -step.upper / point.upper,
    )
    return 1 / max(1.0, *(float(ratio.max()) for ratio in ratios))


def _moved(point: _Point, step: _Point, length: float) -> _Point:
    return _Point(
        point.alpha + length * step.alpha,
        point.lower + length * step.lower,
        point.upper + length * step.upper,
        point.bias + length * step.bias,
    )
