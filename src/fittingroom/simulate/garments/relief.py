"""Light: a height field becomes shade and sheen."""

from dataclasses import dataclass

import cv2
import numpy as np

from fittingroom.simulate.garments.materials import Material


@dataclass(frozen=True, slots=True)
class Light:
    """Where the light comes from: x to the right, y down, as tangents; soft: how much of it comes from all
    around."""

    x: float
    y: float
    soft: float = 0.55


def lit(
    colour: np.ndarray,
    relief: np.ndarray,
    *,
    cloth: Material,
    height: np.ndarray,
    bright: np.ndarray,
    light: Light,
) -> np.ndarray:
    """Shade a flat picture by its relief, (n, n, 3) float32 from 0 to 255, still multiplied by its coverage.

    colour: (n, n, 4) uint8, premultiplied. relief: (n, n, 4) uint8: height of the part, folds around 128,
    how much of the cloth's texture shows. height, bright: the cloth's own maps, (n, n) float32.
    """
    n = len(colour)
    part, folds, cloths = (one.astype(np.float32) for one in cv2.split(relief)[:3])
    cover = colour[..., 3].astype(np.float32)
    cloths *= 1 / 255
    unit = n / 128
    wide = max(1.0, 0.020 * n)
    soft = cv2.GaussianBlur(part, (0, 0), wide)
    volume = cv2.blur(cv2.blur(cover, (int(0.09 * n) | 1,) * 2), (int(0.09 * n) | 1,) * 2)
    creases = cv2.GaussianBlur(folds, (0, 0), max(0.7, 0.008 * n))
    level = soft * (0.045 * unit) + volume * (0.05 * unit) + creases * (0.050 * unit * cloth.folds)
    if cloth.rough:
        level += height * cloths * (0.28 * cloth.rough)
    gx = cv2.Sobel(level, cv2.CV_32F, 1, 0, ksize=1, scale=0.5)
    gy = cv2.Sobel(level, cv2.CV_32F, 0, 1, ksize=1, scale=0.5)
    steep = cv2.sqrt(1 + gx * gx + gy * gy)
    facing = (1 - light.x * gx - light.y * gy) / steep
    norm = 1 / np.sqrt(1 + light.x**2 + light.y**2)
    shade = light.soft + (1 - light.soft) * np.maximum(facing, 0)
    # What lies below its neighbours is in their shadow
    shade -= np.clip(soft - part, 0, 60) * 0.0042
    if cloth.mottle:
        shade *= 1 + cloth.mottle * bright * cloths
    if cloth.rim:
        shade += cloth.rim * cloths * (1 - 1 / steep) * 1.6
    np.clip(shade, 0.12, 1.5, out=shade)
    flat = colour[..., :3].astype(np.float32)
    out = flat * shade[..., None]
    if cloth.gloss:
        shine = np.maximum(facing * norm, 0)
        # The middle of the highlight leans from the viewer to the light
        half = (1 - 0.5 * light.x * gx - 0.5 * light.y * gy) / (
            steep * np.sqrt(1 + 0.25 * (light.x**2 + light.y**2))
        )
        bump = cv2.pow(np.maximum(half, 0), cloth.sharp * 3) * (0.35 + 0.65 * shine)
        edge = cv2.pow(np.clip(-light.x * gx * 0.8 - light.y * gy * 0.8, 0, 1), 2)
        gain = (cloth.gloss * 105) * cloths * (0.16 * bump + 1.15 * edge) * (colour[..., 3] * (1 / 255))
        out += gain[..., None]
    return out
