"""How well copies are found among one's own pictures: the detector is shown copies that were planted there.

Recall differs by kind of copy and by kind of picture, and how many pairs are taken for copies by mistake
depends on how alike the pictures of a catalogue are. Neither can be known from other people's photos, so both
are measured on the pictures at hand and the thresholds set from that.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.match.copies import CHANGES, MOST_EACH, Copies, Settings, describe, find_copies, plant
from fittingroom.measure.intervals import wilson
from fittingroom.types import Measurement

LOWEST = 0.6
"""Scores below this are never asked for."""

STEP = 0.005


@dataclass(frozen=True, slots=True)
class Calibration:
    """What was found of planted copies, and which pairs of originals look like copies.

    kind: (m,) text of each planted copy; score: (m,) float64, 0 where it was not found; originals: pairs of
    originals with a score of LOWEST or more, those of equal pixels left out; pictures: how many originals.
    """

    kind: np.ndarray
    score: np.ndarray
    originals: Copies
    pictures: int

    @property
    def pairs(self) -> int:
        """Pairs of originals that there are."""
        return self.pictures * (self.pictures - 1) // 2

    def recall(self, threshold: float) -> tuple[Measurement, ...]:
        """Of each kind the share of planted copies with a score of `threshold` or more."""
        found = []
        for name in dict.fromkeys(self.kind.tolist()):
            scores = self.score[self.kind == name]
            k, n = int((scores >= threshold).sum()), len(scores)
            low, high = wilson(k, n)
            found.append(
                Measurement(
                    name=name, value=k / n, n=n, method="Wilson", part="planted copies", low=low, high=high
                )
            )
        return tuple(found)

    def alarms(self, threshold: float, *, true: int = 0, pictures: int | None = None) -> Measurement:
        """Pairs of originals that a catalogue of so many `pictures` would take for copies, of copies none.

        The rate among the pairs at hand, times the pairs that there will be. Of the pairs found, `true` are
        known to be copies; without that all count, so this is what to expect at most. The pairs of more of
        the same pictures are as alike as these; those of other shops are probably less so.
        """
        found = int((self.originals.score >= threshold).sum()) - true
        if found < 0:
            raise InputError(f"{true} pairs are said to be copies, but only {found + true} were found")
        n = self.pictures if pictures is None else pictures
        scale = n * (n - 1) / 2
        low, high = wilson(found, self.pairs)
        rate = found / max(self.pairs, 1)
        return Measurement(
            name="false pairs",
            value=rate * scale,
            n=self.pairs,
            method="Wilson",
            part="originals",
            low=low * scale,
            high=high * scale,
            unit="number",
        )

    def propose(self, *, allowed: float = 1e-7, keep: float = 0.99) -> Settings:
        """Set the thresholds: `drop` lets at most `allowed` of all pairs of originals through, true or not.

        `suggest` is the highest that still finds the share `keep` of what can be found at all.
        """
        grid = np.arange(LOWEST, 1 + STEP / 2, STEP)
        quiet = [float(t) for t in grid if (self.originals.score >= t).sum() <= allowed * self.pairs]
        drop = min(quiet, default=1.0)
        possible = self.score[self.score > 0]
        suggest = (
            max((float(t) for t in grid if (possible >= t).mean() >= keep), default=LOWEST)
            if len(possible)
            else drop
        )
        return Settings(drop=drop, suggest=min(suggest, drop))


def calibrate(
    images: Sequence[np.ndarray],
    *,
    rng: np.random.Generator,
    records: np.ndarray | None = None,
    copies: int = 200,
    kinds: Sequence[str] | None = None,
) -> Calibration:
    """Plant a copy of each kind of `copies` pictures among all pictures, search, and count.

    images: (h, w, 3) uint8 each, only those drawn are read; records: what `describe` made of them, made here
    where not given. kinds: by default all of CHANGES but exact copies, which are found by their bytes.
    """
    if not len(images):
        raise InputError("calibration plants copies of pictures, but none were given")
    records = describe(images) if records is None else records
    if len(records) != len(images):
        raise InputError(
            f"each picture needs its record, found {len(images)} pictures and {len(records)} records"
        )
    names = [name for name in CHANGES if name != "exact"] if kinds is None else list(kinds)
    drawn = np.sort(rng.choice(len(images), min(copies, len(images)), replace=False))
    planted = plant([images[row] for row in drawn], names, rng=rng)
    n = len(records)
    all_records = np.concatenate([records, describe(copy.image for copy in planted)])
    # the copies of one picture must not take each other's places among the pairs that are compared
    most = MOST_EACH + len(names)
    found = find_copies(all_records, Settings(drop=1.0, suggest=LOWEST, most=most))
    source = drawn[[copy.source for copy in planted]]
    score = np.zeros(len(planted))
    own = (found.i < n) & (found.j >= n)
    i, j, s = found.i[own], found.j[own] - n, found.score[own]
    right = source[j] == i
    score[j[right]] = s[right]
    originals = found.take((found.j < n) & (found.kind != "exact"))
    return Calibration(np.array([copy.kind for copy in planted], object), score, originals, n)
