"""Small things that lie in the picture alone."""

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import Figure
from fittingroom.simulate.garments.outline import (
    Fold,
    Node,
    Part,
    both,
    box,
    line,
    moved,
    oval,
    smooth,
    surface,
)


def pasties(_figure: Figure, _dice: Dice) -> list[Part]:
    """Two petals."""
    petals = [
        (0.09 + 0.026 * dx, 0.2 + 0.026 * dy)
        for dx, dy in ((0, -1), (0.95, -0.31), (0.59, 0.81), (-0.59, 0.81), (-0.95, -0.31))
    ]
    one = [Part(oval(x, y, 0.052), "main", 0.6) for x, y in petals] + [
        Part(oval(0.09, 0.2, 0.05), "main", 0.8)
    ]
    return [twin for part in one for twin in both(part)]


def bra_straps(_figure: Figure, _dice: Dice) -> list[Part]:
    """A pair of loose straps with their rings and sliders."""
    strap = line([(0.06, 0.0), (0.13, 0.12, 0.07, 0.25), (0.02, 0.36, 0.075, 0.47)])
    rings = [
        Part(oval(x, y, 0.036, 0.03), "metal", 0.9, hard=True)
        for x, y in ((0.06, 0.0), (0.09, 0.19), (0.075, 0.47))
    ]
    return [*both(Part(strap, "main", 0.6, pen=0.024)), *(one for ring in rings for one in both(ring))]


def insoles(_figure: Figure, _dice: Dice) -> list[Part]:
    sole: list[Node] = [
        (0.06, 0.0),
        (0.115, 0.0, 0.118, 0.075),
        (0.12, 0.14, 0.098, 0.2),
        (0.09, 0.24, 0.094, 0.28),
        (0.09, 0.32, 0.062, 0.32),
        (0.032, 0.32, 0.032, 0.28),
        (0.04, 0.2, 0.022, 0.12),
        (0.01, 0.0, 0.06, 0.0),
    ]
    heel = Part(oval(0.063, 0.278, 0.042, 0.056), "second", 0.75)
    ball = Part(oval(0.068, 0.09, 0.062, 0.05), "second", 0.7)
    return [twin for part in (Part(surface(sole), "main", 0.55), heel, ball) for twin in both(part)]


def shoelaces(_figure: Figure, _dice: Dice) -> list[Part]:
    """A pair of laces, looped and crossed, with their tips."""
    loops = smooth(
        [
            (0.02, 0.34),
            (0.06, 0.2),
            (0.18, 0.05),
            (0.24, 0.14),
            (0.12, 0.22),
            (-0.02, 0.24),
            (0.1, 0.3),
            (0.22, 0.3),
            (0.2, 0.42),
        ]
    )
    tips = [
        Part(line([(0.02, 0.34), (0.012, 0.375)]), "dark", 0.9, pen=0.013),
        Part(line([(0.2, 0.42), (0.197, 0.455)]), "dark", 0.9, pen=0.013),
    ]
    return [twin for part in (Part(line(loops), "main", 0.6, pen=0.017), *tips) for twin in both(part)]


def shoe_care(_figure: Figure, _dice: Dice) -> list[Part]:
    """A shoehorn, a brush and two clips with bows."""
    horn = smooth(
        [
            (-0.2, 0.0),
            (-0.165, 0.01),
            (-0.15, 0.2),
            (-0.13, 0.38),
            (-0.165, 0.43),
            (-0.21, 0.38),
            (-0.21, 0.2),
            (-0.2, 0.0),
        ]
    )
    parts = [
        Part(surface(horn), "main", 0.6).with_folds(
            Fold(line([(-0.17, 0.1), (-0.17, 0.3, -0.165, 0.4)]), 0.03, 0.5)
        )
    ]
    parts.append(Part(box(-0.05, 0.26, 0.22, 0.33, 0.03), "main", 0.7))
    parts += [
        Part(line([(-0.03 + 0.02 * i, 0.325), (-0.034 + 0.0205 * i, 0.395)]), "dark", 0.45, pen=0.014)
        for i in range(12)
    ]
    for x in (0.02, 0.16):
        parts += [
            Part(surface(moved([(0, 0.12), (side * 0.055, 0.085), (side * 0.055, 0.155)], x)), "second", 0.7)
            for side in (-1, 1)
        ]
        parts.append(Part(oval(x, 0.12, 0.03), "metal", 0.9, hard=True))
    return parts
