"""Pictures seen through another grid: pixels looked up between pixels, or mixed along rows and columns."""

import numpy as np

from fittingroom.measure.defects.canvas import paper


def resampled(planes: np.ndarray, y: np.ndarray, x: np.ndarray) -> np.ndarray:
    """Each pixel taken, bilinearly, from the place (y, x) in px from the middle; (m, c, h, w) float32.

    y, x: float32, broadcast to (m, h, w). What lies outside the picture is its own background.
    """
    m, channels, height, width = planes.shape
    framed = np.empty((m, channels, height + 2, width + 2), np.float32)
    framed[:] = paper(planes)
    framed[:, :, 1:-1, 1:-1] = planes
    down, y_part = _split(y, height)
    right, x_part = _split(x, width)
    index = down * (width + 2) + right
    index = np.broadcast_to(index, (m, height, width))[:, None] + _starts(framed)
    flat = framed.ravel()
    corners = [flat[skip:].take(index, mode="clip") for skip in (0, 1, width + 2, width + 3)]
    x_part, y_part = (np.broadcast_to(a, (m, *a.shape[-2:]))[:, None] for a in (x_part, y_part))
    top = _between(corners[0], corners[1], x_part)
    return _between(top, _between(corners[2], corners[3], x_part), y_part)


def _between(a: np.ndarray, b: np.ndarray, share: np.ndarray) -> np.ndarray:
    """a + (b - a) * share, written into b."""
    b -= a
    b *= share
    b += a
    return b


def _split(position: np.ndarray, size: int) -> tuple[np.ndarray, np.ndarray]:
    """The whole and the broken part of positions in a picture that got one pixel of background all round."""
    place = np.clip(position + ((size - 1) / 2 + 1), 0, size + 1)
    whole = np.minimum(place.astype(np.int64), size)
    return whole, (place - whole).astype(np.float32)


def _starts(planes: np.ndarray) -> np.ndarray:
    """Where each plane begins among all values, (m, c, 1, 1)."""
    m, channels, height, width = planes.shape
    return (np.arange(m * channels) * (height * width)).reshape(m, channels, 1, 1)


def swept(planes: np.ndarray, dy: np.ndarray, dx: np.ndarray) -> np.ndarray:
    """The mean of each picture along a straight move of (dy, dx) px about its place, in steps of a pixel.

    dy, dx: (m, 1, 1) float32, all of one length. Returns (m, c, h, w) float32.
    """
    m, channels, height, width = planes.shape
    reach = int(np.ceil(max(np.abs(dy).max(), np.abs(dx).max()) / 2)) + 1
    framed = np.empty((m, channels, height + 2 * reach, width + 2 * reach), np.uint8)
    framed[:] = paper(planes)
    framed[:, :, reach:-reach, reach:-reach] = planes
    row = width + 2 * reach
    inside = (np.arange(height)[:, None] + reach) * row + np.arange(width) + reach
    index = inside + _starts(framed)
    steps = int(np.ceil(np.hypot(dy, dx).max())) + 1
    total, flat = np.zeros(planes.shape, np.float32), framed.ravel()
    for along in np.linspace(-0.5, 0.5, steps):
        move = np.rint(along * dy).astype(np.int64) * row + np.rint(along * dx).astype(np.int64)
        total += flat.take(index + move[:, None], mode="clip")
    return total / steps


def mixed(planes: np.ndarray, rows: np.ndarray, columns: np.ndarray) -> np.ndarray:
    """Every row a mixture of rows, every column of columns: rows (h, h), columns (w, w) float32."""
    return rows @ (planes.astype(np.float32) @ columns.T)


def gaussian(size: int, sigma_px: float) -> np.ndarray:
    """The (size, size) mixture that blurs; the border's pixel stands for all that lies beyond it."""
    place = np.arange(size)
    reach = int(np.ceil(4 * sigma_px))
    weights = np.zeros((size, size))
    kernel = np.exp(-0.5 * (np.arange(-reach, reach + 1) / sigma_px) ** 2)
    for offset, weight in zip(range(-reach, reach + 1), kernel / kernel.sum(), strict=True):
        np.add.at(weights, (place, np.clip(place + offset, 0, size - 1)), weight)
    return weights.astype(np.float32)


def coarsened(size: int, kept: int) -> np.ndarray:
    """The (size, size) mixture that reduces to `kept` pixels by area and enlarges again bilinearly."""
    edges = np.arange(kept + 1) * size / kept
    low, high = edges[:-1, None], edges[1:, None]
    pixel = np.arange(size)
    down = np.clip(np.minimum(high, pixel + 1) - np.maximum(low, pixel), 0, None) * kept / size
    place = np.clip((pixel + 0.5) * kept / size - 0.5, 0, kept - 1)[:, None]
    up = np.clip(1 - np.abs(place - np.arange(kept)), 0, None)
    return (up @ down).astype(np.float32)
