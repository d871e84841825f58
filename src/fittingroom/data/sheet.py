"""A picture sheet: what is in a data set, seen at a glance before any number is believed."""

from collections.abc import Sequence
from math import ceil

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fittingroom.errors import InputError
from fittingroom.types import Dataset

TILE_PX = 56
"""Edge of a picture on the sheet: whole multiples of small images, so that their pixels stay square."""
ROW_TILE_PX = 84
"""Edge of a picture in a row of different ones: three times 28."""
GAP_PX = 6
MARGIN_PX = 28
INK, FAINT, PAPER = "#1c1c1c", "#6f6f6f", "#ffffff"


def sheet(dataset: Dataset, *, per_class: int = 12, rng: np.random.Generator) -> Image.Image:
    """Draw one row per class: its name, its count, and `per_class` images chosen by `rng`.

    Images come from the train part alone, since looking at test images while building a model is a
    way of choosing on them. Small images are enlarged by whole pixels, large ones reduced. Raises
    InputError if there is nothing to show.
    """
    train = dataset.rows("train")
    if per_class < 1 or not len(train):
        raise InputError(
            f"{dataset.card.name}: a sheet shows 1 or more images per class of the train part, "
            f"asked for {per_class} of {len(train)} images"
        )
    tile = tile_size(dataset.images.shape[1:3])
    heading, name_font, small_font = (ImageFont.load_default(size) for size in (22, 16, 12))
    names = [_shortened(name) for name in dataset.card.classes]
    counts = np.bincount(dataset.labels[train], minlength=len(names)).tolist()
    name_px = 20 + ceil(
        max(*(name_font.getlength(name) for name in names), *(small_font.getlength(f"{n:,}") for n in counts))
    )
    top = MARGIN_PX + 62
    step_x, step_y = tile[1] + GAP_PX, max(tile[0], 40) + GAP_PX
    width = max(2 * MARGIN_PX + name_px + per_class * step_x - GAP_PX, 480)
    page = Image.new("RGB", (width, top + len(names) * step_y - GAP_PX + MARGIN_PX), PAPER)
    pen = ImageDraw.Draw(page)
    pen.text((MARGIN_PX, MARGIN_PX - 4), dataset.card.name, fill=INK, font=heading)
    pen.text((MARGIN_PX, MARGIN_PX + 26), _subtitle(dataset), fill=FAINT, font=small_font)
    for label, name in enumerate(names):
        rows = train[dataset.labels[train] == label]
        y = top + label * step_y
        middle = y + tile[0] // 2
        pen.text((MARGIN_PX, middle), name, fill=INK, font=name_font, anchor="ls")
        pen.text((MARGIN_PX, middle + 16), f"{counts[label]:,}", fill=FAINT, font=small_font, anchor="ls")
        for place, row in enumerate(rng.permutation(rows)[:per_class]):
            picture = fitted(dataset.images[row], tile)
            page.paste(picture, (MARGIN_PX + name_px + place * step_x, y))
    return page


def tile_size(shape: tuple[int, ...]) -> tuple[int, int]:
    """Height and width of a picture on the sheet: the longest edge near TILE_PX, at its own aspect."""
    longest = max(shape)
    scale = max(1, round(TILE_PX / longest)) if longest <= TILE_PX * 4 / 3 else TILE_PX * 4 / 3 / longest
    return max(1, round(shape[0] * scale)), max(1, round(shape[1] * scale))


def fitted(image: np.ndarray, tile: tuple[int, int]) -> Image.Image:
    picture = Image.fromarray(image)
    enlarge = tile[0] >= image.shape[0]
    method = Image.Resampling.NEAREST if enlarge else Image.Resampling.LANCZOS
    return picture.resize((tile[1], tile[0]), method).convert("RGB")


def _subtitle(dataset: Dataset) -> str:
    height, width = dataset.images.shape[1:3]
    kind = "grey" if dataset.images.ndim == 3 else "colour"
    return (
        f"{len(dataset.rows('train')):,} train images, {height} x {width} pixels, {kind}, "
        f"{len(dataset.card.classes)} classes; beside each class its count in train"
    )


def _shortened(name: str) -> str:
    return name if len(name) <= 28 else f"{name[:27]}…"


def row_sheet(heads: Sequence[str], rows: Sequence[tuple[str, Sequence[np.ndarray | None]]]) -> Image.Image:
    """Draw rows of pictures of any sizes under `heads`, each row with its name; nothing where one is None."""
    font, small = ImageFont.load_default(15), ImageFont.load_default(12)
    names_px = 20 + round(max([40.0, *(font.getlength(label) for label, _ in rows)]))
    step, top = ROW_TILE_PX + GAP_PX, MARGIN_PX + 22
    width = 2 * MARGIN_PX + names_px + len(heads) * step
    page = Image.new("RGB", (width, top + len(rows) * step + MARGIN_PX), PAPER)
    pen = ImageDraw.Draw(page)
    for at, head in enumerate(heads):
        pen.text((MARGIN_PX + names_px + at * step, MARGIN_PX), head[:14], fill=FAINT, font=small)
    before = ""
    for line, (label, pictures) in enumerate(rows):
        y = top + line * step
        if label != before:
            pen.text((MARGIN_PX, y + ROW_TILE_PX // 2), label, fill=INK, font=font, anchor="lm")
        before = label
        for at, picture in enumerate(pictures):
            if picture is not None:
                page.paste(_row_tile(picture), (MARGIN_PX + names_px + at * step, y))
    return page


def _row_tile(picture: np.ndarray) -> Image.Image:
    image, longest = Image.fromarray(picture), max(picture.shape[:2])
    scale = ROW_TILE_PX // longest if longest <= ROW_TILE_PX else ROW_TILE_PX / longest
    size = tuple(max(1, round(edge * scale)) for edge in image.size)
    method = Image.Resampling.NEAREST if scale >= 1 else Image.Resampling.LANCZOS
    return image.resize((size[0], size[1]), method).convert("RGB")
