"""Fabric: a scene's colours and prints as paint for its parts."""

from dataclasses import dataclass

import numpy as np

from fittingroom.simulate.garments.canvas import RGBA, Ink
from fittingroom.simulate.garments.colours import METALS, RGB, brightness, dyed, shaded
from fittingroom.simulate.garments.outline import Part, skia
from fittingroom.simulate.garments.prints import PRINTS, tile
from fittingroom.simulate.garments.scene import Scene

PALE: RGB = (0.93, 0.92, 0.89)
DARK: RGB = (0.14, 0.13, 0.14)
METAL: RGB = (0.75, 0.75, 0.78)


@dataclass(frozen=True, slots=True)
class Bands:
    """Where a garment changes its colour, print or material from top to bottom, in metres."""

    top: float
    low: float

    def at(self, share: float) -> float:
        return self.top + (self.low - self.top) * share


def split_at(scene: Scene) -> float:
    """How far down the second colour, print or material begins, as a share of the garment's height."""
    return 0.5 if scene.style == "Two-Tone" or len(scene.materials) > 1 else 0.66


def inks(scene: Scene, bands: Bands, px_per_m: float, size_px: int, tones: dict[str, RGB]) -> Ink:
    """The paint of every part of a garment; tones: the colours of what stands behind it."""
    dyes = [dyed(name, scene.dice) for name in scene.colours]
    prints = scene.all_prints
    used = max([PRINTS[name].inks for name in prints] or [1])
    main = dyes[0]
    light = brightness(main) > 0.45
    # The picture of a printed garment has the second dye for itself
    spare = dyes[max(used, 2 if scene.style == "Printed" else 1) :]
    second = dyes[1] if len(dyes) > 1 else shaded(main, 0.72 if light else 1.35)
    contrast = (DARK, PALE)[brightness(main) < 0.55]
    pale = PALE if brightness(main) < 0.8 else shaded(main, 0.8)
    plain: dict[str, RGB] = {
        "second": second,
        "third": dyes[2] if len(dyes) > 2 else contrast,
        "lining": shaded(main, 0.52),
        "trim": spare[0] if spare and scene.style != "Two-Tone" else shaded(main, 0.86 if light else 1.12),
        "seam": shaded(main, 0.66) if brightness(main) > 0.16 else shaded(main, 1.18),
        "stitch": (0.80, 0.58, 0.28),
        "button": scene.dice.pick("buttons", (contrast, shaded(main, 0.6))),
        "dark": DARK if brightness(main) > 0.3 else shaded(main, 1.35),
        "pale": pale,
        "metal": METAL,
        "sole": scene.dice.pick("sole", (PALE, DARK, shaded(main, 0.7), (0.62, 0.44, 0.28))),
        "lace": pale if brightness(main) < 0.6 else shaded(main, 0.75),
        "fur": (0.86, 0.82, 0.75),
        "wash": (main[0] * 1.1 + 0.08, main[1] * 1.1 + 0.08, main[2] * 1.1 + 0.08),
        "thread": contrast,
        "bloom": dyes[1] if len(dyes) > 1 else contrast,
        "pearl": (0.95, 0.93, 0.88) if brightness(main) < 0.75 else (0.62, 0.58, 0.55),
        "stone": (0.88, 0.94, 1.0) if brightness(main) < 0.8 else (0.45, 0.5, 0.6),
        "glint": (1.0, 1.0, 1.0),
        **tones,
    }
    weave = Weave(scene, dyes, spare, bands, px_per_m, size_px)
    kept: dict[float, skia.Shader] = {}

    def ink(part: Part) -> "skia.Paint | None":
        if part.ink == "hole":
            return None
        if part.ink == "main":
            turn = part.turn if prints else 0.0
            if turn not in kept:
                kept[turn] = woven(weave, turn)
            paint = skia.Paint(AntiAlias=True, Shader=kept[turn])
        else:
            paint = skia.Paint(AntiAlias=True, Color=_argb(plain[part.ink]))
        if (scene.clear and not part.hard) or part.ink == "wash":
            paint.setAlphaf(0.4)
        return paint

    return ink


def _argb(colour: RGB) -> int:
    red, green, blue = (round(255 * min(max(value, 0), 1)) for value in colour)
    return 0xFF000000 | red << 16 | green << 8 | blue


@dataclass(frozen=True, slots=True)
class Weave:
    """The main fabric of a garment: dyes of the print or the ground, spare dyes for the bands below it."""

    scene: Scene
    dyes: list[RGB]
    spare: list[RGB]
    bands: Bands
    px_per_m: float
    size_px: int


def woven(weave: Weave, turn: float) -> "skia.Shader":
    """The fabric whose threads run at an angle: its print, and below it what else the garment is made of."""
    scene, bands = weave.scene, weave.bands
    if scene.all_prints:
        stack = [_printed(weave, at, turn) for at in range(len(scene.all_prints))]
    elif scene.colours[0] in METALS:
        stack = [_metallic(weave.dyes[0], bands)]
    else:
        stack = [skia.Shaders.Color(_argb(weave.dyes[0]))]
    stack += [skia.Shaders.Color(_argb(dye)) for dye in weave.spare]
    shown, first = stack[0], split_at(scene)
    for at, lower in enumerate(stack[1:]):
        shown = _below(shown, lower, bands.at(first + (1 - first) * at / (len(stack) - 1)))
    return shown


def _metallic(colour: RGB, bands: Bands) -> "skia.Shader":
    """Bronze, gold and silver shine in bars."""
    tones = [_argb(shaded(colour, f)) for f in (0.82, 1.0, 1.75, 0.95, 0.7, 1.0, 1.55, 0.85)]
    ends = [skia.Point(-0.28, bands.top), skia.Point(0.28, bands.top + 0.22)]
    return skia.GradientShader.MakeLinear(ends, tones, mode=skia.TileMode.kMirror)


def _printed(weave: Weave, at: int, turn: float) -> "skia.Shader":
    """The scene's print number `at`, in its dyes."""
    dice, name = weave.scene.dice, weave.scene.all_prints[at]
    side = max(4, round(weave.size_px / PRINTS[name].repeats / dice.pick(f"repeats {at}", (0.8, 1.0, 1.25))))
    dyes = weave.dyes[at:] if len(weave.dyes) > PRINTS[name].inks else weave.dyes
    palette = np.array([dyes[k % len(dyes)] for k in range(3)], np.float32) * 255
    pixels = np.full((side, side, 4), 255, np.uint8)
    pixels[..., :3] = np.minimum(tile(name, side) @ palette + 0.5, 255)
    matrix = skia.Matrix()
    matrix.setRotate(turn)
    matrix.preScale(1 / weave.px_per_m, 1 / weave.px_per_m)
    matrix.preTranslate(dice.uniform(f"tile {at} x", 0, 64), dice.uniform(f"tile {at} y", 0, 64))
    linear = skia.SamplingOptions(skia.FilterMode.kLinear)
    return skia.Image.fromarray(pixels, RGBA).makeShader(
        skia.TileMode.kRepeat, skia.TileMode.kRepeat, linear, matrix
    )


def _below(upper: "skia.Shader", lower: "skia.Shader", y: float) -> "skia.Shader":
    """One fabric down to y, another from there."""
    edge = skia.GradientShader.MakeLinear(
        [skia.Point(0, y - 1), skia.Point(0, y + 1)],
        [0x00000000, 0x00000000, 0xFFFFFFFF, 0xFFFFFFFF],
        [0, 0.499, 0.501, 1],
    )
    masked = skia.Shaders.Blend(skia.BlendMode.kSrcIn, edge, lower)
    return skia.Shaders.Blend(skia.BlendMode.kSrcOver, upper, masked)
