"""Copies of a picture: what people do to one before they list it as theirs.

Each function takes a picture (h, w, 3) uint8, RGB, and eight uniform numbers, and gives a new picture.
"""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

import cv2
import numpy as np
import simplejpeg

from fittingroom.simulate.world.settings import KINDS

EXACT, RECOMPRESSED, RECOLOURED = "exact", "recompressed", "recoloured"

Chances = Sequence[float]


def mirrored(picture: np.ndarray, _: Chances) -> np.ndarray:
    """Left and right exchanged."""
    return np.ascontiguousarray(picture[:, ::-1])


def cropped(picture: np.ndarray, chances: Chances) -> np.ndarray:
    """70 to 95 % of each edge from anywhere; half of them brought back to the old size."""
    height, width = picture.shape[:2]
    h, w = (
        max(8, round(edge * (0.70 + 0.25 * chance)))
        for edge, chance in zip((height, width), chances, strict=False)
    )
    top, left = int(chances[2] * (height - h + 1)), int(chances[3] * (width - w + 1))
    part = np.ascontiguousarray(picture[top : top + h, left : left + w])
    if chances[4] < 0.5:
        return part
    return cv2.resize(part, (width, height), interpolation=cv2.INTER_CUBIC)


def resized(picture: np.ndarray, chances: Chances) -> np.ndarray:
    """Half as large to one and a half times as large."""
    scale = 0.5 + chances[0]
    size = (max(8, round(picture.shape[1] * scale)), max(8, round(picture.shape[0] * scale)))
    return cv2.resize(picture, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC)


def turned(picture: np.ndarray, chances: Chances) -> np.ndarray:
    """2 to 6 degrees either way; the corners are white, or what was at the edge."""
    height, width = picture.shape[:2]
    angle = (2 + 4 * chances[0]) * (1 if chances[1] < 0.5 else -1)
    turn = cv2.getRotationMatrix2D((width / 2, height / 2), angle, 1.0)
    mode = cv2.BORDER_CONSTANT if chances[2] < 0.5 else cv2.BORDER_REPLICATE
    return cv2.warpAffine(
        picture, turn, (width, height), flags=cv2.INTER_LINEAR, borderMode=mode, borderValue=(255, 255, 255)
    )


def border(picture: np.ndarray, chances: Chances) -> np.ndarray:
    """A frame of 3 to 12 % of the edge: white, black or in a colour."""
    edge = max(1, round(min(picture.shape[:2]) * (0.03 + 0.09 * chances[0])))
    colour = [(255, 255, 255), (0, 0, 0), tuple(int(255 * c) for c in chances[2:5])][int(chances[1] * 3)]
    return cv2.copyMakeBorder(picture, edge, edge, edge, edge, cv2.BORDER_CONSTANT, value=colour)


def banner(picture: np.ndarray, chances: Chances) -> np.ndarray:
    """A strip with words over the upper or lower 12 to 22 %."""
    height, width = picture.shape[:2]
    strip = max(8, round(height * (0.12 + 0.10 * chances[0])))
    top = 0 if chances[1] < 0.5 else height - strip
    found = picture.copy()
    found[top : top + strip] = [(214, 24, 36), (20, 20, 24), (250, 204, 20), (20, 110, 200)][
        int(chances[2] * 4)
    ]
    text = ("SALE -50%", "FREE SHIPPING", "HOT SALE", "NEW 2019")[int(chances[3] * 4)]
    (wide, _), _ = cv2.getTextSize(text, cv2.FONT_HERSHEY_DUPLEX, 1.0, 1)
    scale = min(0.86 * width / wide, strip / 34)
    at = (round((width - wide * scale) / 2), top + round(strip / 2 + 11 * scale))
    ink = (255, 255, 255) if chances[2] < 0.5 or chances[2] >= 0.75 else (20, 20, 20)
    cv2.putText(found, text, at, cv2.FONT_HERSHEY_DUPLEX, scale, ink, max(1, round(scale * 1.5)), cv2.LINE_AA)
    return found


def watermark(picture: np.ndarray, chances: Chances) -> np.ndarray:
    """A name over the picture, seen through by a half to three quarters: once, or in rows."""
    height, width = picture.shape[:2]
    layer = picture.copy()
    text = ("zanbee.shop", "(c) Nordkap", "Lumiva", "wish4u")[int(chances[0] * 4)]
    scale = width / 128 * (0.35 + 0.25 * chances[1])
    ink = (255, 255, 255) if chances[2] < 0.5 else (60, 60, 60)
    rows = (0.55,) if chances[3] < 0.5 else (0.2, 0.5, 0.8)
    for number, row in enumerate(rows):
        at = (round(width * (0.06 + 0.2 * chances[4] + 0.1 * number)), round(height * row))
        cv2.putText(
            layer, text, at, cv2.FONT_HERSHEY_SIMPLEX, scale, ink, max(1, round(scale * 2)), cv2.LINE_AA
        )
    strength = 0.25 + 0.25 * chances[5]
    return cv2.addWeighted(layer, strength, picture, 1 - strength, 0)


CHANGES: Mapping[str, Callable[[np.ndarray, Chances], np.ndarray]] = MappingProxyType(
    {
        "mirrored": mirrored,
        "turned": turned,
        "cropped": cropped,
        "resized": resized,
        "watermark": watermark,
        "banner": banner,
        "border": border,
    }
)
"""What is done to the pixels, in the order in which it is done and named."""

CHANCES = 8 * len(CHANGES) + 1


def kinds_of(weights: Mapping[str, float], combined: float, chances: Chances) -> tuple[str, ...]:
    """The kinds of one copy, in the order in which they are done; seven uniform numbers decide.

    A combination is of two or three kinds that change the picture; all pictures but exact copies are
    compressed again in any case, so "recompressed" stands alone. Where fewer than two kinds can be combined,
    none are.
    """
    left = {kind: w for kind, w in weights.items() if w > 0 and kind not in (EXACT, RECOMPRESSED)}
    if chances[0] < combined and len(left) > 1:
        some = set()
        for chance in chances[1 : 1 + min(len(left), 2 if chances[4] < 0.75 else 3)]:
            some.add(_one({kind: weight for kind, weight in left.items() if kind not in some}, chance))
        return tuple(kind for kind in KINDS if kind in some)
    return (_one(weights, chances[5]),)


def changed(picture: np.ndarray, kinds: Sequence[str], chances: Chances) -> np.ndarray:
    """A picture after all changes of its pixels; chances: eight uniform numbers for each of CHANGES."""
    for number, (kind, change) in enumerate(CHANGES.items()):
        if kind in kinds:
            picture = change(picture, chances[8 * number : 8 * number + 8])
    return picture


def encoded(picture: np.ndarray, quality: int) -> bytes:
    """A picture (h, w, 3) uint8, RGB, as JPEG."""
    return simplejpeg.encode_jpeg(np.ascontiguousarray(picture), quality=quality, colorspace="RGB")


def copied(original: bytes, kinds: Sequence[str], quality: int, chances: Chances) -> bytes:
    """The JPEG of a copy, made from the original's JPEG as a copyist would; chances: CHANCES uniform numbers.

    A recoloured original is recoloured already; if it is nothing else, no second compression shows.
    """
    if set(kinds) <= {EXACT, RECOLOURED}:
        return original
    picture = simplejpeg.decode_jpeg(original, colorspace="RGB")
    if kinds == (RECOMPRESSED,):
        return encoded(picture, 30 + int(40 * chances[-1]))
    return encoded(changed(picture, kinds, chances), quality)


def _one(weights: Mapping[str, float], chance: float) -> str:
    at = chance * sum(weights.values())
    for kind, weight in weights.items():
        at -= weight
        if at < 0:
            return kind
    return max(weights, key=weights.__getitem__)
