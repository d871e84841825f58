"""How garments open at the front: buttons, zips, lapels, hoods, crossed fronts."""

from fittingroom.simulate.garments.outline import Fold, Node, Part, both, box, line, oval, surface, symmetric
from fittingroom.simulate.garments.place import Place, knobs, straight


def buttons(at: Place) -> list[Part]:
    low = min(at.hem, 0.9) - 0.03
    count = max(3, round((low - at.top) / 0.085))
    return [
        Part(line([(0.0, at.top), (0.0, at.hem)]), "main", 0.72, pen=0.034),
        straight(0.017, at.top, at.hem),
        *knobs(0.0, at.top + 0.03, low, count),
    ]


def placket(at: Place) -> list[Part]:
    """Three buttons below the collar."""
    return [
        Part(box(-0.017, at.top - 0.01, 0.017, at.top + 0.15), "main", 0.75),
        straight(0.017, at.top, at.top + 0.15),
        *knobs(0.0, at.top + 0.03, at.top + 0.125, 3),
    ]


def zipped(at: Place) -> list[Part]:
    return [
        straight(0, at.top, at.hem, "dark", 0.017),
        straight(0, at.top, at.hem, "metal", 0.007),
        Part(box(-0.008, at.top + 0.02, 0.008, at.top + 0.055, 0.004), "metal", 0.95, hard=True),
    ]


def half_zip(at: Place) -> list[Part]:
    return [straight(0, at.top, 0.26, "dark", 0.015), straight(0, at.top, 0.26, "metal", 0.006)]


def double_breasted(at: Place) -> list[Part]:
    low = min(at.hem - 0.08, 0.62)
    return [
        straight(0.055, 0.24, at.hem),
        *both(knobs(0.048, 0.28, low, 1, width=0.024)[0]),
        *knobs(0.048, 0.28, low, 4, width=0.024),
        *knobs(-0.048, 0.28, low, 4, width=0.024),
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
        straight(0.006, 0.25, 0.57),
        *knobs(0.0, 0.28, 0.53, 5, width=0.014),
        *both(Part(line([(0.075, 0.26), (0.085, 0.4, 0.1, at.hem)]), "main", 0.85, pen=0.03)),
        *both(Part(line([(0.06, 0.26), (0.07, 0.4, 0.084, at.hem)]), "seam", 0.9, pen=0.006)),
    ]


def one_button(at: Place) -> list[Part]:
    return [
        Part(line([(0.0, 0.29), (0.004, 0.5, 0.03, at.hem)]), "seam", 0.7, pen=0.006),
        *knobs(0.0, 0.315, 0.385, 2, width=0.018),
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


def waffle(at: Place) -> list[Part]:
    """The placket of long underwear."""
    return [Part(box(-0.018, at.top, 0.018, 0.24, 0.004), "pale", 0.8), *knobs(0, at.top + 0.03, 0.22, 3)]


def piping(at: Place) -> list[Part]:
    """The pale edges of pyjamas."""
    return [
        Part(line([(0.017, at.top), (0.017, at.hem)]), "pale", 0.8, pen=0.009),
        Part(line([(0.055, 0.2), (0.125, 0.2)]), "pale", 0.8, pen=0.01),
    ]
