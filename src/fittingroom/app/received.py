"""Bytes that somebody sent, to the pixels of a picture; or a sentence why not.

The header is read before any pixel, so that a small file which unfolds to gigabytes costs nothing.
"""

import io

import numpy as np
from PIL import Image

from fittingroom.app.safety import Refused
from fittingroom.build.framing import limit
from fittingroom.data.photo import Unreadable, read_photo
from fittingroom.data.pictures import BOMBS, UNREADABLE, bombs_refused, encode_png
from fittingroom.studies.reality.asking import PHOTO_PX

FORMATS = ("PNG", "JPEG", "WEBP", "GIF", "BMP")
"""What browsers show; everything else that Pillow could open stays closed."""
MOST_PIXELS = 50_000_000
"""Pixels of a picture, at most (150 MB in memory)."""
MOST_LONG = 20
"""How many times longer than wide a picture may be."""
JPEG_QUALITY = 95


def pixels(sent: bytes) -> np.ndarray:
    """The picture upright, transparency on white, at most PHOTO_PX on its longest edge: (h, w, 3) uint8.

    As `fittingroom probe` reads the same picture once it is kept. Of an animation its first frame.
    Raises Refused with status 413 for too many pixels, 415 for what is no picture, 422 for one that is
    damaged.
    """
    return limit(_whole(sent, least_px=PHOTO_PX), longest_px=PHOTO_PX)


def _whole(sent: bytes, *, least_px: int | None) -> np.ndarray:
    _look(sent)
    with bombs_refused():
        photo = read_photo(sent, least_px=least_px)
    if isinstance(photo, Unreadable):
        raise Refused(422, f"this picture cannot be read: {photo.why}; save it anew, or choose another")
    return photo.pixels


def without_metadata(sent: bytes) -> tuple[bytes, str]:
    """The same picture upright and encoded anew, with no word of where, when or by whom; and its suffix.

    A JPEG stays one (quality 95); all else becomes PNG, pixel for pixel.
    """
    kind = _look(sent)
    picture = _whole(sent, least_px=None)
    if kind != "JPEG":
        return encode_png(picture), ".png"
    stream = io.BytesIO()
    Image.fromarray(picture).save(stream, "JPEG", quality=JPEG_QUALITY, subsampling=0)
    return stream.getvalue(), ".jpg"


def _look(sent: bytes) -> str:
    """The format of a picture whose header promises something that may be decoded."""
    if not sent:
        raise Refused(422, "the picture is empty: 0 bytes arrived; choose another file")
    try:
        with bombs_refused(), Image.open(io.BytesIO(sent), formats=FORMATS) as image:
            (width, height), kind = image.size, image.format or ""
    except BOMBS:
        raise Refused(
            413,
            f"this picture unfolds to more than {MOST_PIXELS // 10**6} megapixels, the most that is taken; "
            "send a smaller one",
        ) from None
    except UNREADABLE as error:
        raise Refused(
            415,
            f"this is no picture that can be read, whatever its name says: expected "
            f"{', '.join(FORMATS[:-1])} or {FORMATS[-1]}, found {_beginning(sent)}",
        ) from error
    if width * height > MOST_PIXELS:
        raise Refused(
            413,
            f"this picture has {width * height / 1e6:.0f} megapixels ({width} x {height}), at most "
            f"{MOST_PIXELS // 10**6} are taken; send a smaller one",
        )
    if max(width, height) > MOST_LONG * min(width, height):
        raise Refused(
            422, f"a picture of {width} x {height} pixels is a line, nothing can be seen on it; crop it"
        )
    return kind


def _beginning(sent: bytes) -> str:
    """In words, what the bytes seem to be."""
    if sent[4:12] in (b"ftypheic", b"ftypheix", b"ftypmif1", b"ftypavif"):
        return "HEIC or AVIF (set the phone's camera to JPEG, or take a screenshot)"
    if sent[:5].lower() in (b"<?xml", b"<svg ", b"<!doc", b"<html"):
        return "a text of angle brackets (SVG or HTML)"
    if sent.startswith(b"%PDF"):
        return "a PDF"
    if sent.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"BM")):
        return "the beginning of a picture whose rest is damaged"
    head = sent[:200]
    return "text" if all(byte in (9, 10, 13) or 32 <= byte < 127 for byte in head) else "other bytes"
