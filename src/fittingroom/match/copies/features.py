"""Points of a picture that a copy still has, each with 128 bits that say what it looks like around them.

SIFT (Lowe 2004, IJCV 60, p. 91) finds points, with a size and a direction, that survive crops, turns,
resizing and recompression, and describes each by 4 x 4 cells of 8 gradient directions. Here the square
roots of those 128 numbers (Arandjelovic & Zisserman 2012, CVPR, p. 2911) are written in cosines over the
cells and waves over the directions, and of each coefficient only the sign is kept: 16 bytes. In that basis
a left-right mirror image changes nothing but the signs of half of the coefficients, so the bits of the
mirrored picture are the bits `^ MIRROR`: mirrored copies cost nothing extra.
"""

from functools import cache
from typing import Any

import numpy as np

MOST = 96
"""Points kept of a picture."""

LOOKED_AT = 160
"""Points found of a picture, the strongest; of them the MOST with the highest contrast times size are kept:
letters and creases have the contrast, but what is large outlives resizing and recompression."""

CONTRAST = 0.01
"""Least contrast of a point: a quarter of SIFT's usual value, because a plain garment has few points."""

SUBPIXEL = 32
"""Places are kept in parts of a pixel, so many."""

OCTAVE = 256
"""Sizes are kept as logarithms, in so many parts of a doubling."""

CIRCLE = 256
"""Directions are kept in so many parts of a full turn."""

_SINE = np.array([False, False, True, False, True, False, True, False])
_ODD = np.array([False, True, False, True])
MIRROR = np.packbits(np.broadcast_to(_ODD[:, None, None] ^ _SINE, (4, 4, 8)).reshape(-1))
"""(16,) uint8: the bits that differ between a picture's point and the same point of its mirror image."""


def features(value: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Find the points of a grey picture (h, w) uint8, at most MOST of them.

    Returns their bits (m, 16) uint8, and (m, 4) int16: x and y in 1/SUBPIXEL pixels, the binary logarithm
    of the size in 1/OCTAVE, the direction in 1/CIRCLE of a turn, clockwise from the right.
    """
    points, histograms = _sift().detectAndCompute(value, None)
    if not points:
        return np.empty((0, 16), np.uint8), np.empty((0, 4), np.int16)
    worth = np.array([point.response * point.size for point in points])
    kept = np.argsort(-worth, kind="stable")[:MOST]
    places = np.array(
        [
            (
                point.pt[0] * SUBPIXEL,
                point.pt[1] * SUBPIXEL,
                np.log2(point.size) * OCTAVE,
                point.angle * CIRCLE / 360,
            )
            for point in (points[row] for row in kept)
        ]
    )
    return signs(histograms[kept]), np.rint(places).astype(np.int16)


def signs(histograms: np.ndarray) -> np.ndarray:
    """Turn SIFT's histograms (m, 128), 4 x 4 cells x 8 directions, into bits (m, 16) uint8."""
    roots = np.sqrt(np.asarray(histograms, np.float32))
    return np.packbits(roots @ _basis() > 0, axis=1)


@cache
def _sift() -> Any:
    import cv2

    return cv2.SIFT_create(  # pyright: ignore[reportAttributeAccessIssue]  # the stubs lack it
        nfeatures=LOOKED_AT, contrastThreshold=CONTRAST, edgeThreshold=20, enable_precise_upscale=True
    )


@cache
def _basis() -> np.ndarray:
    """(128, 128) float32: a column for each product of a cosine down, a cosine across and a wave around."""
    cells = np.cos(np.pi * np.outer(np.arange(4) + 0.5, np.arange(4)) / 4)
    around = 2 * np.pi * np.arange(8) / 8
    waves = [np.cos(0 * around), np.cos(around), np.sin(around), np.cos(2 * around), np.sin(2 * around)]
    waves += [np.cos(3 * around), np.sin(3 * around), np.cos(4 * around)]
    return np.kron(np.kron(cells, cells), np.array(waves).T).astype(np.float32)
