"""Prints: patterns as tiles of up to three inks, dyed later in the product's own colours."""

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import lru_cache
from zlib import crc32

import cv2
import numpy as np

from fittingroom.simulate.garments.outline import Node, box, line, oval, skia, surface

MASTER_PX = 192
"""Tiles are drawn at this size and reduced."""

INKS = (0xFFFF0000, 0xFF00FF00, 0xFF0000FF)
"""The first, second and third ink while a tile is drawn: a channel each, so that soft edges mix."""


@dataclass(frozen=True, slots=True)
class Print:
    """draw: its tile; inks: how many colours it needs; repeats: tiles across the picture;
    usual: what the further inks are if nobody says; variants: how many tiles there are.
    """

    draw: "Callable[[skia.Canvas, np.random.Generator], None] | Callable[[np.random.Generator], np.ndarray]"
    inks: int = 2
    repeats: float = 6.0
    usual: tuple[tuple[str, ...], ...] = ()


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


def _argyle(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for x, y, ink in ((0, 0, 1), (0.5, 0.5, 2)):
        _put(canvas, surface([(x, y - 0.5), (x + 0.5, y), (x, y + 0.5), (x - 0.5, y)]), ink)
    for dx in (0.0, 0.5):
        _put(canvas, line([(dx - 0.25, -0.75), (dx + 1.25, 0.75)]), 0, pen=0.035)
        _put(canvas, line([(dx + 1.25, -0.75), (dx - 0.25, 0.75)]), 0, pen=0.035)


def _checkered(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, box(0, 0, 0.5, 0.5), 1, wrap=False)
    _put(canvas, box(0.5, 0.5, 1, 1), 1, wrap=False)


def _chevron(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for y in (0.0, 0.5):
        _put(
            canvas,
            surface(
                [(0, y + 0.25), (0.5, y - 0.05), (1, y + 0.25), (1, y + 0.5), (0.5, y + 0.2), (0, y + 0.5)]
            ),
            1,
        )


def _stripes(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, box(0, 0, 1, 0.5), 1, wrap=False)


def _pin_stripes(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, box(0.4, 0, 0.58, 1), 1, wrap=False)


def _polka(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for x, y in ((0.25, 0.25), (0.75, 0.75)):
        _put(canvas, oval(x, y, 0.3), 1)


HEART: list[Node] = [
    (0, 0.9),
    (-1.15, 0.05, -0.85, -0.45),
    (-0.5, -1.0, 0, -0.35),
    (0.5, -1.0, 0.85, -0.45),
    (1.15, 0.05, 0, 0.9),
]


def _hearts(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for x, y in ((0.25, 0.25), (0.75, 0.75)):
        _put(canvas, _turned(HEART, x, y, 0.19, 0), 1)


PETAL: list[Node] = [(0, 0), (0.75, -0.45, 0.95, 0), (0.75, 0.45, 0, 0)]


def _floral(canvas: "skia.Canvas", rng: np.random.Generator) -> None:
    spots = [(0.22, 0.25, 0.21), (0.72, 0.3, 0.15), (0.45, 0.72, 0.19), (0.93, 0.75, 0.16)]
    for x, y, size in spots:
        for turn in rng.uniform(0, 360, 2):
            _put(canvas, _turned(PETAL, x, y, size * 1.6, turn), 2)
    for x, y, size in spots:
        start = rng.uniform(0, 72)
        for k in range(5):
            _put(canvas, _turned(PETAL, x, y, size, start + 72 * k), 1)
        _put(canvas, oval(x, y, size * 0.42), 2)


def _paisley(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
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


def _geometric(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, surface([(0, 0), (0.5, 0), (0, 0.5)]), 1)
    _put(canvas, surface([(0.5, 0), (1, 0), (1, 0.5)]), 2)
    _put(canvas, surface([(0, 0.5), (0.25, 0.75), (0, 1)]), 2)
    _put(canvas, surface([(1, 0.5), (0.75, 0.75), (1, 1)]), 1)
    _put(canvas, surface([(0.5, 0.36), (0.64, 0.5), (0.5, 0.64), (0.36, 0.5)]), 1)
    _put(canvas, surface([(0.25, 0.75), (0.5, 1.0), (0.75, 0.75), (0.5, 0.86)]), 1)


def _plaid(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
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


def _gingham(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    """Half dyed where one thread is dyed, fully where both are; the first ink is the dye."""
    canvas.drawPath(box(0, 0, 1, 1), skia.Paint(Color=INKS[1]))
    half = skia.Paint(AntiAlias=True, Color=0x80FF0000)
    canvas.drawPath(box(0, 0, 0.5, 1), half)
    canvas.drawPath(box(0, 0, 1, 0.5), half)
    canvas.drawPath(box(0, 0, 0.5, 0.5), skia.Paint(Color=INKS[0]))


def _herringbone(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    for k in range(5):
        y = k / 4
        _put(canvas, line([(0.0, y), (0.5, y + 0.5)]), 1, pen=0.1)
        _put(canvas, line([(0.5, y + 0.5), (1.0, y)]), 1, pen=0.1)
    _put(canvas, box(0.485, 0, 0.515, 1), 0, wrap=False)


def _houndstooth(canvas: "skia.Canvas", _rng: np.random.Generator) -> None:
    _put(canvas, box(0, 0, 0.5, 0.5), 1)
    for i in range(2):
        o = i * 0.25
        _put(
            canvas,
            surface([(0.5, o), (0.5, o + 0.125), (0.625 + 0.125 - o * 0, o - 0.125), (0.625, o - 0.125)]),
            1,
        )
    _put(canvas, surface([(0.5, 0.25), (0.75, 0.0), (0.75, -0.25), (0.5, 0.0)]), 1)
    _put(canvas, surface([(0.0, 0.5), (0.25, 0.5), (0.0, 0.75), (-0.25, 0.75)]), 1)
    _put(
        canvas, surface([(0.5, 0.5), (0.5, 0.25), (0.75, 0.25), (0.75, 0.5), (0.625, 0.5), (0.75, 0.375)]), 1
    )
    _put(canvas, surface([(0.25, 0.5), (0.5, 0.5), (0.25, 0.75)]), 1)


def _leopard(canvas: "skia.Canvas", rng: np.random.Generator) -> None:
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


def _snakeskin(canvas: "skia.Canvas", rng: np.random.Generator) -> None:
    for row in range(6):
        for column in range(4):
            x, y = (column + 0.5 * (row % 2)) / 4, row / 6
            if rng.uniform() < 0.5:
                _put(canvas, surface([(x, y - 0.16), (x + 0.115, y), (x, y + 0.16), (x - 0.115, y)]), 1)
            _put(
                canvas,
                line([(x, y - 0.167), (x + 0.125, y), (x, y + 0.167), (x - 0.125, y), (x, y - 0.167)]),
                1,
                pen=0.022,
            )


def _soft(rng: np.random.Generator, x: float, y: float, count: int = 1) -> np.ndarray:
    """`count` soft noises of spread 1 without a seam, (count, MASTER_PX, MASTER_PX)."""
    white = rng.standard_normal((count, MASTER_PX, MASTER_PX)).astype(np.float32)
    fields = []
    for one in white:
        wide = cv2.GaussianBlur(np.tile(one, (3, 3)), (0, 0), sigmaX=x, sigmaY=y)
        fields.append(wide[MASTER_PX : 2 * MASTER_PX, MASTER_PX : 2 * MASTER_PX])
    soft = np.stack(fields)
    return soft / soft.std(axis=(1, 2), keepdims=True)


def _inked(second: np.ndarray, third: np.ndarray | None = None) -> np.ndarray:
    """Weights of three inks from how much the second and third cover."""
    second = np.clip(second, 0, 1)
    third = np.zeros_like(second) if third is None else np.clip(third, 0, 1)
    second = second * (1 - third)
    return np.stack([1 - second - third, second, third], axis=-1)


def _camouflage(rng: np.random.Generator) -> np.ndarray:
    one, two = _soft(rng, 13, 9, 2)
    return _inked((one - 0.15) * 9, (two - 0.55) * 9)


def _zebra(rng: np.random.Generator) -> np.ndarray:
    """Stripes that bend and fork: the phase is pulled about by noise."""
    bend = _soft(rng, 26, 20)[0]
    y, x = np.mgrid[:MASTER_PX, :MASTER_PX] / MASTER_PX
    return _inked(np.sin(2 * np.pi * (3 * y + x * 1.0) + 1.9 * bend) * 4 + 0.5)


def _marbled(rng: np.random.Generator) -> np.ndarray:
    bend, fine = _soft(rng, 20, 20)[0], _soft(rng, 7, 7)[0]
    veins = np.abs(bend + 0.35 * fine)
    return _inked(1.1 - veins * 4.5 + 0.18 * fine)


def _tie_dye(rng: np.random.Generator) -> np.ndarray:
    """Rings of dye that ran, around the middle of the tile."""
    y, x = np.mgrid[:MASTER_PX, :MASTER_PX] / MASTER_PX - 0.5
    radius, angle = np.hypot(x, y), np.arctan2(y, x)
    rough = _soft(rng, 5, 5)[0] * 0.022
    rings = np.sin(2 * np.pi * (radius * 4.6 + rough * 2 + 0.035 * np.cos(9 * angle)))
    far = np.clip((0.5 - radius) * 12, 0, 1)
    return _inked(
        rings * 1.3 * far + 0.5 * far,
        np.clip(np.sin(2 * np.pi * (radius * 2.3 + rough + 0.3)) * 2.2 - 0.9, 0, 1) * far,
    )


def _galaxy(rng: np.random.Generator) -> np.ndarray:
    cloud, other = _soft(rng, 24, 18, 2)
    inked = _inked(cloud * 0.75 - 0.1, other * 0.7 - 0.35)
    for x, y, size in zip(*rng.integers(4, MASTER_PX - 4, (2, 46)), rng.integers(2, 5, 46), strict=True):
        cv2.circle(inked, (int(x), int(y)), int(size), (1.15, 1.15, 1.15), -1, cv2.LINE_AA)
    return inked


BLACK_OR_WHITE = ("White", "White", "Black")

PRINTS: dict[str, Print] = {
    "Argyle": Print(_argyle, 3, 4.5, (("White", "Gray", "Beige"), ("Black", "Red", "Blue", "Maroon"))),
    "Camouflage": Print(_camouflage, 3, 2.6, (("Brown", "Black"), ("Tan", "Beige"))),
    "Checkered": Print(_checkered, 2, 7.0, (BLACK_OR_WHITE,)),
    "Chevron": Print(_chevron, 2, 6.0, (BLACK_OR_WHITE,)),
    "Floral": Print(
        _floral, 3, 3.2, (("Red", "Pink", "Yellow", "White", "Blue"), ("Green", "Green", "Yellow"))
    ),
    "Galaxy": Print(_galaxy, 3, 1.7, (("Purple", "Blue"), ("Pink", "Teal"))),
    "Geometric": Print(_geometric, 3, 4.2, (("White", "Black", "Gray"), ("Yellow", "Red", "Teal", "Blue"))),
    "Gingham": Print(_gingham, 2, 8.5, (("White",),)),
    "Hearts": Print(_hearts, 2, 4.8, (("Red", "Pink", "White"),)),
    "Herringbone": Print(_herringbone, 2, 9.0, (("Gray", "White", "Black"),)),
    "Houndstooth": Print(_houndstooth, 2, 9.0, (BLACK_OR_WHITE,)),
    "Leopard And Cheetah": Print(_leopard, 3, 2.9, (("Brown",), ("Black",))),
    "Marbled": Print(_marbled, 2, 1.9, (BLACK_OR_WHITE,)),
    "Paisley": Print(_paisley, 3, 3.4, (("White", "Beige", "Gold"), ("Red", "Blue", "Teal"))),
    "Pin Stripes": Print(_pin_stripes, 2, 15.0, (("White", "Gray"),)),
    "Plaid": Print(_plaid, 3, 3.8, (("Black", "Blue", "Green"), ("White", "Yellow"))),
    "Polka Dot": Print(_polka, 2, 5.5, (BLACK_OR_WHITE,)),
    "Snakeskin": Print(_snakeskin, 2, 4.6, (("Black", "Brown"),)),
    "Stripes": Print(_stripes, 2, 8.5, (BLACK_OR_WHITE,)),
    "Tie Dye": Print(_tie_dye, 3, 1.45, (("White",), ("Yellow", "Blue", "Pink"))),
    "Zebra": Print(_zebra, 2, 2.2, (("Black", "White"),)),
}
"""Prints by label; Gingham is a material by its label and a print by its look."""

FIRST: dict[str, tuple[str, ...]] = {
    "Camouflage": ("Green", "Green", "Gray"),
    "Galaxy": ("Black", "Blue"),
    "Leopard And Cheetah": ("Tan", "Tan", "Beige"),
    "Snakeskin": ("Beige", "Gray", "Tan"),
    "Zebra": ("White", "White", "Black"),
}
"""What the ground of a print is when no colour is stated."""

RASTERED = frozenset((_camouflage, _galaxy, _marbled, _tie_dye, _zebra))


@lru_cache(maxsize=256)
def tile(name: str, size_px: int) -> np.ndarray:
    """How much of each ink covers each pixel of a tile, (size_px, size_px, 3) float32."""
    draw = PRINTS[name].draw
    rng = np.random.default_rng(crc32(name.encode()))
    if draw in RASTERED:
        weights = np.ascontiguousarray(draw(rng), np.float32)  # pyright: ignore[reportCallIssue]
    else:
        page = np.zeros((MASTER_PX, MASTER_PX, 4), np.uint8)
        canvas = skia.Surface(page, skia.ColorType.kRGBA_8888_ColorType).getCanvas()
        canvas.clear(INKS[0])
        canvas.scale(MASTER_PX, MASTER_PX)
        draw(canvas, rng)  # pyright: ignore[reportCallIssue]
        weights = page[..., :3].astype(np.float32) / 255
    weights = cv2.resize(weights, (size_px, size_px), interpolation=cv2.INTER_AREA)
    weights.setflags(write=False)
    return weights
