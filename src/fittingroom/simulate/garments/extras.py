"""What tells one cut from another: buttons, zips, lapels, hoods, pockets, belts, drawstrings."""

from collections.abc import Callable
from dataclasses import dataclass

from fittingroom.simulate.garments.figure import ANKLE, CROTCH, HIP, KNEE, WAIST, Figure
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
    wave,
)


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a garment things may be put: half its width by height, its upper edge in the middle, hem."""

    figure: Figure
    half: Callable[[float], float]
    top: float
    hem: float


def _line(x: float, top: float, low: float, ink: str = "seam", pen: float = 0.005) -> Part:
    return Part(line([(x, top), (x, low)]), ink, 0.7, pen=pen)


def _knobs(
    x: float, top: float, low: float, count: int, *, width: float = 0.016, ink: str = "button"
) -> list[Part]:
    return [
        Part(oval(x, top + (low - top) * i / max(1, count - 1), width), ink, 0.95, hard=True)
        for i in range(count)
    ]


def buttons(at: Place) -> list[Part]:
    low = min(at.hem, 0.9) - 0.03
    count = max(3, round((low - at.top) / 0.085))
    return [
        Part(line([(0.0, at.top), (0.0, at.hem)]), "main", 0.72, pen=0.034),
        _line(0.017, at.top, at.hem),
        *_knobs(0.0, at.top + 0.03, low, count),
    ]


def placket(at: Place) -> list[Part]:
    """Three buttons below the collar."""
    return [
        Part(box(-0.017, at.top - 0.01, 0.017, at.top + 0.15), "main", 0.75),
        _line(0.017, at.top, at.top + 0.15),
        *_knobs(0.0, at.top + 0.03, at.top + 0.125, 3),
    ]


def zipped(at: Place) -> list[Part]:
    return [
        _line(0, at.top, at.hem, "dark", 0.017),
        _line(0, at.top, at.hem, "metal", 0.007),
        Part(box(-0.008, at.top + 0.02, 0.008, at.top + 0.055, 0.004), "metal", 0.95, hard=True),
    ]


def half_zip(at: Place) -> list[Part]:
    return [_line(0, at.top, 0.26, "dark", 0.015), _line(0, at.top, 0.26, "metal", 0.006)]


def double_breasted(at: Place) -> list[Part]:
    low = min(at.hem - 0.08, 0.62)
    return [
        _line(0.055, 0.24, at.hem),
        *both(_knobs(0.048, 0.28, low, 1, width=0.024)[0]),
        *_knobs(0.048, 0.28, low, 4, width=0.024),
        *_knobs(-0.048, 0.28, low, 4, width=0.024),
    ]


def opening(at: Place) -> list[Part]:
    """Fronts that do not meet: the inside shows between them."""
    low = at.hem + 0.004
    return [
        Part(symmetric([(0, at.top - 0.01), (0.03, at.top + 0.05), (0.05, low), (0, low)]), "lining", 0.1),
        *both(Part(line([(0.03, at.top), (0.034, at.top + 0.06), (0.052, low)]), "trim", 0.75, pen=0.022)),
    ]


def lapels(_at: Place) -> list[Part]:
    """A notched collar on a V of shirt or skin."""
    wing: list[Node] = [
        (0.0, 0.295),
        (0.058, -0.02),
        (0.078, -0.03, 0.086, 0.0),
        (0.128, 0.085),
        (0.102, 0.098),
        (0.122, 0.13),
        (0.06, 0.25, 0.0, 0.295),
    ]
    return [
        *both(Part(surface(wing), "main", 0.95, turn=25)),
        *both(Part(line([(0.064, 0.075), (0.104, 0.096)]), "seam", 0.98, pen=0.005)),
    ]


def shirt(_at: Place) -> list[Part]:
    """Shirt and tie in the V of a jacket."""
    tie = surface(
        [
            (-0.018, 0.03),
            (0.018, 0.03),
            (0.012, 0.06),
            (0.026, 0.23),
            (0, 0.28),
            (-0.026, 0.23),
            (-0.012, 0.06),
        ]
    )
    wings = Part(
        surface([(0.004, 0.035), (0.05, -0.02), (0.062, 0.02), (0.03, 0.075)]), "pale", 0.6, hard=True
    )
    return [
        Part(symmetric([(0, 0.01), (0.06, -0.012), (0.036, 0.18), (0, 0.285)]), "pale", 0.2, hard=True),
        Part(tie, "dark", 0.45),
        *both(wings),
    ]


def waistcoat(at: Place) -> list[Part]:
    """Shirt, tie and a buttoned waistcoat between open fronts."""
    vest = symmetric([(0, 0.23), (0.062, 0.05), (0.075, 0.3), (0.085, 0.56), (0.03, 0.6), (0, 0.57)])
    return [
        *shirt(at),
        Part(vest, "main", 0.5),
        _line(0.006, 0.25, 0.57),
        *_knobs(0.0, 0.28, 0.53, 5, width=0.014),
        *both(Part(line([(0.075, 0.26), (0.085, 0.4, 0.1, at.hem)]), "main", 0.85, pen=0.03)),
        *both(Part(line([(0.06, 0.26), (0.07, 0.4, 0.084, at.hem)]), "seam", 0.9, pen=0.006)),
    ]


def one_button(at: Place) -> list[Part]:
    return [
        Part(line([(0.0, 0.29), (0.004, 0.5, 0.03, at.hem)]), "seam", 0.7, pen=0.006),
        *_knobs(0.0, 0.315, 0.385, 2, width=0.018),
    ]


def breast_pocket(_at: Place) -> list[Part]:
    return [
        Part(
            surface([(0.055, 0.19), (0.12, 0.19), (0.12, 0.255), (0.088, 0.272), (0.055, 0.255)]),
            "main",
            0.72,
        ),
        Part(line([(0.055, 0.2), (0.12, 0.2)]), "seam", 0.75, pen=0.004),
    ]


def flap_pockets(at: Place) -> list[Part]:
    y = min(at.hem - 0.12, 0.5)
    x = at.half(y) * 0.52
    return [*both(Part(box(x - 0.045, y, x + 0.045, y + 0.042, 0.008), "main", 0.82))]


def patch_pockets(at: Place) -> list[Part]:
    y = min(at.hem - 0.17, 0.5)
    x = at.half(y) * 0.55
    pocket = surface(
        [(x - 0.05, y), (x + 0.05, y), (x + 0.05, y + 0.10), (x, y + 0.125), (x - 0.05, y + 0.10)]
    )
    return [
        *both(Part(pocket, "main", 0.78)),
        *both(Part(line([(x - 0.05, y + 0.016), (x + 0.05, y + 0.016)]), "seam", 0.8, pen=0.004)),
    ]


def slant_pockets(at: Place) -> list[Part]:
    y = min(at.hem - 0.18, 0.46)
    x = at.half(y) * 0.62
    return [*both(Part(line([(x, y), (x + 0.03, y + 0.12)]), "seam", 0.8, pen=0.012))]


def kangaroo(at: Place) -> list[Part]:
    y = at.hem - 0.2
    return [
        Part(
            symmetric([(0, y), (0.075, y), (0.125, y + 0.09), (0.125, y + 0.15), (0, y + 0.15)]), "main", 0.78
        )
    ]


def hood(_at: Place) -> list[Part]:
    """A hood that lies on the shoulders, and its cord."""
    outer: list[Node] = [
        (0, -0.125),
        (0.085, -0.13, 0.115, -0.06),
        (0.135, 0.0, 0.1, 0.055),
        (0.06, 0.09, 0, 0.115),
    ]
    inner: list[Node] = [
        (0, -0.085),
        (0.055, -0.085, 0.072, -0.04),
        (0.082, 0.02, 0.05, 0.05),
        (0.03, 0.07, 0, 0.09),
    ]
    return [
        Part(symmetric(outer), "main", 0.85, turn=30),
        Part(symmetric(inner), "lining", 0.3),
        *both(Part(line([(0.028, 0.075), (0.034, 0.14, 0.03, 0.2)]), "pale", 0.98, pen=0.009)),
    ]


def hood_up(_at: Place) -> list[Part]:
    """A hood worn over the head, tight around the face."""
    outer: list[Node] = [
        (0, -0.32),
        (0.115, -0.32, 0.12, -0.17),
        (0.125, -0.06, 0.19, 0.06),
        (0.1, 0.14, 0, 0.15),
    ]
    face: list[Node] = [(0, -0.265), (0.065, -0.26, 0.066, -0.165), (0.064, -0.09, 0.0, -0.055)]
    crease = Fold(line([(0.08, -0.1), (0.12, 0.0, 0.05, 0.09)]), 0.014, -0.5)
    return [Part(symmetric(outer), "main", 0.9).with_folds(crease), Part(symmetric(face), "lining", 0.2)]


def belt(at: Place) -> list[Part]:
    w = at.half(WAIST) + 0.006
    band = symmetric([(0, 0.405), (w * 0.6, 0.403, w, 0.395), (w, 0.437), (w * 0.6, 0.449, 0, 0.451)])
    return [
        Part(band, "main", 0.9),
        Part(box(-0.032, 0.4, 0.032, 0.456, 0.006), "metal", 0.96, hard=True),
        Part(box(-0.02, 0.411, 0.02, 0.445), "main", 0.97),
    ]


def sash(at: Place) -> list[Part]:
    """A belt of cloth, knotted, with hanging ends."""
    w = at.half(WAIST) + 0.006
    ends = [
        Part(surface([(0.01, 0.43), (0.03, 0.43), (0.02 + dx + 0.03, low), (0.02 + dx, low)]), "main", 0.92)
        for dx, low in ((0.01, 0.68), (-0.035, 0.63))
    ]
    return [
        Part(symmetric([(0, 0.4), (w, 0.392), (w, 0.438), (0, 0.45)]), "main", 0.9),
        *ends,
        Part(oval(0.02, 0.425, 0.05, 0.056), "main", 0.97),
    ]


def obi(at: Place) -> list[Part]:
    w = at.half(WAIST) + 0.008
    band = symmetric([(0, 0.33), (w, 0.325), (w, 0.475), (0, 0.485)])
    return [
        Part(band, "second", 0.9),
        Part(line([(-w, 0.4), (0, 0.41, w, 0.4)]), "pale", 0.95, pen=0.016),
        Part(oval(0, 0.405, 0.034), "pale", 0.98, hard=True),
    ]


def crossed(at: Place) -> list[Part]:
    """One front laid over the other, with a broad edge."""
    x = at.half(0.4)
    edge = [(-0.072, 0.0), (0.02, 0.22, x * 0.5, 0.42), (x * 0.72, 0.6, x * 0.75, at.hem)]
    under = [(0.072, 0.0), (0.05, 0.1, 0.01, 0.19)]
    inside = symmetric([(0, 0.0), (0.07, 0.0), (0.03, 0.12), (0.0, 0.18)])
    return [
        Part(inside, "lining", 0.15),
        Part(line(under), "trim", 0.8, pen=0.034),
        Part(line(edge), "trim", 0.85, pen=0.036),
    ]


def storm_flap(_at: Place) -> list[Part]:
    flap = surface([(-0.01, 0.05), (-0.15, 0.06), (-0.155, 0.2), (-0.08, 0.225, -0.02, 0.2)])
    tabs = [Part(line([(0.15, 0.03), (0.2, 0.055)]), "main", 0.95, pen=0.026)]
    return [Part(flap, "main", 0.82), *(twin for tab in tabs for twin in both(tab))]


def rib_hem(at: Place) -> list[Part]:
    w = at.half(at.hem)
    half: list[Node] = [
        (0, at.hem - 0.04),
        (w * 0.6, at.hem - 0.042, w + 0.002, at.hem - 0.055),
        (w - 0.012, at.hem + 0.012),
        (w * 0.5, at.hem + 0.022, 0, at.hem + 0.022),
    ]
    ribs = [
        Fold(line([(w * k / 7, at.hem - 0.05), (w * k / 7, at.hem + 0.02)]), 0.008, -0.4)
        for k in range(-6, 7)
    ]
    return [Part(symmetric(half), "trim", 0.68, folds=tuple(ribs))]


def number(at: Place) -> list[Part]:
    """A player's number."""
    seven = surface(
        [
            (-0.075, 0.2),
            (-0.015, 0.2),
            (-0.015, 0.225),
            (-0.045, 0.37),
            (-0.075, 0.37),
            (-0.045, 0.23),
            (-0.075, 0.23),
        ]
    )
    one = surface(
        [(0.03, 0.215), (0.055, 0.2), (0.07, 0.2), (0.07, 0.37), (0.042, 0.37), (0.042, 0.235), (0.03, 0.24)]
    )
    stripes = [
        twin
        for part in (Part(line([(0.145, 0.26), (0.145, at.hem)]), "pale", 0.65, pen=0.018),)
        for twin in both(part)
    ]
    return [*stripes, Part(seven, "pale", 0.8, hard=True), Part(one, "pale", 0.8, hard=True)]


def side_stripes(at: Place) -> list[Part]:
    """Piping that runs down both flanks of sports wear."""
    x = at.half(0.3)
    return [
        *both(
            Part(
                surface(
                    [
                        (x * 0.95, 0.24),
                        (x * 0.72, 0.4, x * 0.86, at.hem - 0.005),
                        (at.half(at.hem) * 0.99, at.hem - 0.005),
                        (at.half(0.4), 0.4, x, 0.27),
                    ]
                ),
                "pale",
                0.66,
            )
        )
    ]


def quilted(at: Place) -> list[Part]:
    """The tubes of a down coat."""
    folds = []
    y = 0.1
    while y < at.hem - 0.04:
        w = at.half(max(y, 0.24)) + 0.06
        folds += [
            Fold(line([(-w, y - 0.008), (0, y + 0.016, w, y - 0.008)]), 0.012, -1.0),
            Fold(line([(-w, y + 0.032), (0, y + 0.058, w, y + 0.032)]), 0.045, 0.7),
        ]
        y += 0.082
    return [Part(line([(0, 0.1), (0, 0.101)]), "seam", 0.6, pen=0.001, folds=tuple(folds))]


def boned(at: Place) -> list[Part]:
    """The seams of a corset, and the busk in its middle."""
    seams = [
        Part(line([(x * 0.115, 0.19), (x * 0.085, 0.4), (x * 0.12, at.hem)]), "seam", 0.75, pen=0.006)
        for x in (0.45, 0.85, 1.2)
    ]
    return [
        *(twin for part in seams for twin in both(part)),
        *_laced(at.top + 0.01, min(at.hem, 0.56) - 0.02),
    ]


def _laced(top: float, low: float) -> list[Part]:
    rows = 6
    parts = [Part(box(-0.022, top, 0.022, low), "lining", 0.5)]
    for i in range(rows):
        y, step = top + (low - top) * i / rows, (low - top) / rows
        for sign in (-1, 1):
            parts.append(
                Part(
                    line([(-0.03 * sign, y + 0.008), (0.03 * sign, y + step + 0.004)]), "pale", 0.9, pen=0.008
                )
            )
    return parts + [
        Part(oval(sign * 0.031, top + (low - top) * i / rows + 0.006, 0.012), "metal", 0.95, hard=True)
        for i in range(rows + 1)
        for sign in (-1, 1)
    ]


def compression(at: Place) -> list[Part]:
    """The panel and hooks of a chest binder."""
    w = at.half(0.3)
    return [
        *both(_line(w * 0.62, 0.13, at.hem, pen=0.01)),
        Part(line([(-w, 0.3), (w, 0.3)]), "seam", 0.8, pen=0.006),
        *_knobs(w * 0.8, 0.26, at.hem - 0.03, 5, width=0.013, ink="metal"),
    ]


def sport_band(at: Place) -> list[Part]:
    w = at.half(at.hem)
    return [
        Part(
            symmetric([(0, at.hem - 0.045), (w, at.hem - 0.05), (w, at.hem + 0.004), (0, at.hem + 0.016)]),
            "trim",
            0.8,
        )
    ]


def cape(at: Place) -> list[Part]:
    """No sleeves, one cloth over both arms, closed at the neck."""
    wide = 0.42
    half: list[Node] = [
        (0, 0.06),
        (0.07, 0.0),
        (0.2, 0.02, 0.27, 0.14),
        (0.37, 0.4, wide, at.hem),
        (wide * 0.6, at.hem + 0.06, 0, at.hem + 0.02),
    ]
    folds = [
        Fold(line([(x * 0.35, 0.08), (x * 0.75, 0.3, x, at.hem)]), 0.03, (-1) ** i * 0.6)
        for i, x in enumerate((-0.36, -0.26, -0.16, -0.06, 0.06, 0.16, 0.26, 0.36))
    ]
    return [
        Part(symmetric(half), "main", 0.8, folds=tuple(folds)),
        Part(line([(0, 0.06), (0, at.hem + 0.02)]), "seam", 0.85, pen=0.01),
        *_knobs(0, 0.085, 0.085, 1, width=0.03, ink="metal"),
    ]


def bib(_at: Place) -> list[Part]:
    """Pocket and buckles of dungarees."""
    return [
        Part(box(-0.06, 0.2, 0.06, 0.3, 0.01), "main", 0.8),
        *both(Part(oval(0.085, 0.155, 0.028), "metal", 0.95, hard=True)),
    ]


def lace_edge(at: Place) -> list[Part]:
    """A scalloped band along the hem, and a small bow at the bust."""
    w = at.half(at.hem)
    edge: list[Node] = [
        (-w, at.hem - 0.025),
        (w, at.hem - 0.025),
        *wave((w, at.hem + 0.006), (-w, at.hem + 0.006), waves=11, rise=-0.014),
    ]
    bow = Part(surface([(0, at.top + 0.012), (0.022, at.top - 0.002), (0.022, at.top + 0.026)]), "pale", 0.95)
    return [Part(surface(edge), "trim", 0.8), *both(bow)]


def train(at: Place) -> list[Part]:
    """A satin sash and a corsage, as on dresses for a ceremony."""
    w = at.half(WAIST) + 0.004
    petals = [
        Part(oval(0.06 + dx, 0.42 + dy, 0.034), "pale", 0.95)
        for dx, dy in ((0, -0.018), (0.018, 0), (0, 0.018), (-0.018, 0))
    ]
    return [
        Part(symmetric([(0, 0.4), (w, 0.393), (w, 0.432), (0, 0.442)]), "pale", 0.85),
        *petals,
        Part(oval(0.06, 0.42, 0.02), "metal", 1.0, hard=True),
    ]


def fly(at: Place) -> list[Part]:
    """Waistband, fly, slanted pockets and a button."""
    w = at.half(at.top)
    return [
        *waistband(at),
        Part(line([(0.0, at.top + 0.04), (0.0, CROTCH)]), "seam", 0.7, pen=0.005),
        Part(line([(0.028, at.top + 0.04), (0.03, 0.57), (0.002, 0.63)]), "stitch", 0.7, pen=0.005),
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
    wash = (
        [
            Part(
                surface(
                    smooth(
                        [(0.07, 0.62), (0.125, 0.7), (0.12, 0.95), (0.08, 0.98), (0.06, 0.8), (0.07, 0.62)]
                    )
                ),
                "wash",
                0.55,
            )
        ]
        if at.hem > 0.95
        else []
    )
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


def waffle(at: Place) -> list[Part]:
    """The placket of long underwear."""
    return [Part(box(-0.018, at.top, 0.018, 0.24, 0.004), "pale", 0.8), *_knobs(0, at.top + 0.03, 0.22, 3)]


def piping(at: Place) -> list[Part]:
    """The pale edges of pyjamas."""
    return [
        Part(line([(0.017, at.top), (0.017, at.hem)]), "pale", 0.8, pen=0.009),
        Part(line([(0.055, 0.2), (0.125, 0.2)]), "pale", 0.8, pen=0.01),
    ]


EXTRAS: dict[str, Callable[[Place], list[Part]]] = {
    "ankle cuffs": ankle_cuffs,
    "belt": belt,
    "bib": bib,
    "boned": boned,
    "breast pocket": breast_pocket,
    "buttons": buttons,
    "cape": cape,
    "cargo": cargo,
    "compression": compression,
    "crease": crease,
    "crossed": crossed,
    "denim": denim,
    "double-breasted": double_breasted,
    "drawstring": drawstring,
    "elastic": elastic,
    "flap pockets": flap_pockets,
    "fly": fly,
    "half zip": half_zip,
    "hood": hood,
    "hood up": hood_up,
    "kangaroo": kangaroo,
    "lace edge": lace_edge,
    "lapels": lapels,
    "number": number,
    "obi": obi,
    "one button": one_button,
    "opening": opening,
    "patch pockets": patch_pockets,
    "piping": piping,
    "placket": placket,
    "quilted": quilted,
    "rib hem": rib_hem,
    "sash": sash,
    "sheer legs": sheer_legs,
    "shirt": shirt,
    "side bands": side_bands,
    "side stripes": side_stripes,
    "slant pockets": slant_pockets,
    "sport band": sport_band,
    "storm flap": storm_flap,
    "train": train,
    "waffle": waffle,
    "waistcoat": waistcoat,
    "yoga band": yoga_band,
    "zip": zipped,
}
