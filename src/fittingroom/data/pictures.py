"""Encoded pictures (PNG, JPEG, ...) to pixels and back, in threads.

Shared by every source and target that keeps pictures as files or as bytes in a table. A picture
that does not decode is never skipped: a data set that silently lost images is another data set.
"""

import io
import struct
import warnings
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import numpy as np
from PIL import ExifTags, Image, ImageOps
from tqdm import tqdm

from fittingroom.cores import usable_cores
from fittingroom.errors import DataError

SUFFIXES = frozenset((".bmp", ".gif", ".jpeg", ".jpg", ".pgm", ".png", ".ppm", ".tif", ".tiff", ".webp"))
"""Suffixes of files that are taken for pictures."""

GREY_MODES = frozenset({"1", "L", "LA"})
COLOUR_MODES = frozenset({"P", "PA", "RGB", "RGBA", "CMYK", "YCbCr"})
BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
UNREADABLE = (OSError, SyntaxError, ValueError, EOFError, struct.error, *BOMBS)
"""What Pillow raises for damaged files, depending on the format and on where the damage is."""

AT_ONCE = 64
"""Pictures that a thread takes at a time, at most: handing over thumbnails singly costs more than they do."""

Item = TypeVar("Item")
Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Look:
    """What a picture's header says: its size as a viewer shows it, and what it needs."""

    height: int
    width: int
    grey: bool
    turned: bool
    transparent: bool


def decode(
    pictures: Sequence[Path | bytes], names: Sequence[str], *, where: str, size: int | None = None
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Decode pictures of one size; return the images and, in words, what was done to them.

    The images are (n, h, w) uint8 if every picture is grey, else (n, h, w, 3). EXIF orientation is
    honoured, transparency is laid on white. With `size`, each picture is fitted by its longest
    edge into a square of `size` pixels, centred on the median colour of its own border. `names` and
    `where` are for messages.
    Raises DataError naming the pictures that cannot be read, or if sizes differ and no `size` is given.
    """
    looks = list(in_threads(_look, pictures, desc="looking"))
    bad = {at: look for at, look in enumerate(looks) if isinstance(look, str)}
    good = {at: look for at, look in enumerate(looks) if isinstance(look, Look)}
    _check_sizes({(look.height, look.width) for look in good.values()}, len(good), where, size)
    mode = "L" if all(look.grey for look in good.values()) else "RGB"
    shape = (size, size) if size else next(((look.height, look.width) for look in good.values()), (0, 0))
    images = np.empty((len(pictures), *shape, *((3,) if mode == "RGB" else ())), np.uint8)
    coloured = False
    decoded = in_threads(lambda at: _pixels(pictures[at], good[at], mode, size), list(good), desc="decoding")
    for at, found in zip(good, decoded, strict=True):
        if isinstance(found, str):
            bad[at] = found
        else:
            images[at] = found
            coloured = coloured or (mode == "RGB" and bool((found != found[..., :1]).any()))
    if bad:
        _refuse(bad, names, where)
    if mode == "RGB" and not coloured:
        images = np.ascontiguousarray(images[..., 0])
    return images, _notes(good, size, mode == "RGB" and not coloured)


@contextmanager
def bombs_refused() -> Iterator[None]:
    """While this is open, a picture so large that Pillow would only warn of it is one that cannot be read.

    For the thread that hands out the work: Python's rules for warnings hold in all threads.
    """
    with warnings.catch_warnings():
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        yield


def encode_png(image: np.ndarray) -> bytes:
    """One image (h, w) or (h, w, 3) uint8 as PNG; equal pixels give equal bytes."""
    stream = io.BytesIO()
    Image.fromarray(image).save(stream, "PNG")
    return stream.getvalue()


def in_threads(
    function: Callable[[Item], Result], items: Sequence[Item], *, desc: str, unit: str = "image"
) -> Generator[Result, None, None]:
    """Yield function(item) in order, computed in threads under a progress bar.

    Ctrl-C, or leaving the loop, drops what has not begun instead of waiting for it.
    """
    cores = usable_cores()
    pool = ThreadPoolExecutor(cores)
    at_once = max(1, min(AT_ONCE, len(items) // (4 * cores)))
    blocks = [items[start : start + at_once] for start in range(0, len(items), at_once)]
    try:
        results = pool.map(lambda block: [function(item) for item in block], blocks)
        with tqdm(total=len(items), desc=desc, unit=unit, disable=None, leave=False, delay=1) as bar:
            for done in results:
                yield from done
                bar.update(len(done))
    finally:
        pool.shutdown(cancel_futures=True)


def _open(picture: Path | bytes) -> Image.Image:
    return Image.open(picture if isinstance(picture, Path) else io.BytesIO(picture))


def _look(picture: Path | bytes) -> Look | str:
    """The header of a picture, or why it cannot be used."""
    try:
        with _open(picture) as image:
            if image.mode not in GREY_MODES | COLOUR_MODES:
                return f"pixels of kind {image.mode}, expected 8 bits a channel"
            width, height = image.size
            orientation = image.getexif().get(ExifTags.Base.Orientation, 1)
            if orientation >= 5:  # a quarter turn
                width, height = height, width
            grey, transparent = image.mode in GREY_MODES, image.has_transparency_data
            return Look(height, width, grey, orientation != 1, transparent)
    except UNREADABLE as error:
        return reason(error)


def _pixels(picture: Path | bytes, look: Look, mode: str, size: int | None) -> np.ndarray | str:
    """The decoded pixels in `mode`, or why they cannot be had."""
    try:
        with _open(picture) as image:
            upright = _upright(image, look, mode, 2 * size if size else None)
            if size:
                method = Image.Resampling.LANCZOS
                upright = ImageOps.pad(upright, (size, size), method, _border_colour(upright))
            return np.asarray(upright)
    except UNREADABLE as error:
        return reason(error)


def _upright(image: Image.Image, look: Look, mode: str, least_px: int | None) -> Image.Image:
    """A picture in `mode` as a viewer shows it, on white."""
    if least_px:
        image.draft(mode, (least_px, least_px))  # large JPEGs decode at a fraction of the cost
    upright = ImageOps.exif_transpose(image) if look.turned else image
    if look.transparent:
        upright = on_white(upright)
    return upright if upright.mode == mode else upright.convert(mode)


def on_white(image: Image.Image) -> Image.Image:
    """A picture that is transparent somewhere, laid on white."""
    over = image.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", over.size, "white"), over)


def _border_colour(image: Image.Image) -> tuple[int, ...]:
    """The median colour of a picture's edge: padding with it adds no frame that a model could see."""
    pixels = np.asarray(image).reshape(image.height, image.width, -1)
    border = np.concatenate([pixels[0], pixels[-1], pixels[:, 0], pixels[:, -1]])
    return tuple(int(value) for value in np.median(border, axis=0))


def reason(error: BaseException) -> str:
    """Why a picture cannot be read, in a few words, from what Pillow raised."""
    if isinstance(error, Image.UnidentifiedImageError):
        return "not a picture"
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _check_sizes(sizes: set[tuple[int, int]], n: int, where: str, size: int | None) -> None:
    if size is not None and size < 1:
        raise DataError(f"{where}: a size is given in pixels, 1 or more, found {size}")
    if size is None and len(sizes) > 1:
        (low_h, low_w), (high_h, high_w) = min(sizes), max(sizes)
        raise DataError(
            f"{where}: the images must agree in size, found {len(sizes)} sizes among {n} images, from "
            f"{low_h} x {low_w} to {high_h} x {high_w} pixels; ask for one (size=64 in Python, --size 64 "
            "at `fittingroom data export`) and each is fitted into a square of that edge"
        )


def _refuse(bad: dict[int, str], names: Sequence[str], where: str) -> None:
    first = "; ".join(f"{names[at]} ({bad[at]})" for at in sorted(bad)[:3])
    raise DataError(
        f"{where}: {len(bad)} of {len(names)} images cannot be read"
        f"{', the first are' if len(bad) > 3 else ':'} {first}; repair them or take them out"
    )


def _notes(looks: dict[int, Look], size: int | None, dropped_colour: bool) -> tuple[str, ...]:
    notes = []
    if size:
        other = sum((look.height, look.width) != (size, size) for look in looks.values())
        notes.append(
            f"resized to {size} x {size} pixels: longest edge fitted (Lanczos), centred on the median colour "
            f"of its border; {other} of {len(looks)} images had another size"
        )
    if dropped_colour:
        notes.append("stored as colour, but red, green and blue are equal everywhere: read as grey")
    return tuple(notes)
