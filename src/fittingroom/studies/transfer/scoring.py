"""Balanced accuracy over several divisions of the same photos, with an interval for people and divisions.

Each division has its own test photos, and some people stand in several. So each person's influence on the
mean is added up over the divisions, and from these follows the error of the people (measure/seeds.py);
what the divisions and the networks' seeds vary is the other error.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from fittingroom.measure.attributes.influence import influence_error
from fittingroom.measure.seeds import OverSeeds, over_seeds
from fittingroom.types import Unit


@dataclass(frozen=True, slots=True, eq=False)
class Case:
    """The test photos of one division: labels and groups (m,) int64, right (m,) bool."""

    labels: np.ndarray
    groups: np.ndarray
    right: np.ndarray

    @property
    def weights(self) -> np.ndarray:
        """What each photo weighs in balanced accuracy, (m,): one over its class' photos and the classes."""
        _, at, sizes = np.unique(self.labels, return_inverse=True, return_counts=True)
        return 1 / sizes[at] / len(sizes)

    @property
    def recall(self) -> np.ndarray:
        """The recall of each photo's class, (m,)."""
        _, at, sizes = np.unique(self.labels, return_inverse=True, return_counts=True)
        return (np.bincount(at, self.right) / sizes)[at]


def balanced(name: str, cases: Sequence[Case]) -> OverSeeds:
    """Mean recall over classes, over divisions."""
    each = [float(case.weights @ case.right) for case in cases]
    moved = [case.weights * (case.right - case.recall) for case in cases]
    return _over(name, each, cases, moved, "rate")


def balanced_difference(name: str, a: Sequence[Case], b: Sequence[Case]) -> OverSeeds:
    """Balanced accuracy of a less that of b, on the same photos, division by division."""
    each = [float(x.weights @ (x.right.astype(float) - y.right)) for x, y in zip(a, b, strict=True)]
    moved = [x.weights * ((x.right - x.recall) - (y.right - y.recall)) for x, y in zip(a, b, strict=True)]
    return _over(name, each, a, moved, "points")


def plain(name: str, cases: Sequence[Case]) -> OverSeeds:
    """Share of the photos that are right, over divisions."""
    each = [float(case.right.mean()) for case in cases]
    moved = [(case.right - case.right.mean()) / len(case.right) for case in cases]
    return _over(name, each, cases, moved, "rate")


def _over(
    name: str, each: Sequence[float], cases: Sequence[Case], moved: Sequence[np.ndarray], unit: Unit
) -> OverSeeds:
    people = np.concatenate([case.groups for case in cases])
    error, count = influence_error(np.concatenate(moved) / len(cases), people), len(np.unique(people))
    n = round(float(np.mean([len(case.labels) for case in cases])))
    if not np.isfinite(error):
        raise ValueError("a division has test photos of two groups at least")
    found = over_seeds(name, each, row_error=error, n=n, part="test", unit=unit)
    m = found.measurement
    method = m.method.replace("rows", f"{count:,} groups").replace("seeds", "divisions")
    if unit == "rate" and m.low is not None and m.high is not None:
        m = replace(m, low=max(0.0, m.low), high=min(1.0, m.high))
    return replace(found, measurement=replace(m, method=method))
