"""Prints that are grown rather than drawn: from noise, from waves, from the way threads cross."""

import cv2
import numpy as np

from fittingroom.simulate.garments.drawn_prints import MASTER_PX


def _soft(rng: np.random.Generator, x: float, y: float) -> np.ndarray:
    """Soft noise of spread 1 without a seam, (MASTER_PX, MASTER_PX)."""
    white = rng.standard_normal((MASTER_PX, MASTER_PX)).astype(np.float32)
    wide = cv2.GaussianBlur(np.tile(white, (3, 3)), (0, 0), sigmaX=x, sigmaY=y)
    soft = wide[MASTER_PX : 2 * MASTER_PX, MASTER_PX : 2 * MASTER_PX]
    return soft / soft.std()


def _grid() -> tuple[np.ndarray, np.ndarray]:
    """x and y of each pixel, as shares of the tile."""
    y, x = np.mgrid[:MASTER_PX, :MASTER_PX].astype(np.float32) / MASTER_PX
    return x, y


def _inked(second: np.ndarray, third: np.ndarray | None = None) -> np.ndarray:
    """Weights of three inks from how much the second and third cover."""
    second = np.clip(second, 0, 1)
    third = np.zeros_like(second) if third is None else np.clip(third, 0, 1)
    second = second * (1 - third)
    return np.stack([1 - second - third, second, third], axis=-1)


def camouflage(rng: np.random.Generator) -> np.ndarray:
    return _inked((_soft(rng, 13, 9) - 0.15) * 9, (_soft(rng, 13, 9) - 0.55) * 9)


def galaxy(rng: np.random.Generator) -> np.ndarray:
    """Clouds of light, and stars brighter than any dye."""
    inked = _inked(_soft(rng, 24, 18) * 0.75 - 0.1, _soft(rng, 24, 18) * 0.7 - 0.35)
    for x, y, size in zip(*rng.integers(4, MASTER_PX - 4, (2, 46)), rng.integers(2, 5, 46), strict=True):
        cv2.circle(inked, (int(x), int(y)), int(size), (1.15, 1.15, 1.15), -1, cv2.LINE_AA)
    return inked


def houndstooth(_rng: np.random.Generator) -> np.ndarray:
    """As it is woven: four dark and four light threads both ways, each over two and under two."""
    row, column = np.mgrid[:8, :8]
    dark = np.where((row + column) % 4 < 2, column < 4, row < 4)
    return _inked(np.kron(dark, np.ones((MASTER_PX // 8, MASTER_PX // 8))).astype(np.float32))


def marbled(rng: np.random.Generator) -> np.ndarray:
    bend, fine = _soft(rng, 18, 18), _soft(rng, 6, 6)
    return _inked(1.15 - np.abs(bend + 0.4 * fine) * 3.2 + 0.2 * fine)


def snakeskin(rng: np.random.Generator) -> np.ndarray:
    """Fine scales, each of one tone, in dark saddles."""
    x, y = _grid()
    u, v = (x * 9 + y * 9) % 9, (x * 9 - y * 9) % 9
    cell = (u.astype(int) * 9 + v.astype(int)) % 81
    own = rng.uniform(-0.5, 0.5, 81).astype(np.float32)[cell]
    edge = np.minimum(np.minimum(u % 1, 1 - u % 1), np.minimum(v % 1, 1 - v % 1))
    saddle = np.sin(2 * np.pi * x * 2) * np.sin(2 * np.pi * y * 2) + 0.35 * _soft(rng, 7, 7)
    return _inked(np.maximum(np.clip((saddle - 0.1) * 3 + own, 0, 0.9), (0.16 - edge) * 6))


def tie_dye(rng: np.random.Generator) -> np.ndarray:
    """Rings of dye that ran, around the middle of the tile."""
    x, y = (one - 0.5 for one in _grid())
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    rough = _soft(rng, 5, 5) * 0.022
    rings = np.sin(2 * np.pi * (radius * 4.6 + rough * 2 + 0.035 * np.cos(9 * angle)))
    far = np.clip((0.5 - radius) * 12, 0, 1)
    third = np.clip(np.sin(2 * np.pi * (radius * 2.3 + rough + 0.3)) * 2.2 - 0.9, 0, 1) * far
    return _inked(rings * 1.3 * far + 0.5 * far, third)


def zebra(rng: np.random.Generator) -> np.ndarray:
    """Stripes that bend and fork: their phase is pulled about by noise."""
    x, y = _grid()
    return _inked(np.sin(2 * np.pi * (3 * y + x) + 1.9 * _soft(rng, 26, 20)) * 4 + 0.5)
