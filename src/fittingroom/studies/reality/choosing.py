"""Which preparation is best, without fooling oneself: chosen on half of the groups, measured on the rest."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.types import Measurement

LEAST_GROUPS = 8
"""Groups below which halves are too small to choose on."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """The best preparation on half of the groups, its accuracy there, and on the half that chose nothing.

    always: what the one class that is right most often reaches on that other half.
    """

    recipe: str
    chosen_on: Measurement
    reported_on: Measurement
    always: Measurement


def choose_on_half(
    right: Mapping[str, np.ndarray],
    constant: np.ndarray,
    groups: np.ndarray | None,
    *,
    rng: np.random.Generator,
) -> Chosen | None:
    """Choose among preparations by accuracy.

    right: preparation -> (n,) bool, whether each photo was answered right. constant: (n,) bool, whether one
    class that is always answered would be. groups: (n,) or None; without any each photo is its own. Of
    equally good preparations the first is taken. None with a single preparation or few groups.
    """
    n = len(next(iter(right.values())))
    number = np.arange(n) if groups is None else np.unique(groups, return_inverse=True)[1]
    count = int(number.max()) + 1
    if len(right) < 2 or count < LEAST_GROUPS:
        return None
    first = np.isin(number, rng.permutation(count)[: count // 2])
    best = max(right, key=lambda name: right[name][first].mean())

    def measured(name: str, hits: np.ndarray, rows: np.ndarray) -> Measurement:
        of = None if groups is None else groups[rows]
        return share(name, hits[rows], f"photos through {best}", groups=of, rng=rng)

    return Chosen(
        recipe=best,
        chosen_on=measured("accuracy on the half of the groups that chose it", right[best], first),
        reported_on=measured("accuracy on the half of the groups that chose nothing", right[best], ~first),
        always=measured("one class always, on that half", constant, ~first),
    )
