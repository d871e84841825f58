"""Another pen: strokes and outlines thicker or thinner than those that were learned."""

import numpy as np

from fittingroom.measure.defects.canvas import changed, paper, side, strength
from fittingroom.measure.defects.outline import largest

THICKER = (0.02, 0.035, 0.05, 0.07, 0.1)
THINNER = 0.5
"""Thinning takes this share of what thickening adds: strokes must not vanish."""


def ink_thickness(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """What stands out from the background grown by 2 to 10 % of the side, or shrunk by half as much."""
    more = strength(severity, THICKER)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        thicker, dark = draws[:, 0] < 0.5, paper(planes).mean(axis=(1, 2, 3)) >= 128
        flipped = (thicker == dark)[:, None, None, None]
        out = np.where(flipped, 255 - planes, planes)  # now all are to be grown
        for rows, growth in ((thicker, more), (~thicker, more * THINNER)):
            out[rows] = _grown(out[rows], 1 + growth * side(planes))
        return np.where(flipped, 255 - out, out)

    return changed(images, change, draws=1, rng=rng)


def _grown(planes: np.ndarray, size_px: float) -> np.ndarray:
    """The largest value within a square of `size_px`; between two whole sizes a mixture of both."""
    whole = int(size_px)
    low, high = largest(planes, whole), largest(planes, whole + 1)
    return np.rint(low + (high.astype(np.float32) - low) * (size_px - whole)).astype(np.uint8)
