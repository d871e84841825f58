"""Small made pictures: something on a plain background, in all the sizes that defects must take."""

import numpy as np

SHAPES = ((28, 28), (32, 32, 3), (224, 224, 3), (20, 31), (31, 20, 3), (16, 16, 1), (12, 12, 4))


def things(shape: tuple[int, ...], n: int, *, rng: np.random.Generator) -> np.ndarray:
    """n pictures (n, h, w[, c]): a patterned block, a little off the middle, on dark or light paper."""
    height, width = shape[:2]
    images = np.empty((n, *shape), np.uint8)
    y, x = np.mgrid[:height, :width]
    for number in range(n):
        top, left = (rng.uniform(0.15, 0.3) * size for size in (height, width))
        inside = (y > top) & (y < top + 0.55 * height) & (x > left) & (x < left + 0.5 * width)
        pattern = 170 + 60 * np.sin(x * rng.uniform(3, 9) / width + y * 12 / height)
        picture = np.where(inside, pattern, 5)
        picture = picture if number % 2 else 255 - picture
        images[number] = picture if len(shape) == 2 else picture[..., None] * np.linspace(1, 0.8, shape[2])
    return images
