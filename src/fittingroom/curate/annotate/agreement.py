"""How far people agree beyond chance, group by group."""

import numpy as np

from fittingroom.curate.annotate.judgements import Judgements
from fittingroom.measure.intervals import percentiles, resampled_sums
from fittingroom.types import Measurement

DRAWS = 400


def cells(said: Judgements, group: int) -> tuple[np.ndarray, np.ndarray]:
    """The answers of a group as yes or no, (j, m) bool, and who answered it at all, (j,) bool.

    An exclusive group has one more cell, "none": then to differ in cells is to differ in values, and what is
    computed from cells is what is computed from values.
    """
    own = said.said[:, said.group_of_label == group]
    if said.labels.groups[group].exclusive:
        own = np.column_stack([own, ~own.any(1)])
    return own, said.answered[:, group]


def krippendorff(said: Judgements, group: int, *, rng: np.random.Generator) -> Measurement:
    """Krippendorff's alpha of a group (by its place), with a bootstrap interval over pictures.

    Nominal (Krippendorff 2004, Content Analysis, section 11.3): 1 - observed / expected disagreement. In an
    exclusive group the values are labels or none; else disagreement is summed over the labels, observed and
    expected, so that frequent and rare ones count by what chance would give. 1 is full agreement, 0 what
    chance gives. Pictures that fewer than two people answered count for nothing; where nothing is to be
    expected, n is 0.
    """
    own, answered = cells(said, group)
    yes = said.by_image @ (own & answered[:, None]).astype(np.float64)
    asked = said.by_image @ answered.astype(np.float64)
    both = asked >= 2
    yes, asked = yes[both], asked[both]
    apart = (2 * yes * (asked[:, None] - yes)).sum(1) / np.maximum(asked - 1, 1)
    columns = np.column_stack([apart, asked, yes])
    value = float(_alpha(columns.sum(0)[None])[0])
    name, n = f"alpha of {said.labels.groups[group].name}", len(columns)
    if n < 2 or not np.isfinite(value):
        return _number(name, 0.0, 0, "no interval: nothing to expect")
    drawn = _alpha(resampled_sums(columns, draws=DRAWS, rng=rng))
    low, high = percentiles(drawn[np.isfinite(drawn)])
    return _number(name, value, n, "bootstrap 95 % over pictures", ends=(min(low, value), max(high, value)))


def _alpha(sums: np.ndarray) -> np.ndarray:
    observed, asked, yes = sums[:, 0], sums[:, 1], sums[:, 2:]
    expected = (2 * yes * (asked[:, None] - yes)).sum(1) / np.maximum(asked - 1, 1)
    return 1 - np.divide(observed, expected, out=np.full(len(sums), np.inf), where=expected > 0)


def cohen(said: Judgements, group: int) -> Measurement:
    """Cohen's kappa of a group: the mean over all pairs of people, weighted by the pictures they share.

    Each pair has its own chance level (Cohen 1960). n is the number of pictures that two people answered,
    once for each pair; pairs that leave nothing to expect count for nothing.
    """
    own, answered = cells(said, group)
    order = np.flatnonzero(answered)
    order = order[np.lexsort([said.person[order], said.image[order]])]
    first, second = _pairs(said.image[order])
    first, second = order[first], order[second]
    key = said.person[first] * len(said.people) + said.person[second]
    by_pair = np.argsort(key, kind="stable")
    first, second = own[first[by_pair]].astype(float), own[second[by_pair]].astype(float)
    _, starts, n = np.unique(key[by_pair], return_index=True, return_counts=True)
    name = f"kappa of {said.labels.groups[group].name}"
    if not len(n):
        return _number(name, 0.0, 0, "no two people answered one picture")
    observed = np.add.reduceat(first != second, starts).sum(1) / n
    a, b = (np.add.reduceat(x, starts) / n[:, None] for x in (first, second))
    expected = (a * (1 - b) + b * (1 - a)).sum(1)
    some = expected > 0
    kappa = 1 - observed[some] / expected[some]
    total = int(n[some].sum())
    return _number(name, float(kappa @ n[some] / total) if total else 0.0, total, "mean over pairs of people")


def _pairs(image: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """All pairs of rows of one picture, from the picture of each row in order, (j,)."""
    found, rows = [], np.arange(len(image))
    for step in range(1, int(np.bincount(image).max(initial=1))):
        same = image[step:] == image[:-step]
        found.append((rows[:-step][same], rows[step:][same]))
    if not found:
        return rows[:0], rows[:0]
    first, second = zip(*found, strict=True)
    return np.concatenate(first), np.concatenate(second)


def _number(
    name: str, value: float, n: int, method: str, *, ends: tuple[float, float] | None = None
) -> Measurement:
    low, high = ends or (None, None)
    return Measurement(
        name=name, value=value, n=n, method=method, part="annotated", low=low, high=high, unit="number"
    )
