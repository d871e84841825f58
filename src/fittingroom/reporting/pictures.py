"""Pictures inside the page: uint8 arrays as data addresses, small enough that a report stays small."""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from fittingroom.errors import InputError

EXACT_VALUES = 32 * 32 * 3
"""A picture of at most this many numbers is kept pixel by pixel, a larger one is reduced."""

REDUCED_PX = 96
"""Longest side of a reduced picture."""

DISPLAYED_PX, SMALL_PX = 84, 56
"""About how wide a picture is shown, with words below it and without. Small pictures grow by a whole
factor, so that their pixels stay square."""


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture, (h, w), (h, w, 1) or (h, w, 3) uint8, and its words.

    `alt` is what a screen reader says; `lines` stand below, the first one strong.
    """

    image: np.ndarray
    alt: str
    lines: tuple[str, ...] = ()

    def __post_init__(self):
        image = self.image
        if image.dtype != np.uint8 or image.ndim not in (2, 3) or image.shape[2:] not in ((), (1,), (3,)):
            raise InputError(
                "a picture is uint8 of shape (h, w), (h, w, 1) or (h, w, 3), "
                f"found {image.dtype} of shape {image.shape}"
            )


def picture_grid(pictures: Sequence[Picture], *, columns: int = 8) -> str:
    """Pictures with their lines below, at most `columns` beside each other, fewer on a narrow screen."""
    cells = "".join(f'<li class="picture">{_img(p)}{_lines(p)}</li>' for p in pictures)
    return f'<ul class="pictures" style="--columns:{columns}">{cells}</ul>'


def picture_pairs(pairs: Sequence[tuple[Picture, Picture]], *, columns: int = 4) -> str:
    """Two pictures side by side, again and again; below each pair the lines of the first."""
    cells = "".join(
        f'<li class="picture pair"><span>{_img(a)}{_img(b)}</span>{_lines(a)}</li>' for a, b in pairs
    )
    return f'<ul class="pictures pairs" style="--columns:{columns}">{cells}</ul>'


def picture_rows(rows: Sequence[tuple[str, Sequence[Picture]]]) -> str:
    """Rows of pictures, each with a name in front; smaller where no picture has words."""
    wordless = not any(picture.lines for _, pictures in rows for picture in pictures)
    wanted_px = SMALL_PX if wordless else DISPLAYED_PX
    cells = ""
    for name, pictures in rows:
        shown = "".join(f'<span class="picture">{_img(p, wanted_px)}{_lines(p)}</span>' for p in pictures)
        cells += f'<div><dt>{escape(name)}</dt><dd class="pictures">{shown}</dd></div>'
    return f'<dl class="picture-rows">{cells}</dl>'


def data_address(image: np.ndarray) -> str:
    """An image as a data address: a small one as PNG (grey exact, colour in a palette of 128), a large
    one reduced, as JPEG."""
    from PIL import Image

    picture = Image.fromarray(image[..., 0] if image.shape[2:] == (1,) else image)
    target = io.BytesIO()
    if _is_exact(image):
        kind = "png"
        picture = picture.quantize(128, dither=Image.Dither.NONE) if picture.mode == "RGB" else picture
        picture.save(target, "PNG", optimize=True)
    else:
        kind = "jpeg"
        picture.thumbnail((REDUCED_PX, REDUCED_PX), Image.Resampling.LANCZOS)
        picture.save(target, "JPEG", quality=75, optimize=True)
    return f"data:image/{kind};base64,{base64.b64encode(target.getvalue()).decode()}"


def _is_exact(image: np.ndarray) -> bool:
    return image.size <= EXACT_VALUES


def _img(picture: Picture, wanted_px: int = DISPLAYED_PX) -> str:
    height, width = picture.image.shape[:2]
    exact, factor = _is_exact(picture.image), wanted_px / max(height, width)
    if exact:
        factor = max(1, round(factor))
    size = f'width="{max(1, round(width * factor))}" height="{max(1, round(height * factor))}"'
    pixels = ' class="pixels"' if exact else ""
    return f'<img src="{data_address(picture.image)}" alt="{escape(picture.alt)}" {size}{pixels}/>'


def _lines(picture: Picture) -> str:
    styles = ["said"] + ["note"] * len(picture.lines)
    pairs = zip(styles, picture.lines, strict=False)
    return "".join(f'<span class="{style}">{escape(line)}</span>' for style, line in pairs)
