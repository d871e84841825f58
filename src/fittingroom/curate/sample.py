"""At most so many images of each attribute class, drawn at random, as the paper collected its own.

An image stays if it is among the first `cap` of any of its classes, in one random order of all images. What
later steps remove is back-filled by asking again without it: the next of the same order move up.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from fittingroom.curate.records import Reasons, Told, decisions, rows_like
from fittingroom.data.splitmix import GOLDEN, WORD, mixed
from fittingroom.errors import InputError

STEP = "sample"

REASONS: Reasons = {
    "no-labels": "nothing is known of this picture",
    "over-the-cap": "each of its classes has as many images as the cap allows",
    "removed": "a later step, as annotators, put it aside; others move up in its place",
}

DROPS = frozenset(REASONS)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """cap: images of each class, at most, drawn for it (None: all); seed: of the order."""

    cap: int | None = None
    seed: int = 0

    def __post_init__(self):
        if self.cap is not None and self.cap < 1:
            raise InputError(f"a cap is at least 1 image of a class, got {self.cap}")


def sampled(
    labels: np.ndarray,
    owner: np.ndarray,
    keys: np.ndarray,
    settings: Settings,
    *,
    removed: np.ndarray | None = None,
) -> np.ndarray:
    """The reason of each image that goes, "" for one that stays: (n,) text.

    labels: (m,) ids, owner: (m,) numbers of the images that have them; keys: (n,) int64 that tell images by
    their content, so that the draw does not depend on their order. removed: (n,) bool.
    """
    n = len(keys)
    reasons = np.full(n, "", dtype="U12")
    reasons[np.bincount(owner, minlength=n) == 0] = "no-labels"
    if removed is not None:
        reasons[removed] = "removed"
    if settings.cap is None:
        return reasons
    place = np.empty(n, np.int64)
    place[np.argsort(shuffled(keys, settings.seed), kind="stable")] = np.arange(n)
    there = (reasons == "")[owner]
    labels, owner = labels[there], owner[there]
    order = np.lexsort((place[owner], labels))
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    rank = np.arange(len(order)) - np.repeat(starts, np.diff(starts, append=len(order)))
    drawn = np.zeros(n, bool)
    drawn[owner[order[rank < settings.cap]]] = True
    reasons[(reasons == "") & ~drawn] = "over-the-cap"
    return reasons


def shuffled(keys: np.ndarray, seed: int) -> np.ndarray:
    """A random-looking (n,) uint64 of each key and a seed; two keys never have the same."""
    return mixed(keys.astype(np.int64).view(np.uint64) + (GOLDEN * (seed + 1) & WORD))


def apply_sample(table: pa.Table, _: Settings, known: Path) -> tuple[pa.Table, pa.Table]:
    """Keeps the rows that were drawn. known: a file with row, reason of all rows that go."""
    gone = dict(zip(*(rows_like(known, table)[name].to_pylist() for name in ("row", "reason")), strict=True))
    columns = (table["row"].to_pylist(), table["id"].to_pylist())
    told: list[Told] = [
        (row, record, False, gone[row], "", None) for row, record in zip(*columns, strict=True) if row in gone
    ]
    keep = pa.array([row not in gone for row in columns[0]], pa.bool_())
    return table.filter(keep), decisions(STEP, told)
