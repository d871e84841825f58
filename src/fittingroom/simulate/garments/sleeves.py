"""Sleeves: an arm's cloth from the shoulder to its cuff."""

import math

from fittingroom.simulate.garments.figure import Figure
from fittingroom.simulate.garments.outline import Fold, Node, Part, both, line, surface

SLEEVES = ("Long Sleeved", "Puff Sleeves", "Short Sleeves", "Sleeveless", "Strapless")

ARMS = ("Long Sleeved", "Puff Sleeves", "Short Sleeves")


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
    if kind not in ARMS or hidden:
        return []
    x = figure.shoulder + 0.35 * ease - 0.012
    y = 0.043
    if off_shoulder:
        x, y = x + 0.077 * figure.spread, 0.12
    armpit = (figure.half(0.22) + ease, 0.232 + 0.25 * ease)
    angle = math.atan(figure.spread)
    along, out = (math.sin(angle), math.cos(angle)), (math.cos(angle), -math.sin(angle))
    length = {"Long Sleeved": 0.60, "Short Sleeves": 0.205, "Puff Sleeves": 0.20}[kind] - (y - 0.043) * 0.9
    turn = -math.degrees(angle)

    def at(down: float, across: float) -> tuple[float, float]:
        """The point so far down the arm, and so far out from its middle."""
        middle = (x - 0.045 * out[0] * (1 - down / 0.6), y + 0.03)
        return (
            middle[0] + down * along[0] + across * out[0],
            middle[1] + down * along[1] + across * out[1],
        )

    arm = 0.062 + 0.45 * ease
    if kind == "Puff Sleeves":
        top, low = at(0.09, arm + 0.105), at(0.1, -arm - 0.03)
        end = length - 0.01
        nodes: list[Node] = [
            (x - 0.035, y - 0.008),
            (x + 0.03, y - 0.055, *top),
            (*at(end + 0.02, arm + 0.085), *at(end, 0.05)),
            at(end, -0.045),
            (*at(end + 0.02, -arm - 0.06), *low),
            armpit,
            (x - 0.03, 0.14),
        ]
        creases = [
            Fold(line([at(0.0 + k * 0.01, 0.05 - 0.03 * k), at(0.06, 0.08 - 0.04 * k)]), 0.012, -0.7)
            for k in range(4)
        ] + [
            Fold(line([at(end, 0.04 - 0.028 * k), at(end - 0.055, 0.06 - 0.04 * k)]), 0.012, -0.7)
            for k in range(4)
        ]
        band = surface(
            [at(end - 0.008, 0.054), at(end + 0.022, 0.05), at(end + 0.022, -0.046), at(end - 0.008, -0.05)]
        )
        return [
            *both(Part(surface(nodes), "main", 0.62, turn=turn).with_folds(*creases)),
            *both(Part(band, "main", 0.7, turn=turn)),
        ]
    opening = arm * (0.95 - 0.0 * wide) if kind == "Short Sleeves" else 0.042 + 0.3 * ease
    opening += wide * 0.11
    nodes = [
        (x - 0.03, y),
        (x + 0.036, y - 0.001, *at(0.09, arm)),
        (*at(length * 0.55, arm * 0.92), *at(length, opening)),
        (*at(length + 0.012, 0.0), *at(length, -opening)),
        (*at(length * 0.6, -arm * 0.9 - wide * 0.02), *armpit),
        (x - 0.03, 0.14),
    ]
    creases = [
        Fold(
            line([(armpit[0] - 0.005, armpit[1] - 0.03), (*at(0.16, 0.0), *at(0.12, arm * 0.7))]),
            0.022,
            -0.25,
        ),
        Fold(line([(armpit[0], armpit[1]), (*at(0.22, 0.0), *at(0.19, arm * 0.7))]), 0.022, 0.2),
    ]
    if kind == "Long Sleeved":
        for down, sign in ((0.29, -0.3), (0.33, 0.3), (0.37, -0.3), (0.5, -0.25), (0.54, 0.25)):
            creases.append(
                Fold(line([at(down, -0.05), (*at(down + 0.02, 0), *at(down - 0.02, 0.05))]), 0.016, sign)
            )
    parts = list(both(Part(surface(nodes), "main", 0.48, turn=turn).with_folds(*creases)))
    if cuff and kind == "Long Sleeved":
        band = surface(
            [
                at(length - 0.055, opening + 0.004),
                at(length + 0.004, opening),
                at(length + 0.004, -opening),
                at(length - 0.055, -opening - 0.003),
            ]
        )
        parts += both(Part(band, "trim", 0.56, turn=turn + 90))
    elif wide < 0.3:
        edge = line([at(length - 0.022, opening), at(length - 0.022, -opening)])
        parts += both(Part(edge, "seam", 0.5, pen=0.004))
    return parts
