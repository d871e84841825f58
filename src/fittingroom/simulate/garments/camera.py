"""The camera: where it stands, and what it does to a picture."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import cv2
import numpy as np

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.outline import Part, skia


@dataclass(frozen=True, slots=True, eq=False)
class Camera:
    """matrix: metres to pixels; px_per_m: its scale; top, low: where the garment begins and ends, in metres;
    rows: the same in pixels."""

    matrix: "skia.Matrix"
    px_per_m: float
    top: float
    low: float
    rows: tuple[float, float]

    def row(self, share: float) -> float:
        """The picture's row so far down the garment."""
        return self.rows[0] + (self.rows[1] - self.rows[0]) * share


def aim(parts: Sequence[Part], view: Dice, size_px: int) -> Camera:
    """Frame the garment: nearly filling the picture, a little turned, seen from slightly aside."""
    bounds = skia.Rect.MakeEmpty()
    for part in parts:
        bounds.join(part.path.getBounds())
    left, top, right, low = bounds.left(), bounds.top(), bounds.right(), bounds.bottom()
    width, height = right - left, low - top
    scale = size_px * view.uniform("zoom", 0.80, 0.95) / max(width, height, 1e-6)
    squeeze = view.uniform("turn", 0.92, 1.0)
    tilt = math.radians(view.normal("tilt", 2.2))
    slack = [size_px - scale * width * squeeze, size_px - scale * height]
    middle = [
        size_px / 2 + view.uniform(name, -0.22, 0.22) * max(0, room)
        for name, room in zip("xy", slack, strict=True)
    ]
    keystone = view.uniform("keystone", -0.05, 0.05)
    corners, targets = [], []
    for x, y in ((left, top), (right, top), (right, low), (left, low)):
        u, v = (x - (left + right) / 2) * scale * squeeze, (y - (top + low) / 2) * scale
        u *= 1 + keystone * v / size_px
        corners.append(skia.Point(x, y))
        targets.append(
            skia.Point(
                middle[0] + u * math.cos(tilt) - v * math.sin(tilt),
                middle[1] + u * math.sin(tilt) + v * math.cos(tilt),
            )
        )
    matrix = skia.Matrix()
    matrix.setPolyToPoly(corners, targets)
    return Camera(matrix, scale, top, low, (middle[1] - height * scale / 2, middle[1] + height * scale / 2))


@lru_cache(maxsize=8)
def _grain(size_px: int) -> np.ndarray:
    """Noise of a sensor, (3, n, n), a quarter wider than the picture: each photo cuts its own piece."""
    n = size_px + size_px // 4
    noise = np.random.default_rng(20).standard_normal((3, n, n)).astype(np.float32)
    noise = 0.6 * noise + noise.mean(axis=0)
    noise.setflags(write=False)
    return noise


def exposed(picture: np.ndarray, view: Dice) -> np.ndarray:
    """What the camera makes of the light: white balance, exposure, blur and grain.

    picture: (3, n, n) float32 from 0 to 255, overwritten. Returns (n, n, 3) uint8.
    """
    n = picture.shape[1]
    warm, gain = view.normal("warmth", 0.018), view.uniform("exposure", 0.94, 1.04)
    picture *= np.array([gain * (1 + warm), gain, gain * (1 - warm)], np.float32)[:, None, None]
    blur = view.uniform("blur", 0.0, 0.0042) * n
    if blur > 0.35:
        picture = np.stack([cv2.GaussianBlur(plane, (0, 0), blur) for plane in picture])
    y, x = (int(view.uniform(name, 0, n // 4)) for name in ("grain y", "grain x"))
    picture += _grain(n)[:, y : y + n, x : x + n] * np.float32(view.uniform("grain", 0.6, 3.2))
    picture += np.float32(0.5)
    np.clip(picture, 0, 255, out=picture)
    return cv2.merge(list(picture.astype(np.uint8)))
