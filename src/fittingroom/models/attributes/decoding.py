"""Encoded pictures to squares of pixels, all of one size."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from fittingroom.data.photo import Unreadable, read_photo
from fittingroom.errors import DataError


def decode_into(
    out: np.ndarray, pictures: Sequence[bytes | str], *, root: Path, names: Sequence[str]
) -> None:
    """Decode pictures, or files of these paths relative to `root`, into out (n, px, px, 3) uint8.

    Each is stretched to the square (the paper: "resize to N x N"), averaging over what a pixel covers; a JPEG
    is decoded at the smallest of its own scales that is large enough. Call it within `bombs_refused`. Raises
    DataError with the name of one that cannot be decoded.
    """
    size_px = out.shape[1]
    for at, picture in enumerate(pictures):
        photo = read_photo(root / picture if isinstance(picture, str) else picture, least_px=size_px)
        if isinstance(photo, Unreadable):
            raise DataError(
                f"{names[at]}: the image cannot be decoded ({photo.why}); leave it out of the set"
            )
        out[at] = stretched(photo.pixels, size_px)


def stretched(pixels: np.ndarray, size_px: int) -> np.ndarray:
    """A picture (h, w, 3) uint8 as a square, bilinear, averaging over what a pixel covers."""
    if pixels.shape[:2] == (size_px, size_px):
        return pixels
    return np.asarray(Image.fromarray(pixels).resize((size_px, size_px), Image.Resampling.BILINEAR))
