"""Waistbands, pockets, seams and stripes of trousers."""

from fittingroom.simulate.garments.figure import ANKLE, CROTCH, HIP, KNEE
from fittingroom.simulate.garments.outline import (
    Fold,
    Node,
    Part,
    both,
    box,
    line,
    oval,
    smooth,
    surface,
    symmetric,
)
from fittingroom.simulate.garments.place import Place


def fly(at: Place) -> list[Part]:
    """Waistband, fly, slanted pockets and a button."""
    w = at.half(at.top)
    return [
        *waistband(at),
        Part(line([(0.0, at.top + 0.04), (0.0, CROTCH)]), "seam", 0.7, pen=0.005),
        Part(line([(0.028, at.top + 0.04), (0.03, 0.57), (0.002, 0.63)]), "seam", 0.7, pen=0.005),
        *both(
            Part(
                line([(w * 0.55, at.top + 0.04), (w * 0.75, at.top + 0.1, w * 1.06, at.top + 0.12)]),
                "seam",
                0.75,
                pen=0.008,
            )
        ),
        Part(oval(0, at.top + 0.02, 0.018), "metal", 0.95, hard=True),
    ]


def waistband(at: Place) -> list[Part]:
    w = at.half(at.top) + 0.004
    loops = [
        Part(line([(x * w, at.top - 0.004), (x * w, at.top + 0.046)]), "main", 0.85, pen=0.013)
        for x in (-0.72, -0.36, 0.36, 0.72)
    ]
    return [
        Part(
            symmetric(
                [
                    (0, at.top + 0.004),
                    (w * 0.6, at.top + 0.004, w, at.top - 0.004),
                    (w + 0.004, at.top + 0.034),
                    (w * 0.6, at.top + 0.044, 0, at.top + 0.044),
                ]
            ),
            "main",
            0.72,
        ),
        *loops,
    ]


def denim(at: Place) -> list[Part]:
    """What makes trousers jeans: yellow seams, rivets, a fifth pocket, washed thighs."""
    w = at.half(at.top)
    seams = [
        Part(
            line([(w * 0.57, at.top + 0.042), (w * 0.76, at.top + 0.108, w * 1.06, at.top + 0.128)]),
            "stitch",
            0.78,
            pen=0.0045,
        ),
        Part(line([(w * 0.5, at.top + 0.044), (w * 1.02, at.top + 0.04)]), "stitch", 0.78, pen=0.0045),
    ]
    wash = []
    if at.hem > 0.95:
        for half, low in ((0.034, 0.98), (0.022, 0.93)):
            bleached = [
                (0.092, 0.62),
                (0.092 + half, 0.72),
                (0.09 + half, low - 0.06),
                (0.092, low),
                (0.09 - half, low - 0.06),
                (0.09 - half, 0.72),
                (0.092, 0.62),
            ]
            wash.append(Part(surface(smooth(bleached)), "wash", 0.55))
    leg = [Part(line([(0.055, at.hem - 0.02), (0.185, at.hem - 0.02)]), "stitch", 0.7, pen=0.0045)]
    rivets = [
        Part(oval(x, at.top + y, 0.011), "metal", 0.95, hard=True)
        for x, y in ((w * 0.56, 0.05), (w * 1.0, 0.118))
    ]
    return [*(twin for part in [*wash, *seams, *leg, *rivets] for twin in both(part)), *fly(at)]


def cargo(at: Place) -> list[Part]:
    """Big pockets with flaps on the thighs."""
    y = 0.80 if at.hem > 1.0 else 0.76
    x = 0.165
    low = min(y + 0.16, at.hem - 0.03)
    return [
        *both(Part(box(x - 0.055, y, x + 0.06, low, 0.01), "main", 0.9)),
        *both(Part(box(x - 0.06, y - 0.012, x + 0.065, y + 0.04, 0.008), "main", 0.98)),
        *both(Part(oval(x, y + 0.024, 0.014), "button", 1.0, hard=True)),
    ]


def drawstring(at: Place) -> list[Part]:
    """A gathered waist with a cord."""
    w = at.half(at.top) + 0.006
    ribs = [Fold(line([(w * k / 8, at.top), (w * k / 8, at.top + 0.045)]), 0.008, -0.6) for k in range(-7, 8)]
    band = Part(
        symmetric([(0, at.top), (w, at.top - 0.006), (w + 0.006, at.top + 0.04), (0, at.top + 0.05)]),
        "main",
        0.75,
        folds=tuple(ribs),
    )
    return [
        band,
        *both(
            Part(
                line([(0.006, at.top + 0.028), (0.04, at.top + 0.09, 0.03, at.top + 0.19)]),
                "pale",
                0.95,
                pen=0.012,
            )
        ),
        *both(Part(oval(0.03, at.top + 0.195, 0.016), "dark", 0.97)),
    ]


def elastic(at: Place) -> list[Part]:
    return drawstring(at)[:1]


def ankle_cuffs(at: Place) -> list[Part]:
    low = at.hem
    ribs = tuple(
        Fold(line([(0.07 + 0.018 * k, low - 0.07), (0.07 + 0.018 * k, low + 0.01)]), 0.007, -0.5)
        for k in range(6)
    )
    return [*both(Part(box(0.062, low - 0.075, 0.172, low + 0.014, 0.012), "trim", 0.7, folds=ribs))]


def side_bands(at: Place) -> list[Part]:
    """Three stripes down the outer legs."""
    bottom = min(at.hem, ANKLE) - 0.012
    stripes = []
    for k in (0.008, 0.028, 0.048):
        nodes: list[Node] = [
            (at.half(at.top) - k, at.top + 0.045),
            (at.half(HIP) - k, HIP - 0.05, at.half(HIP) - k, HIP + 0.03),
        ]
        if at.hem > KNEE:
            nodes += [(0.16 - k, KNEE), (0.175 - k, bottom)]
        else:
            nodes.append((at.half(HIP) + 0.004 - k, bottom))
        stripes.append(Part(line(nodes), "pale", 0.7, pen=0.009))
    return [twin for stripe in stripes for twin in both(stripe)]


def yoga_band(at: Place) -> list[Part]:
    """A broad, folded waist."""
    w = at.half(at.top) + 0.004
    return [
        Part(
            symmetric(
                [
                    (0, at.top + 0.004),
                    (w, at.top - 0.004),
                    (w + 0.036, at.top + 0.1),
                    (w * 0.6, at.top + 0.13, 0, at.top + 0.14),
                ]
            ),
            "second",
            0.72,
        )
    ]


def crease(at: Place) -> list[Part]:
    """Pressed creases of trousers."""
    return [*both(Part(line([(0.1, HIP), (0.1, KNEE), (0.115, at.hem)]), "seam", 0.68, pen=0.005))]


def sheer_legs(at: Place) -> list[Part]:
    """The darker top of tights and the seam in their middle."""
    w = at.half(at.top) + 0.004
    return [
        Part(
            symmetric(
                [
                    (0, at.top),
                    (w, at.top - 0.004),
                    (0.178, 0.6),
                    (0.172, 0.76),
                    (0.012, 0.78),
                    (0, CROTCH + 0.02),
                ]
            ),
            "trim",
            0.6,
        ),
        Part(line([(0, at.top), (0, CROTCH)]), "seam", 0.7, pen=0.006),
    ]
