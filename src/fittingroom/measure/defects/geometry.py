"""Held, framed or scanned askew: the picture is all there, or nearly, but not where it should be.

What comes into the frame from outside is the picture's own background, the median of its border.
"""

import numpy as np

from fittingroom.measure.defects.canvas import changed, direction, either, grid, side, strength
from fittingroom.measure.defects.resampling import resampled

SHIFT = (0.04, 0.08, 0.12, 0.18, 0.25)
SCALE = (0.9, 0.8, 0.7, 0.6, 0.5)
ROTATION_DEG = (6, 12, 18, 27, 40)
TILT = (0.1, 0.2, 0.3, 0.4, 0.5)
CUT_OFF = (0.08, 0.15, 0.22, 0.3, 0.4)


def shift(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Moved by 4 to 25 % of the side in a random direction, in whole pixels."""
    far = strength(severity, SHIFT)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        (y, x), (sin, cos) = grid(planes), direction(draws, 0)
        distance = far * side(planes)
        return resampled(planes, y - np.rint(distance * sin), x - np.rint(distance * cos))

    return changed(images, change, draws=1, rng=rng)


def scale(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Reduced to 90 to 50 % of its size, or enlarged by as much: 111 to 200 %, with equal chance."""
    factor = strength(severity, SCALE)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        (y, x), step = grid(planes), np.float32(factor) ** either(draws, 0)
        return resampled(planes, y * step, x * step)

    return changed(images, change, draws=1, rng=rng)


def rotation(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Turned by 6 to 40 degrees, either way."""
    angle = np.radians(strength(severity, ROTATION_DEG))

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        y, x = grid(planes)
        sin, cos = np.float32(np.sin(angle)) * either(draws, 0), np.float32(np.cos(angle))
        return resampled(planes, cos * y - sin * x, cos * x + sin * y)

    return changed(images, change, draws=1, rng=rng)


def perspective(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Seen from one side: what is near grows, what is far shrinks, by 10 to 50 % at the border."""
    tilt = strength(severity, TILT)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        (y, x), (sin, cos) = grid(planes), direction(draws, 0)
        depth = 1 + tilt * (y * sin + x * cos) * (2 / max(planes.shape[-2:]))
        return resampled(planes, y / depth, x / depth)

    return changed(images, change, draws=1, rng=rng)


def bad_crop(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Cut at two sides that meet, 8 to 40 % of each, and what is left fills the frame."""
    kept = 1 - strength(severity, CUT_OFF)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        y, x = grid(planes)
        height, width = planes.shape[-2:]
        down, right = (either(draws, column) * ((1 - kept) / 2) for column in (0, 1))
        return resampled(planes, y * np.float32(kept) + down * height, x * np.float32(kept) + right * width)

    return changed(images, change, draws=2, rng=rng)
