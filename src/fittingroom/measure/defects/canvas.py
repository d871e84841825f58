"""What every defect stands on: images as planes, worked on in blocks, and how strong a severity is.

A defect draws a fixed number of random values per image, in the order of the images, so that the first
images of a batch come out the same whatever stands behind them.
"""

from collections.abc import Callable, Sequence

import numpy as np

from fittingroom.errors import InputError

SEVERITIES = (1, 2, 3, 4, 5)

BLOCK = 1 << 17
"""Values that are worked on at a time: as floats they stay in a core's own cache."""

Change = Callable[[np.ndarray, np.ndarray], np.ndarray]
"""planes (m, c, h, w) uint8, draws (m, d) float32 in 0..1 -> planes of the same shape, uint8 or float."""


def strength(severity: int | None, strengths: Sequence[float]) -> float:
    """The strength of a severity 1..5. Raises InputError for any other."""
    if isinstance(severity, bool) or not isinstance(severity, int | np.integer) or severity not in SEVERITIES:
        raise InputError(f"a severity is a whole number in 1..{len(SEVERITIES)}, got {severity!r}")
    return strengths[int(severity) - 1]


def refuse_severity(severity: int | None, name: str) -> None:
    """Raise InputError where a severity is asked of what is there or not, but never more or less."""
    if severity is not None:
        raise InputError(f"{name} has no severities: ask for None, got {severity!r}")


def check_images(images: np.ndarray) -> None:
    """Raise InputError for anything but images uint8 (n, h, w) or (n, h, w, c)."""
    if images.dtype != np.uint8 or images.ndim not in (3, 4):
        raise InputError(
            "a defect needs images uint8 of shape (n, h, w) or (n, h, w, c), "
            f"got {images.dtype} of shape {images.shape}"
        )


def changed(images: np.ndarray, change: Change, *, draws: int = 0, rng: np.random.Generator) -> np.ndarray:
    """`change` applied to copies of images (n, h, w[, c]) uint8; floats are rounded and kept in 0..255.

    `draws` uniform numbers per image are taken from `rng` and handed to `change`.
    """
    check_images(images)
    out = np.empty(images.shape, np.uint8)
    source, target = (a if a.ndim == 4 else a[..., None] for a in (images, out))
    step = max(1, BLOCK // max(1, int(np.prod(images.shape[1:]))))
    for start in range(0, len(images), step):
        planes = np.ascontiguousarray(source[start : start + step].transpose(0, 3, 1, 2))
        result = change(planes, rng.random((len(planes), draws), dtype=np.float32))
        target[start : start + step] = as_bytes(result).transpose(0, 2, 3, 1)
    return out


def as_bytes(values: np.ndarray) -> np.ndarray:
    """Numbers rounded and kept within 0..255, as uint8."""
    if values.dtype == np.uint8:
        return values
    rounded = np.rint(values)
    return np.clip(rounded, 0, 255, out=rounded).astype(np.uint8)


def side(planes: np.ndarray) -> int:
    """The shorter side in px: all marks are measured by it."""
    return min(planes.shape[-2:])


def grid(planes: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Row and column numbers of the pixels, counted from the middle: (h, 1) and (1, w) float32."""
    height, width = planes.shape[-2:]
    y = np.arange(height, dtype=np.float32) - (height - 1) / 2
    x = np.arange(width, dtype=np.float32) - (width - 1) / 2
    return y[:, None], x[None, :]


def each(draws: np.ndarray, column: int) -> np.ndarray:
    """One draw of every image, (m, 1, 1): to be laid over its rows and columns."""
    return draws[:, column, None, None]


def either(draws: np.ndarray, column: int) -> np.ndarray:
    """-1 or 1 for every image, (m, 1, 1), by one draw."""
    return np.where(each(draws, column) < 0.5, np.float32(-1), np.float32(1))


def direction(draws: np.ndarray, column: int) -> tuple[np.ndarray, np.ndarray]:
    """A direction for every image, as sine and cosine (m, 1, 1), by one draw."""
    angle = 2 * np.pi * each(draws, column)
    return np.sin(angle), np.cos(angle)


def paper(planes: np.ndarray) -> np.ndarray:
    """A picture's own background: the median of its border, per channel, (m, c, 1, 1) uint8."""
    border = np.concatenate(
        [planes[:, :, 0], planes[:, :, -1], planes[:, :, 1:-1, 0], planes[:, :, 1:-1, -1]], axis=2
    )
    middle = border.shape[2] // 2
    return np.partition(border, middle, axis=2)[:, :, middle, None, None]


def away_from(colour: np.ndarray, share: float | np.ndarray) -> np.ndarray:
    """Colours that lie `share` of the way from `colour` (m, c, 1, 1) to the farther of black and white."""
    start = colour.astype(np.float32)
    far = np.where(start.mean(axis=1, keepdims=True) < 128, np.float32(255), np.float32(0))
    return start + share * (far - start)


def laid_over(planes: np.ndarray, colour: np.ndarray, cover: np.ndarray) -> np.ndarray:
    """`colour` (m, c, 1, 1) painted over planes where `cover` (m, h, w) is 1, partly where it is less."""
    return planes + (colour - planes) * cover[:, None]
