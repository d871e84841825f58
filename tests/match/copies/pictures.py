"""Made pictures with something to see: blots of many sizes on a slope, no two alike."""

import cv2
import numpy as np


def picture(seed: int, *, width: int = 160, height: int = 200) -> np.ndarray:
    """(height, width, 3) uint8."""
    rng = np.random.default_rng(seed)
    image = np.empty((height, width, 3), np.uint8)
    image[:] = rng.integers(90, 170, 3)
    for _ in range(40):
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        axes = (int(rng.integers(3, 24)), int(rng.integers(3, 24)))
        colour = tuple(int(level) for level in rng.integers(0, 256, 3))
        cv2.ellipse(image, centre, axes, float(rng.uniform(0, 180)), 0, 360, colour, -1, cv2.LINE_AA)
    return cv2.GaussianBlur(image, (0, 0), 0.8)


def pictures(n: int, first: int = 0) -> list[np.ndarray]:
    return [picture(first + seed) for seed in range(n)]
