"""Garments that hang from the shoulders: tops, coats, dresses, jumpsuits, bathing suits."""

from dataclasses import dataclass

from fittingroom.simulate.garments.collars import trimmings
from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import CROTCH, HIP, WAIST, Figure
from fittingroom.simulate.garments.legs import Legs, leg_edge
from fittingroom.simulate.garments.necklines import behind, straps, upper_edge
from fittingroom.simulate.garments.outline import Fold, Node, Part, joined, line, smooth, symmetric
from fittingroom.simulate.garments.skirts import Skirt, drape, skirt_edge
from fittingroom.simulate.garments.sleeves import sleeves


@dataclass(frozen=True, slots=True)
class Torso:
    """The cut of a garment that covers the trunk.

    hem: where it ends, in metres below the pit of the neck; ease: metres by which it is wider than the body
    on each side; pinch: 0 falls straight, 1 follows the waist; flare: metres that each side widens from the
    waist to the hem; lower: what follows below the waist instead of a hem (a skirt, legs, or "brief").
    wide: how far its sleeves widen, 0 to 1.3; cuff: whether they end in a band; extras: keys of EXTRAS.
    """

    hem: float = 0.64
    ease: float = 0.025
    pinch: float = 0.3
    flare: float = 0.0
    lower: Skirt | Legs | str | None = None
    extras: tuple[str, ...] = ()
    wide: float = 0.0
    cuff: bool = False


@dataclass(frozen=True, slots=True)
class Wear:
    """How one product wears its cut: what the labels and the dice decided."""

    figure: Figure
    neckline: str
    sleeve: str
    style: str
    dice: Dice

    @property
    def thin(self) -> bool:
        return self.style == "Spaghetti Straps"


def side(cut: Torso, figure: Figure, y: float) -> float:
    """Half the width of the garment at y."""
    loose = figure.half(0.22) + cut.ease + 0.004
    fitted = figure.half(y) + min(cut.ease, 0.03)
    below = max(0.0, (y - WAIST + 0.08) / (HIP - WAIST + 0.08))
    return loose + (fitted - loose) * cut.pinch + cut.flare * below


def trunk(cut: Torso, wear: Wear) -> list[Part]:
    """The body of the garment, from its neckline to its hem, with what is seen of its back."""
    figure, thin = wear.figure, wear.thin
    upper = upper_edge(wear.neckline, sleeve=wear.sleeve, thin=thin, figure=figure, ease=cut.ease)
    parts = behind(wear.neckline, sleeve=wear.sleeve, thin=thin)
    lower = cut.lower
    if isinstance(lower, Skirt):
        sides = _sides(cut, figure, WAIST)
        right = [*upper, *sides, *skirt_edge(lower, figure, waist=sides[-1][-2])]
        left = right
        folds = drape(lower, figure, wear.dice)
        if wear.style in ("Hi-Lo", "Asymmetric"):
            right, left, more = _uneven_skirt(wear.style, upper, sides, lower, figure)
            parts = [*more, *parts]
    elif isinstance(lower, Legs):
        sides = _sides(cut, figure, WAIST)
        right = left = [*upper, *sides, *leg_edge(lower, figure)]
        folds = [Fold(line([(-0.1, WAIST + 0.02), (0, WAIST + 0.03, 0.1, WAIST + 0.02)]), 0.012, -0.5)]
    elif lower == "brief":
        sides = _sides(cut, figure, HIP - 0.03)
        high = 0.03 * wear.dice.uniform("leg height", 0.0, 1.6)
        right = left = [
            *upper,
            *sides,
            (figure.half(HIP) + 0.004, HIP + 0.02 - high),
            (0.09, 0.66, 0.032, CROTCH + 0.03),
            (0, CROTCH + 0.035),
        ]
        folds = []
    else:
        sides = _sides(cut, figure, cut.hem)
        width = sides[-1][-2]
        right = left = [*upper, *sides, (width * 0.5, cut.hem + 0.014, 0, cut.hem + 0.014)]
        if wear.style == "Hi-Lo":
            tail = cut.hem + 0.16
            right = left = [*upper, *sides, (width * 0.75, cut.hem - 0.10, 0, cut.hem - 0.12)]
            parts.insert(
                0,
                Part(
                    symmetric([(0, 0.3), (width * 0.9, 0.3), (width, cut.hem), (width * 0.9, tail, 0, tail)]),
                    "lining",
                    0.25,
                ),
            )
        elif wear.style == "Asymmetric":
            right = [*upper, *_sides(cut, figure, cut.hem + 0.14), (0, cut.hem + 0.01)]
            short = max(0.34, cut.hem - 0.16)
            left = [*upper, *_sides(cut, figure, short), (0, cut.hem + 0.01)]
        folds = _drapes(cut, figure, wear.dice)
    parts.append(Part(joined(right, left), "main", 0.6, folds=tuple(folds)))
    if lower is None:
        parts.append(Part(line(_hem_line(sides, cut.hem, wear.style)), "seam", 0.62, pen=0.004))
    if thin and wear.sleeve != "Strapless":
        parts += straps(crossed=wear.style == "Criss Cross")
    return parts


def torso(cut: Torso, wear: Wear) -> list[Part]:
    """All parts of the garment's cloth, the lowest first."""
    arms = sleeves(
        wear.sleeve,
        figure=wear.figure,
        ease=cut.ease,
        wide=cut.wide,
        cuff=cut.cuff,
        off_shoulder=wear.neckline == "Off The Shoulder",
        hidden="cape" in cut.extras,
    )
    return [
        *arms,
        *trunk(cut, wear),
        *trimmings(wear.neckline, sleeve=wear.sleeve, thin=wear.thin, figure=wear.figure),
    ]


def _sides(cut: Torso, figure: Figure, end: float) -> list[Node]:
    """The side seam from below the armpit to `end`."""
    start = 0.26
    if end <= start + 0.03:
        return [(side(cut, figure, end), end)]
    steps = max(2, round((end - start) / 0.07))
    levels = [start + (end - start) * i / steps for i in range(steps + 1)]
    return smooth([(side(cut, figure, y), y) for y in levels])


def _hem_line(sides: list[Node], hem: float, style: str) -> list[Node]:
    if style in ("Hi-Lo", "Asymmetric"):
        return [(0, hem), (0.001, hem)]
    width = sides[-1][-2]
    return [
        (-width, hem - 0.022),
        (-width * 0.5, hem - 0.01, 0, hem - 0.01),
        (width * 0.5, hem - 0.01, width, hem - 0.022),
    ]


def _drapes(cut: Torso, figure: Figure, dice: Dice) -> list[Fold]:
    """Creases that pull from the armpits, and soft ones that fall to the hem."""
    chest = side(cut, figure, 0.24)
    folds = []
    for sign in (-1, 1):
        pull = [(sign * chest, 0.25), (sign * chest * 0.7, 0.275, sign * chest * 0.5, 0.235)]
        slack = [(sign * chest, 0.285), (sign * chest * 0.65, 0.32, sign * chest * 0.4, 0.31)]
        folds += [Fold(line(pull), 0.03, -0.2), Fold(line(slack), 0.03, 0.18)]
    for i in range(5):
        x = dice.uniform(f"crease {i}", -0.85, 0.85) * chest
        top = dice.uniform(f"crease {i} top", 0.3, 0.42)
        rise = dice.uniform(f"crease {i} rise", 0.15, 0.32) * (-1) ** i
        folds.append(Fold(line([(x * 0.8, top), (x, (top + cut.hem) / 2, x * 1.08, cut.hem)]), 0.034, rise))
    return folds


def _uneven_skirt(
    style: str, upper: list[Node], sides: list[Node], skirt: Skirt, figure: Figure
) -> tuple[list[Node], list[Node], list[Part]]:
    """Both halves of a dress whose hem is not level, and its back where it shows."""
    edge = skirt_edge(skirt, figure, waist=sides[-1][-2])
    width = max(node[-2] for node in edge)
    hem = max(node[-1] for node in edge)
    if style == "Hi-Lo":
        short = WAIST + (hem - WAIST) * 0.55
        flank = (width * 0.92, hem - 0.06)
        front: list[Node] = [
            *upper,
            *sides,
            (*edge[0][-2:], *edge[0][-2:]),
            (width * 0.7, WAIST + 0.2, *flank),
            (width * 0.55, short, 0, short),
        ]
        rear = [(0.0, WAIST), (sides[-1][-2], WAIST), flank, (width * 0.8, hem + 0.02, 0, hem + 0.03)]
        return front, front, [Part(symmetric(rear), "lining", 0.3)]
    long: list[Node] = [
        *upper,
        *sides,
        (width * 0.75, WAIST + 0.2, width, hem + 0.06),
        (0, WAIST + (hem - WAIST) * 0.8),
    ]
    high = WAIST + (hem - WAIST) * 0.45
    brief: list[Node] = [
        *upper,
        *sides,
        (width * 0.6, WAIST + 0.1, width * 0.78, high),
        (0, WAIST + (hem - WAIST) * 0.8),
    ]
    return long, brief, []
