"""Precision, recall and F1 of pooled counts: what the paper prints as its mean-F1.

Pooled over all images and labels, so that some twenty frequent labels decide it: never print it alone.
"""

from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.measure.intervals import ALIKE, agreed, percentiles, resampled_sums, units
from fittingroom.types import Measurement, Unit


@dataclass(frozen=True, slots=True)
class Counts:
    """Of each image: labels chosen and present, chosen, present, each (n,) int64; known cells alone."""

    hits: np.ndarray
    chosen: np.ndarray
    present: np.ndarray

    def __len__(self) -> int:
        return len(self.hits)


@dataclass(frozen=True, slots=True)
class Micro:
    """Precision, recall and F1 of one choice of labels, as measured."""

    precision: Measurement
    recall: Measurement
    f1: Measurement


def count(chosen: np.ndarray, truth: AttributeTruth) -> Counts:
    """Count the hits of a choice of labels, (n, L) bool, on the cells that are known.

    A chosen label that is unknown is dropped, neither right nor wrong, and leaves its place empty: if what is
    unknown is so by chance, precision and recall then estimate what full knowledge would show.
    """
    if chosen.shape != truth.present.shape or chosen.dtype != bool:
        raise InputError(
            f"a choice among {truth.present.shape} cells is bool of that shape, "
            f"found {chosen.dtype} of shape {chosen.shape}"
        )
    return Counts((chosen & truth.present).sum(axis=1), (chosen & truth.known).sum(axis=1), truth.labels_each)


def precision(counts: Counts) -> float:
    """Share of chosen labels that are present; 0 where nothing was chosen."""
    return float(counts.hits.sum() / max(counts.chosen.sum(), 1))


def recall(counts: Counts) -> float:
    """Share of present labels that were chosen; 0 where none is present."""
    return float(counts.hits.sum() / max(counts.present.sum(), 1))


def f1(counts: Counts) -> float:
    """2 hits / (chosen + present), the harmonic mean of precision and recall; 0 where both sums are 0."""
    return float(2 * counts.hits.sum() / max(counts.chosen.sum() + counts.present.sum(), 1))


def micro(
    counts: Counts,
    *,
    suffix: str,
    part: str,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Micro:
    """Precision, recall and F1 with bootstrap intervals over images, or over whole products.

    `suffix` ends the names ("@8" gives "F1@8"). groups: (n,) or None. Where every draw gives the same number,
    here and below, `intervals.unanimous` bounds it: three images that are all right prove little.
    """
    columns = np.column_stack([counts.hits, counts.chosen, counts.present]).astype(float)
    hits, chosen, present = _sums(columns, groups, rng)

    def measured(name: str, value: float, top: np.ndarray, bottom: np.ndarray) -> Measurement:
        return _measured(name + suffix, value, _ratio(top, bottom), counts, part=part, groups=groups)

    return Micro(
        measured("precision", precision(counts), hits, chosen),
        measured("recall", recall(counts), hits, present),
        measured("F1", f1(counts), 2 * hits, chosen + present),
    )


def f1_difference(
    name: str,
    a: Counts,
    b: Counts,
    *,
    part: str,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """F1 of choice a less F1 of choice b on the same images, resampled together (paired bootstrap).

    The same images are hard for both; two separate intervals would hide most real differences. A choice less
    itself is 0 for certain.
    """
    if a is b:
        zero = {"value": 0.0, "low": 0.0, "high": 0.0, "method": "exact: less itself"}
        return Measurement(name=name, n=len(a), part=part, unit="points", **zero)
    drawn_a, drawn_b = _drawn_together(name, a, b, groups, rng)
    value = f1(a) - f1(b)
    return _measured(name, value, drawn_a - drawn_b, a, part=part, groups=groups, unit="points")


def f1_share(
    name: str,
    a: Counts,
    b: Counts,
    *,
    part: str,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """F1 of choice a by F1 of choice b on the same images, as of a model by its ceiling; paired as above."""
    drawn_a, drawn_b = _drawn_together(name, a, b, groups, rng)
    if not f1(b):
        raise InputError(f"{name}: a share of an F1 of 0 is undefined; no image here has a label")
    return _measured(name, f1(a) / f1(b), drawn_a / np.maximum(drawn_b, 1e-12), a, part=part, groups=groups)


def _drawn_together(
    name: str, a: Counts, b: Counts, groups: np.ndarray | None, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """F1 of both choices over the same resampled images."""
    if len(a) != len(b):
        raise InputError(f"{name}: two choices are compared on the same images, found {len(a)} and {len(b)}")
    columns = np.column_stack([2 * a.hits, a.chosen + a.present, 2 * b.hits, b.chosen + b.present])
    top_a, bottom_a, top_b, bottom_b = _sums(columns.astype(float), groups, rng)
    return _ratio(top_a, bottom_a), _ratio(top_b, bottom_b)


def _sums(columns: np.ndarray, groups: np.ndarray | None, rng: np.random.Generator) -> np.ndarray:
    """The sums of the columns over resampled images, a row each; the plain sums where there is one group."""
    if units(groups, len(columns)).max() < 1:
        return columns.sum(axis=0)[:, None]
    return resampled_sums(columns, groups=groups, rng=rng).T


def _ratio(top: np.ndarray, bottom: np.ndarray) -> np.ndarray:
    return top / np.maximum(bottom, 1)


def _measured(
    name: str,
    value: float,
    drawn: np.ndarray,
    counts: Counts,
    *,
    part: str,
    groups: np.ndarray | None,
    unit: Unit = "rate",
) -> Measurement:
    n, independent = len(counts), int(units(groups, len(counts)).max()) + 1
    if independent < 2:
        method = "no interval: one image" if groups is None else "no interval: all images are one group"
        return Measurement(name=name, value=value, n=n, method=method, part=part, unit=unit)
    if np.ptp(drawn) < ALIKE:
        low, high, method = agreed(value, independent, unit, "images" if groups is None else "groups")
    else:
        low, high = percentiles(drawn)
        method = "bootstrap 95 %" if groups is None else f"cluster bootstrap 95 %, {independent:,} groups"
    return Measurement(name=name, value=value, n=n, method=method, part=part, low=low, high=high, unit=unit)
