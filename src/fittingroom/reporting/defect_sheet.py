"""A sheet of damaged pictures: one row per defect or cue, so that everybody sees what a model was asked."""

from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fittingroom.data.sheet import FAINT, GAP_PX, INK, MARGIN_PX, PAPER, fitted, tile_size
from fittingroom.errors import InputError
from fittingroom.measure.cues import Cue
from fittingroom.measure.defects import SEVERITIES, Defect

BETWEEN_PX = 22
NAME_PX = 190
HEAD_PX = 92


def defect_sheet(
    title: str,
    images: np.ndarray,
    defects: Sequence[Defect],
    cues: Sequence[Cue] = (),
    *,
    rng: np.random.Generator,
) -> Image.Image:
    """Draw one row per defect: of each of images (n, h, w[, c]) uint8 the clean one, then severities 1 to 5.

    A defect or cue without severities shows one changed picture. All rows draw from copies of one random
    state, and so do a row's severities: only the strength grows from left to right.
    """
    if not len(images) or not (defects or cues):
        raise InputError("a sheet of defects needs at least one picture and one defect")
    tile = tile_size(images.shape[1:3])
    step_x, step_y = tile[1] + GAP_PX, max(tile[0], 40) + GAP_PX
    block = (len(SEVERITIES) + 1) * step_x - GAP_PX + BETWEEN_PX
    width = 2 * MARGIN_PX + NAME_PX + len(images) * block - BETWEEN_PX
    rows = [*defects, *cues]
    page = Image.new("RGB", (width, HEAD_PX + len(rows) * step_y - GAP_PX + MARGIN_PX), PAPER)
    pen = ImageDraw.Draw(page)
    heading, name_font, small = (ImageFont.load_default(size) for size in (22, 16, 12))
    pen.text((MARGIN_PX, MARGIN_PX - 6), title, fill=INK, font=heading)
    left = MARGIN_PX + NAME_PX
    for number in range(len(images)):
        for place, word in enumerate(("clean", *map(str, SEVERITIES))):
            middle = left + number * block + place * step_x + tile[1] // 2
            pen.text((middle, HEAD_PX - 8), word, fill=FAINT, font=small, anchor="ms")
    entropy = int(rng.integers(2**62))
    for row, damage in enumerate(rows):
        y = HEAD_PX + row * step_y
        under = damage.family if isinstance(damage, Defect) else "cue"
        pen.text((MARGIN_PX, y + tile[0] // 2), damage.title, fill=INK, font=name_font, anchor="ls")
        pen.text((MARGIN_PX, y + tile[0] // 2 + 16), under, fill=FAINT, font=small, anchor="ls")
        for place, pictures in enumerate((images, *_damaged(images, damage, entropy))):
            for number, picture in enumerate(pictures):
                page.paste(fitted(picture, tile), (left + number * block + place * step_x, y))
    return page


def _damaged(images: np.ndarray, damage: Defect | Cue, entropy: int) -> list[np.ndarray]:
    if isinstance(damage, Cue):
        return [damage.apply(images, rng=np.random.default_rng(entropy))]
    return [
        damage.apply(images, severity, rng=np.random.default_rng(entropy)) for severity in damage.severities
    ]
