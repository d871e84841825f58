"""Strokes of a round pen as grey pictures: the ink of many digits at once."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.simulate.frame import BOX_PX, FRAME_PX

STEP_PX = 0.5
"""Distance of the dots that a stroke is made of; at this distance their edge is straight to 0.05 pixels."""

AT_ONCE = 64
"""Pictures that are drawn at a time: their canvases then stay in the cache."""


def inked(dots: np.ndarray, radii_px: np.ndarray) -> np.ndarray:
    """Draw dots of a round pen, (n, 28, 28) uint8: light on dark, edges one pixel soft.

    dots: (n, s, 2), x and y where (0, 0) is the centre of the first pixel, dense along each stroke; what
    lies outside the frame is left out.
    radii_px: (n,), half the width of each picture's pen. A pixel is as bright as the share of it that a
    straight edge at the distance of the nearest dot would leave covered.
    """
    if dots.ndim != 3 or dots.shape[2] != 2 or radii_px.shape != dots.shape[:1]:
        raise InputError(
            f"dots must be of shape (n, s, 2) with n pens, got shapes {dots.shape} and {radii_px.shape}"
        )
    pictures = np.empty((len(dots), FRAME_PX, FRAME_PX), np.uint8)
    for start in range(0, len(dots), AT_ONCE):
        some = slice(start, start + AT_ONCE)
        pictures[some] = _inked(dots[some].astype(np.float32), radii_px[some].astype(np.float32))
    return pictures


def _inked(dots: np.ndarray, radii_px: np.ndarray) -> np.ndarray:
    pixels = np.arange(FRAME_PX, dtype=np.float32)[:, None]
    across, down = ((dots[:, None, :, axis] - pixels) ** 2 for axis in (0, 1))
    nearest = np.full((len(dots), FRAME_PX, FRAME_PX), np.inf, np.float32)
    square = np.empty_like(nearest)
    for dot in range(dots.shape[1]):
        np.add(down[:, :, None, dot], across[:, None, :, dot], out=square)
        np.minimum(nearest, square, out=nearest)
    covered = np.clip(radii_px[:, None, None] + 0.5 - np.sqrt(nearest), 0, 1)
    return np.rint(255 * covered).astype(np.uint8)


def in_box(dots: np.ndarray, radii_px: np.ndarray, *, box_px: int = BOX_PX) -> np.ndarray:
    """Scale strokes before they are drawn, so that no edge is ever resampled.

    dots: (n, s, 2) in any unit. The longest edge of the drawn ink is then `box_px`, and its upper left
    corner that of the picture: `frame.centred` moves the picture. Returns (n, s, 2) in pixels.
    """
    low, high = dots.min(axis=1, keepdims=True), dots.max(axis=1, keepdims=True)
    radii = radii_px[:, None, None]
    longest = np.maximum((high - low).max(axis=2, keepdims=True), 1e-9)
    return (dots - low) * (box_px - 2 * radii) / longest + radii - 0.5
