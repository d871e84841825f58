"""Pictures of each label: a row on the page, and a sheet of its own beside it."""

import base64
import io
from collections.abc import Mapping, Sequence
from html import escape
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from fittingroom.curate.document.contents import Contents
from fittingroom.curate.document.samples import Sample
from fittingroom.data.attributes import LabelMap
from fittingroom.files import landing, slug
from fittingroom.reporting.document import Figure
from fittingroom.reporting.format import count, counted

ON_SHEET, ACROSS = 48, 8
SHEET_PX = 112
ON_PAGE_BYTES = 3_500_000
"""What the rows of pictures may weigh on the page; with many labels a row has fewer pictures."""

TILE_BYTES = 2_100
"""About what a tile of TILE_PX weighs on the page."""

TILE_PX, GAP_PX, MOST_TILES = 72, 4, 10


def sheet_name(label: int, labels: LabelMap) -> str:
    """The file of a label's sheet."""
    return f"{label:03d}-{slug(labels.by_id[label].name)}.jpg"


def write_sheets(folder: Path, pictures: Mapping[int, Sequence[Sample]], labels: LabelMap) -> None:
    """A sheet of up to ON_SHEET pictures for each label, ACROSS a row."""
    folder.mkdir(parents=True, exist_ok=True)
    for label, some in pictures.items():
        rows = [some[at : at + ACROSS] for at in range(0, len(some), ACROSS)]
        with landing(folder / sheet_name(label, labels)) as beside:
            _grid(rows, SHEET_PX).save(beside, "JPEG", quality=85)


def sheets(found: Contents, pictures: Mapping[int, Sequence[Sample]]) -> list[Figure]:
    """A figure for each group: a row of train pictures for each of its labels, most frequent first."""
    tiles = max(2, min(MOST_TILES, ON_PAGE_BYTES // (TILE_BYTES * max(1, len(pictures)))))
    whole = dict(zip(found.labels.ids.tolist(), found.whole.of_label.tolist(), strict=True))
    figures = []
    for place, group in enumerate(found.labels.groups):
        own = sorted((label.id for label in found.labels.of_group(group.name)), key=lambda x: (-whole[x], x))
        shown = [label for label in own if label in pictures]
        if not shown:
            continue
        rows = "".join(_row(found, label, pictures[label][:tiles], whole[label]) for label in shown)
        without = len(own) - len(shown)
        more = f"; {counted(without, 'label')} without a train picture" if without else ""
        figures.append(
            Figure(
                name=f"sheet-{place + 1}",
                title=f"{group.name[:1].upper()}{group.name[1:]}",
                caption=f"{counted(len(shown), 'label')}, up to {tiles} train pictures each, drawn at random"
                f"{more}. A name leads to its larger sheet.",
                description=f"Rows of pictures, one for each label of {group.name}.",
                markup=f'<dl class="label-sheet">{rows}</dl>',
                section="sheets",
                folded=True,
            )
        )
    return figures


def _row(found: Contents, label: int, some: Sequence[Sample], n: int) -> str:
    name = found.labels.by_id[label].name
    strip = _grid([some], TILE_PX)
    target = io.BytesIO()
    strip.save(target, "JPEG", quality=72, optimize=True)
    address = f"data:image/jpeg;base64,{base64.b64encode(target.getvalue()).decode()}"
    size = f'width="{strip.width}" height="{strip.height}" loading="lazy"'
    link = f'<a href="sheets/{sheet_name(label, found.labels)}">{escape(name)}</a>'
    alt = f"{counted(len(some), 'train picture')} of {escape(name)}"
    name = f'<dt>{link} <span class="note">{count(n)}</span></dt>'
    return f'<div>{name}<dd><img src="{address}" alt="{alt}" {size}/></dd></div>'


def _grid(rows: Sequence[Sequence[Sample]], edge: int) -> Image.Image:
    """Pictures in rows on white, each fitted into a square of `edge` pixels."""
    step, across = edge + GAP_PX, max(map(len, rows))
    sheet = Image.new("RGB", (across * step - GAP_PX, len(rows) * step - GAP_PX), "white")
    for y, row in enumerate(rows):
        for x, sample in enumerate(row):
            tile = _tile(sample, edge)
            left, top = (edge - tile.width) // 2, (edge - tile.height) // 2
            sheet.paste(tile, (x * step + left, y * step + top))
    return sheet


def _tile(sample: Sample, edge: int) -> Image.Image:
    """The picture within a square; a cross where it cannot be read, so that the sheet tells."""
    try:
        with Image.open(io.BytesIO(sample.image)) as picture:
            picture.draft("RGB", (2 * edge, 2 * edge))
            tile = picture.convert("RGB")
    except (UnidentifiedImageError, OSError):
        tile = Image.new("RGB", (edge, edge), "#c9661f")
    tile.thumbnail((edge, edge), Image.Resampling.LANCZOS)
    return tile
