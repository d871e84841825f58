"""Train, val and test with the same share of every label, and no leak group in two of them.

Iterative stratification (Sechidis, Tsoumakas & Vlahavas 2011): the rarest label first, its examples go where
most of it is still wanted. Theirs takes rows as independent; here whole leak groups are the examples.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from fittingroom.curate.records import Reasons, decisions, rows_like, with_column
from fittingroom.curate.sample import shuffled
from fittingroom.errors import InputError

STEP = "split"

REASONS: Reasons = {}

PARTS = ("train", "val", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Shares of val and test, fractions; the rest is train. The paper's: .0093 and .0374."""

    val: float = 0.05
    test: float = 0.10
    seed: int = 0

    def __post_init__(self):
        if not (self.val >= 0 and self.test >= 0 and self.val + self.test < 1):
            raise InputError(
                f"val and test are fractions whose sum is below 1, got {self.val} and {self.test}"
            )

    @property
    def shares(self) -> Mapping[str, float]:
        """The share of each part that is to have images."""
        shares = {"train": 1 - self.val - self.test, "val": self.val, "test": self.test}
        return {part: share for part, share in shares.items() if share > 0}


def divided(
    labels: np.ndarray, owner: np.ndarray, groups: np.ndarray, keys: np.ndarray, settings: Settings
) -> np.ndarray:
    """The part of each image, (n,) numbers of `settings.shares`.

    labels: (m,) ids, owner: (m,) numbers of the images that have them, groups: (n,) leak groups, keys: (n,)
    int64 content keys, from which ties are drawn, so that the order of rows does not matter.
    """
    _, group = np.unique(groups, return_inverse=True)
    count = int(group.max()) + 1 if len(group) else 0
    lots = np.full(count, np.iinfo(np.uint64).max, np.uint64)
    np.minimum.at(lots, group, shuffled(keys, settings.seed))
    sizes = np.bincount(group, minlength=count)
    held = _held(labels, group[owner], count)
    shares = np.array(list(settings.shares.values()))
    return _dealt(held, sizes, lots, shares)[group] if count else np.empty(0, np.int64)


@dataclass(frozen=True, slots=True)
class _Held:
    """Labels of each group, as rows of a sparse matrix: starts (count + 1,), label and n (m,)."""

    starts: np.ndarray
    label: np.ndarray
    n: np.ndarray
    labels: int


def _held(labels: np.ndarray, group: np.ndarray, count: int) -> _Held:
    names, column = np.unique(labels, return_inverse=True)
    flat, n = np.unique(group.astype(np.int64) * max(len(names), 1) + column, return_counts=True)
    owner, label = np.divmod(flat, max(len(names), 1))
    starts = np.searchsorted(owner, np.arange(count + 1))
    return _Held(starts, label, n, len(names))


def _dealt(held: _Held, sizes: np.ndarray, lots: np.ndarray, shares: np.ndarray) -> np.ndarray:
    count = len(sizes)
    totals = np.bincount(held.label, held.n, minlength=held.labels)
    wanted = (totals[:, None] * shares).tolist()
    room = (sizes.sum() * shares).tolist()
    part = np.full(count, -1)
    # Large groups first: the last to come must be small, to even out what is left
    order = np.lexsort((lots, -sizes))
    place = np.empty(count, np.int64)
    place[order] = np.arange(count)
    owner = np.repeat(np.arange(count), np.diff(held.starts))
    by_label = np.lexsort((place[owner], held.label))
    bounds = np.searchsorted(held.label[by_label], np.arange(held.labels + 1))
    left = totals.copy()
    starts, label, n = held.starts.tolist(), held.label.tolist(), held.n.tolist()
    size, open_labels = sizes.tolist(), set(range(held.labels))
    parts = range(len(shares))
    while open_labels:
        rarest = min(open_labels, key=lambda one: (left[one], one))
        open_labels.remove(rarest)
        waiting = owner[by_label[bounds[rarest] : bounds[rarest + 1]]]
        need = wanted[rarest]
        given: list[int] = []
        waiting = waiting[part[waiting] < 0].tolist()
        for group in waiting:
            best = max(parts, key=lambda at: (need[at], room[at]))
            given.append(best)
            room[best] -= size[group]
            for at in range(starts[group], starts[group + 1]):
                wanted[label[at]][best] -= n[at]
        part[waiting] = given
        gone = np.concatenate([np.arange(starts[g], starts[g + 1]) for g in waiting]) if waiting else []
        if len(gone):
            left -= np.bincount(held.label[gone], held.n[gone], minlength=held.labels)
    for group in order[part[order] < 0].tolist():  # without a label
        best = max(parts, key=lambda at: room[at])
        part[group] = best
        room[best] -= size[group]
    return part


def apply_split(table: pa.Table, _: Settings, known: Path) -> tuple[pa.Table, pa.Table]:
    """Adds the column `part`. known: a file with row, part of all rows."""
    names = dict(zip(*(rows_like(known, table)[name].to_pylist() for name in ("row", "part")), strict=True))
    parts = [names[row] for row in table["row"].to_pylist()]
    return with_column(table, "part", parts, pa.string()), decisions(STEP, ())
