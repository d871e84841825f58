"""Two models on the same rows: is one really better?

The same images are hard for both, so comparing row by row resolves far smaller differences than two
separate intervals do; whether those overlap says nothing.
"""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.intervals import measured_mean
from fittingroom.types import Measurement


@dataclass(frozen=True, slots=True)
class McNemar:
    """Rows that only one of two models answered right, and the chance of so uneven a split by luck."""

    only_a: int
    only_b: int
    p: float


def mcnemar(correct_a: np.ndarray, correct_b: np.ndarray) -> McNemar:
    """Test whether two models are right equally often; correct_a, correct_b: (n,) bool of the same rows.

    Exact two-sided test: were they equally good, each row that only one gets right would fall to either
    like a fair coin (McNemar 1947; exact form in Fagerland et al. 2013, BMC Med. Res. Method. 13:91).
    For rows that come in groups it is too sure of itself: use `difference` with groups there.
    """
    a, b = _same_rows(correct_a, correct_b)
    only_a, only_b = int((a & ~b).sum()), int((b & ~a).sum())
    from scipy.special import bdtr

    p = 2 * float(bdtr(min(only_a, only_b), only_a + only_b, 0.5)) if only_a + only_b else 1.0
    return McNemar(only_a, only_b, min(1.0, p))


def difference(
    correct_a: np.ndarray,
    correct_b: np.ndarray,
    *,
    part: str,
    name: str = "difference in accuracy",
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Accuracy of a minus accuracy of b on the same rows, with a paired bootstrap interval.

    correct_a, correct_b: (n,) bool; groups: (n,) or None, then whole groups are resampled.
    """
    a, b = _same_rows(correct_a, correct_b)
    return measured_mean(name, a.astype(float) - b, part=part, unit="points", groups=groups, rng=rng)


def _same_rows(correct_a: np.ndarray, correct_b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b = np.asarray(correct_a, bool), np.asarray(correct_b, bool)
    if a.shape != b.shape or a.ndim != 1 or not len(a):
        raise InputError(f"two models are compared on the same rows, found shapes {a.shape} and {b.shape}")
    return a, b
