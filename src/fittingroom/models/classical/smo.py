"""Sequential minimal optimisation: one support vector machine of two classes on a kernel matrix in memory.

The algorithm is libsvm's (Fan, Chen and Lin 2005, "Working set selection using second order
information", JMLR 6, section 2 and equation 3.2; tau, start and stop as in libsvm 3). Each step reads
two rows of the kernel, so a matrix that is already there and contiguous makes a step a few microseconds.
Rows that stand firmly at a bound are left out by copying the rest into a smaller matrix.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

TOLERANCE = 1e-3
MAX_STEPS = 10_000_000
CHECK = 1000
BLOCK = 256
FAR = 1e100
TAU = 1e-12
REDUCTIONS = {"reassoc", "contract", "nsz", "nnan"}


@dataclass(frozen=True, slots=True)
class Separator:
    """A fitted machine of two classes: a row is of the first where sum_i beta_i K(row, i) + bias > 0.

    beta: (n,) float64, label (+1 or -1) times dual variable, between 0 and label x C, summing to 0.
    iterations: steps of the solver; converged: whether it met its tolerance rather than its cap.
    """

    beta: np.ndarray
    bias: float
    iterations: int
    converged: bool


def smo(
    kernel: np.ndarray, sign: np.ndarray, C: float, *, tol: float = TOLERANCE, max_steps: int = MAX_STEPS
) -> Separator:
    """Maximise sum |beta| - beta' K beta / 2 until no pair of rows violates optimality by `tol`.

    kernel: (n, n) float32, symmetric, rows contiguous; sign: (n,) +1.0 or -1.0, both present.
    If the kernel is not positive semi-definite, the end is a stationary point, as in libsvm.
    """
    low, high = np.where(sign > 0, 0.0, -C), np.where(sign > 0, C, 0.0)
    diagonal = kernel.diagonal().astype(np.float64)
    beta, residual = np.zeros(len(sign)), sign.astype(np.float64)
    steps = 0
    while (gap := _gap(residual, beta, low, high)) >= tol and steps < max_steps:
        rows = _movable(residual, beta, low, high)
        block = kernel if len(rows) == len(sign) else _square(kernel, rows)
        part = beta[rows]
        steps += _descend(
            block, diagonal[rows], residual[rows], part, low[rows], high[rows], tol, max_steps - steps
        )
        change = part - beta[rows]
        moved = change != 0
        _subtract(kernel, rows[moved], change[moved], residual)
        beta[rows] = part
    return Separator(beta, _bias(residual, beta, low, high), steps, gap < tol)


def _extremes(
    residual: np.ndarray, beta: np.ndarray, low: np.ndarray, high: np.ndarray
) -> tuple[float, float]:
    """The largest residual of a row that may rise, the smallest of one that may fall."""
    return residual[beta < high].max(), residual[beta > low].min()


def _gap(residual: np.ndarray, beta: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    top, bottom = _extremes(residual, beta, low, high)
    return float(top - bottom)


def _movable(residual: np.ndarray, beta: np.ndarray, low: np.ndarray, high: np.ndarray) -> np.ndarray:
    """The rows that form a violating pair with any other row."""
    top, bottom = _extremes(residual, beta, low, high)
    return np.flatnonzero(((beta < high) & (residual > bottom)) | ((beta > low) & (residual < top)))


def _bias(residual: np.ndarray, beta: np.ndarray, low: np.ndarray, high: np.ndarray) -> float:
    free = (beta > low) & (beta < high)
    return float(residual[free].mean() if free.any() else np.mean(_extremes(residual, beta, low, high)))


@njit(cache=True, nogil=True)
def _square(kernel: np.ndarray, rows: np.ndarray) -> np.ndarray:
    out = np.empty((rows.size, rows.size), kernel.dtype)
    for i in range(rows.size):
        row = kernel[rows[i]]
        for j in range(rows.size):
            out[i, j] = row[rows[j]]
    return out


@njit(cache=True, nogil=True)
def _subtract(kernel: np.ndarray, rows: np.ndarray, change: np.ndarray, residual: np.ndarray) -> None:
    """residual -= K[:, rows] @ change, summed in float64."""
    for i in range(rows.size):
        row = kernel[rows[i]]
        for t in range(residual.size):
            residual[t] -= change[i] * row[t]


@njit(cache=True, nogil=True, fastmath=REDUCTIONS)
def _descend(kernel, diagonal, residual, beta, low, high, tol, max_steps):
    """Take steps in place until the rows are optimal, or so few of them can move that a copy pays."""
    n = residual.size
    risen, fallen = np.empty(n), np.empty(n)  # 0 where a row may rise (fall), else so far off that it loses
    for t in range(n):
        risen[t] = 0.0 if beta[t] < high[t] else -FAR
        fallen[t] = 0.0 if beta[t] > low[t] else FAR
    blocks = (n + BLOCK - 1) // BLOCK
    zeros = kernel[0]
    top, bottom, block = _update(residual, zeros, zeros, 0.0, risen, fallen, blocks)
    for step in range(max_steps):
        if top - bottom < tol:
            return step
        if step > 0 and step % CHECK == 0 and 10 * _count(residual, risen, fallen, top, bottom) < 7 * n:
            return step
        i = min(n, block * BLOCK + BLOCK) - 1
        while residual[i] + risen[i] != top:
            i -= 1
        j = _partner(kernel[i], diagonal, residual, fallen, diagonal[i], top, blocks)
        curvature = max(diagonal[i] + diagonal[j] - 2.0 * kernel[i, j], TAU)
        wanted = (top - residual[j]) / curvature
        change = min(wanted, high[i] - beta[i], beta[j] - low[j])
        beta[i] = high[i] if change == high[i] - beta[i] else beta[i] + change
        beta[j] = low[j] if change == beta[j] - low[j] else beta[j] - change
        for t in (i, j):
            risen[t] = 0.0 if beta[t] < high[t] else -FAR
            fallen[t] = 0.0 if beta[t] > low[t] else FAR
        top, bottom, block = _update(residual, kernel[i], kernel[j], change, risen, fallen, blocks)
    return max_steps


@njit(cache=True, nogil=True, fastmath=REDUCTIONS)
def _update(residual, row_i, row_j, change, risen, fallen, blocks):
    """Subtract change * (row_i - row_j); the new extremes and the block that holds the highest."""
    top, bottom, block = -FAR, FAR, 0
    for b in range(blocks):
        high, low = -FAR, FAR
        for t in range(b * BLOCK, min(residual.size, b * BLOCK + BLOCK)):
            value = residual[t] - change * (row_i[t] - row_j[t])
            residual[t] = value
            high = max(high, value + risen[t])
            low = min(low, value + fallen[t])
        if high >= top:  # of equals the last, as libsvm does
            top, block = high, b
        bottom = min(bottom, low)
    return top, bottom, block


@njit(cache=True, nogil=True, fastmath=REDUCTIONS)
def _partner(row, diagonal, residual, fallen, own, top, blocks):
    """The row whose step together with the chosen one promises the largest gain; of equals the last."""
    n = residual.size
    best, block = 0.0, 0
    for b in range(blocks):
        most = 0.0
        for t in range(b * BLOCK, min(n, b * BLOCK + BLOCK)):
            slope = max(top - residual[t] - fallen[t], 0.0)
            most = max(most, slope * slope / max(own + diagonal[t] - 2.0 * row[t], TAU))
        if most >= best:
            best, block = most, b
    best, found = 0.0, 0
    for t in range(block * BLOCK, min(n, block * BLOCK + BLOCK)):
        slope = max(top - residual[t] - fallen[t], 0.0)
        gain = slope * slope / max(own + diagonal[t] - 2.0 * row[t], TAU)
        if gain >= best:
            best, found = gain, t
    return found


@njit(cache=True, nogil=True)
def _count(residual, risen, fallen, top, bottom):
    """How many rows are in any violating pair."""
    count = 0
    for t in range(residual.size):
        count += (risen[t] == 0.0 and residual[t] > bottom) or (fallen[t] == 0.0 and residual[t] < top)
    return count
