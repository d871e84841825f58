"""Pockets, belts, hems and badges of what is worn above the waist."""

from dataclasses import replace

from fittingroom.simulate.garments.figure import WAIST
from fittingroom.simulate.garments.outline import (
    Fold,
    Node,
    Part,
    both,
    box,
    line,
    oval,
    surface,
    symmetric,
    wave,
)
from fittingroom.simulate.garments.place import Place, knobs, straight


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


def compression(at: Place) -> list[Part]:
    """The panel and hooks of a chest binder."""
    w = at.half(0.3)
    return [
        *both(straight(w * 0.62, 0.13, at.hem, pen=0.01)),
        Part(line([(-w, 0.3), (w, 0.3)]), "seam", 0.8, pen=0.006),
        *knobs(w * 0.8, 0.26, at.hem - 0.03, 5, width=0.013, ink="metal"),
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
        *knobs(0, 0.085, 0.085, 1, width=0.03, ink="metal"),
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


def princess_seams(at: Place) -> list[Part]:
    """Seams and gathers of a bathing suit, and bound legs."""
    hip = at.half(at.hem)
    seam = Part(
        line([(at.half(0.3) * 0.62, 0.26), (at.half(0.4) * 0.35, 0.4, hip * 0.5, at.hem)]),
        "seam",
        0.7,
        pen=0.007,
    )
    gathers = tuple(
        Fold(line([(side * at.half(y), y), (side * at.half(y) * 0.5, y + 0.012)]), 0.012, rise)
        for side in (-1, 1)
        for y, rise in ((0.36, -0.5), (0.385, 0.4), (0.41, -0.5), (0.435, 0.4))
    )
    binding = Part(line([(hip + 0.004, 0.6), (0.1, 0.665, 0.034, 0.745)]), "trim", 0.75, pen=0.014)
    return [*both(replace(seam, folds=gathers)), *both(binding)]


def snaps(_at: Place) -> list[Part]:
    """The overlap and the press studs that close a bodysuit below."""
    flap = Part(line([(-0.045, 0.722), (0, 0.728, 0.045, 0.722)]), "seam", 0.7, pen=0.006)
    return [flap, *(Part(oval(x, 0.738, 0.013), "metal", 0.95, hard=True) for x in (-0.02, 0.0, 0.02))]
