"""Sleeves: an arm's cloth from the shoulder to its cuff."""

import math
from dataclasses import dataclass

from fittingroom.simulate.garments.figure import Figure
from fittingroom.simulate.garments.outline import Fold, Node, Part, both, line, surface

LENGTHS = {"Long Sleeved": 0.60, "Puff Sleeves": 0.20, "Short Sleeves": 0.205}
"""Metres down the arm, of the kinds that cover some of it."""

SLEEVES = (*LENGTHS, "Sleeveless", "Strapless")


@dataclass(frozen=True, slots=True)
class Arm:
    """One arm to be clothed, in metres: where its sleeve is set in, and how it hangs.

    x, y: the shoulder's end of the seam; armpit: the seam's other end; angle: radians from the vertical;
    breadth: half the sleeve's width at its top; length: down to its end.
    """

    x: float
    y: float
    armpit: tuple[float, float]
    angle: float
    breadth: float
    length: float

    @property
    def turn(self) -> float:
        """Degrees by which the threads of its cloth are turned."""
        return -math.degrees(self.angle)

    def at(self, down: float, across: float) -> tuple[float, float]:
        """The point so far down the arm, and so far out from its middle."""
        along, out = (
            (math.sin(self.angle), math.cos(self.angle)),
            (math.cos(self.angle), -math.sin(self.angle)),
        )
        middle = (self.x - 0.045 * out[0] * (1 - down / 0.6), self.y + 0.03)
        return (
            middle[0] + down * along[0] + across * out[0],
            middle[1] + down * along[1] + across * out[1],
        )


def sleeves(
    kind: str,
    *,
    figure: Figure,
    ease: float,
    wide: float,
    cuff: bool,
    off_shoulder: bool = False,
    hidden: bool = False,
) -> list[Part]:
    """Both sleeves, none for Sleeveless and Strapless.

    ease: metres that the garment is wider than the figure; wide: 0 a tight cuff, 1 a kimono's; cuff: a band
    at the wrist.
    """
    if kind not in LENGTHS or hidden:
        return []
    arm = _arm(kind, figure, ease, off_shoulder=off_shoulder)
    if kind == "Puff Sleeves":
        return [*both(_puffed(arm)), *both(_band(arm))]
    opening = arm.breadth * 0.95 if kind == "Short Sleeves" else 0.042 + 0.3 * ease
    opening += wide * 0.11
    creases = _shoulder_creases(arm) + (_elbow_creases(arm) if kind == "Long Sleeved" else [])
    parts = [*both(_tube(arm, opening, wide).with_folds(*creases))]
    if cuff and kind == "Long Sleeved":
        parts += both(_cuff(arm, opening))
    elif wide < 0.3:
        parts += both(_hem(arm, opening))
    return parts


def _arm(kind: str, figure: Figure, ease: float, *, off_shoulder: bool) -> Arm:
    x, y = figure.shoulder + 0.35 * ease - 0.012, 0.043
    if off_shoulder:
        x, y = x + 0.077 * figure.spread, 0.12
    return Arm(
        x=x,
        y=y,
        armpit=(figure.half(0.22) + ease, 0.232 + 0.25 * ease),
        angle=math.atan(figure.spread),
        breadth=0.062 + 0.45 * ease,
        length=LENGTHS[kind] - (y - 0.043) * 0.9,
    )


def _puffed(arm: Arm) -> Part:
    """Cloth that is gathered at the shoulder and at its end, and stands off between them."""
    at, x, y, end = arm.at, arm.x, arm.y, arm.length - 0.01
    nodes: list[Node] = [
        (x - 0.035, y - 0.008),
        (x + 0.03, y - 0.055, *at(0.09, arm.breadth + 0.105)),
        (*at(end + 0.02, arm.breadth + 0.085), *at(end, 0.05)),
        at(end, -0.045),
        (*at(end + 0.02, -arm.breadth - 0.06), *at(0.1, -arm.breadth - 0.03)),
        arm.armpit,
        (x - 0.03, 0.14),
    ]
    gathers = [[at(0.0 + k * 0.01, 0.05 - 0.03 * k), at(0.06, 0.08 - 0.04 * k)] for k in range(4)]
    gathers += [[at(end, 0.04 - 0.028 * k), at(end - 0.055, 0.06 - 0.04 * k)] for k in range(4)]
    creases = [Fold(line(gather), 0.012, -0.7) for gather in gathers]
    return Part(surface(nodes), "main", 0.62, turn=arm.turn).with_folds(*creases)


def _band(arm: Arm) -> Part:
    """The band that holds a puffed sleeve's end."""
    at, end = arm.at, arm.length - 0.01
    nodes = [at(end - 0.008, 0.054), at(end + 0.022, 0.05), at(end + 0.022, -0.046), at(end - 0.008, -0.05)]
    return Part(surface(nodes), "main", 0.7, turn=arm.turn)


def _tube(arm: Arm, opening: float, wide: float) -> Part:
    """Cloth that follows the arm; opening: half its width at the end."""
    at, x, y, length, breadth = arm.at, arm.x, arm.y, arm.length, arm.breadth
    nodes: list[Node] = [
        (x - 0.03, y),
        (x + 0.036, y - 0.001, *at(0.09, breadth)),
        (*at(length * 0.55, breadth * 0.92), *at(length, opening)),
        (*at(length + 0.012, 0.0), *at(length, -opening)),
        (*at(length * 0.6, -breadth * 0.9 - wide * 0.02), *arm.armpit),
        (x - 0.03, 0.14),
    ]
    return Part(surface(nodes), "main", 0.48, turn=arm.turn)


def _shoulder_creases(arm: Arm) -> list[Fold]:
    at, (x, y), breadth = arm.at, arm.armpit, arm.breadth
    return [
        Fold(line([(x - 0.005, y - 0.03), (*at(0.16, 0.0), *at(0.12, breadth * 0.7))]), 0.022, -0.25),
        Fold(line([(x, y), (*at(0.22, 0.0), *at(0.19, breadth * 0.7))]), 0.022, 0.2),
    ]


def _elbow_creases(arm: Arm) -> list[Fold]:
    at = arm.at
    return [
        Fold(line([at(down, -0.05), (*at(down + 0.02, 0), *at(down - 0.02, 0.05))]), 0.016, rise)
        for down, rise in ((0.29, -0.3), (0.33, 0.3), (0.37, -0.3), (0.5, -0.25), (0.54, 0.25))
    ]


def _cuff(arm: Arm, opening: float) -> Part:
    at, length = arm.at, arm.length
    nodes = [
        at(length - 0.055, opening + 0.004),
        at(length + 0.004, opening),
        at(length + 0.004, -opening),
        at(length - 0.055, -opening - 0.003),
    ]
    return Part(surface(nodes), "trim", 0.56, turn=arm.turn + 90)


def _hem(arm: Arm, opening: float) -> Part:
    edge = line([arm.at(arm.length - 0.022, opening), arm.at(arm.length - 0.022, -opening)])
    return Part(edge, "seam", 0.5, pen=0.004)
