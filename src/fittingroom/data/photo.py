"""One photo of any size and kind, as a person would see it: upright, on white, 8 bits a channel.

For sources in which one bad picture must not stop the others: it says why it cannot be had, and of what
could only be had by a choice (the first of several frames, a turn) it says which. JPEGs are decoded by
simplejpeg where that is installed: two to three times as fast as Pillow, the same pixels, and it notices
damage in the middle of a file, which Pillow passes over in silence.
"""

import io
import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

import numpy as np
from PIL import ExifTags, Image

from fittingroom.data.pictures import BOMBS, UNREADABLE, on_white, reason

MOST_PIXELS = 89_478_485
"""Pixels of a picture, at most: from here on Pillow warns that it may be a decompression bomb."""

WHOLE_PIXELS = 40_000_000
"""Pixels that are decoded at once, at most (120 MB in colour)."""

Fault = Literal["missing", "not-a-picture", "damaged", "gigantic", "unsupported"]
"""Why there is no photo. `damaged` begins as a picture and does not decode; `unsupported` is whole but of a
kind that no screen shows (32 bits, floating point)."""

HANDLED = (
    "turned upright",
    "laid on white",
    "first frame",
    "CMYK to RGB",
    "palette to RGB",
    "16 bits to 8",
    "decoded at a fraction",
    "14 bits to 8",
    "12 bits to 8",
    "10 bits to 8",
    "8 bits of more",
)
"""What may have been done to a photo beyond decoding it."""

DEPTHS = (8, 10, 12, 14, 16)
"""Bits that cameras and scanners give a grey level, whatever the file has room for."""

JPEG = b"\xff\xd8\xff"
PILLOW_DECIDES = re.compile("Premature end of JPEG file|Could not determine")
"""Whether an end that is missing was needed for a pixel; whether it is a JPEG after all."""

EXIF = b"Exif\0\0"
EXIF_WITHIN = 1 << 16
"""EXIF stands in a JPEG's first segments, of at most 64 KB each."""


TURNS = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
"""EXIF's orientations, and what undoes them (EXIF 2.32, table 6)."""


@dataclass(frozen=True, slots=True)
class Photo:
    """What was decoded: pixels (h, w) or (h, w, 3) uint8, and in words of HANDLED what was done to them."""

    pixels: np.ndarray
    handled: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why there is no photo: the kind of fault, and the decoder's or the system's own words."""

    fault: Fault
    why: str


def read_photo(
    source: Path | bytes, *, grey: bool = False, least_px: int | None = None
) -> Photo | Unreadable:
    """Decode a photo to colour (h, w, 3), or to its luma (h, w) if `grey`; or say why that cannot be done.

    EXIF orientation is honoured, transparency is laid on white, of an animation the first frame is taken,
    10 to 16 bits of grey become 8 (`_eight_bits`). A JPEG is decoded at the smallest power of two of its own
    scales that leaves each edge `least_px` or more, so none where that is None; only one of more than
    WHOLE_PIXELS is reduced in any case. Call it within `bombs_refused`.
    """
    if isinstance(source, Path):
        try:
            source = source.read_bytes()
        except OSError as error:
            return Unreadable("missing", error.strerror or str(error))
    if not source:
        return Unreadable("not-a-picture", "the file is empty")
    if source.startswith(JPEG) and has_simplejpeg():
        found = _jpeg(source, grey=grey, least_px=least_px)
        if found is not None:
            return found
    return _any(source, grey=grey, least_px=least_px)


@cache
def has_simplejpeg() -> bool:
    """Whether the fast decoder is installed."""
    return find_spec("simplejpeg") is not None


def _jpeg(content: bytes, *, grey: bool, least_px: int | None) -> Photo | Unreadable | None:
    """What simplejpeg makes of a JPEG; None where Pillow must decide."""
    import simplejpeg

    try:
        height, width, space = _header(simplejpeg.decode_jpeg_header(content))
        if space not in ("Gray", "YCbCr") or height * width > MOST_PIXELS:
            return None
        scale = _scale(height, width, least_px)
        pixels = simplejpeg.decode_jpeg(
            content, "GRAY" if grey else "RGB", min_height=-(-height // scale), min_width=-(-width // scale)
        )
    except ValueError as error:
        return None if PILLOW_DECIDES.match(str(error)) else Unreadable("damaged", str(error))
    photo = Photo(pixels[..., 0] if grey else pixels, _reduced(height, width))
    if content.find(EXIF, 0, EXIF_WITHIN) < 0:
        return photo
    with Image.open(io.BytesIO(content)) as image:
        turn = _turn(image)
    if turn is None:
        return photo
    turned = Image.fromarray(photo.pixels).transpose(turn)
    return Photo(np.asarray(turned), (*photo.handled, "turned upright"))


def _header(found: tuple) -> tuple[int, int, str]:
    height, width, space, *_ = found
    return int(height), int(width), space


def _any(content: bytes, *, grey: bool, least_px: int | None) -> Photo | Unreadable:
    try:
        with Image.open(io.BytesIO(content)) as image:
            return _decoded(image, "L" if grey else "RGB", least_px)
    except BOMBS as error:
        return Unreadable("gigantic", reason(error))
    except Image.UnidentifiedImageError as error:
        return Unreadable("not-a-picture", reason(error))
    except UNREADABLE as error:
        return Unreadable("damaged", reason(error))


def _decoded(opened: Image.Image, mode: str, least_px: int | None) -> Photo | Unreadable:
    image = opened
    width, height = image.size
    handled = []
    if image.format == "JPEG":
        scale = _scale(height, width, least_px)
        image.draft(mode, (width // scale, height // scale))
        handled += _reduced(height, width)
    elif width * height > WHOLE_PIXELS:
        return Unreadable("gigantic", f"{width} x {height} pixels")
    if getattr(image, "is_animated", False):
        handled.append("first frame")
    kind = image.mode
    if kind[0] in "IF":
        levels = np.asarray(image)
        if kind == "F" or levels.min() < 0 or levels.max() > 65_535:
            return Unreadable("unsupported", f"pixels of kind {kind}, expected 8 or 16 bits a channel")
        pixels, done = _eight_bits(levels)
        image = Image.fromarray(pixels)
        handled.append(done)
    if (turn := _turn(opened)) is not None:
        image = image.transpose(turn)
        handled.append("turned upright")
    if image.has_transparency_data:
        image = on_white(image)
        handled.append("laid on white")
    elif kind == "CMYK":
        handled.append("CMYK to RGB")
    elif kind in ("P", "PA"):
        handled.append("palette to RGB")
    return Photo(np.asarray(image if image.mode == mode else image.convert(mode)), tuple(handled))


def _eight_bits(levels: np.ndarray) -> tuple[np.ndarray, str]:
    """Grey levels 0..65,535 as 8 bits, and in words of HANDLED how.

    A file of 16 or 32 bits does not say how many of them are used: the fewest of DEPTHS that hold its
    largest level are. So nothing is ever clipped, and what is read as 10 to 14 bits comes out with a largest
    level of 64 to 255. Of a photo of true 16 bits that is wrong only where no pixel reaches a quarter of
    white; it is then lighter than it was.
    """
    most = int(levels.max())
    bits = next(bits for bits in DEPTHS if most < 1 << bits)
    words = "8 bits of more" if bits == 8 else f"{bits} bits to 8"
    return (levels >> bits - 8).astype(np.uint8), words


def _turn(image: Image.Image) -> Image.Transpose | None:
    """What brings a picture upright, as its EXIF says; None where it stands so."""
    return TURNS.get(image.getexif().get(ExifTags.Base.Orientation, 1))


def _scale(height: int, width: int, least_px: int | None) -> int:
    """1, 2, 4 or 8: by what a JPEG's edges are divided as it is decoded."""
    least = max(height, width) if least_px is None else least_px
    scales = (s for s in (8, 4, 2) if min(height, width) // s >= least)
    return next(scales, 1 if height * width <= WHOLE_PIXELS else 2)


def _reduced(height: int, width: int) -> tuple[str, ...]:
    return () if height * width <= WHOLE_PIXELS else ("decoded at a fraction",)
