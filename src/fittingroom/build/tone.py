"""What pixels hold: sharper, grey, negated. Pictures are (h, w) or (h, w, 3) uint8.

Fractions of a grey level are dropped, as ImageMagick does where it writes 8 bits: each step alone equals
its own to the byte (version 6.9.11, 25 photos). In one command it keeps 16 bits between steps; the whole of
Fashion-MNIST's pipeline is then within one grey level of this one.
"""

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
    offsets = np.arange(-radius_px, radius_px + 1)
    gauss = np.exp(-(offsets[:, None] ** 2 + offsets**2) / (2 * deviation_px**2))
    kernel = -gauss
    kernel[radius_px, radius_px] = 2 * gauss.sum()
    kernel /= kernel.sum()
    edge = ((radius_px, radius_px), (radius_px, radius_px), (0, 0))[: picture.ndim]
    padded = np.pad(picture.astype(np.float64), edge, mode="edge")
    height, width = picture.shape[:2]
    sharp = np.zeros(picture.shape)
    for (y, x), weight in np.ndenumerate(kernel):
        sharp += weight * padded[y : y + height, x : x + width]
    return _levels(sharp)


def grey(picture: np.ndarray) -> np.ndarray:
    """Grey levels (h, w) of a picture in colour; a grey one stays as it is."""
    return picture if picture.ndim == 2 else _levels(picture @ LUMA)


def negate(picture: np.ndarray) -> np.ndarray:
    """Light for dark: what was paper becomes black, as in MNIST."""
    return 255 - picture


def _levels(values: np.ndarray) -> np.ndarray:
    return np.clip(values + ROUNDING, 0, 255).astype(np.uint8)
