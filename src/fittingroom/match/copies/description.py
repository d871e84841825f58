"""What is kept of a picture so that its copies are found: one record of fixed size, 7.2 KB.

A record is enough to search and to verify, the picture is not read again. An array of them is a plain
structured array: it lies in a file as it is, can be mapped, and fits a fixed-size binary column.
"""

import hashlib
from collections.abc import Iterable

import numpy as np

from fittingroom.errors import InputError
from fittingroom.match.copies.features import MOST, features
from fittingroom.match.copies.trim import trimmed

THUMB = 64
"""Edge of the grey thumbnail in pixels."""

PATCH = 16
"""Edge of the coloured thumbnail in pixels."""

WORK_PX = 128
"""A picture is brought to the area of a square of this edge before its points are looked for."""

LONGEST = 3
"""A side of the working picture is at most so many times WORK_PX: a belt is not drawn out to a thread."""

RECORD = np.dtype(
    [
        ("bits", np.uint8, (MOST, 16)),
        ("places", np.int16, (MOST, 4)),
        ("points", np.uint8),
        ("thumb", np.uint8, (THUMB, THUMB)),
        ("patch", np.uint8, (PATCH, PATCH, 3)),
        ("work", np.int16, 2),
        ("shape", np.int32, 2),
        ("box", np.int32, 4),
        ("digest", np.uint64),
    ]
)
"""bits, places: see `features`, the first `points` of them count. thumb: brightness of the trimmed picture,
stretched to a square; patch: its colours. work: height and width in which places are measured. shape: height
and width of the picture; box: top, bottom, left, right of what is left of it after trimming, in its pixels.
digest: of the pixels."""


def describe(images: Iterable[np.ndarray]) -> np.ndarray:
    """Describe pictures for `find_copies`, one after another.

    images: (h, w, 3) or (h, w) uint8 each, upright and of any size; decoding at half or quarter scale is
    allowed as long as the shorter edge stays above WORK_PX. Returns (n,) of RECORD.
    """
    records = [_record(image) for image in images]
    return np.array(records, RECORD) if records else np.empty(0, RECORD)


def brightness(image: np.ndarray) -> np.ndarray:
    """The highest of the three channels, (h, w) uint8: new hues and exchanged channels leave it alone."""
    import cv2

    if image.ndim == 2:
        return image
    return cv2.max(cv2.max(image[..., 0], image[..., 1]), image[..., 2])


def _record(image: np.ndarray) -> np.ndarray:
    import cv2

    if (
        image.dtype != np.uint8
        or image.ndim not in (2, 3)
        or 0 in image.shape
        or image.shape[2:] not in ((), (3,))
    ):
        raise InputError(
            "a picture to describe must be uint8 of shape (h, w) or (h, w, 3), "
            f"found {image.dtype} of shape {image.shape}"
        )
    record = np.zeros((), RECORD)
    content = np.ascontiguousarray(image)
    record["digest"] = int.from_bytes(
        hashlib.blake2b(content.tobytes(), digest_size=8, salt=repr(image.shape).encode()[:16]).digest(),
        "little",
    )
    record["shape"] = image.shape[:2]
    reduced = _at_most(content, 2 * WORK_PX)
    value = brightness(reduced)
    top, bottom, left, right = trimmed(value)
    scale = np.array(image.shape[:2]) / reduced.shape[:2]
    record["box"] = np.rint(np.array([top, bottom, left, right]) * np.repeat(scale, 2))
    inner, value = reduced[top:bottom, left:right], value[top:bottom, left:right]
    working = _working(value)
    bits, places = features(working)
    record["points"] = len(bits)
    record["bits"][: len(bits)], record["places"][: len(bits)] = bits, places
    record["work"] = working.shape
    record["thumb"] = cv2.resize(value, (THUMB, THUMB), interpolation=_interpolation(value, THUMB))
    patch = cv2.resize(inner, (PATCH, PATCH), interpolation=cv2.INTER_AREA)
    record["patch"] = patch if patch.ndim == 3 else patch[..., None]
    return record


def _at_most(image: np.ndarray, edge: int) -> np.ndarray:
    """Bring a large picture down to the area of a square of `edge`."""
    import cv2

    factor = edge / np.sqrt(image.shape[0] * image.shape[1])
    if factor >= 1:
        return image
    size = tuple(max(1, round(side * factor)) for side in image.shape[1::-1])
    return cv2.resize(image, size, interpolation=cv2.INTER_AREA)


def _working(value: np.ndarray) -> np.ndarray:
    import cv2

    factor = min(WORK_PX / np.sqrt(value.size), LONGEST * WORK_PX / max(value.shape))
    size = tuple(max(16, round(side * factor)) for side in value.shape[::-1])
    return cv2.resize(value, size, interpolation=cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC)


def _interpolation(value: np.ndarray, edge: int) -> int:
    import cv2

    return cv2.INTER_AREA if min(value.shape) > edge else cv2.INTER_LINEAR
