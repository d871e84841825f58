"""Shoes and boots, seen from the side, toes to the right; a foot is one unit long and stands on y = 0."""

from dataclasses import dataclass

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.outline import Node, Part, line, placed, skia, surface
from fittingroom.simulate.garments.shoe_details import SHOE_DETAILS
from fittingroom.simulate.garments.uppers import UPPERS, Last


@dataclass(frozen=True, slots=True)
class Shoe:
    """The cut of a shoe, in lengths of a foot.

    top: a key of UPPERS; heel: how much higher the heel stands than the ball; sole: thickness under the ball;
    shaft: height of what covers the leg; under: flat, block, stiletto, wedge, lug or spikes; pointed: the
    toe; extras: keys of SHOE_DETAILS.
    """

    top: str = "laced"
    heel: float = 0.0
    sole: float = 0.06
    shaft: float = 0.0
    under: str = "flat"
    pointed: bool = False
    extras: tuple[str, ...] = ()


def shoe(cut: Shoe, *, slender: float, dice: Dice) -> list[Part]:
    """A pair, the far one first. slender: 1 for a woman's foot, 0 for a man's."""
    sole = cut.sole * (1.15 - 0.25 * slender)
    last = Last(sole, sole + cut.heel, cut.shaft, 1.12 - 0.16 * slender, cut.pointed)
    one = [*_under(cut.under, last), *UPPERS[cut.top](last)]
    for name in cut.extras:
        one += SHOE_DETAILS[name](last)
    away = skia.Matrix.Translate(dice.uniform("far x", 0.12, 0.2), -0.12 - 0.05 * cut.shaft)
    far = [placed(part, away, height=part.height * 0.45, turn=part.turn) for part in one]
    return [*far, *one]


def _under(kind: str, at: Last) -> list[Part]:
    """Sole and heel."""
    p, seat = at.sole, at.seat
    if kind == "wedge":
        wedge: list[Node] = [
            (0.02, 0),
            (0.0, -seat - 0.02),
            (0.28, -seat - 0.02),
            (0.42, -seat * 0.95, 0.66, -p - 0.02),
            (1.0, -p - 0.02),
            (1.0, -p * 0.4, 0.93, 0),
        ]
        seams = [Part(line([(0.01, -y), (0.9, -y * 0.45)]), "seam", 0.55, pen=0.008) for y in (0.1, 0.2)]
        return [Part(surface(wedge), "sole", 0.5), *seams]
    if kind in ("flat", "lug", "spikes"):
        sole: list[Node] = [
            (0.02, 0),
            (-0.03, -p * 0.5, -0.012, -seat - 0.02),
            (0.3, -seat - 0.02, 0.66, -p - 0.02),
            (at.tip + 0.015, -p - 0.03),
            (at.tip + 0.03, -p * 0.4, 0.93, 0),
        ]
        return [Part(surface(sole), "sole", 0.6), *_treads(kind)]
    thin: list[Node] = [
        (0.96, -p * 0.2),
        (0.6, 0),
        (0.42, -seat * 0.8, 0.27, -seat + 0.035),
        (0.0, -seat + 0.02),
        (0.0, -seat - 0.015),
        (0.27, -seat - 0.015),
        (0.42, -seat * 0.97, 0.66, -p - 0.015),
        (at.tip, -p - 0.015),
    ]
    if kind == "stiletto":
        heel: list[Node] = [
            (0.0, -seat),
            (0.03, -seat * 0.55, 0.035, 0),
            (0.075, 0),
            (0.08, -seat * 0.6, 0.22, -seat),
        ]
        return [Part(surface(heel), "main", 0.5), Part(surface(thin), "sole", 0.55)]
    block: list[Node] = [(0.0, -seat), (0.02, 0), (0.2, 0), (0.25, -seat)]
    return [Part(surface(block), "sole", 0.5), Part(surface(thin), "sole", 0.55)]


def _treads(kind: str) -> list[Part]:
    if kind == "lug":
        places = (0.03, 0.13, 0.23, 0.50, 0.6, 0.7, 0.8, 0.88)
        return [
            Part(surface([(x, -0.03), (x + 0.055, -0.03), (x + 0.045, 0.03), (x + 0.01, 0.03)]), "dark", 0.5)
            for x in places
        ]
    if kind == "spikes":
        return [
            Part(
                surface([(x, -0.01), (x + 0.06, -0.01), (x + 0.042, 0.075), (x + 0.018, 0.075)]), "dark", 0.5
            )
            for x in (0.05, 0.2, 0.52, 0.68, 0.84)
        ]
    return []
