"""What was done to a copy, guessed from how it lies on the other picture and from what differs."""

import numpy as np

from fittingroom.match.copies.alignment import Alignment
from fittingroom.match.copies.description import PATCH, THUMB
from fittingroom.match.copies.overlap import Overlap, laid

TURN_DEG = 2.0
OUTSIDE = 0.05
"""Share of the one picture that the other lacks, from which on it was cropped."""

FRAME = 0.05
"""Share of a picture taken by a border that the other lacks."""

SIZE = 0.08
"""Relative difference in pixels per thing shown."""

COLOUR = 18.0
"""Difference in levels of the most different tenth of the picture, from which on it was recoloured."""

OPPONENT = np.array([[1, -0.5], [-1, -0.5], [0, 1]])
"""Red less green, and blue less their mean: what a change of light alone hardly moves."""

HUE = 14.0
"""The same of red against green, or blue against both, in the most different thirtieth."""


def kind(a: np.ndarray, b: np.ndarray, found: Alignment, common: Overlap) -> str:
    """Name the ways in which records `a` and `b` differ, joined by "+"; "recompressed" where none is seen.

    In the order of the kinds that `plant` makes. Which of the two is the copy is not said.
    """
    if a["digest"] == b["digest"]:
        return "exact"
    signs = {
        "mirrored": found.mirrored,
        "cropped": _outside(a, b, found) > OUTSIDE,
        "resized": abs(np.log(_resolution(a, b, found))) > SIZE,
        "recoloured": _is_recoloured(a, b, found, common),
        "border": abs(_framed(a) - _framed(b)) > FRAME and min(_framed(a), _framed(b)) < 0.02,
        "banner": common.strip != "",
        "turned": abs(np.rad2deg(np.arctan2(*found.matrix[::-1, 0]))) > TURN_DEG,
    }
    return "+".join(name for name, seen in signs.items() if seen) or "recompressed"


MANY = 3
"""Changes at once from which on a kind is an unlikely story."""


def is_far_fetched(name: str) -> bool:
    """Whether a kind takes MANY changes at once or more: most such pairs were mistaken (docs/copies.md)."""
    return len(name.split("+")) >= MANY


def changes_colour(name: str) -> bool:
    """Whether a kind says that a copy's colours, and so perhaps its labels, differ from its original's."""
    return "recoloured" in name.split("+")


def _outside(a: np.ndarray, b: np.ndarray, found: Alignment) -> float:
    """The share of the larger picture beyond the edges of the smaller, 0 where they show the same."""
    ratio = abs(np.linalg.det(found.matrix[:, :2])) * float(np.prod(a["work"], dtype=float))
    ratio /= float(np.prod(b["work"], dtype=float))
    return 1 - min(ratio, 1 / ratio)


def _framed(record: np.ndarray) -> float:
    top, bottom, left, right = record["box"].astype(float)
    return 1 - (bottom - top) * (right - left) / float(np.prod(record["shape"], dtype=float))


def _resolution(a: np.ndarray, b: np.ndarray, found: Alignment) -> float:
    """Pixels of `b` for one of `a` along an edge, of the same thing."""
    in_a, in_b = ((r["box"][1] - r["box"][0]) / r["work"][0] for r in (a, b))
    return float(np.sqrt(abs(np.linalg.det(found.matrix[:, :2]))) * in_b / in_a)


def _is_recoloured(a: np.ndarray, b: np.ndarray, found: Alignment, common: Overlap) -> bool:
    import cv2

    upper, lower, matrix = laid(a, b, found, "patch")
    size = (PATCH, PATCH)
    moved = cv2.warpAffine(upper, matrix, size, borderMode=cv2.BORDER_REPLICATE)
    inside = cv2.warpAffine(np.ones(size, np.float32), matrix, size) > 0.95
    top, bottom, left, right = PATCH * np.array(common.kept) // THUMB
    kept = np.zeros(size, bool)
    kept[top:bottom, left:right] = inside[top:bottom, left:right]
    if not kept.any():
        return False
    x, y = moved[kept].astype(float), lower[kept].astype(float)
    apart = np.sqrt(((x - y) ** 2).mean(axis=1))
    hue = np.abs((x - y) @ OPPONENT).max(axis=1)
    return bool(np.percentile(apart, 90) > COLOUR or np.percentile(hue, 97) > HUE)
