"""Textures: the surface of a cloth as a map of heights and of brightness, repeated without a seam.

Every map is made from a fixed seed and kept per process; a kept map is the same as a made one.
"""

from collections.abc import Callable
from functools import lru_cache
from zlib import crc32

import cv2
import numpy as np
from scipy.spatial import KDTree

Maps = tuple[np.ndarray, np.ndarray, np.ndarray]
"""Height, brightness and opacity of a cloth, (n, n) float32 each: about 0 but for the last."""


def _noise(rng: np.random.Generator, n: int, x: float, y: float) -> np.ndarray:
    """Soft noise whose spots are about x by y pixels, without a seam, of spread 1."""
    white = rng.standard_normal((n, n)).astype(np.float32)
    pad = int(3 * max(x, y)) + 2
    wide = cv2.GaussianBlur(np.pad(white, pad, mode="wrap"), (0, 0), sigmaX=max(x, 0.3), sigmaY=max(y, 0.3))
    soft = wide[pad:-pad, pad:-pad]
    return soft / soft.std()


def _waves(n: int, period: float, angle: str) -> np.ndarray:
    """A sine that fits n a whole number of times: "|" ribs, "-" rows, "/" diagonals."""
    turns = max(1, round(n / period))
    y, x = np.mgrid[:n, :n].astype(np.float32) * (2 * np.pi * turns / n)
    return np.sin({"|": x, "-": y, "/": x + y, "\\": x - y}[angle])


def _cells(rng: np.random.Generator, n: int, size: float) -> tuple[np.ndarray, np.ndarray]:
    """Distance to the nearest and to the second nearest of many random points, in units of `size`."""
    count = max(4, int((n / size) ** 2))
    points = rng.uniform(0, n, (count, 2)).astype(np.float32)
    around = np.concatenate(
        [points + np.array((i * n, j * n), np.float32) for i in (-1, 0, 1) for j in (-1, 0, 1)]
    )
    near = np.all((around > -2.5 * size) & (around < n + 2.5 * size), axis=1)
    y, x = np.mgrid[:n, :n]
    distance, _ = KDTree(around[near]).query(np.stack([y, x], axis=-1).reshape(-1, 2), k=2)
    first, second = (distance[:, k].reshape(n, n).astype(np.float32) / size for k in (0, 1))
    return first, second


def _plain(rng: np.random.Generator, n: int, _p: float) -> Maps:
    height = 0.5 * _noise(rng, n, 0.6, 0.6)
    return height, 0.3 * height, np.ones_like(height)


def _smooth(_rng: np.random.Generator, n: int, _p: float) -> Maps:
    zero = np.zeros((n, n), np.float32)
    return zero, zero, zero + 1


def _twill(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = _waves(n, p * 1.3, "/")
    return height, 0.6 * height + 0.2 * _noise(rng, n, 0.5, 0.5), np.ones_like(height)


def _denim(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = 0.6 * _waves(n, p, "/") + 0.5 * _noise(rng, n, 0.4, 0.9)
    return (
        height,
        0.7 * _noise(rng, n, 0.5, 1.0) + 0.9 * _noise(rng, n, 5 * p, 7 * p) * 0.5,
        np.ones_like(height),
    )


def _canvas(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = _waves(n, p * 1.4, "|") * _waves(n, p * 1.4, "-")
    return height, 0.9 * height + 0.3 * _noise(rng, n, 0.6, 0.6), np.ones_like(height)


def _chambray(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = 0.4 * _waves(n, p, "|") * _waves(n, p, "-")
    return height, 0.8 * _noise(rng, n, 0.3, 2.0) + 0.8 * _noise(rng, n, 2.0, 0.3), np.ones_like(height)


def _slubs(rng: np.random.Generator, n: int, p: float) -> Maps:
    """Linen: threads of uneven thickness."""
    height = 0.7 * _noise(rng, n, 0.4, 5 * p) + 0.7 * _noise(rng, n, 5 * p, 0.4)
    return height, 0.8 * height, np.ones_like(height)


def _ribs(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = 1.6 * _waves(n, p * 2.2, "|")
    return height, 0.5 * height + 0.2 * _noise(rng, n, 0.5, 1.5), np.ones_like(height)


def _stitches(_rng: np.random.Generator, n: int, p: float, coarse: float = 2.6) -> Maps:
    """Knitted columns of Vs."""
    columns = max(2, round(n / (coarse * p)))
    rows = max(2, round(n / (coarse * 0.75 * p)))
    y, x = np.mgrid[:n, :n].astype(np.float32) / n
    across = x * columns % 1 - 0.5
    height = np.cos(2 * np.pi * (y * rows + np.abs(across) * 1.2)) * 0.8 + 0.9 * (
        0.5 - np.abs(np.abs(across) - 0.25) * 4
    )
    return 1.3 * height, 0.45 * height, np.ones_like(height)


def _fine_knit(rng: np.random.Generator, n: int, p: float) -> Maps:
    height, bright, whole = _stitches(rng, n, p, 1.7)
    fuzz = _noise(rng, n, 1.0, 1.0)
    return 0.35 * height + 0.3 * fuzz, 0.25 * bright + 0.25 * fuzz, whole


def _felt(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = 0.7 * _noise(rng, n, 0.7, 0.7) + 0.6 * _noise(rng, n, 2 * p, 2 * p)
    return height, 0.7 * height, np.ones_like(height)


def _tweed(rng: np.random.Generator, n: int, p: float) -> Maps:
    flecks = _noise(rng, n, 0.7, 0.7)
    return (
        0.6 * _waves(n, p * 1.5, "/"),
        2.6 * np.clip(flecks - 0.5, -0.8, 1.6) + 0.8 * _waves(n, p * 1.5, "/"),
        np.ones_like(flecks),
    )


def _flannel(rng: np.random.Generator, n: int, _p: float) -> Maps:
    height = 0.7 * _noise(rng, n, 1.4, 1.0)
    return height, 0.5 * height, np.ones_like(height)


def _fleece(rng: np.random.Generator, n: int, p: float) -> Maps:
    first, _ = _cells(rng, n, 1.9 * p)
    height = 1.6 * (0.6 - first)
    return height, 0.6 * height, np.ones_like(height)


def _fur(rng: np.random.Generator, n: int, p: float) -> Maps:
    strands, tufts = _noise(rng, n, 0.7, 1.7 * p), _noise(rng, n, 2.2 * p, 2.6 * p)
    height = 1.0 * strands + 1.4 * tufts
    return height, 0.8 * strands + 0.5 * tufts, np.ones_like(height)


def _plush(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = 1.0 * _noise(rng, n, 1.2, 1.6) + 1.3 * _noise(rng, n, 3.2 * p, 2.4 * p)
    return 1.1 * height, 0.6 * height, np.ones_like(height)


def _pile(rng: np.random.Generator, n: int, p: float) -> Maps:
    """Velvet: strokes of the hand in a short pile."""
    strokes = _noise(rng, n, 9 * p, 6 * p)
    return 0.25 * _noise(rng, n, 0.6, 0.6), 1.5 * np.tanh(strokes), np.ones_like(strokes)


def _ribbed_pile(rng: np.random.Generator, n: int, p: float) -> Maps:
    height, bright, whole = _pile(rng, n, p)
    rows = _waves(n, 1.6 * p, "|")
    return height + 0.5 * rows, bright + 0.4 * rows, whole


def _grain(rng: np.random.Generator, n: int, p: float) -> Maps:
    """Leather: pebbles with furrows between them."""
    first, second = _cells(rng, n, 1.7 * p)
    height = np.minimum(second - first, 0.5) * 3.2 - 0.8
    return 0.9 * height, 0.35 * height, np.ones_like(height)


def _suede(rng: np.random.Generator, n: int, p: float) -> Maps:
    height = 0.6 * _noise(rng, n, 0.6, 0.6)
    return height, 0.5 * height + 1.1 * _noise(rng, n, 4 * p, 4 * p), np.ones_like(height)


def _crackle(rng: np.random.Generator, n: int, p: float) -> Maps:
    """Taffeta: sharp, papery wrinkles."""
    rough = _noise(rng, n, 3.5 * p, 3.5 * p)
    height = 2.6 * np.abs(rough) * 1.4 - 2
    return height, 0.1 * height, np.ones_like(height)


def _ripstop(_rng: np.random.Generator, n: int, p: float) -> Maps:
    grid = np.maximum(_waves(n, 3.4 * p, "|"), _waves(n, 3.4 * p, "-"))
    height = 1.2 * np.clip(grid - 0.75, 0, 1) * 4
    return height, 0.3 * height, np.ones_like(height)


def _ripples(rng: np.random.Generator, n: int, p: float) -> Maps:
    """Silk and satin: long soft waves that the light runs along."""
    height = 2.4 * _noise(rng, n, 3 * p, 11 * p)
    return 1.3 * height, 0 * height, np.ones_like(height)


def _soft_ripples(rng: np.random.Generator, n: int, p: float) -> Maps:
    height, zero, whole = _ripples(rng, n, p)
    return 0.5 * height + 0.15 * _noise(rng, n, 0.6, 0.6), zero, whole


def _net(rng: np.random.Generator, n: int, p: float) -> Maps:
    """Tulle: a fine net in layers."""
    threads = np.maximum(_waves(n, 1.5 * p, "/"), _waves(n, 1.5 * p, "\\"))
    layers = _noise(rng, n, 5 * p, 12 * p)
    return 0.6 * layers, 0.25 * threads, np.clip(0.5 + 0.35 * threads + 0.16 * layers, 0.2, 1)


def _holes(_rng: np.random.Generator, n: int, p: float) -> Maps:
    """Mesh: round holes in rows."""
    cloth = np.clip(0.5 - 1.7 * _waves(n, 2.4 * p, "|") * _waves(n, 2.4 * p, "-"), 0, 1)
    return 1.2 * cloth, 0.2 * cloth, np.clip(cloth, 0.06, 1)


def _crochet(_rng: np.random.Generator, n: int, p: float) -> Maps:
    """Crochet: rosettes of thick yarn with holes between them."""
    cells = max(2, round(n / (6.2 * p)))
    y, x = (np.mgrid[:n, :n].astype(np.float32) / n * cells) % 1 - 0.5
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    petals = np.cos(6 * angle) * 0.35
    rings = np.cos(2 * np.pi * radius * 3.4 + petals)
    cloth = np.clip(rings * 2.2 + 0.9, 0, 1)
    return 1.6 * cloth, 0.35 * cloth, np.clip(cloth, 0.08, 1)


def _lace(_rng: np.random.Generator, n: int, p: float) -> Maps:
    """Lace: flowers and leaves on a fine net."""
    cells = max(2, round(n / (8.5 * p)))
    y, x = np.mgrid[:n, :n].astype(np.float32) / n * cells
    rows = np.floor(y)
    x = x + 0.5 * (rows % 2)
    u, v = x % 1 - 0.5, y % 1 - 0.5
    radius, angle = np.hypot(u, v), np.arctan2(v, u)
    flower = radius < 0.27 + 0.13 * np.cos(5 * angle)
    inside = (radius < 0.07) | ((radius > 0.15) & (radius < 0.19))
    net = np.maximum(_waves(n, 1.7 * p, "/"), _waves(n, 1.7 * p, "\\"))
    opacity = np.where(flower & ~inside, 1.0, np.clip(0.1 + 0.4 * net, 0.08, 0.5)).astype(np.float32)
    return 1.2 * opacity, 0.3 * opacity, opacity


def _waffle_quilt(_rng: np.random.Generator, n: int, p: float) -> Maps:
    """Quilted: cushions in diamonds between stitched lines."""
    turns = max(2, round(n / (9.5 * p)))
    y, x = np.mgrid[:n, :n].astype(np.float32) * (np.pi * turns / n)
    height = np.sqrt(np.abs(np.sin(x + y) * np.sin(x - y)))
    return 9.0 * height, 0.9 * np.minimum(height * 3, 1) - 0.9, np.ones_like(height)


def _scales(rng: np.random.Generator, n: int, p: float) -> Maps:
    """Sequins: overlapping discs, each tilted its own way."""
    cells = max(4, round(n / (2.5 * p)))
    y, x = np.mgrid[:n, :n].astype(np.float32) / n * cells
    row = np.floor(y)
    x = x + 0.5 * (row % 2)
    tilt = rng.uniform(-1, 1, (cells, cells)).astype(np.float32)
    own = tilt[row.astype(int) % cells, np.floor(x).astype(int) % cells]
    u, v = x % 1 - 0.5, y % 1 - 0.5
    disc = np.clip(1.6 - 3.2 * np.hypot(u, v), 0, 1)
    return 1.4 * disc, 2.8 * np.maximum(own, -0.45) * disc + 0.4 * disc - 0.3, np.ones_like(disc)


TEXTURES: dict[str, Callable[[np.random.Generator, int, float], Maps]] = {
    "canvas": _canvas,
    "chambray": _chambray,
    "crackle": _crackle,
    "crochet": _crochet,
    "denim": _denim,
    "felt": _felt,
    "fine knit": _fine_knit,
    "flannel": _flannel,
    "fleece": _fleece,
    "fur": _fur,
    "grain": _grain,
    "holes": _holes,
    "lace": _lace,
    "net": _net,
    "pile": _pile,
    "plain": _plain,
    "plush": _plush,
    "quilt": _waffle_quilt,
    "ribbed pile": _ribbed_pile,
    "ribs": _ribs,
    "ripples": _ripples,
    "ripstop": _ripstop,
    "scales": _scales,
    "slubs": _slubs,
    "smooth": _smooth,
    "soft ripples": _soft_ripples,
    "stitches": _stitches,
    "suede": _suede,
    "tweed": _tweed,
    "twill": _twill,
}


@lru_cache(maxsize=96)
def texture(name: str, size_px: int) -> Maps:
    """A cloth's maps, one and a half times as large as the picture, so that any part of them may be cut out.

    A thread is 1.6 % of the picture wide, but never finer than pixels can show.
    """
    n = size_px * 3 // 2
    maps = TEXTURES[name](np.random.default_rng(crc32(name.encode())), n, max(2.0, 0.0165 * size_px))
    for one in maps:
        one.setflags(write=False)
    return tuple(np.ascontiguousarray(one, np.float32) for one in maps)  # pyright: ignore[reportReturnType]
