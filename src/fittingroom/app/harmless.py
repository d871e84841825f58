"""Eight changes after which a picture shows what it showed: a model that answers otherwise was guessing.

They are made on what the model sees, and so small that no person would call the picture another.
What comes from outside repeats the nearest border pixel.
"""

from collections.abc import Callable

import numpy as np
from scipy import ndimage

Change = Callable[[np.ndarray], np.ndarray]


def harmless(image: np.ndarray) -> tuple[tuple[str, np.ndarray], ...]:
    """The name of each change and the picture after it; image and pictures are (h, w[, c]) uint8."""
    pixels = image.astype(np.float64)
    return tuple((name, _bytes(change(pixels))) for name, change in CHANGES)


def _moved(rows: float, columns: float) -> Change:
    """Moved by a share of the longest side, and by at least one pixel where at all."""

    def change(pixels: np.ndarray) -> np.ndarray:
        longest = max(pixels.shape[:2])
        offset = [int(np.sign(part) * max(1, round(abs(part) * longest))) for part in (rows, columns)]
        return ndimage.shift(pixels, (*offset, 0)[: pixels.ndim], order=0, mode="nearest")

    return change


def _seen(*, scale: float = 1.0, turn_deg: float = 0.0) -> Change:
    """Enlarged about the centre by `scale` and turned, bilinear."""

    def change(pixels: np.ndarray) -> np.ndarray:
        angle = np.deg2rad(turn_deg)
        inner = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]]) / scale
        matrix = np.eye(pixels.ndim)
        matrix[:2, :2] = inner
        centre = (np.array(pixels.shape[:2]) - 1) / 2
        offset = np.zeros(pixels.ndim)
        offset[:2] = centre - inner @ centre
        return ndimage.affine_transform(
            pixels,
            matrix,
            offset=offset,  # pyright: ignore[reportArgumentType]  arrays are documented
            order=1,
            mode="nearest",
        )

    return change


def _lit(gamma: float) -> Change:
    """Lighter (below 1) or darker (above 1); black and white stay."""
    return lambda pixels: 255 * (pixels / 255) ** gamma


def _softened(pixels: np.ndarray) -> np.ndarray:
    """Blurred by half a pixel at 28 pixels, by as much of the picture at any size."""
    deviation = max(pixels.shape[:2]) / 56
    return ndimage.gaussian_filter(pixels, (deviation, deviation, 0)[: pixels.ndim], mode="nearest")


def _bytes(pixels: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(pixels), 0, 255).astype(np.uint8)


CHANGES: tuple[tuple[str, Change], ...] = (
    ("a little left", _moved(0, -0.03)),
    ("a little down", _moved(0.03, 0)),
    ("5 % larger", _seen(scale=1.05)),
    ("5 % smaller", _seen(scale=1 / 1.05)),
    ("turned by 4°", _seen(turn_deg=4)),
    ("lighter", _lit(0.8)),
    ("darker", _lit(1.25)),
    ("softer", _softened),
)
