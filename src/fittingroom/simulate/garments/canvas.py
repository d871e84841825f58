"""The canvas: parts become two flat pictures, one of colour and one of relief."""

from collections.abc import Callable, Sequence

import numpy as np

from fittingroom.simulate.garments.outline import Part, skia

Ink = Callable[[Part], "skia.Paint | None"]
"""The paint of a part; None cuts a hole."""

RGBA = skia.ColorType.kRGBA_8888_ColorType


def page(size_px: int) -> "tuple[np.ndarray, skia.Surface]":
    """An empty picture and the surface that draws into it."""
    pixels = np.zeros((size_px, size_px, 4), np.uint8)
    return pixels, skia.Surface(pixels, RGBA, skia.AlphaType.kPremul_AlphaType)


GROUND = 0xFF008000
"""Relief where nothing is: the lowest height, neither ridge nor groove, no cloth."""


def painted(
    parts: Sequence[Part], ink: Ink, matrix: "skia.Matrix", size_px: int
) -> tuple[np.ndarray, np.ndarray]:
    """Colour (premultiplied) and relief of the parts, (size_px, size_px, 4) uint8 each; see `relief.lit`."""
    colour, colour_surface = page(size_px)
    relief, relief_surface = page(size_px)
    flat, deep = colour_surface.getCanvas(), relief_surface.getCanvas()
    deep.clear(GROUND)
    flat.concat(matrix)
    deep.concat(matrix)
    for part in parts:
        paint = ink(part)
        hole = paint is None
        if paint is None:
            paint = skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kClear)
        level = skia.Paint(
            AntiAlias=True,
            Color=GROUND if hole else skia.Color(round(40 + 215 * part.height), 128, 0 if part.hard else 255),
        )
        if part.pen:
            for brush in (paint, level):
                brush.setStyle(skia.Paint.kStroke_Style)
                brush.setStrokeWidth(part.pen)
                brush.setStrokeJoin(skia.Paint.kRound_Join)
        flat.drawPath(part.path, paint)
        deep.drawPath(part.path, level)
        if part.folds:
            _fold(deep, part)
    return colour, relief


def _fold(canvas: "skia.Canvas", part: Part) -> None:
    canvas.save()
    if not part.pen:
        canvas.clipPath(part.path)
    alike: dict[tuple[float, float], skia.Path] = {}
    for fold in part.folds:
        alike.setdefault((fold.pen, fold.rise), skia.Path()).addPath(fold.path)
    for (pen, rise), path in alike.items():
        # Folds are blurred before they are used: soft edges would cost time and change nothing
        brush = skia.Paint(StrokeWidth=pen, StrokeCap=skia.Paint.kRound_Cap)
        brush.setStyle(skia.Paint.kStroke_Style)
        strength = min(1.0, abs(rise)) * 0.8
        if rise > 0:
            brush.setColor4f(skia.Color4f(0, 0.8 * strength, 0, 1))
            brush.setBlendMode(skia.BlendMode.kScreen)
        else:
            brush.setColor4f(skia.Color4f(1, 1 - strength, 1, 1))
            brush.setBlendMode(skia.BlendMode.kMultiply)
        canvas.drawPath(path, brush)
    canvas.restore()
