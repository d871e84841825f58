"""Prints that are drawn: motifs of up to three inks on a tile that repeats without a seam."""

import math
from collections.abc import Callable, Iterable

import numpy as np

from fittingroom.simulate.garments.canvas import page
from fittingroom.simulate.garments.outline import Node, box, line, oval, skia, surface

MASTER_PX = 192
"""Tiles are drawn at this size and reduced."""

INKS = (0xFFFF0000, 0xFF00FF00, 0xFF0000FF)
"""The first, second and third ink while a tile is drawn: a channel each, so that soft edges mix."""

Motif = Callable[["skia.Canvas", np.random.Generator], None]


def on_tile(motif: Motif, rng: np.random.Generator) -> np.ndarray:
    """How much of each ink covers each pixel of a tile, (MASTER_PX, MASTER_PX, 3) float32."""
    pixels, surface_of_tile = page(MASTER_PX)
    canvas = surface_of_tile.getCanvas()
    canvas.clear(INKS[0])
    canvas.scale(MASTER_PX, MASTER_PX)
    motif(canvas, rng)
    return pixels[..., :3].astype(np.float32) / 255


def _put(canvas: "skia.Canvas", path: "skia.Path", ink: int, *, pen: float = 0.0, wrap: bool = True) -> None:
    paint = skia.Paint(AntiAlias=True, Color=INKS[ink])
    if pen:
        paint.setStyle(skia.Paint.kStroke_Style)
        paint.setStrokeWidth(pen)
    for dx in (-1, 0, 1) if wrap else (0,):
        for dy in (-1, 0, 1) if wrap else (0,):
            canvas.save()
            canvas.translate(dx, dy)
            canvas.drawPath(path, paint)
            canvas.restore()


def _turned(nodes: Iterable[Node], x: float, y: float, size: float, degrees: float) -> "skia.Path":
    c, s = math.cos(math.radians(degrees)) * size, math.sin(math.radians(degrees)) * size
    return surface(
        [
            tuple(
                value
                for i in range(0, len(node), 2)
                for value in (x + c * node[i] - s * node[i + 1], y + s * node[i] + c * node[i + 1])
            )
            for node in nodes
        ]
    )


def argyle(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for x, y, ink in ((0, 0, 1), (0.5, 0.5, 2)):
        _put(canvas, surface([(x, y - 0.5), (x + 0.5, y), (x, y + 0.5), (x - 0.5, y)]), ink)
    for dx in (0.0, 0.5):
        _put(canvas, line([(dx - 0.25, -0.75), (dx + 1.25, 0.75)]), 0, pen=0.035)
        _put(canvas, line([(dx + 1.25, -0.75), (dx - 0.25, 0.75)]), 0, pen=0.035)


def checkered(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, box(0, 0, 0.5, 0.5), 1, wrap=False)
    _put(canvas, box(0.5, 0.5, 1, 1), 1, wrap=False)


def chevron(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for y in (0.0, 0.5):
        _put(
            canvas,
            surface(
                [(0, y + 0.25), (0.5, y - 0.05), (1, y + 0.25), (1, y + 0.5), (0.5, y + 0.2), (0, y + 0.5)]
            ),
            1,
        )


def stripes(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, box(0, 0, 1, 0.5), 1, wrap=False)


def pin_stripes(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, box(0.4, 0, 0.58, 1), 1, wrap=False)


def polka(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for x, y in ((0.25, 0.25), (0.75, 0.75)):
        _put(canvas, oval(x, y, 0.3), 1)


HEART: list[Node] = [
    (0, 0.9),
    (-1.15, 0.05, -0.85, -0.45),
    (-0.5, -1.0, 0, -0.35),
    (0.5, -1.0, 0.85, -0.45),
    (1.15, 0.05, 0, 0.9),
]


def hearts(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for x, y in ((0.25, 0.25), (0.75, 0.75)):
        _put(canvas, _turned(HEART, x, y, 0.19, 0), 1)


PETAL: list[Node] = [(0, 0), (0.75, -0.45, 0.95, 0), (0.75, 0.45, 0, 0)]


def floral(canvas: "skia.Canvas", rng: np.random.Generator) -> None:
    spots = [(0.22, 0.25, 0.21), (0.72, 0.3, 0.15), (0.45, 0.72, 0.19), (0.93, 0.75, 0.16)]
    for x, y, size in spots:
        for turn in rng.uniform(0, 360, 2):
            _put(canvas, _turned(PETAL, x, y, size * 1.6, turn), 2)
    for x, y, size in spots:
        start = rng.uniform(0, 72)
        for k in range(5):
            _put(canvas, _turned(PETAL, x, y, size, start + 72 * k), 1)
        _put(canvas, oval(x, y, size * 0.42), 2)


def paisley(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    drop: list[Node] = [
        (0.1, -1.0),
        (0.55, -0.75, 0.25, -0.5),
        (0.9, 0.1, 0.55, 0.6),
        (0.1, 1.05, -0.4, 0.65),
        (-0.85, 0.15, -0.4, -0.35),
        (-0.1, -0.75, 0.1, -1.0),
    ]
    for x, y, turn in ((0.28, 0.28, 20), (0.76, 0.74, 200)):
        _put(canvas, _turned(drop, x, y, 0.27, turn), 1)
        _put(canvas, _turned(drop, x, y + 0.01, 0.19, turn), 0)
        _put(canvas, _turned(drop, x, y + 0.015, 0.13, turn), 2)
        _put(canvas, oval(x, y + 0.03, 0.075), 1)
    for x, y in ((0.72, 0.22), (0.25, 0.75)):
        for k in range(6):
            _put(
                canvas,
                oval(x + 0.075 * math.cos(k * math.pi / 3), y + 0.075 * math.sin(k * math.pi / 3), 0.05),
                2,
            )
        _put(canvas, oval(x, y, 0.05), 1)


def geometric(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, surface([(0, 0), (0.5, 0), (0, 0.5)]), 1)
    _put(canvas, surface([(0.5, 0), (1, 0), (1, 0.5)]), 2)
    _put(canvas, surface([(0, 0.5), (0.25, 0.75), (0, 1)]), 2)
    _put(canvas, surface([(1, 0.5), (0.75, 0.75), (1, 1)]), 1)
    _put(canvas, surface([(0.5, 0.36), (0.64, 0.5), (0.5, 0.64), (0.36, 0.5)]), 1)
    _put(canvas, surface([(0.25, 0.75), (0.5, 1.0), (0.75, 0.75), (0.5, 0.86)]), 1)


def plaid(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    def over(path: "skia.Path", color: int) -> None:
        canvas.drawPath(path, skia.Paint(AntiAlias=True, Color=color))

    for a, b, color in (
        (0.1, 0.48, 0x8800FF00),
        (0.25, 0.33, 0xAA0000FF),
        (0.7, 0.76, 0xCC00FF00),
        (0.86, 0.9, 0xCC0000FF),
    ):
        over(box(a, 0, b, 1), color)
        over(box(0, a, 1, b), color)


def gingham(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    """Half dyed where one thread is dyed, fully where both are; the first ink is the dye."""
    canvas.drawPath(box(0, 0, 1, 1), skia.Paint(Color=INKS[1]))
    half = skia.Paint(AntiAlias=True, Color=0x80FF0000)
    canvas.drawPath(box(0, 0, 0.5, 1), half)
    canvas.drawPath(box(0, 0, 1, 0.5), half)
    canvas.drawPath(box(0, 0, 0.5, 0.5), skia.Paint(Color=INKS[0]))


def herringbone(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for k in range(5):
        y = k / 4
        _put(canvas, line([(0.0, y), (0.5, y + 0.5)]), 1, pen=0.1)
        _put(canvas, line([(0.5, y + 0.5), (1.0, y)]), 1, pen=0.1)
    _put(canvas, box(0.485, 0, 0.515, 1), 0, wrap=False)


def leopard(canvas: "skia.Canvas", rng: np.random.Generator) -> None:
    for row in range(4):
        for column in range(4):
            x = (column + 0.5 * (row % 2) + rng.uniform(0.3, 0.7)) / 4
            y = (row + rng.uniform(0.35, 0.65)) / 4
            size, start = rng.uniform(0.075, 0.1), rng.uniform(0, 360)
            _put(canvas, oval(x, y, size * 1.2, size), 1)
            arc = skia.Path()
            for begin, sweep in ((start, 130), (start + 165, 90), (start + 280, 45)):
                arc.addArc(
                    skia.Rect.MakeXYWH(x - size * 0.75, y - size * 0.7, size * 1.5, size * 1.4), begin, sweep
                )
            _put(canvas, arc, 2, pen=0.05)
    for x, y in rng.uniform(0, 1, (9, 2)):
        _put(canvas, oval(x, y, 0.045, 0.035), 2)
