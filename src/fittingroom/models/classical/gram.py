"""Kernel values from dot products: one block of dot products serves every kernel."""

from dataclasses import dataclass
from typing import Literal

import numpy as np

from fittingroom.errors import InputError

ROWS = 128
"""Rows filled at a time: few enough to stay in the cache between the passes over them."""

STRIP = 512
"""Rows copied across the diagonal at a time."""


@dataclass(frozen=True, slots=True)
class KernelSetting:
    """One support vector classifier: its kernel and the price C of a violated margin, as scikit-learn's SVC.

    linear: x.y; rbf: exp(-gamma |x - y|^2); poly: (gamma x.y + coef0)^degree; sigmoid:
    tanh(gamma x.y + coef0). `gamma` is a number: 1 / p is SVC's 'auto'.
    """

    kernel: Literal["linear", "rbf", "poly", "sigmoid"]
    C: float
    gamma: float = 1.0
    degree: int = 3
    coef0: float = 0.0

    def __post_init__(self) -> None:
        if self.kernel not in ("linear", "rbf", "poly", "sigmoid"):
            raise InputError(f"a kernel is linear, rbf, poly or sigmoid, got {self.kernel!r}")
        if not self.C > 0 or not self.gamma >= 0 or self.degree < 1:
            raise InputError(
                f"a support vector machine needs C above 0, gamma of at least 0 and a degree of at least 1, "
                f"got C {self.C}, gamma {self.gamma}, degree {self.degree}"
            )

    @property
    def function(self) -> tuple:
        """What of the setting the kernel matrix depends on."""
        return (self.kernel, self.gamma, self.degree, self.coef0)


def kernel_values(
    dots: np.ndarray, setting: KernelSetting, left: np.ndarray, right: np.ndarray
) -> np.ndarray:
    """Kernel values (m, n) float32 from dot products (m, n) float32; left, right: squared norms.

    With a linear kernel they are the dot products themselves, not a copy.
    """
    if setting.kernel == "linear":
        return dots
    out = np.empty_like(dots)
    for start in range(0, len(dots), ROWS):
        rows = slice(start, start + ROWS)
        _fill(out[rows], dots[rows], setting, left[rows], right)
    return out


def _fill(
    out: np.ndarray, dots: np.ndarray, setting: KernelSetting, left: np.ndarray, right: np.ndarray
) -> None:
    gamma, coef0 = np.float32(setting.gamma), np.float32(setting.coef0)
    if setting.kernel == "rbf":
        np.multiply(dots, 2 * gamma, out=out)
        out -= (gamma * left)[:, None]
        out -= gamma * right
        np.exp(np.minimum(out, 0, out=out), out=out)
        return
    np.multiply(dots, gamma, out=out)
    out += coef0
    if setting.kernel == "sigmoid":
        np.tanh(out, out=out)
        return
    base = out.copy()
    for _ in range(setting.degree - 1):
        out *= base


def pair_dots(a: np.ndarray, b: np.ndarray, within_a: np.ndarray) -> np.ndarray:
    """Dot products (n, n) float32 of all rows of two classes, a (na, p) before b (nb, p); within_a = a a'."""
    size = len(a)
    out = np.empty((size + len(b), size + len(b)), np.float32)
    out[:size, :size] = within_a
    np.matmul(a, b.T, out=out[:size, size:])
    np.matmul(b, b.T, out=out[size:, size:])
    for start in range(0, size, STRIP):
        rows = slice(start, min(start + STRIP, size))
        out[size:, rows] = out[rows, size:].T
    return out
