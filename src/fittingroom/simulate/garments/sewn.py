"""Styles and patterns that are sewn: frills, gathers, pleats, cuts and what is wrapped or laid on."""

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import HIP, WAIST
from fittingroom.simulate.garments.outline import Fold, Part, both, line, oval, surface, symmetric, wave
from fittingroom.simulate.garments.place import Place


def fringe(at: Place, dice: Dice) -> list[Part]:
    """Threads that hang from the hem."""
    w = at.half(at.hem)
    length = dice.uniform("fringe", 0.09, 0.13)
    count = 26
    threads = [
        Part(
            line(
                [
                    (x * w, at.hem - 0.015),
                    (x * w * 1.02 + dice.uniform(f"thread {i}", -0.012, 0.012), at.hem + length),
                ]
            ),
            "main",
            0.45,
            pen=w / count * 1.15,
        )
        for i in range(count + 1)
        for x in (2 * i / count - 1,)
    ]
    return [*threads, Part(line([(-w, at.hem - 0.012), (w, at.hem - 0.012)]), "seam", 0.8, pen=0.012)]


def ruffles(at: Place, _dice: Dice) -> list[Part]:
    """Rows of frills from the chest (or the hip) to the hem, each under the one before."""
    start = max(at.top + 0.12, 0.2)
    rows = max(2, min(5, round((at.hem - start) / 0.11)))
    parts = []
    for row in range(rows, 0, -1):
        top, low = start + (at.hem - start) * (row - 1) / rows, start + (at.hem - start) * row / rows + 0.03
        w, v = at.half(max(top, 0.25)), at.half(max(low, 0.25)) + 0.028
        waves = 5
        half = [
            (0, top),
            (w, top - 0.006),
            (v, low),
            *wave((v, low), (0, low + 0.006), waves=waves, rise=-0.02)[1:],
        ]
        folds = [
            Fold(line([(v * x * 0.85, top + 0.01), (v * x, low)]), 0.018, 0.9 * (-1) ** k)
            for k, x in enumerate([i / 5 - 1 for i in range(11)])
        ]
        parts.append(Part(symmetric(half), "main", 0.66 + 0.06 * (rows - row), folds=tuple(folds)))
    return parts


def ruched(at: Place, dice: Dice) -> list[Part]:
    """Gathers that run to a seam in the middle."""
    folds = []
    top, low = max(at.top + 0.06, 0.16), at.hem - 0.02
    count = max(6, round((low - top) / 0.036))
    for i in range(count):
        y = top + (low - top) * i / count
        w = at.half(max(y, 0.25)) * 1.05
        for side in (-1, 1):
            end = w * dice.uniform(f"gather {i} {side}", 0.45, 1.0)
            lift = dice.uniform(f"lift {i} {side}", 0.0, 0.03)
            for down, rise in ((0.0, -0.7), (0.016, 0.6)):
                bow = [
                    (side * 0.006, y + down),
                    (side * end * 0.5, y + down + 0.016, side * end, y + down - lift),
                ]
                folds.append(Fold(line(bow), 0.014, rise))
    return [Part(line([(0, top), (0, low)]), "seam", 0.75, pen=0.01, folds=tuple(folds))]


def ripped(at: Place, dice: Dice) -> list[Part]:
    """Slits, through which skin and white threads show."""
    parts = []
    legs = at.hem > 0.95 and at.top > 0.3
    spots = (
        [(-0.11, 0.82), (0.1, 0.98), (-0.115, 1.1), (0.11, 0.78)]
        if legs
        else [
            (-0.07, at.top + (at.hem - at.top) * 0.45),
            (0.075, at.top + (at.hem - at.top) * 0.65),
            (0.03, at.top + (at.hem - at.top) * 0.85),
        ]
    )
    for i, (x, y) in enumerate(spots):
        if y > at.hem - 0.03:
            continue
        w, h = dice.uniform(f"rip {i} w", 0.046, 0.06), dice.uniform(f"rip {i} h", 0.034, 0.05)
        parts.append(
            Part(
                surface(
                    [
                        (x - w, y),
                        (x, y - h * 1.5, x + w, y - 0.004),
                        (x + w * 0.6, y + h, x, y + h),
                        (x - w * 0.6, y + h * 0.9, x - w, y),
                    ]
                ),
                "hole",
                0.3,
            )
        )
        parts += [
            Part(
                line(
                    [
                        (x - w * (1 - abs(k) * 0.4), y + k * h * 0.5),
                        (x + w * (1 - abs(k) * 0.4), y + k * h * 0.5 + 0.003),
                    ]
                ),
                "pale",
                0.5,
                pen=0.006,
            )
            for k in (-0.8, 0.1, 0.9)
        ]
    return parts


def hollow(at: Place, _dice: Dice) -> list[Part]:
    """Cut-outs through which one sees the body."""
    y = max(at.top + 0.12, 0.3) if at.top < 0.35 else at.top + 0.18
    w = at.half(max(y, 0.26))
    parts = [
        *both(
            Part(
                surface(
                    [
                        (w * 1.02, y - 0.05),
                        (w * 0.45, y, w * 0.5, y + 0.03),
                        (w * 0.55, y + 0.07, w * 1.02, y + 0.085),
                    ]
                ),
                "hole",
                0.2,
            )
        )
    ]
    if at.top < 0.35:
        parts.append(
            Part(
                surface(
                    [
                        (0, at.top + 0.02),
                        (0.04, at.top + 0.06, 0.0, at.top + 0.115),
                        (-0.04, at.top + 0.06, 0, at.top + 0.02),
                    ]
                ),
                "hole",
                0.2,
            )
        )
    for k in (-1, 0, 1):
        parts.append(Part(oval(k * 0.055, min(at.hem - 0.06, y + 0.16), 0.036), "hole", 0.2))
    return parts


def peplum(at: Place, _dice: Dice) -> list[Part]:
    """A short flared skirt sewn to the waist."""
    w, v = at.half(WAIST) + 0.002, at.half(HIP) + 0.075
    low = 0.585
    half = [
        (0, WAIST),
        (w, WAIST - 0.006),
        (w + 0.03, WAIST + 0.09, v, low - 0.02),
        *wave((v, low - 0.02), (0, low + 0.01), waves=4, rise=-0.022)[1:],
    ]
    folds = [
        Fold(line([(w * x * 0.9, WAIST + 0.01), (v * x * 0.98, low)]), 0.026, 0.9 * (-1) ** k)
        for k, x in enumerate([i / 4 - 1 for i in range(9)])
    ]
    return [
        Part(symmetric(half), "main", 0.88, folds=tuple(folds)),
        Part(line([(-w, WAIST - 0.003), (0, WAIST + 0.006, w, WAIST - 0.003)]), "seam", 0.95, pen=0.012),
    ]


def pleated(at: Place, _dice: Dice) -> list[Part]:
    """Sharp parallel pleats down to the hem."""
    start = at.top + 0.03 if at.top > 0.3 else (WAIST + 0.02 if at.hem > 0.75 else max(at.top + 0.08, 0.16))
    folds = []
    count = 13
    wide = at.half(at.hem) / count
    for i in range(count):
        x = 2 * (i + 0.5) / count - 1
        a, b = at.half(max(start, 0.26)) * x, at.half(at.hem) * x
        folds.append(Fold(line([(a, start), (b, at.hem)]), wide * 0.55, -1.2))
        folds.append(Fold(line([(a + wide * 0.3, start), (b + wide * 0.7, at.hem)]), wide * 0.6, 1.0))
    return [Part(line([(0, start), (0.0001, start)]), "seam", 0.6, pen=0.001, folds=tuple(folds))]


def bandage(at: Place, _dice: Dice) -> list[Part]:
    """Horizontal bands, tightly laid side by side."""
    parts = []
    top, low = max(at.top + 0.06, 0.15), at.hem - 0.01
    count = max(4, round((low - top) / 0.062))
    for i in range(1, count):
        y = top + (low - top) * i / count
        w = at.half(max(y, 0.25))
        parts.append(
            Part(
                line([(-w, y - 0.008), (0, y + 0.012, w, y - 0.008)]),
                "seam",
                0.6,
                pen=0.011,
                folds=(Fold(line([(-w, y + 0.022), (0, y + 0.042, w, y + 0.022)]), 0.036, 0.9),),
            )
        )
    return parts


def criss_cross(at: Place, _dice: Dice) -> list[Part]:
    """Straps that cross over the opening."""
    if at.top > 0.35:
        y0, y1, w = at.top + 0.06, at.top + 0.22, 0.07
    else:
        y0, y1, w = max(at.top, 0.05) + 0.0, max(at.top, 0.05) + 0.16, 0.075
    parts = [
        Part(
            surface([(-0.0, y0 - 0.02), (0.055, y0), (0.03, y1), (0, y1 + 0.03), (-0.03, y1), (-0.055, y0)]),
            "hole",
            0.2,
        )
    ]
    for k in range(3):
        a, b = y0 + (y1 - y0) * k / 3, y0 + (y1 - y0) * (k + 1.15) / 3
        parts += both(Part(line([(-w, a), (w * 0.9, b)]), "main", 0.9, pen=0.019))
    return parts


def wrapped(at: Place, _dice: Dice) -> list[Part]:
    """One side laid over the other and tied at the flank."""
    w = at.half(WAIST)
    if at.top > 0.35:
        edge = [(-w * 0.7, at.top + 0.03), (at.half(HIP) * 0.2, HIP, at.half(at.hem) * 0.55, at.hem)]
    else:
        edge = [
            (-0.075, 0.02),
            (0.02, 0.26, w * 0.85, WAIST + 0.015),
            (at.half(at.hem) * 0.35, (WAIST + at.hem) / 2 + 0.05, at.half(at.hem) * 0.45, at.hem),
        ]
    y = max(WAIST, at.top) + 0.02
    tails = [
        Part(
            surface([(w * 0.8, y), (w * 0.8 + dx - 0.012, y + 0.2), (w * 0.8 + dx + 0.022, y + 0.2)]),
            "main",
            0.92,
        )
        for dx in (0.03, -0.02)
    ]
    loops = [
        Part(
            surface(
                [
                    (w * 0.8, y),
                    (w * 0.8 + 0.06 * side, y - 0.035, w * 0.8 + 0.065 * side, y + 0.005),
                    (w * 0.8 + 0.05 * side, y + 0.03, w * 0.8, y),
                ]
            ),
            "main",
            0.96,
        )
        for side in (-1, 1)
    ]
    slant = 1 if at.top > 0.35 else -1
    rays = tuple(
        Fold(
            line([(w * 0.78, y), (0.0, y + slant * 0.04 + 0.05 * k, -w * 0.85, y + slant * 0.07 + 0.07 * k)]),
            0.02,
            rise,
        )
        for k, rise in enumerate((0.5, -0.5, 0.5, -0.5))
    )
    return [
        Part(line(edge), "seam", 0.85, pen=0.016, folds=rays),
        *tails,
        *loops,
        Part(oval(w * 0.8, y, 0.03), "main", 1.0),
    ]
