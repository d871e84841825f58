"""Badly lit: uneven, flat, or light and dark exchanged."""

import numpy as np

from fittingroom.measure.defects.canvas import changed, direction, grid, refuse_severity, strength

GRADIENT = (0.08, 0.16, 0.25, 0.36, 0.5)
CONTRAST = (0.75, 0.55, 0.4, 0.28, 0.18)


def lighting(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """One side lit, the other in shadow: 8 to 50 % of the range added at one corner, taken at the other."""
    reach = 255 * strength(severity, GRADIENT)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        (y, x), (sin, cos) = grid(planes), direction(draws, 0)
        height, width = planes.shape[-2:]
        slope = y * (sin * (2 / height)) + x * (cos * (2 / width))
        return planes + (slope * (reach / np.maximum(np.abs(sin) + np.abs(cos), 1)))[:, None]

    return changed(images, change, draws=1, rng=rng)


def low_contrast(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """All values drawn together around mid-grey, to 75 to 18 % of their range."""
    kept = strength(severity, CONTRAST)
    table = np.rint(127.5 + (np.arange(256) - 127.5) * kept).astype(np.uint8)
    return changed(images, lambda planes, _: table[planes], rng=rng)


def invert(images: np.ndarray, severity: int | None = None, *, rng: np.random.Generator) -> np.ndarray:
    """A negative: light is dark and dark is light."""
    refuse_severity(severity, "invert")
    return changed(images, lambda planes, _: 255 - planes, rng=rng)
