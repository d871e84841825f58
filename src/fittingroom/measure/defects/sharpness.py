"""Detail that the camera never had: out of focus, shaken, or too few pixels."""

import numpy as np

from fittingroom.measure.defects.canvas import changed, check_images, direction, side, strength
from fittingroom.measure.defects.resampling import coarsened, gaussian, mixed, swept

SIGMA = (0.02, 0.035, 0.05, 0.07, 0.1)
SHAKEN = (0.1, 0.16, 0.23, 0.31, 0.4)
PIXELS_KEPT = (0.6, 0.46, 0.36, 0.28, 0.2)


def blur(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Out of focus: a Gaussian with a standard deviation of 2 to 10 % of the side."""
    sigma = strength(severity, SIGMA)
    check_images(images)
    height, width = images.shape[1:3]
    rows, columns = (gaussian(size, sigma * min(height, width)) for size in (height, width))
    return changed(images, lambda planes, _: mixed(planes, rows, columns), rng=rng)


def motion_blur(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Shaken: the mean along a straight move of 10 to 40 % of the side, in a random direction."""
    length = strength(severity, SHAKEN)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        sin, cos = direction(draws, 0)
        return swept(planes, sin * (length * side(planes)), cos * (length * side(planes)))

    return changed(images, change, draws=1, rng=rng)


def low_resolution(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Too few pixels: reduced to 60 to 20 % of its sides by area, then enlarged again smoothly."""
    kept = strength(severity, PIXELS_KEPT)
    check_images(images)
    rows, columns = (coarsened(size, max(1, round(kept * size))) for size in images.shape[1:3])
    return changed(images, lambda planes, _: mixed(planes, rows, columns), rng=rng)
