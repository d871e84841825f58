"""What every linear classifier comes to: one weight vector and one intercept per class."""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError


@dataclass(frozen=True, slots=True)
class Linear:
    """A fitted linear classifier; the class of a row is the one with the highest score x @ weights.T + b.

    weights: (k, p) float64; intercepts: (k,) float64; iterations: of the class that needed most;
    converged: whether the solver met its tolerance, rather than its cap on iterations, for every class.
    """

    weights: np.ndarray
    intercepts: np.ndarray
    iterations: int
    converged: bool

    def __post_init__(self) -> None:
        if self.weights.ndim != 2 or self.intercepts.shape != self.weights.shape[:1]:
            raise InputError(
                f"a linear classifier has one row of weights and one intercept per class, "
                f"found shapes {self.weights.shape} and {self.intercepts.shape}"
            )

    def scores(self, x: np.ndarray) -> np.ndarray:
        """(m, k) scores of x (m, p), in the precision of x: float32 rows are not copied to float64."""
        return x @ self.weights.T.astype(x.dtype) + self.intercepts.astype(x.dtype)

    def labels(self, x: np.ndarray) -> np.ndarray:
        """(m,) int64 numbers of the classes of x (m, p); of equal scores the first."""
        return self.scores(x).argmax(axis=1)


def check_training(x: np.ndarray, labels: np.ndarray) -> int:
    """The number of classes; refuses what no linear classifier can be fitted to.

    x: (n, p) finite; labels: (n,) integers 0 to k - 1, at least two classes, none of them without rows.
    """
    if x.ndim != 2 or labels.shape != x.shape[:1]:
        raise InputError(f"rows (n, p) and one label each are asked for, found {x.shape} and {labels.shape}")
    present = np.unique(labels)
    if len(present) < 2:
        raise InputError(f"a classifier needs rows of two classes at least, found {len(present)}")
    if not np.array_equal(present, np.arange(len(present))):
        raise InputError(
            f"classes must be numbered 0 to k - 1, each with a row, found {len(present)} classes "
            f"from {present[0]} to {present[-1]}: number them with numpy.unique(..., return_inverse=True)"
        )
    if not np.isfinite(x).all():
        wrong = int((~np.isfinite(x)).sum())
        raise InputError(f"{wrong} of {x.size} values are NaN or infinite: fill or drop them before fitting")
    return len(present)
