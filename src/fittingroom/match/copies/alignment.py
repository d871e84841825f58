"""How one picture lies on another: the turn, scale and shift under which most of their points agree."""

from dataclasses import dataclass

import numpy as np

from fittingroom.match.copies.features import MIRROR

DISAGREEING = 0.12
"""What a pair loses where all matching points contradict how the pictures lie: of a copy's points most agree,
of two garments in one pose some hem and some button."""


@dataclass(frozen=True, slots=True)
class Alignment:
    """Where one picture's points lie on another: x' = matrix @ (x, y, 1), (2, 3) float64, working pixels.

    `mirrored`: the first picture is mirrored beforehand (its x counts from the right). agreeing: matches
    that say so; of: matches there are.
    """

    matrix: np.ndarray
    mirrored: bool
    agreeing: int
    of: int

    @property
    def doubt(self) -> float:
        """What the score loses for the matches that disagree."""
        return DISAGREEING * (1 - self.agreeing / self.of)


def align(a: np.ndarray, b: np.ndarray, *, mirrored: bool) -> Alignment | None:
    """Lay record `a` on record `b`, None where no three points agree."""
    from fittingroom.match.copies.agreement import agreement, matches

    (bits, places), (others, other_places) = _points(a), _points(b)
    turned, width = MIRROR.view(np.uint64), int(a["work"][1])
    here, there = matches(bits, places, others, other_places, turned, mirrored, width)
    matrix, agreeing = agreement(here, there)
    return Alignment(matrix, mirrored, int(agreeing), len(here)) if agreeing >= 3 else None


def _points(record: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    n = int(record["points"])
    return record["bits"][:n].view(np.uint64), record["places"][:n]
