"""A sheet of all that is drawn and printed, to look at before any number is believed."""

from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont

from fittingroom.data.sheet import FAINT, GAP_PX, INK, MARGIN_PX, PAPER, TILE_PX, fitted
from fittingroom.errors import InputError
from fittingroom.files import landing
from fittingroom.simulate.drawn_digits import DrawnDigits
from fittingroom.simulate.printed_digits import PrintedDigits

Row = tuple[str, str, np.ndarray]
"""A name, what stands below it, and pictures (m, 28, 28)."""

ACROSS = 20
"""Pictures in a row: hands, or the digits of two fonts."""

NAME_PX = 190
HEAD_PX = 92


def styles_sheet(drawn: DrawnDigits, printed: PrintedDigits | None = None) -> Image.Image:
    """Draw one row for each drawn style and pen, a column for each hand; then two families of fonts a row."""
    rows = [*_drawn(drawn), *(_printed(printed) if printed else ())]
    step = TILE_PX + GAP_PX
    page = Image.new(
        "RGB", (2 * MARGIN_PX + NAME_PX + ACROSS * step, HEAD_PX + len(rows) * step + MARGIN_PX), PAPER
    )
    pen = ImageDraw.Draw(page)
    heading, name_font, small = (ImageFont.load_default(size) for size in (22, 16, 12))
    pen.text((MARGIN_PX, MARGIN_PX - 6), "digits in other styles", fill=INK, font=heading)
    counted = f"{len(drawn):,} drawn digits, simulated: each column is one hand"
    if printed:
        counted += f"; {len(printed):,} printed ones in {len(set(printed.fonts))} fonts of "
        counted += f"{len(printed.families)} families"
    pen.text((MARGIN_PX, MARGIN_PX + 26), counted, fill=FAINT, font=small)
    for at, (name, under, pictures) in enumerate(rows):
        y = HEAD_PX + at * step
        pen.text((MARGIN_PX, y + TILE_PX // 2), name, fill=INK, font=name_font, anchor="ls")
        pen.text((MARGIN_PX, y + TILE_PX // 2 + 16), under, fill=FAINT, font=small, anchor="ls")
        for place, picture in enumerate(pictures):
            x = MARGIN_PX + NAME_PX + place * step
            page.paste(fitted(picture, (TILE_PX, TILE_PX)), (x, y))
    return page


def save_sheet(path: Path, drawn: DrawnDigits, printed: PrintedDigits | None = None) -> None:
    """Write the sheet as PNG. Raises InputError for another suffix."""
    if path.suffix.lower() != ".png":
        raise InputError(f"a sheet is saved as .png, got {path.name!r}: change the file name's ending")
    with landing(path) as beside:
        styles_sheet(drawn, printed).save(beside, "PNG")


def _drawn(drawn: DrawnDigits) -> list[Row]:
    kinds = dict.fromkeys(zip(drawn.styles.tolist(), drawn.pens.tolist(), strict=True))
    return [
        (style, f"{pen} pen", drawn.part.images[(drawn.styles == style) & (drawn.pens == pen)][:ACROSS])
        for style, pen in kinds
    ]


def _printed(printed: PrintedDigits) -> list[Row]:
    """The first font of every family at the first size; two families share a row."""
    large = printed.sizes_px == printed.sizes[0]
    first = [np.flatnonzero(large & (printed.part.groups == i))[:10] for i in range(len(printed.families))]
    return [
        (
            first_name,
            f"and {second[0]}" if second else "",
            printed.part.images[np.concatenate(first[i : i + 2])],
        )
        for i in range(0, len(first), 2)
        for first_name, *second in [printed.families[i : i + 2]]
    ]
