"""What "nearly the same picture" means here: the Pearson correlation of two pictures' pixels.

Correlation ignores brightness and contrast. All channels count as one list of pixels. A picture of
one single value has no variance and hence no correlation: it is taken as 1 with a picture of equal
bytes and as 0 with every other.
"""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.match.mapped import taken

CHUNK = 1 << 20
"""Values that are unpacked to floating point at a time (8 MB)."""


def check_images(images: np.ndarray) -> None:
    """Refuse what is not a stack of pictures."""
    if images.ndim not in (3, 4) or images.dtype != np.uint8 or 0 in images.shape[1:]:
        raise InputError(
            "images must be uint8 of shape (n, h, w) or (n, h, w, c), "
            f"found {images.dtype} of shape {images.shape}"
        )


def check_same_shape(a: np.ndarray, b: np.ndarray) -> None:
    """Refuse two stacks whose pictures differ in shape."""
    check_images(a)
    check_images(b)
    if a.shape[1:] != b.shape[1:]:
        raise InputError(
            f"only pictures of one shape can be compared, found {a.shape[1:]} and {b.shape[1:]}: "
            "resize one of the two sets first"
        )


@dataclass(frozen=True, slots=True)
class Pictures:
    """Some of the pictures (h, w, c) uint8 of a stack, which may be mapped, with the moments of their pixels.

    images: the stack, which `take` alone reads; rows: (n,) int64, which of it are meant; total: (n,)
    int64, the sum x; spread: (n,) int64, N sum x^2 - (sum x)^2 for N pixels.
    """

    images: np.ndarray
    rows: np.ndarray
    total: np.ndarray
    spread: np.ndarray

    @classmethod
    def of(cls, images: np.ndarray, rows: np.ndarray | None = None) -> "Pictures":
        rows = np.arange(len(images)) if rows is None else rows
        total, spread = np.empty((2, len(rows)), np.int64)
        pictures = cls(images[..., None] if images.ndim == 3 else images, rows, total, spread)
        for some in chunks(len(rows), pictures.pixels, "adding up pixels"):
            x = pictures.take(some).reshape(some.stop - some.start, -1).astype(np.float64)
            total[some] = x.sum(axis=1)
            spread[some] = x.shape[1] * np.einsum("nd,nd->n", x, x).astype(np.int64) - total[some] ** 2
        return pictures

    def take(self, which: np.ndarray | slice) -> np.ndarray:
        """The pixels of the `which` of these pictures, (m, h, w, c) uint8."""
        return taken(self.images, self.rows[which])

    @property
    def pixels(self) -> int:
        """How many values one picture has."""
        return int(np.prod(self.images.shape[1:]))

    @property
    def constant(self) -> np.ndarray:
        """(n,) bool: pictures of one single value."""
        return self.spread == 0


def chunks(n: int, pixels: int, what: str) -> Iterator[slice]:
    """Row ranges that together hold each of n rows once, each small enough to unpack; `what` is shown."""
    step = max(1, CHUNK // max(1, pixels))
    for start in tqdm(range(0, n, step), what, disable=None, leave=False, delay=1):
        yield slice(start, min(start + step, n))


def correlations(
    a: Pictures, b: Pictures, i: np.ndarray, j: np.ndarray, *, mirrored: bool
) -> tuple[np.ndarray, np.ndarray]:
    """Correlate row i[k] of `a` with row j[k] of `b` and, if `mirrored`, with its left-right mirror image.

    Returns the higher of the two, (m,) float64, and whether it is the mirrored one, (m,) bool. The
    sums are whole numbers that float64 holds exactly, so the result depends on no order of
    summation, and a copy has exactly 1.
    """
    best, turned = np.empty(len(i)), np.zeros(len(i), bool)
    step = max(1, CHUNK // a.pixels)
    for start in range(0, len(i), step):
        rows = slice(start, start + step)
        x, y = a.take(i[rows]).astype(np.float64), b.take(j[rows]).astype(np.float64)
        products = [np.einsum("nhwc,nhwc->n", x, y)]
        if mirrored:
            products.append(np.einsum("nhwc,nhwc->n", x, y[:, :, ::-1]))
        turned[rows] = np.argmax(products, axis=0)
        best[rows] = a.pixels * np.max(products, axis=0) - a.total[i[rows]] * b.total[j[rows]]
    scale = np.sqrt(a.spread[i].astype(np.float64) * b.spread[j])
    return np.divide(best, scale, out=np.zeros_like(best), where=scale > 0), turned


def unit_halves(pictures: Pictures, rows: np.ndarray | slice, dtype: type) -> tuple[np.ndarray, np.ndarray]:
    """Turn rows into unit vectors, written as their even and odd half.

    Every picture is the sum of a left-right symmetric (even) and an antisymmetric (odd) picture, and
    mirroring flips only the sign of the odd one. With correlation = even product + odd product, the
    higher of the direct and the mirrored correlation is even product + |odd product|: two small
    matrix products answer both questions. Returns (m, d_even), (m, d_odd) of `dtype`.
    """
    x = pictures.take(rows).astype(dtype)
    x -= (pictures.total[rows] / pictures.pixels)[:, None, None, None].astype(dtype)
    length = np.sqrt(pictures.spread[rows] / pictures.pixels)
    length[length == 0] = 1  # constant pictures stay all zero
    x /= length[:, None, None, None].astype(dtype)
    half = x.shape[2] // 2
    left, middle, right = x[:, :, :half], x[:, :, half : -half or None], x[:, :, : -half - 1 : -1]
    middle = middle[:, :, : x.shape[2] % 2]
    even = np.concatenate([(left + right) * dtype(np.sqrt(0.5)), middle], axis=2)
    odd = (left - right) * dtype(np.sqrt(0.5))
    return even.reshape(len(x), -1), odd.reshape(len(x), -1)
