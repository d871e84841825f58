"""What looking at the same test set again and again is worth to whoever picks the best look."""

import math

import numpy as np

from fittingroom.errors import InputError


def best_of(looks: int, accuracy: float, n: int, correlation: float = 0.0) -> float:
    """Expected inflation of the best of `looks` scores of equally good models, as a fraction.

    Each score is a share of n rows around the same true `accuracy`; two of them share `correlation`
    (models that err on the same rows: near 1). 0 is the worst case, so the default is a bound.
    The expected maximum of N normals that correlate pairwise by r is sqrt(1 - r) times that of N
    independent ones, and the latter is the integral of 1 - Phi(x)^N over x > 0 less that of Phi(x)^N
    over x < 0 (David & Nagaraja 2003, Order Statistics, sections 3.1 and 5.3).
    """
    if looks < 1 or n < 1 or not (0 <= accuracy <= 1 and 0 <= correlation <= 1):
        raise InputError(
            "best_of needs looks >= 1, n >= 1 and accuracy and correlation within 0..1, "
            f"got {looks}, {n}, {accuracy}, {correlation}"
        )
    x = np.linspace(0, 12, 2401)
    upper = np.array([math.erfc(-value / math.sqrt(2)) / 2 for value in x])
    highest = np.trapezoid(1 - upper**looks - (1 - upper) ** looks, x)
    return float(math.sqrt(accuracy * (1 - accuracy) / n * (1 - correlation)) * highest)
