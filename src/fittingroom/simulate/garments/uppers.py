"""The upper of a shoe: what covers the foot, one way of making it each."""

from collections.abc import Callable
from dataclasses import dataclass

from fittingroom.simulate.garments.outline import Fold, Node, Part, line, oval, surface


@dataclass(frozen=True, slots=True)
class Last:
    """The form that a shoe is built on, in lengths of a foot, toes to the right, the ground at y = 0.

    sole: y of the ball's underside (upwards positive), seat: that of the heel; shaft: height above the foot;
    bulk: 1.12 for a broad foot, .96 for a slender one; tip: where the toes end.
    """

    sole: float
    seat: float
    shaft: float
    bulk: float
    pointed: bool

    @property
    def tip(self) -> float:
        return 1.07 if self.pointed else 1.0

    @property
    def collar(self) -> float:
        """Height of the heel's back above its seat."""
        return 0.23 * self.bulk

    def under(self) -> list[Node]:
        """The line of the insole, from the toe to the heel."""
        p, seat = self.sole, self.seat
        return [(self.tip, -p - 0.012), (0.66, -p), (0.42, -seat * 0.96, 0.27, -seat), (0.0, -seat)]

    def toe(self) -> Node:
        """The curve from the vamp down to the tip."""
        if self.pointed:
            return (0.96, -self.sole - 0.06, self.tip, -self.sole - 0.012)
        return (1.01, -self.sole - 0.165 * self.bulk, self.tip, -self.sole - 0.012)


def pump(at: Last) -> list[Part]:
    p, seat = at.sole, at.seat
    opening: list[Node] = [
        (-0.035, -seat - 0.12, 0.0, -seat - 0.21),
        (0.05, -seat - 0.215),
        (0.15, -seat * 0.9 - 0.1, 0.40, -seat * 0.55 - p * 0.45 - 0.075),
        (0.62, -p - 0.065, 0.75, -p - 0.115 * at.bulk),
    ]
    inside: list[Node] = [
        (0.04, -seat - 0.215),
        (0.34, -seat * 0.85 - 0.19, 0.75, -p - 0.125),
        (0.4, -seat * 0.5 - p * 0.5 - 0.03),
        (0.05, -seat - 0.1),
    ]
    return [
        Part(surface(inside), "lining", 0.3),
        Part(surface([*at.under(), *opening, at.toe()]), "main", 0.65),
        Part(line(opening[1:]), "trim", 0.7, pen=0.016),
    ]


def ballet(at: Last) -> list[Part]:
    p, seat = at.sole, at.seat
    opening: list[Node] = [
        (-0.035, -seat - 0.1, 0.0, -seat - 0.19),
        (0.06, -seat - 0.195),
        (0.2, -seat - 0.1, 0.42, -seat - 0.085),
        (0.62, -p - 0.08, 0.73, -p - 0.135),
    ]
    inside: list[Node] = [(0.04, -seat - 0.19), (0.4, -seat - 0.2, 0.74, -p - 0.14), (0.4, -seat - 0.04)]
    return [
        Part(surface(inside), "lining", 0.3),
        Part(surface([*at.under(), *opening, at.toe()]), "main", 0.65),
        Part(line(opening[1:]), "trim", 0.7, pen=0.02),
    ]


def slip(at: Last) -> list[Part]:
    p, seat, c = at.sole, at.seat, at.collar
    inside: list[Node] = [
        (0.02, -seat - c * 0.92),
        (0.2, -seat - c * 1.05, 0.42, -seat - c * 1.0),
        (0.3, -seat - c * 0.6),
    ]
    nodes: list[Node] = [
        *at.under(),
        (-0.035, -seat - 0.12, 0.01, -seat - c * 0.95),
        (0.05, -seat - c * 0.95),
        (0.14, -seat - c * 0.72, 0.33, -seat - c * 0.72),
        (0.42, -seat - c * 1.06),
        (0.60, -p - 0.185 * at.bulk, 0.74, -p - 0.155 * at.bulk),
        at.toe(),
    ]
    fold = Fold(line([(0.45, -p - 0.1), (0.6, -p - 0.08, 0.66, -p - 0.03)]), 0.03, -0.3)
    return [Part(surface(inside), "lining", 0.3), Part(surface(nodes), "main", 0.65, folds=(fold,))]


def laced(at: Last) -> list[Part]:
    p, seat, c, s = at.sole, at.seat, at.collar, at.shaft
    tongue: list[Node] = [
        (0.1, -seat - c * 0.8 - s),
        (0.22, -seat - c * 1.15 - s, 0.37, -seat - c * 1.3 - s),
        (0.36, -seat - c * 0.6 - s),
    ]
    nodes: list[Node] = [
        *at.under(),
        (-0.04, -seat - 0.12, 0.015, -seat - c - s),
        (0.06, -seat - c * 1.1 - s, 0.12, -seat - c * 0.95 - s),
        (0.22, -seat - c * 0.86 - s, 0.31, -seat - c * 1.1 - s),
        (0.37, -seat - c * 1.2 - s),
        (0.5, -seat - c * 0.78 - s * 0.3, 0.73, -p - 0.155 * at.bulk),
        at.toe(),
    ]
    fold = Fold(line([(0.66, -p - 0.13), (0.68, -p - 0.06, 0.64, -p)]), 0.03, -0.3)
    return [Part(surface(tongue), "lining", 0.35), Part(surface(nodes), "main", 0.65, folds=(fold,))]


def boot(at: Last) -> list[Part]:
    p, seat, top = at.sole, at.seat, at.seat + at.shaft
    tall = at.shaft > 0.6
    nodes: list[Node] = [
        *at.under(),
        (-0.035, -seat - 0.15, 0.03, -seat - 0.3),
        (-0.05 if tall else 0.0, -seat - at.shaft * 0.7, -0.01, -top),
        (0.36, -top - 0.015),
        (0.44 if tall else 0.38, -seat - at.shaft * 0.6, 0.375, -seat - 0.3),
        (0.46, -seat * 0.6 - p * 0.4 - 0.2, 0.72, -p - 0.155 * at.bulk),
        at.toe(),
    ]
    folds = [
        Fold(line([(0.06, -seat - y), (0.22, -seat - y + 0.035, 0.36, -seat - y + 0.01)]), 0.04, rise)
        for y, rise in ((0.24, -0.35), (0.29, 0.3), (0.36, -0.35))
    ]
    rim = Part(oval(0.175, -top - 0.005, 0.36, 0.06), "lining", 0.3)
    return [rim, Part(surface(nodes), "main", 0.65, folds=tuple(folds))]


def _footbed(at: Last) -> Part:
    p, seat = at.sole, at.seat
    nodes: list[Node] = [
        (0.0, -seat),
        (0.27, -seat),
        (0.42, -seat * 0.95, 0.66, -p),
        (1.0, -p),
        (1.0, -p - 0.035),
        (0.66, -p - 0.04),
        (0.42, -seat * 0.95 - 0.04, 0.27, -seat - 0.04),
        (0.0, -seat - 0.04),
    ]
    return Part(surface(nodes), "lining", 0.5)


def slide(at: Last) -> list[Part]:
    """A slipper: nothing but what lies over the toes."""
    p = at.sole
    cover: list[Node] = [
        (0.34, -p - 0.02),
        (0.36, -p - 0.33 * at.bulk, 0.6, -p - 0.29 * at.bulk),
        (0.99, -p - 0.27 * at.bulk, 1.02, -p - 0.01),
    ]
    cuff = Part(line([(0.35, -p - 0.04), (0.38, -p - 0.27, 0.56, -p - 0.28)]), "fur", 0.95, pen=0.09)
    return [_footbed(at), Part(surface(cover), "main", 0.85), cuff]


def sandal(at: Last) -> list[Part]:
    """Straps over the toes, the instep and around the ankle."""
    p, seat = at.sole, at.seat
    ankle = seat + 0.27
    straps = [
        Part(
            line(
                [
                    (x, -p),
                    (x + 0.01, -p - 0.19 * at.bulk, x + 0.14, -p - 0.12),
                    (x + 0.2, -p - 0.07, x + 0.19, -p),
                ]
            ),
            "main",
            h,
            pen=0.062,
        )
        for x, h in ((0.70, 0.75), (0.56, 0.8))
    ]
    return [
        _footbed(at),
        *straps,
        Part(line([(0.02, -seat), (-0.035, -seat - 0.15, 0.01, -ankle)]), "main", 0.7, pen=0.07),
        Part(
            line([(-0.01, -ankle + 0.01), (0.15, -ankle + 0.06, 0.3, -ankle - 0.03)]), "main", 0.8, pen=0.055
        ),
        Part(
            line([(0.30, -ankle - 0.02), (0.42, -seat * 0.6 - 0.22, 0.57, -p - 0.12)]), "main", 0.7, pen=0.05
        ),
        Part(oval(0.1, -ankle + 0.035, 0.06, 0.066), "metal", 0.95, hard=True),
    ]


UPPERS: dict[str, Callable[[Last], list[Part]]] = {
    "ballet": ballet,
    "boot": boot,
    "laced": laced,
    "pump": pump,
    "sandal": sandal,
    "slide": slide,
    "slip": slip,
}
