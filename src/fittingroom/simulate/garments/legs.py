"""Garments with legs: trousers, jeans, shorts, leggings, stockings."""

from dataclasses import dataclass

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import ANKLE, CROTCH, HIP, KNEE, WAIST, Figure
from fittingroom.simulate.garments.outline import Fold, Node, Part, both, line, surface, symmetric


@dataclass(frozen=True, slots=True)
class Legs:
    """The cut of trousers.

    hem: metres below the pit of the neck; thigh, knee, foot: metres by which a leg is wider than the bare one
    on each side, there and at the hem; drop: metres by which the crotch hangs lower; top: height of its band;
    feet: whether it covers them; extras: see `extras`.
    """

    hem: float = ANKLE
    thigh: float = 0.015
    knee: float = 0.02
    foot: float = 0.02
    drop: float = 0.0
    top: float = WAIST
    feet: bool = False
    extras: tuple[str, ...] = ()


def _bare(y: float) -> float:
    """Half the width of a bare leg."""
    for (low, wide), (high, narrow) in (
        ((CROTCH, 0.088), (KNEE, 0.056)),
        ((KNEE, 0.056), (1.2, 0.052)),
        ((1.2, 0.052), (ANKLE, 0.034)),
    ):
        if y <= high:
            return wide + (narrow - wide) * max(0.0, (y - low) / (high - low))
    return 0.034


def _middle(y: float) -> float:
    """Where a leg's axis stands."""
    return 0.086 + 0.03 * min(1.0, max(0.0, (y - CROTCH) / (ANKLE - CROTCH)))


def _slack(cut: Legs, y: float) -> float:
    if y <= KNEE:
        return cut.thigh + (cut.knee - cut.thigh) * max(0.0, (y - CROTCH) / (KNEE - CROTCH))
    return cut.knee + (cut.foot - cut.knee) * (y - KNEE) / (ANKLE - KNEE)


def leg_edge(cut: Legs, figure: Figure) -> list[Node]:
    """The right half from the hip to the middle of the crotch."""
    hip = figure.half(HIP) + cut.thigh
    crotch = min(CROTCH + 0.012 + cut.drop, cut.hem - 0.03)
    hem = cut.hem

    def outer(y: float) -> float:
        return _middle(y) + _bare(y) + _slack(cut, y)

    def inner(y: float) -> float:
        return max(0.006, _middle(y) - _bare(y) - _slack(cut, y) * 0.8)

    nodes: list[Node] = [(hip * 0.97, WAIST + 0.07, hip, HIP)]
    stops = [y for y in (CROTCH + 0.08, KNEE, 1.25) if y < hem - 0.05]
    for y in stops:
        nodes.append((outer(y), y))
    nodes += [(outer(hem), hem), ((outer(hem) + inner(hem)) / 2, hem + 0.012, inner(hem), hem)]
    for y in reversed(stops):
        if y > crotch + 0.06:
            nodes.append((inner(y), y))
    nodes += [(0.004, crotch + 0.05, 0, crotch)]
    return nodes


def legs(cut: Legs, figure: Figure, dice: Dice) -> list[Part]:
    """All parts of trousers, the lowest first."""
    waist = figure.half(cut.top) + min(cut.thigh, 0.012) + 0.004
    top: list[Node] = [(0, cut.top + 0.008), (waist * 0.6, cut.top + 0.008, waist, cut.top)]
    folds = _creases(cut, dice)
    parts = [
        Part(
            symmetric(
                [
                    (0, cut.top - 0.012),
                    (waist * 0.6, cut.top - 0.012, waist * 0.97, cut.top),
                    (0, cut.top + 0.03),
                ]
            ),
            "lining",
            0.2,
        ),
        Part(symmetric([*top, *leg_edge(cut, figure)]), "main", 0.55, folds=tuple(folds)),
    ]
    if cut.feet:
        foot: list[Node] = [
            (0.078, ANKLE - 0.02),
            (0.152, ANKLE - 0.02),
            (0.16, ANKLE + 0.09, 0.125, ANKLE + 0.1),
            (0.08, ANKLE + 0.1, 0.078, ANKLE - 0.02),
        ]
        parts += both(Part(surface(foot), "main", 0.5))
    return parts


def _creases(cut: Legs, dice: Dice) -> list[Fold]:
    folds = []
    loose = min(1.0, 0.35 + cut.thigh * 12)
    for sign in (-1, 1):
        folds.append(
            Fold(line([(0, CROTCH), (sign * 0.05, CROTCH - 0.02, sign * 0.13, CROTCH - 0.075)]), 0.022, -0.3)
        )
        folds.append(
            Fold(
                line(
                    [(sign * 0.004, CROTCH + 0.035), (sign * 0.06, CROTCH + 0.03, sign * 0.13, CROTCH - 0.01)]
                ),
                0.022,
                -0.3 * loose,
            )
        )
        for i, y in enumerate((KNEE - 0.05, KNEE, KNEE + 0.05, ANKLE - 0.12, ANKLE - 0.07)):
            if y < cut.hem - 0.04:
                x, tilt = sign * _middle(y), dice.uniform(f"tilt {i}", -0.02, 0.02)
                folds.append(
                    Fold(
                        line([(x - 0.05, y + tilt), (x, y + 0.02, x + 0.05, y - tilt)]),
                        0.02,
                        loose * 0.3 * (-1) ** i,
                    )
                )
        if cut.hem > KNEE:
            folds.append(
                Fold(
                    line([(sign * 0.09, HIP), (sign * 0.095, CROTCH, sign * _middle(cut.hem), cut.hem)]),
                    0.02,
                    0.25,
                )
            )
    return folds
