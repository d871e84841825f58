"""Dividing what is published as train into train, val and cal, so that no copy stands on two sides.

A validation part that holds copies of training images praises memorising; so rows that are copies
of one another (equal bytes, or pixel correlation at or above a threshold, also mirrored), and rows
that share a group (one product, seller or person), go to one side together. Classes keep their
shares in every part.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

import numpy as np

from fittingroom.data.copies import COPY_CORRELATION, find_families
from fittingroom.errors import DataError, InputError
from fittingroom.match.groups import first_of_group, join
from fittingroom.types import PARTS, Dataset

SHARES: Mapping[str, float] = MappingProxyType({"val": 1 / 12, "cal": 1 / 12, "test": 0.15})
"""Share of the published train part that goes to each part that is not published."""


def divide(dataset: Dataset, *, seed: int = 0, shares: Mapping[str, float] = SHARES) -> Dataset:
    """Return `dataset` with the parts train, val, cal and test.

    Parts that the data set publishes stay as they are (copies between published parts are for the
    checks to find); the missing ones are taken out of train, stratified by class, whole families
    of copies at a time. The same data, seed and shares give the same parts.
    Raises DataError when train is too small to give every part at least one image.
    """
    if unknown := set(shares) - set(PARTS[1:]):
        raise InputError(f"shares are given for val, cal and test, found {sorted(unknown)}")
    missing = {part: share for part, share in shares.items() if share > 0 and part not in dataset.parts}
    if not missing:
        return dataset
    if sum(missing.values()) >= 1:
        raise InputError(
            f"the shares taken out of train sum to {sum(missing.values()):.3g}, that leaves none"
        )
    train = dataset.rows("train")
    families = _families(dataset, train)
    rng = np.random.default_rng([seed, len(train)])
    side = assign(families, dataset.labels[train], tuple(missing.values()), rng=rng)
    made = {part: train[side == number] for number, part in enumerate(missing, 1)}
    if empty := [part for part, rows in {"train": train[side == 0], **made}.items() if not len(rows)]:
        raise DataError(
            f"{dataset.card.name}: {len(train)} images in {families.max(initial=-1) + 1} families of copies "
            f"are too few to make the parts {', '.join(missing)} ({', '.join(empty)} would be empty)"
        )
    parts = {**dataset.parts, **made, "train": train[side == 0]}
    return replace(
        dataset,
        parts={part: parts[part] for part in PARTS if part in parts},
        split=(
            f"{', '.join(missing)} taken out of the published train part of {len(train)}, stratified "
            f"by class, seed {seed}; copies (correlation >= {COPY_CORRELATION}, also mirrored) "
            f"{'and groups ' if dataset.groups is not None else ''}kept on one side"
        ),
    )


def assign(
    families: np.ndarray, labels: np.ndarray, shares: tuple[float, ...], *, rng: np.random.Generator
) -> np.ndarray:
    """Give each row a side: 0 keeps the rest, 1, 2, ... get `shares` of every class.

    families: (n,) int64, rows with the same number go to the same side; labels: (n,) int64.
    Families of several rows go first, largest first, each where most of its class is still
    wanted after it; single rows then fill each class's quota exactly. Returns (n,) int64.
    """
    counts = np.bincount(labels)
    quota = np.rint(np.outer(shares, counts)).astype(np.int64)
    quota = np.vstack([counts - quota.sum(axis=0), quota])
    left = quota.copy()
    side = np.full(len(labels), -1, np.int64)
    order = rng.permutation(len(labels))
    members = order[np.argsort(families[order], kind="stable")]
    runs = np.split(members, np.flatnonzero(np.diff(families[members])) + 1)
    for rows in sorted((run for run in runs if len(run) > 1), key=len, reverse=True):
        need = np.bincount(labels[rows], minlength=len(counts))
        wanted = ((left - need) / np.maximum(quota, 1))[:, need > 0].min(axis=1)
        best = int(wanted.argmax())
        side[rows] = best
        left[best] -= need
    single = order[side[order] < 0]
    for label in range(len(counts)):
        rows = single[labels[single] == label]
        ends = np.cumsum(np.maximum(left[1:, label], 0))
        side[rows] = np.searchsorted(ends, np.arange(len(rows)), side="right") + 1
        side[rows[ends[-1] :]] = 0
    return side


def _families(dataset: Dataset, rows: np.ndarray) -> np.ndarray:
    """Number the rows so that copies, and rows of one group, share a number; (m,) int64."""
    copies = find_families(dataset, rows)
    return copies if dataset.groups is None else joined(copies, dataset.groups[rows])


def joined(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """Number rows so that those that share a number in either way of counting (n,) share one; (n,) int64."""
    every = np.arange(len(first))
    parents = every.copy()
    for numbers in (first, second):
        _, at, inverse = np.unique(numbers, return_index=True, return_inverse=True)
        join(parents, every, at[inverse])
    return np.unique(first_of_group(parents, every), return_inverse=True)[1]
