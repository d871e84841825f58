"""What pixels hold: sharper, grey, negated. Pictures are (h, w) or (h, w, 3) uint8.

Fractions of a grey level are dropped, as ImageMagick does where it writes 8 bits: each step alone equals
its own to the byte (version 6.9.11, 25 photos). In one command it keeps 16 bits between steps; the whole of
Fashion-MNIST's pipeline is then within one grey level of this one.
"""

from functools import lru_cache

import numpy as np

LUMA = np.array([0.212656, 0.715158, 0.072186])
"""Weights of red, green and blue in a grey level (ITU-R BT.709), as ImageMagick 6 turns colour into grey."""

ROUNDING = 0.5 / 257
"""Half a level of 16 bits, to which values are rounded before what 8 bits cannot hold is dropped."""


def sharpen(picture: np.ndarray, *, radius_px: int, deviation_px: float) -> np.ndarray:
    """Subtract what a Gaussian blurs, which raises the contrast at outlines.

    Fashion-MNIST's fourth step, as ImageMagick's `-sharpen 1x1` (SharpenImage in MagickCore/effect.c): a
    kernel of (2 radius + 1)² weights, the negative Gaussian with twice its whole sum in the middle, divided
    by its own sum. For radius and deviation 1: 1.661 in the middle, -.103 beside it, -.062 at its corners.
    Beyond the edge the picture goes on with its last pixels.
    """
    height, width = picture.shape[:2]
    weights, total = _gaussian(radius_px, deviation_px)
    planes = (
        picture.astype(np.float64) if picture.ndim == 2 else picture.transpose(2, 0, 1).astype(np.float64)
    )
    blurred = _along(height, weights) @ planes @ _along(width, weights).T
    sharp = ((2 * total + 1) * planes - blurred) / (total + 1)
    return _levels(sharp if picture.ndim == 2 else sharp.transpose(1, 2, 0))


Weights = tuple[float, ...]


@lru_cache(maxsize=64)
def _gaussian(radius_px: int, deviation_px: float) -> tuple[Weights, float]:
    """One side of a Gaussian of two, 1 in the middle, and the sum of both sides' products."""
    one = np.exp(-(np.arange(-radius_px, radius_px + 1) ** 2) / (2 * deviation_px**2))
    return tuple(one.tolist()), float(one.sum() ** 2)


@lru_cache(maxsize=4096)
def _along(length: int, weights: Weights) -> np.ndarray:
    """The matrix (length, length) that blurs a line, which goes on beyond its ends with its last pixels."""
    reach = len(weights) // 2
    matrix = np.zeros((length, length))
    for offset, weight in enumerate(weights, -reach):
        at = np.arange(length)
        np.add.at(matrix, (at, np.clip(at + offset, 0, length - 1)), weight)
    return matrix


def grey(picture: np.ndarray) -> np.ndarray:
    """Grey levels (h, w) of a picture in colour; a grey one stays as it is."""
    return picture if picture.ndim == 2 else _levels(picture @ LUMA)


def negate(picture: np.ndarray) -> np.ndarray:
    """Light for dark: what was paper becomes black, as in MNIST."""
    return 255 - picture


def _levels(values: np.ndarray) -> np.ndarray:
    return np.clip(values + ROUNDING, 0, 255).astype(np.uint8)
