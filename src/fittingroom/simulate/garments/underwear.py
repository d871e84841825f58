"""Underwear, bathing suits of two parts, stockings."""

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import ANKLE, CROTCH, HIP, KNEE, Figure
from fittingroom.simulate.garments.outline import Fold, Node, Part, both, line, smooth, surface, symmetric


def bra(figure: Figure, _dice: Dice) -> list[Part]:
    chest = figure.half(0.22) + 0.006
    cup: list[Node] = [
        (0.012, 0.235),
        (0.0, 0.17, 0.03, 0.145),
        (0.075, 0.1, 0.098, 0.105),
        (0.15, 0.14, chest, 0.225),
        (chest - 0.004, 0.258),
        (0.07, 0.298, 0.012, 0.25),
    ]
    return [
        *both(Part(line([(0.095, 0.11), (0.098, 0.05, 0.085, -0.005)]), "main", 0.5, pen=0.016)),
        Part(
            symmetric(
                [(0, 0.225), (0.03, 0.23), (0.09, 0.27, chest, 0.236), (chest, 0.268), (0.08, 0.308, 0, 0.27)]
            ),
            "trim",
            0.45,
        ),
        *both(
            Part(surface(cup), "main", 0.85, turn=15).with_folds(
                Fold(line([(0.045, 0.17), (0.08, 0.15, 0.13, 0.19)]), 0.04, 0.35)
            )
        ),
        *both(Part(line([(0.016, 0.248), (0.08, 0.29, chest - 0.006, 0.25)]), "seam", 0.9, pen=0.005)),
    ]


def padded(figure: Figure, dice: Dice) -> list[Part]:
    """Moulded, smooth cups, with the line of the pad and a bow between them."""
    arcs = [
        Part(line([(0.03, 0.215), (0.06, 0.14, 0.13, 0.19)]), "seam", 0.95, pen=0.006),
        Part(line([(0.03, 0.235), (0.08, 0.285, 0.135, 0.225)]), "pale", 0.95, pen=0.006),
    ]
    bow = Part(surface([(0, 0.228), (0.018, 0.216), (0.018, 0.242)]), "pale", 1.0, hard=True)
    return [*bra(figure, dice), *(one for arc in arcs for one in both(arc)), *both(bow)]


def triangles(_figure: Figure, _dice: Dice) -> list[Part]:
    """The top of a bikini: two triangles on strings."""
    cup: list[Node] = [
        (0.01, 0.258),
        (0.045, 0.16, 0.078, 0.105),
        (0.135, 0.16, 0.152, 0.262),
        (0.08, 0.275, 0.01, 0.258),
    ]
    return [
        *both(Part(line([(0.078, 0.11), (0.07, 0.04, 0.025, -0.03)]), "main", 0.5, pen=0.009)),
        Part(line([(-0.165, 0.262), (0, 0.276, 0.165, 0.262)]), "main", 0.5, pen=0.01),
        *both(
            Part(surface(cup), "main", 0.85).with_folds(
                Fold(line([(0.05, 0.25), (0.07, 0.2, 0.078, 0.15)]), 0.02, -0.3)
            )
        ),
    ]


def brief(figure: Figure, _dice: Dice) -> list[Part]:
    hip = figure.half(HIP) + 0.004
    half: list[Node] = [
        (0, 0.545),
        (hip * 0.6, 0.545, hip, 0.53),
        (hip + 0.004, 0.59),
        (0.1, 0.64, 0.036, CROTCH + 0.02),
        (0, CROTCH + 0.025),
    ]
    crease = Fold(line([(0.05, 0.70), (0.09, 0.65, 0.14, 0.63)]), 0.012, -0.4)
    return [
        Part(symmetric([(0, 0.53), (hip * 0.6, 0.53, hip * 0.98, 0.532), (0, 0.57)]), "lining", 0.2),
        Part(symmetric(half), "main", 0.6).with_folds(crease),
        Part(line([(-hip, 0.542), (0, 0.566, hip, 0.542)]), "trim", 0.75, pen=0.022),
    ]


def strings(figure: Figure, _dice: Dice) -> list[Part]:
    """The bottom of a bikini, tied at the hips."""
    hip = figure.half(HIP)
    half: list[Node] = [
        (0, 0.575),
        (hip * 0.5, 0.575, hip * 0.8, 0.55),
        (hip * 0.8, 0.585),
        (0.08, 0.64, 0.034, CROTCH + 0.02),
        (0, CROTCH + 0.025),
    ]
    bow = Part(
        surface(
            smooth(
                [
                    (hip * 0.9, 0.565),
                    (hip + 0.05, 0.53),
                    (hip + 0.06, 0.56),
                    (hip * 0.9, 0.567),
                    (hip + 0.05, 0.61),
                    (hip + 0.03, 0.63),
                    (hip * 0.9, 0.565),
                ]
            )
        ),
        "main",
        0.7,
    )
    return [
        Part(line([(-hip, 0.562), (0, 0.60, hip, 0.562)]), "main", 0.5, pen=0.014),
        Part(symmetric(half), "main", 0.7),
        *both(bow),
    ]


def thong(figure: Figure, _dice: Dice) -> list[Part]:
    """Seen from behind: a band and a string."""
    hip = figure.half(HIP) + 0.004
    half: list[Node] = [
        (0, 0.575),
        (hip * 0.6, 0.56, hip, 0.525),
        (hip + 0.003, 0.55),
        (hip * 0.45, 0.585, 0.013, 0.635),
        (0.011, CROTCH + 0.03),
        (0, CROTCH + 0.035),
    ]
    return [
        Part(symmetric([(0, 0.60), (0.05, 0.62), (0.026, CROTCH + 0.03), (0, CROTCH + 0.05)]), "lining", 0.2),
        Part(symmetric(half), "main", 0.75),
    ]


def boxers(figure: Figure, _dice: Dice) -> list[Part]:
    hip = figure.half(HIP) + 0.012
    half: list[Node] = [
        (0, 0.515),
        (hip, 0.51),
        (hip + 0.01, 0.62, hip + 0.012, 0.80),
        (0.1, 0.815, 0.022, 0.81),
        (0.012, 0.76, 0, CROTCH + 0.025),
    ]
    pouch = surface([(-0.045, 0.55), (0.045, 0.55), (0.055, 0.66, 0.0, 0.735), (-0.055, 0.66, -0.045, 0.55)])
    return [
        Part(symmetric(half), "main", 0.55).with_folds(
            Fold(line([(0.03, 0.74), (0.1, 0.7, 0.15, 0.69)]), 0.014, -0.5)
        ),
        Part(pouch, "main", 0.75),
        Part(line([(0.012, 0.56), (0.02, 0.62, 0.0, 0.70)]), "seam", 0.85, pen=0.005),
        Part(symmetric([(0, 0.505), (hip, 0.50), (hip, 0.545), (0, 0.553)]), "pale", 0.8),
    ]


def stockings(_figure: Figure, _dice: Dice) -> list[Part]:
    """A pair that ends on the thigh in a band, with feet."""
    leg: list[Node] = [
        (0.008, 0.82),
        (0.168, 0.815),
        (0.178, 0.95, 0.15, KNEE + 0.03),
        (0.168, 1.22, 0.138, ANKLE),
        (0.15, ANKLE + 0.07, 0.19, ANKLE + 0.1),
        (0.19, ANKLE + 0.125, 0.1, ANKLE + 0.12),
        (0.075, ANKLE + 0.06, 0.086, ANKLE),
        (0.05, 1.25, 0.052, KNEE + 0.03),
        (0.01, 0.95, 0.008, 0.82),
    ]
    top: list[Node] = [(0.006, 0.80), (0.09, 0.812, 0.172, 0.797), (0.175, 0.87), (0.09, 0.888, 0.012, 0.875)]
    folds = [
        Fold(line([(0.1, 0.9), (0.1, 1.1, 0.11, 1.4)]), 0.05, 0.35),
        Fold(line([(0.06, KNEE), (0.1, KNEE + 0.02, 0.14, KNEE)]), 0.012, -0.3),
    ]
    return [*both(Part(surface(leg), "main", 0.6).with_folds(*folds)), *both(Part(surface(top), "trim", 0.8))]
