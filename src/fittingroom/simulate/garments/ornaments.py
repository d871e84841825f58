"""Styles that are put on the cloth: pearls, stones, embroidery, a printed picture."""

import math

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.outline import Node, Part, both, line, oval, surface
from fittingroom.simulate.garments.place import Place


def _spread(at: Place, dice: Dice, name: str, count: int) -> list[tuple[float, float]]:
    """Places on the garment, evenly strewn."""
    top, low = max(at.top + 0.05, 0.1), at.hem - 0.03
    spots = []
    for i in range(count):
        y = top + (low - top) * (i + dice.uniform(f"{name} {i} y", 0.2, 0.8)) / count
        share = (i * 0.618034 + dice.uniform(name)) % 1 * 2 - 1
        spots.append((share * at.half(max(y, 0.26)) * 0.8, y))
    return spots


def beaded(at: Place, _dice: Dice) -> list[Part]:
    """Strings of pearls in bows along the neckline and the waist."""
    parts = []
    for row, (y, sag) in enumerate(
        (
            (max(at.top, 0.08) + 0.035, 0.045),
            (max(at.top, 0.08) + 0.07, 0.06),
            (max(at.top, 0.08) + 0.105, 0.075),
        )
    ):
        w = min(at.half(0.26), 0.16) * (0.8 + 0.05 * row)
        for i in range(17):
            t = i / 8 - 1
            parts.append(Part(oval(w * t, y + sag * (1 - t * t), 0.019), "pearl", 0.95, hard=True))
    return parts


def rhinestones(at: Place, dice: Dice) -> list[Part]:
    """Stones that sparkle all over."""
    parts = []
    for i, (x, y) in enumerate(_spread(at, dice, "stone", 34)):
        size = 0.009 + 0.009 * (i % 3 == 0)
        star: list[Node] = [
            (x, y - size * 1.6),
            (x + size * 0.45, y - size * 0.45),
            (x + size * 1.6, y),
            (x + size * 0.45, y + size * 0.45),
            (x, y + size * 1.6),
            (x - size * 0.45, y + size * 0.45),
            (x - size * 1.6, y),
            (x - size * 0.45, y - size * 0.45),
        ]
        parts.append(Part(surface(star), "stone", 0.95, hard=True))
        parts.append(Part(oval(x, y, size * 1.3), "glint", 1.0, hard=True))
    return parts


def embroidered(at: Place, _dice: Dice) -> list[Part]:
    """Vines with stitched flowers up both sides."""
    parts = []
    low = min(at.hem - 0.03, at.top + 0.5)
    top = max(at.top + 0.03, 0.1)
    x = min(at.half(max(top, 0.3)) * 0.55, 0.1)
    step = (low - top) / 4
    vine: list[Node] = [
        (x, low),
        (x + 0.045, low - step * 0.5, x, low - step),
        (x - 0.045, low - step * 1.5, x, low - step * 2),
        (x + 0.045, low - step * 2.5, x, low - step * 3),
        (x - 0.04, low - step * 3.5, x, top),
    ]
    parts += both(Part(line(vine), "thread", 0.85, pen=0.009))
    for k in range(4):
        y, side = low - step * (k + 0.5), 1 if k % 2 == 0 else -1
        cx = x + side * 0.03
        for dx, dy in ((0, -0.016), (0.015, -0.005), (0.009, 0.013), (-0.009, 0.013), (-0.015, -0.005)):
            parts += both(Part(oval(cx + dx, y + dy, 0.021), "bloom", 0.9))
        parts += both(Part(oval(cx, y, 0.014), "pale", 1.0))
    return parts


def printed(at: Place, dice: Dice) -> list[Part]:
    """One picture on the chest, or on the thigh."""
    if at.top < 0.35:
        x, y, r = 0.0, max(at.top, 0.1) + 0.15, 0.1
    else:
        x, y, r = 0.11, min(at.top + 0.32, at.hem - 0.12), 0.065
    motif = dice.pick("motif", ("sun", "peak", "letters"))
    if motif == "sun":
        rays: list[Node] = []
        for k in range(24):
            radius = r if k % 2 == 0 else r * 0.66
            rays.append((x + radius * math.sin(k * math.pi / 12), y - radius * math.cos(k * math.pi / 12)))
        return [
            Part(surface(rays), "second", 0.64),
            Part(oval(x, y, r * 0.9), "pale", 0.65),
            Part(oval(x, y, r * 0.6), "second", 0.66),
        ]
    if motif == "peak":
        return [
            Part(oval(x, y, 2 * r), "second", 0.64),
            Part(
                surface(
                    [
                        (x - r * 0.85, y + r * 0.5),
                        (x - r * 0.2, y - r * 0.55),
                        (x + r * 0.12, y),
                        (x + r * 0.4, y - r * 0.3),
                        (x + r * 0.85, y + r * 0.5),
                    ]
                ),
                "pale",
                0.65,
            ),
            Part(line([(x - r, y + r * 0.62), (x + r, y + r * 0.62)]), "dark", 0.66, pen=r * 0.14),
        ]
    bars = []
    for row in range(3):
        for k in range(4 - row % 2):
            left = x - r + k * r * 0.52 + row * 0.1 * r
            bars.append(
                Part(
                    surface(
                        [
                            (left, y - r * 0.6 + row * r * 0.55),
                            (left + r * 0.38, y - r * 0.6 + row * r * 0.55),
                            (left + r * 0.38, y - r * 0.2 + row * r * 0.55),
                            (left, y - r * 0.2 + row * r * 0.55),
                        ]
                    ),
                    "second" if row != 1 else "pale",
                    0.65,
                )
            )
    return bars
