"""Copies made on purpose, of the user's own images: the only copies of which the truth is known beforehand.

A threshold that was tuned on one kind of copy says nothing about the next, and one found on other
people's photos says little about a new catalogue. So a detector is measured on copies of the images it
is going to meet: each kind here is one way in which a picture comes back changed.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError, did_you_mean

Change = Callable[[np.ndarray, np.random.Generator], np.ndarray]
"""A picture (h, w, 3) uint8 and a source of chance -> the changed picture, of any size."""

LEAST_PX = 8
"""No change makes an edge shorter than this."""


@dataclass(frozen=True, slots=True)
class Planted:
    """One made copy: its pixels (h, w, 3) uint8, the row of its original, its kinds joined by "+"."""

    image: np.ndarray
    source: int
    kind: str


def plant(images: Sequence[np.ndarray], kinds: Sequence[str], *, rng: np.random.Generator) -> list[Planted]:
    """Make one copy of each image for each of `kinds`, in that order, each by a change drawn anew.

    images: (h, w, 3) uint8 each, of any sizes. A kind is a name of CHANGES or several joined by "+", which
    are done from left to right ("cropped+mirrored"). Every copy but an exact one ends as a JPEG of
    quality 75 to 95.
    """
    changes = [(kind, _changes(kind)) for kind in kinds]
    return [
        Planted(_copy(image, steps, rng), row, kind)
        for row, image in enumerate(images)
        for kind, steps in changes
    ]


def two_kinds(n: int, *, rng: np.random.Generator) -> list[str]:
    """Draw n combinations of two different kinds of COMBINED, in either order."""
    names = list(COMBINED)
    pairs = [rng.choice(len(names), 2, replace=False) for _ in range(n)]
    return [f"{names[a]}+{names[b]}" for a, b in pairs]


def _changes(kind: str) -> list[Change]:
    for name in kind.split("+"):
        if name not in CHANGES:
            raise InputError(
                f"a copy of kind {name!r} was asked for{did_you_mean(name, CHANGES)}: "
                f"the kinds are {', '.join(CHANGES)}"
            )
    return [CHANGES[name] for name in kind.split("+")]


def _copy(image: np.ndarray, steps: list[Change], rng: np.random.Generator) -> np.ndarray:
    if steps == [_exact]:
        return image.copy()
    for step in steps:
        image = step(image, rng)
    return _jpeg(image, int(rng.integers(75, 96)))


def _jpeg(image: np.ndarray, quality: int) -> np.ndarray:
    import simplejpeg

    content = simplejpeg.encode_jpeg(np.ascontiguousarray(image), quality)
    return simplejpeg.decode_jpeg(content, "RGB")


def _exact(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:  # noqa: ARG001
    return image


def _mirrored(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:  # noqa: ARG001
    return image[:, ::-1]


def _recompressed(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    return _jpeg(image, int(rng.integers(30, 51)))


def _resized(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    import cv2

    factor = rng.uniform(0.5, 0.8) if rng.random() < 0.75 else rng.uniform(1.25, 2)
    size = tuple(max(LEAST_PX, round(edge * factor)) for edge in image.shape[1::-1])
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)


def _cropped(least: float, most: float) -> Change:
    """Cut each edge by `least` to `most` of its length, the same share of both, at a place drawn anew."""

    def change(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
        keep = 1 - rng.uniform(least, most)
        h, w = (max(LEAST_PX, round(edge * keep)) for edge in image.shape[:2])
        y, x = (
            int(rng.integers(0, edge - kept + 1)) if edge > kept else 0
            for edge, kept in zip(image.shape[:2], (h, w), strict=True)
        )
        return image[y : y + h, x : x + w]

    return change


def _recoloured(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Turn the hue, or exchange the channels; then gamma, gain and saturation."""
    import cv2

    if rng.random() < 0.5:
        hsv = cv2.cvtColor(image, cv2.COLOR_RGB2HSV)
        hsv[..., 0] = (hsv[..., 0].astype(int) + int(rng.integers(20, 161))) % 180
        image = cv2.cvtColor(hsv, cv2.COLOR_HSV2RGB)
    else:
        image = image[..., [(1, 2, 0), (2, 0, 1), (2, 1, 0), (1, 0, 2), (0, 2, 1)][rng.integers(5)]]
    value = (image / 255.0) ** rng.uniform(0.7, 1.4) * rng.uniform(0.8, 1.15)
    grey = value.mean(axis=2, keepdims=True)
    return _bytes(255 * (grey + (value - grey) * rng.uniform(0.6, 1.4)))


def _border(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A frame of one colour, 3 to 12 % of the longer edge on every side, or on two opposite sides alone."""
    wide = max(1, round(max(image.shape[:2]) * rng.uniform(0.03, 0.12)))
    sides = rng.choice([0, 1, 2, 2])
    y, x = (0 if sides == 1 else wide), (0 if sides == 0 else wide)
    h, w = image.shape[:2]
    framed = np.empty((h + 2 * y, w + 2 * x, 3), np.uint8)
    framed[:] = _paint(rng)
    framed[y : y + h, x : x + w] = image
    return framed


def _banner(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A bar of one colour with a line of text over the upper or lower 10 to 16 % of the picture."""
    import cv2

    h = len(image)
    high = max(2, round(h * rng.uniform(0.10, 0.16)))
    top = 0 if rng.random() < 0.3 else h - high
    image = image.copy()
    paint = _paint(rng)
    image[top : top + high] = paint
    ink = (0, 0, 0) if sum(paint) > 380 else (255, 255, 255)
    bottom = top + round(0.75 * high)
    cv2.putText(image, _words(rng), (high // 3, bottom), 0, high / 45, ink, max(1, high // 16), cv2.LINE_AA)
    return image


def _watermark(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """Words across the picture, a quarter to half opaque."""
    import cv2

    h, w = image.shape[:2]
    ink = image.copy()
    y = int(rng.uniform(0.3, 0.8) * h)
    cv2.putText(ink, _words(rng), (w // 20, y), 0, w / 330, (255,) * 3, max(1, w // 90), cv2.LINE_AA)
    share = rng.uniform(0.25, 0.5)
    return _bytes(image * (1 - share) + ink * share)


def _turned(image: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """A turn by 3 to 5 degrees either way; the corners are white, black or continued."""
    import cv2

    h, w = image.shape[:2]
    matrix = cv2.getRotationMatrix2D((w / 2, h / 2), rng.uniform(3, 5) * rng.choice([-1, 1]), 1)
    fill = rng.integers(3)
    mode = cv2.BORDER_REPLICATE if fill == 2 else cv2.BORDER_CONSTANT
    value = (255 * float(fill),) * 3
    return cv2.warpAffine(image, matrix, (w, h), flags=cv2.INTER_CUBIC, borderMode=mode, borderValue=value)


def _paint(rng: np.random.Generator) -> tuple[int, ...]:
    if rng.random() < 0.6:
        return (255, 255, 255) if rng.random() < 0.7 else (0, 0, 0)
    return tuple(int(level) for level in rng.integers(0, 256, 3))


def _words(rng: np.random.Generator) -> str:
    letters = rng.integers(65, 91, 18)
    return "".join(" " if place % 7 == 6 else chr(letter) for place, letter in enumerate(letters))


def _bytes(value: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(value), 0, 255).astype(np.uint8)


CHANGES: Mapping[str, Change] = {
    "exact": _exact,
    "recompressed": _recompressed,
    "resized": _resized,
    "mirrored": _mirrored,
    "cropped": _cropped(0.05, 0.30),
    "cropped-10": _cropped(0.10, 0.10),
    "cropped-20": _cropped(0.20, 0.20),
    "cropped-30": _cropped(0.30, 0.30),
    "recoloured": _recoloured,
    "watermark": _watermark,
    "border": _border,
    "banner": _banner,
    "turned": _turned,
}
"""Every kind of copy by its name; the numbers are percent cut from each edge."""

COMBINED = ("mirrored", "resized", "recompressed", "recoloured", "border", "banner", "turned", "cropped")
"""The kinds of which two at once are a fair test."""
