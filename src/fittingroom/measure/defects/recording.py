"""What the sensor adds and the file leaves out: noise, and the marks of strong compression."""

import io

import numpy as np
from PIL import Image

from fittingroom.measure.defects.canvas import changed, strength

NOISE = (0.05, 0.1, 0.16, 0.24, 0.35)
QUALITY = (40, 22, 12, 7, 4)
CELL_PX = 8
TALLEST_PX = 65_000
"""JPEG files end at 65,535 rows."""


def noise(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Normal noise on every value, with a standard deviation of 5 to 35 % of the range."""
    deviation = np.float32(255 * strength(severity, NOISE))

    def change(planes: np.ndarray, _: np.ndarray) -> np.ndarray:
        drawn = rng.standard_normal(planes.shape, dtype=np.float32)
        drawn *= deviation
        drawn += planes
        return drawn

    return changed(images, change, rng=rng)


def jpeg(images: np.ndarray, severity: int | None, *, rng: np.random.Generator) -> np.ndarray:
    """Stored as JPEG of quality 40 to 4 (of 100) and read again, colour at full resolution.

    Many pictures share one file, each in whole cells of 8 x 8 pixels: JPEG works cell by cell, so that
    each comes out as from a file of its own.
    """
    quality = int(strength(severity, QUALITY))

    def change(planes: np.ndarray, _: np.ndarray) -> np.ndarray:
        height, width = planes.shape[-2:]
        more = [(0, 0), (0, 0), (0, -height % CELL_PX), (0, -width % CELL_PX)]
        celled = np.pad(planes, more, mode="edge")
        at_once = max(1, TALLEST_PX // celled.shape[2])
        parts = [_stored(celled[i : i + at_once], quality) for i in range(0, len(celled), at_once)]
        return np.concatenate(parts)[:, :, :height, :width]

    return changed(images, change, rng=rng)


def _stored(planes: np.ndarray, quality: int) -> np.ndarray:
    m, channels, height, width = planes.shape
    if channels not in (1, 3):  # no such JPEG: each channel is a grey picture then
        return _stored(planes.reshape(-1, 1, height, width), quality).reshape(planes.shape)
    strip = planes.transpose(0, 2, 3, 1).reshape(m * height, width, channels)
    file = io.BytesIO()
    picture = Image.fromarray(strip[..., 0] if channels == 1 else strip)
    picture.save(file, "JPEG", quality=quality, subsampling=0)
    read = np.asarray(Image.open(file)).reshape(m, height, width, channels)
    return read.transpose(0, 3, 1, 2)
