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
    brushes: dict[tuple[object, ...], tuple[skia.Paint, skia.Paint]] = {}
    for part in parts:
        key = (part.ink, part.turn, part.pen, part.height, part.hard)
        if key not in brushes:
            brushes[key] = _brushes(part, ink)
        paint, level = brushes[key]
        flat.drawPath(part.path, paint)
        deep.drawPath(part.path, level)
        if part.folds:
            _fold(deep, part)
    return colour, relief


def _brushes(part: Part, ink: Ink) -> "tuple[skia.Paint, skia.Paint]":
    """What a part's colour and its height are painted with."""
    paint, height = ink(part), skia.Color(round(40 + 215 * part.height), 128, 0 if part.hard else 255)
    if paint is None:
        paint, height = skia.Paint(AntiAlias=True, BlendMode=skia.BlendMode.kClear), GROUND
    level = skia.Paint(AntiAlias=True, Color=height)
    if part.pen:
        for brush in (paint, level):
            brush.setStyle(skia.Paint.kStroke_Style)
            brush.setStrokeWidth(part.pen)
            brush.setStrokeJoin(skia.Paint.kRound_Join)
    return paint, level


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
