"""Data sets side by side, before any model: their pictures, their class means, and views of them all.

Each function makes one figure of several data sets, a panel for each: beside each other where there is
room, else one below the other.
"""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass
from html import escape

import numpy as np

from fittingroom.reporting import svg
from fittingroom.reporting.document import Figure, Table
from fittingroom.reporting.format import count, counted, decimals, enumerated
from fittingroom.reporting.pictures import Picture, picture_pairs
from fittingroom.reporting.scatter import MOST_NAMED, Axis, scatter
from fittingroom.reporting.svg import shortened
from fittingroom.types import Part

MOST_CLASSES = 50
"""Classes that a panel shows."""

STRIP_PX, TILE_PX = 308, 40
"""Width of a strip of pictures, which fits a phone and half a page, and the longest side of one on it."""

LEAST_TILE_PX = 24

STRONGEST_TINT = 0.42
"""Opacity of the closest cell, so that the ink on it keeps a contrast of 4.5 in dark too."""

SPREAD_GAIN = 2
"""Standard deviations are drawn so many times brighter; the largest possible one is then white."""


@dataclass(frozen=True, slots=True)
class Panel:
    """One data set of a figure: its title, its class names, and the pictures of one part."""

    title: str
    classes: tuple[str, ...]
    part: Part


def sprites(panels: Sequence[Panel], *, rng: np.random.Generator) -> Figure:
    """Random pictures of every class, in rows, as the Fashion-MNIST paper shows them (its table 2)."""
    strips = 1 if len(panels) > 1 else 2
    drawn = [_sprites(panel, strips, rng) for panel in panels]
    return Figure(
        name="sprites",
        title="What the pictures look like",
        caption=f"Random {panels[0].part.name} pictures, drawn by the report's seed, not chosen: what do "
        f"the class names not tell?{_cut(panels)}",
        description="For each data set, random pictures of every class in rows.",
        markup=side_by_side(panels, drawn),
        section="pictures",
    )


def _sprites(panel: Panel, strips: int, rng: np.random.Generator) -> str:
    shown = panel.classes[:MOST_CLASSES]
    rows = 3 if len(shown) <= 10 else 2 if len(shown) <= 20 else 1
    written = ""
    for label, name in enumerate(shown):
        own = np.flatnonzero(panel.part.labels == label)
        tiles = [tile(panel.part.images[row]) for row in rng.permutation(own)[: rows * strips * 30]]
        across = STRIP_PX // tiles[0].shape[1] if tiles else 1
        pieces = [tiles[i * rows * across :][: rows * across] for i in range(strips)]
        images = "".join(_strip(piece, across, name) for piece in pieces if piece)
        written += f'<div><dt>{escape(name)}</dt><dd class="pictures">{images}</dd></div>'
    return f'<dl class="picture-rows">{written}</dl>'


def tile(image: np.ndarray) -> np.ndarray:
    """A picture at the size that a strip shows: tiny ones grown by a whole factor, large ones reduced."""
    from PIL import Image

    image = image[..., 0] if image.shape[2:] == (1,) else image
    longest = max(image.shape[:2])
    if longest <= TILE_PX:
        factor = max(1, LEAST_TILE_PX // longest)
        return image.repeat(factor, axis=0).repeat(factor, axis=1)
    picture = Image.fromarray(image)
    picture.thumbnail((TILE_PX, TILE_PX), Image.Resampling.LANCZOS)
    return np.asarray(picture)


def _strip(tiles: Sequence[np.ndarray], across: int, name: str) -> str:
    """Tiles in rows of `across` as one image: grey as exact PNG, colour as JPEG."""
    from PIL import Image

    height, width = tiles[0].shape[:2]
    down = -(-len(tiles) // across)
    page = np.zeros((down * height, min(across, len(tiles)) * width, *tiles[0].shape[2:]), np.uint8)
    for i, one in enumerate(tiles):
        y, x = i // across * height, i % across * width
        page[y : y + height, x : x + width] = one
    target = io.BytesIO()
    kind = "png" if page.ndim == 2 else "jpeg"
    Image.fromarray(page).save(target, kind, optimize=True, quality=85)
    address = f"data:image/{kind};base64,{base64.b64encode(target.getvalue()).decode()}"
    alt = f"{counted(len(tiles), 'random picture')} of {name}"
    size = f'width="{page.shape[1]}" height="{page.shape[0]}" style="max-width:100%;height:auto"'
    return f'<img src="{address}" alt="{escape(alt)}" {size}/>'


def class_means(
    panels: Sequence[Panel], means: Sequence[np.ndarray], spreads: Sequence[np.ndarray]
) -> Figure:
    """The mean picture of every class beside the standard deviation of its pixels, (k, h, w[, c]) each."""
    drawn = [_pairs(*one) for one in zip(panels, means, spreads, strict=True)]
    return Figure(
        name="class-means",
        title="What each class looks like on average",
        caption="Left the mean picture of a class, right the standard deviation of each pixel, twice as "
        "bright: dark is what all pictures share. A sharp mean tells of pictures that are aligned and alike."
        + _cut(panels),
        description="For each class of each data set, its mean picture and its pixels' spread.",
        markup=side_by_side(panels, drawn),
        section="pictures",
    )


def _pairs(panel: Panel, means: np.ndarray, spreads: np.ndarray) -> str:
    counts = np.bincount(panel.part.labels, minlength=len(panel.classes))
    pairs = []
    for label, name in enumerate(panel.classes[:MOST_CLASSES]):
        if counts[label]:
            lines = (name, counted(int(counts[label]), "picture"))
            mean = Picture(_bytes(means[label]), f"mean picture of {name}", lines)
            pairs += [(mean, Picture(_bytes(SPREAD_GAIN * spreads[label]), f"spread of {name}"))]
    return picture_pairs(pairs)


def _bytes(values: np.ndarray) -> np.ndarray:
    return np.clip(np.rint(values), 0, 255).astype(np.uint8)


def distances(panels: Sequence[Panel], apart: Sequence[np.ndarray], *, most: int = 16) -> Figure:
    """How far class means lie from each other, (k, k) each: root mean square difference in grey levels."""
    drawn = [_triangle(*one, most) for one in zip(panels, apart, strict=True)]
    closest = [
        f"{', then '.join(closest_pairs(panel.classes, d))} ({panel.title})"
        for panel, d in zip(panels, apart, strict=True)
    ]
    cut = f" Shown are the {most} first classes." if any(len(p.classes) > most for p in panels) else ""
    return Figure(
        name="distances",
        title="How far the class means lie apart",
        caption="Root mean square difference of a pixel between two mean pictures, in grey levels of 255; a "
        f"stronger tint is closer. Closest: {'; '.join(closest)}.{cut}",
        description="For each data set, a triangle of distances between every two class means.",
        markup=side_by_side(panels, drawn),
        section="pictures",
        table=Table(
            columns=(
                ("data set", "text"),
                ("class", "text"),
                ("closest class", "text"),
                ("distance", "number"),
            ),
            rows=tuple(
                (panel.title, panel.classes[i], panel.classes[j], float(d[i, j]))
                for panel, d in zip(panels, apart, strict=True)
                for i, j in _closest(d)
            ),
        ),
    )


def closest_pairs(classes: Sequence[str], apart: np.ndarray, most: int = 2) -> list[str]:
    """The pairs of classes whose means are closest, in words: 'Pullover and Coat'."""
    pairs = [(i, j) for j in range(len(classes)) for i in range(j) if np.isfinite(apart[i, j])]
    pairs.sort(key=lambda pair: float(apart[pair]))
    return [f"{classes[i]} and {classes[j]}" for i, j in pairs[:most]]


def _closest(apart: np.ndarray) -> list[tuple[int, int]]:
    """Each class with pictures, and the class whose mean is closest to its own."""
    others = np.where(np.isfinite(apart), apart, np.inf) + np.diag(np.full(len(apart), np.inf))
    return [(i, int(row.argmin())) for i, row in enumerate(others) if np.isfinite(row).any()]


def _triangle(panel: Panel, apart: np.ndarray, most: int) -> str:
    names, apart = [shortened(name, 14) for name in panel.classes[:most]], apart[:most, :most]
    cell = min(32.0, 290 / max(len(names) - 1, 1))
    known = apart[np.isfinite(apart) & (apart > 0)]
    nearest, farthest = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
    shapes = []
    for i, name in enumerate(names):
        shapes += [svg.text(cell * i + 6, cell * i + cell / 2 + 4, name)]
        for j in range(i):
            d = float(apart[i, j])
            if not np.isfinite(d):
                continue
            tint = 0.05 + (STRONGEST_TINT - 0.05) * (farthest - d) / max(farthest - nearest, 1e-9)
            hint = f"{panel.classes[i]} and {panel.classes[j]}: {decimals(d)}"
            place = {"x": cell * j, "y": cell * i, "width": cell - 1, "height": cell - 1}
            shapes += [svg.rect(style="interval", hint=hint, fill_opacity=f"{tint:.2f}", **place)]
            middle = (cell * j + cell / 2, cell * i + cell / 2 + 4)
            shapes += [svg.text(*middle, decimals(d, 0), "small", "middle")]
    title = f"Distances between the class means of {panel.title}"
    about = f"A triangle of {counted(len(names), 'class').replace('classs', 'classes')}."
    width = cell * (len(names) - 1) + 110
    return svg.drawing(width, cell * len(names), shapes, title=title, description=about)


def side_by_side(panels: Sequence[Panel], drawn: Sequence[str]) -> str:
    """One drawing under the title of each data set; a single one needs no title."""
    if len(panels) == 1:
        return drawn[0]
    pieces = [
        f'<div><h4 style="margin:0 0 0.75rem">{escape(panel.title)}</h4>{markup}</div>'
        for panel, markup in zip(panels, drawn, strict=True)
    ]
    return f'<div class="panels">{"".join(pieces)}</div>'


def _cut(panels: Sequence[Panel]) -> str:
    most = max(len(panel.classes) for panel in panels)
    return f" Shown are the first {MOST_CLASSES} of {count(most)} classes." if most > MOST_CLASSES else ""


def view(
    panels: Sequence[Panel],
    points: Sequence[tuple[np.ndarray, np.ndarray]],
    axes: Sequence[tuple[Axis, Axis] | None],
    *,
    name: str,
    title: str,
    caption: str,
) -> Figure:
    """Some pictures of each data set as points: places (n, 2) and labels (n,) each, coloured by class."""
    drawn = [
        scatter(
            places,
            labels,
            panel.classes,
            axes=both,
            title=f"{title} of {panel.title}",
            description=f"{count(len(labels))} points of {len(np.unique(labels))} classes.",
        )
        for panel, (places, labels), both in zip(panels, points, axes, strict=True)
    ]
    classes = max(len(np.unique(labels)) for _, labels in points)
    cut = f" Of {count(classes)} classes the {MOST_NAMED} largest are named." if classes > MOST_NAMED else ""
    return Figure(
        name=name,
        title=title,
        caption=caption + cut,
        description=f"Points coloured and named by class, for {enumerated([p.title for p in panels])}.",
        markup=side_by_side(panels, drawn),
        section="views",
    )
