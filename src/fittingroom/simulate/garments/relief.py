"""Light: a height field becomes shade and sheen."""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.simulate.garments.surface import Surface

SOFT = np.float32(0.55)
"""Share of the light that comes from all around."""


@dataclass(frozen=True, slots=True)
class Light:
    """Where the light comes from: x to the right, y down, as tangents."""

    x: float
    y: float


def lit(colour: np.ndarray, relief: np.ndarray, surface: Surface, light: Light) -> np.ndarray:
    """Shade a flat picture by its relief, (3, n, n) float32 from 0 to 255, multiplied by its coverage.

    colour: (n, n, 4) uint8, premultiplied. relief: (n, n, 4) uint8: height of the part, folds around 128,
    how much of the cloth's texture shows. The slope of heights, folds and cloth turns the surface to the
    light or away from it; lower parts lie in the shadow of their neighbours.
    """
    n, cloth = len(colour), surface.material
    unit = n / 128
    part, folds, cloths = (one.astype(np.float32) for one in cv2.split(relief)[:3])
    cloths *= np.float32(1 / 255)
    red, green, blue, cover = (one.astype(np.float32) for one in cv2.split(colour))
    soft = cv2.GaussianBlur(part, (0, 0), max(1.0, 0.020 * n))
    wide = (int(0.09 * n) | 1,) * 2
    volume = cv2.blur(cv2.blur(cover, wide), wide)
    level = cv2.GaussianBlur(folds, (0, 0), max(0.7, 0.0105 * n))
    level *= np.float32(0.050 * unit * cloth.folds)
    level += soft * np.float32(0.045 * unit)
    level += volume * np.float32(0.05 * unit)
    if cloth.texture != "smooth" or surface.height.any():
        level += surface.height * cloths * np.float32(0.28)
    gx = cv2.Sobel(level, cv2.CV_32F, 1, 0, ksize=1, scale=0.5)
    gy = cv2.Sobel(level, cv2.CV_32F, 0, 1, ksize=1, scale=0.5)
    towards = gx * np.float32(-light.x) + gy * np.float32(-light.y)
    steep = cv2.sqrt(gx * gx + gy * gy + np.float32(1))
    shade = np.maximum((towards + np.float32(1)) / steep, 0)
    shade *= 1 - SOFT
    shade += SOFT - np.float32(0.0042) * np.clip(soft - part, 0, 60)
    shade *= surface.bright * cloths + np.float32(1)
    if cloth.rim:
        shade += np.float32(cloth.rim * 1.6) * cloths * (1 - 1 / steep)
    np.clip(shade, 0.12, 1.5, out=shade)
    out = np.stack([red, green, blue])
    out *= shade
    # Black cloth is seen by what it reflects, not by its colour
    out += (shade - 1) * cover * np.float32(24 / 255)
    if cloth.gloss:
        out += (
            _sheen(towards, steep, light, cloth.sharp) * cloths * cover * np.float32(cloth.gloss * 105 / 255)
        )
    return out


def _sheen(towards: np.ndarray, steep: np.ndarray, light: Light, sharp: float) -> np.ndarray:
    """Highlights: a broad one where the surface faces the middle between viewer and light, and bright ones
    on slopes that face the light."""
    norm = np.float32(1 / np.sqrt(1 + 0.25 * (light.x**2 + light.y**2)))
    half = np.maximum((towards * np.float32(0.5) + 1) / steep * norm, 0)
    edge = np.clip(towards * np.float32(0.8), 0, 1)
    return cv2.pow(half, sharp * 3) * np.float32(0.13) + edge * edge * np.float32(1.15)
