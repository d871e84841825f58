"""All pictures that came out of a source, put together from its blocks, and what is known of each record."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.build.block import Task
from fittingroom.build.refusal import REASONS, Refusal
from fittingroom.build.work import blocks
from fittingroom.match.mapped import taken

KEPT = -1
CODES = tuple(REASONS)
"""Reasons by number, as `Pool.reasons` holds them."""

ROWS_AT_ONCE = 4096
"""Pictures that are copied at a time (3 MB of 28 x 28)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pool:
    """n records, of which m came out as pictures.

    file: the m pictures one after the other, (size, size) uint8 each; records (m,) int64: which records they
    are; reasons (n,) int8: number of the code in CODES, KEPT for those m; told: by record, what was said of
    those that could not be read or prepared; contrast, fill, sharpness (n,) float32; handled (n,) uint16.
    """

    file: Path
    size_px: int
    records: np.ndarray
    reasons: np.ndarray
    told: dict[int, Refusal]
    contrast: np.ndarray
    fill: np.ndarray
    sharpness: np.ndarray
    handled: np.ndarray

    @property
    def refused(self) -> Mapping[str, int]:
        """How many records are not kept, by reason, in the order of decision."""
        counts = np.bincount(self.reasons[self.reasons != KEPT], minlength=len(CODES))
        return {code: int(n) for code, n in zip(CODES, counts, strict=True) if n}

    def pictures(self) -> np.ndarray:
        """The m pictures, mapped from the file; there must be one, since nothing cannot be mapped."""
        shape = (len(self.records), self.size_px, self.size_px)
        return np.memmap(self.file, np.uint8, "r", shape=shape)

    def in_order(self, rows: np.ndarray) -> Iterator[np.ndarray]:
        """The pictures of `rows` (numbers below m) in that order, some thousands at a time."""
        for start in range(0, len(rows), ROWS_AT_ONCE):
            yield taken(self.pictures(), rows[start : start + ROWS_AT_ONCE])


def pooled(task: Task, folder: Path) -> Pool:
    """Put the blocks of a task together that were made in `folder`."""
    n = len(task.listing)
    reasons = np.full(n, KEPT, np.int8)
    reasons[~task.wanted] = CODES.index("other-class")
    reasons[task.listing.labels < 0] = CODES.index("no-label")
    told: dict[int, Refusal] = {}
    contrast, fill, sharpness = np.zeros((3, n), np.float32)
    handled = np.zeros(n, np.uint16)
    file = folder / "pictures.u8"
    with file.open("wb") as stream:
        for start, block in blocks(task.listing, folder):
            rows = slice(start, start + len(block.pictures))
            contrast[rows], fill[rows], sharpness[rows] = block.contrast, block.fill, block.sharpness
            handled[rows] = block.handled
            for place, refusal in block.refusals.items():
                told[start + place] = refusal
                reasons[start + place] = CODES.index(refusal.reason)
            stream.write(block.pictures[reasons[rows] == KEPT].tobytes())
    return Pool(
        file=file,
        size_px=task.size_px,
        records=np.flatnonzero(reasons == KEPT),
        reasons=reasons,
        told=told,
        contrast=contrast,
        fill=fill,
        sharpness=sharpness,
        handled=handled,
    )
