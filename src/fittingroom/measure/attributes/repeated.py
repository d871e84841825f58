"""Several trainings asked about the same images: F1, recall and AP over images and seeds, and differences.

Each training gives a number, and what each image does to it (influence.py); the mean over trainings errs with
the images and with the seeds (measure/seeds.py). A difference is taken image by image and seed by seed.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.average_precision import average_precision_influence
from fittingroom.measure.attributes.influence import influence_error
from fittingroom.measure.attributes.micro import Counts, f1, precision, recall
from fittingroom.measure.attributes.recall import recall_influence
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.measure.intervals import ALIKE, RANGE, unanimous, units
from fittingroom.measure.seeds import OverSeeds, RowReach, SeedVariance, over_seeds, reach_of
from fittingroom.types import Unit


@dataclass(frozen=True, slots=True, eq=False)
class Moved:
    """A number of one training, and by how much each image moves it: (n,), their sum is about 0.

    rests: (n,) bool, the images that the number is made of; None for all.
    """

    value: float
    influence: np.ndarray
    rests: np.ndarray | None = None


def moved_f1(counts: Counts) -> Moved:
    """Pooled F1 and its influences: of the ratio 2 hits / (chosen + present)."""
    return _ratio(f1(counts), 2 * counts.hits, counts.chosen + counts.present)


def moved_precision(counts: Counts) -> Moved:
    """Pooled precision and its influences."""
    return _ratio(precision(counts), counts.hits, counts.chosen)


def moved_recall(counts: Counts) -> Moved:
    """Pooled recall and its influences."""
    return _ratio(recall(counts), counts.hits, counts.present)


def _ratio(value: float, top: np.ndarray, bottom: np.ndarray) -> Moved:
    return Moved(value, (top - value * bottom) / max(bottom.sum(), 1))


def moved_mean_recall(
    chosen: np.ndarray, truth: AttributeTruth, among: np.ndarray | None = None
) -> Moved | None:
    """Mean recall over the labels `among` (L,) bool that any image has, as `recall.mean_recall`; or None."""
    found = recall_influence(chosen, truth, among)
    if found is None:
        return None
    rests = truth.present if among is None else truth.present & among
    return Moved(*found, rests=np.asarray(rests.any(axis=1)))


def moved_average_precision(
    logits: np.ndarray, truth: AttributeTruth, among: np.ndarray | None = None
) -> Moved | None:
    """Mean average precision over the labels `among` (L,) bool that any image has; None if none has."""
    values, influence = average_precision_influence(logits, truth)
    columns = np.flatnonzero(np.isfinite(values) if among is None else np.isfinite(values) & among)
    if not len(columns):
        return None
    return Moved(float(values[columns].mean()), influence[:, columns].mean(axis=1, dtype=float))


def over_trainings(
    name: str,
    each: Sequence[Moved],
    *,
    part: str,
    unit: Unit = "rate",
    groups: np.ndarray | None = None,
    common: SeedVariance | None = None,
) -> OverSeeds:
    """The mean of a number over trainings, with a 95 % interval for images and seeds together.

    groups: (n,) or None, images of one product count as one draw. The interval of a rate or of points is cut
    where no value can lie; where no image moves the number, `intervals.unanimous` says what they leave open.
    """
    if not each or len({len(one.influence) for one in each}) > 1:
        raise InputError(f"{name}: trainings are compared on the same images, at least one of them is needed")
    n, mean = len(each[0].influence), float(np.mean([one.value for one in each]))
    independent = int(units(groups, n).max()) + 1
    error = influence_error(np.mean([one.influence for one in each], axis=0), groups)
    found = over_seeds(
        name,
        [one.value for one in each],
        row_error=error,
        n=n,
        part=part,
        unit=unit,
        common=common,
        row_reach=_left_open(mean, _resting(each, groups), unit) if error < ALIKE else None,
    )
    m = found.measurement
    if unit in RANGE and m.low is not None and m.high is not None:
        least, most = RANGE[unit]
        m = replace(m, low=max(least, m.low), high=min(most, m.high))
    draws = "images" if groups is None else f"{independent:,} groups"
    return replace(found, measurement=replace(m, method=m.method.replace("rows", draws)))


def _resting(each: Sequence[Moved], groups: np.ndarray | None) -> int:
    """The number of images or groups that a number over trainings is made of."""
    every = np.ones(len(each[0].influence), bool)
    made = np.any([every if one.rests is None else one.rests for one in each], axis=0)
    return len(np.unique(units(groups, len(made))[made]))


def _left_open(mean: float, count: int, unit: Unit) -> RowReach | None:
    """How far images leave open what all `count` of them agree on; None for a unit without range."""
    return reach_of(mean, partial(unanimous, mean, count, unit)) if unit in RANGE else None


def less(a: Sequence[Moved], b: Sequence[Moved]) -> tuple[Moved, ...]:
    """a less b, training by training and image by image: what is hard for both falls out."""
    return tuple(
        Moved(x.value - y.value, x.influence - y.influence, _either(x.rests, y.rests))
        for x, y in zip(a, b, strict=True)
    )


def _either(a: np.ndarray | None, b: np.ndarray | None) -> np.ndarray | None:
    return None if a is None or b is None else a | b
