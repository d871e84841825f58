"""Thousands of points in a plane, coloured by class: a small picture of them, and names as text on top.

The points are one PNG, so that a page's size does not grow with their number. Classes are told apart
by colour and shape, and named where they lie, so that neither colour nor a legend is needed.
"""

import base64
import io
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.reporting import svg
from fittingroom.reporting.pictures import data_address
from fittingroom.reporting.svg import shortened

WIDTH, MARGIN = 400, 14
PIXELS_PER_UNIT = 2
MOST_NAMED = 40
"""Classes that are coloured and named; of more those with most points, the others stay grey."""

COLOURS = (
    "#2f7fd0",
    "#d9730d",
    "#1f9e5a",
    "#d64550",
    "#8a63d2",
    "#9a6b3f",
    "#d65db1",
    "#7a8794",
    "#98940e",
    "#0f9bb3",
)
"""Hues of medium lightness: they stand out from light and from dark paper alike."""

GREY = "#8a8f96"

SHAPES = (
    tuple((float(np.sin(a)), float(-np.cos(a))) for a in np.linspace(0, 2 * np.pi, 13)[:-1]),
    ((0, -1.2), (1.05, 0.75), (-1.05, 0.75)),
    ((-0.85, -0.85), (0.85, -0.85), (0.85, 0.85), (-0.85, 0.85)),
    ((0, 1.2), (1.05, -0.75), (-1.05, -0.75)),
    ((0, -1.25), (1.25, 0), (0, 1.25), (-1.25, 0)),
)
"""Disc, triangle, square, triangle on its tip and diamond, as corners around 0 of about equal area."""


GUTTER = 44
"""Room for an axis with its words and the pictures at its ends."""

END_PX = 36


@dataclass(frozen=True, slots=True)
class Axis:
    """Words along an axis, and the pictures (h, w[, c]) uint8 that stand at its low and at its high end."""

    words: str
    low: np.ndarray
    high: np.ndarray


@dataclass(frozen=True, slots=True)
class _Name:
    """A class's name: where its points lie (x, y), and the baseline of the words."""

    words: str
    x: float
    y: float
    colour: str
    shape: tuple[tuple[float, float], ...]

    @property
    def reach(self) -> float:
        """Half the width of mark and words, in units, for letters as wide as usual."""
        return (14 + 6.8 * len(self.words)) / 2


def scatter(
    places: np.ndarray,
    labels: np.ndarray,
    classes: Sequence[str],
    *,
    axes: tuple[Axis, Axis] | None = None,
    title: str,
    description: str,
) -> str:
    """Draw points at places (n, 2) by their labels (n,), both axes on one scale; as SVG text.

    Every class is named beside the point that lies nearest to the median of its points. Without `axes` the
    directions mean nothing and none are drawn.
    """
    left = GUTTER if axes else 0
    at, height = _placed(places, left)
    named = _named(labels, len(classes))
    png = _picture(at - [left, 0], labels, named, (WIDTH - left, height))
    shapes = [
        svg.element("image", href=png, x=float(left), y=0.0, width=float(WIDTH - left), height=height),
        *(_axes(axes, height) if axes else []),
        *_names(at, labels, [(label, classes[label]) for label in named], left, height),
    ]
    return svg.drawing(WIDTH, height + left, shapes, title=title, description=description)


def mark(label: int) -> tuple[str, tuple[tuple[float, float], ...]]:
    """Colour and shape of a class: both differ for neighbours, and no pair repeats among 50."""
    return COLOURS[label % len(COLOURS)], SHAPES[(label + label // len(COLOURS)) % len(SHAPES)]


def _placed(places: np.ndarray, left: float) -> tuple[np.ndarray, float]:
    """Places (n, 2) in the drawing, upwards in y, and its height: one scale for both, as wide as can be."""
    low, high = places.min(axis=0), places.max(axis=0)
    room = np.array([WIDTH - left - 2 * MARGIN, WIDTH - left - 2 * MARGIN])
    unit = room[0] / max(*(high - low), 1e-9)
    room[1] = max((high - low)[1] * unit, room[0] / 2)
    at = (places - (low + high) / 2) * [unit, -unit] + room / 2 + [left + MARGIN, MARGIN]
    return at, float(room[1] + 2 * MARGIN)


def _axes(axes: tuple[Axis, Axis], height: float) -> list[str]:
    """A line along each axis, its words, and a picture at either end."""
    across, up = axes
    middle_x, middle_y, below = (GUTTER + WIDTH) / 2, height / 2, height + GUTTER - END_PX
    turned = f"translate({svg.number(GUTTER - 14)} {svg.number(middle_y)})rotate(-90)"
    return [
        svg.lines([(GUTTER, 0, GUTTER, height), (GUTTER, height, WIDTH, height)], "grid"),
        _end(across.low, GUTTER, below),
        _end(across.high, WIDTH - END_PX, below),
        svg.text(middle_x, height + 24, across.words, "muted", "middle"),
        _end(up.high, 0, 0),
        _end(up.low, 0, height - END_PX),
        svg.text(0, 0, up.words, "muted", "middle", transform=turned),
    ]


def _end(image: np.ndarray, x: float, y: float) -> str:
    style = "image-rendering:pixelated"
    return svg.element("image", href=data_address(image), x=x, y=y, width=END_PX, height=END_PX, style=style)


def _named(labels: np.ndarray, k: int) -> list[int]:
    counts = np.bincount(labels, minlength=k)
    most = np.argsort(-counts, kind="stable")[:MOST_NAMED]
    return sorted(int(label) for label in most if counts[label])


def _picture(at: np.ndarray, labels: np.ndarray, named: list[int], room: tuple[float, float]) -> str:
    """The points as a PNG of few colours, the ground clear, as a data address."""
    from PIL import Image, ImageDraw

    size = (round(room[0] * PIXELS_PER_UNIT), round(room[1] * PIXELS_PER_UNIT))
    image = Image.new("P", size, 0)
    inks = ["#000000", GREY, *COLOURS]
    image.putpalette([int(ink[i : i + 2], 16) for ink in inks for i in (1, 3, 5)])
    pen = ImageDraw.Draw(image)
    radius = PIXELS_PER_UNIT * float(np.clip(120 / np.sqrt(len(at)), 1.6, 4))
    for row in np.argsort(np.isin(labels, named), kind="stable"):
        label = int(labels[row])
        colour, shape = mark(label) if label in named else (GREY, SHAPES[0])
        x, y = at[row] * PIXELS_PER_UNIT
        pen.polygon([(x + radius * a, y + radius * b) for a, b in shape], fill=inks.index(colour))
    target = io.BytesIO()
    image.save(target, "PNG", optimize=True, transparency=0, bits=4)
    return f"data:image/png;base64,{base64.b64encode(target.getvalue()).decode()}"


def _names(
    at: np.ndarray, labels: np.ndarray, named: list[tuple[int, str]], left: float, height: float
) -> list[str]:
    """Mark and words of each class, moved up and down until none covers another; a line leads back."""
    names = []
    for label, words in named:
        own = at[labels == label]
        x, y = own[((own - np.median(own, axis=0)) ** 2).sum(axis=1).argmin()]
        names += [_Name(shortened(words, 18), float(x), float(y), *mark(label))]
    shapes: list[str] = []
    for name, level in zip(names, _levels(names, height), strict=True):
        start = min(max(name.x - name.reach, left + 2), WIDTH - 2 - 2 * name.reach)
        if abs(level - name.y) > 9:
            shapes += [svg.line(name.x, name.y, name.x, level, "axis")]
        corners = "L".join(
            f"{svg.number(start + 5 + 5 * a)} {svg.number(level + 5 * b)}" for a, b in name.shape
        )
        shapes += [svg.element("path", d=f"M{corners}Z", style=f"fill:{name.colour};stroke:var(--paper)")]
        shapes += [svg.text(start + 14, level + 4, name.words, "strong halo")]
    return shapes


def _levels(names: Sequence[_Name], height: float, gap: float = 15) -> list[float]:
    """Heights at which names that would cover one another no longer do."""
    levels = np.array([name.y for name in names])
    reach, x = np.array([name.reach for name in names]), np.array([name.x for name in names])
    beside = np.abs(x[:, None] - x) < reach[:, None] + reach
    np.fill_diagonal(beside, False)
    for _ in range(300):
        apart = levels[:, None] - levels
        overlap = np.where(beside, np.maximum(gap - np.abs(apart), 0), 0)
        if not overlap.any():
            break
        order = np.arange(len(names))
        way = np.where(apart != 0, np.sign(apart), np.sign(order[:, None] - order))
        levels = np.clip(levels + 0.4 * (way * overlap).sum(axis=1), 9, height - 9)
    return levels.tolist()
