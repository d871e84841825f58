"""Photographed before something else than plain paper. The thing itself stays as it is."""

import numpy as np

from fittingroom.measure.defects.canvas import (
    away_from,
    changed,
    direction,
    each,
    grid,
    paper,
    side,
    strength,
)
from fittingroom.measure.defects.outline import thing

GREY = (0.12, 0.24, 0.36, 0.48, 0.6)
TEXTURE = (0.2, 0.35, 0.5, 0.7, 0.9)
WAVES = 2


def grey_background(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """The background moved 12 to 60 % of the way to the black or white that is farther off."""
    share = strength(severity, GREY)

    def change(planes: np.ndarray, _: np.ndarray) -> np.ndarray:
        colour = paper(planes)
        behind = (1 - thing(planes))[:, None]
        return planes + behind * (away_from(colour, share) - colour)

    return changed(images, change, rng=rng)


def textured_background(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """A pattern of two crossing waves behind the thing, up to 20 to 90 % away from the background's colour.

    Their directions and lengths (an eighth to a half of the side) are drawn for each picture.
    """
    share = strength(severity, TEXTURE)

    def change(planes: np.ndarray, draws: np.ndarray) -> np.ndarray:
        (y, x), colour = grid(planes), paper(planes)
        pattern = np.zeros((len(planes), *planes.shape[2:]), np.float32)
        for first in range(0, 3 * WAVES, 3):
            sin, cos = direction(draws, first)
            turns = 2 * np.pi / (side(planes) * (0.125 + 0.375 * each(draws, first + 1)))
            pattern += np.sin(y * (sin * turns) + x * (cos * turns) + 2 * np.pi * each(draws, first + 2))
        pattern *= 0.5 / WAVES
        pattern += 0.5
        pattern *= 1 - thing(planes)
        return planes + pattern[:, None] * (away_from(colour, share) - colour)

    return changed(images, change, draws=3 * WAVES, rng=rng)
