"""Skirts: cloth that hangs from the waist around both legs."""

from dataclasses import dataclass

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import HIP, WAIST, Figure
from fittingroom.simulate.garments.outline import Fold, Node, Part, joined, line, smooth, symmetric, wave


@dataclass(frozen=True, slots=True)
class Skirt:
    """The cut of a skirt.

    hem: metres below the pit of the neck; line: straight, flared, bell, mermaid or tiered; flare: metres by
    which each side is wider at the hem than at the hip; waves: bows of the hem on each side.
    """

    hem: float = 1.0
    line: str = "flared"
    flare: float = 0.12
    waves: int = 0
    layers: int = 1
    extras: tuple[str, ...] = ()
    band: bool = True


def skirt_edge(cut: Skirt, figure: Figure, *, waist: float) -> list[Node]:
    """The right half from the waist (left out) to the middle of the hem."""
    hip, hem = figure.half(HIP) + 0.012, cut.hem
    wide = max(0.06, hip + cut.flare)
    down = hem - WAIST
    if cut.line == "straight":
        edge = smooth(
            [
                (waist, WAIST),
                (hip * 0.93, WAIST + min(0.09, down / 4)),
                (hip, HIP if down > 0.25 else hem - 0.05),
                (wide, hem),
            ]
        )
    elif cut.line == "bell":
        edge = [
            (waist, WAIST),
            (
                waist + (wide - waist) * 0.5,
                WAIST + down * 0.05,
                waist + (wide - waist) * 0.8,
                WAIST + down * 0.42,
            ),
            (wide * 1.0, WAIST + down * 0.7, wide, hem),
        ]
    elif cut.line == "mermaid":
        knee = WAIST + down * 0.6
        edge = smooth(
            [
                (waist, WAIST),
                (hip * 0.95, WAIST + 0.1),
                (hip, HIP),
                (hip * 0.8, knee),
                (hip * 0.85, knee + 0.06),
                (wide * 0.95, hem - 0.06),
                (wide, hem),
            ]
        )
    else:
        edge = [(waist, WAIST), (waist + (wide - waist) * 0.35, WAIST + down * 0.3, wide, hem)]
    if cut.waves:
        return [*edge[1:], *wave((wide, hem), (0.0, hem + 0.02), waves=cut.waves, rise=-0.02)[1:]]
    return [*edge[1:], (wide * 0.5, hem + 0.02, 0, hem + 0.02)]


def drape(cut: Skirt, figure: Figure, dice: Dice) -> list[Fold]:
    """Folds that fall from the waist to the hem, more of them the wider it is."""
    wide = figure.half(HIP) + cut.flare
    count = {"straight": 3, "mermaid": 6}.get(cut.line, 5 + 2 * cut.waves)
    start = WAIST + (0.6 * (cut.hem - WAIST) if cut.line == "mermaid" else 0.02)
    strength = 0.25 if cut.line == "straight" else 0.6
    folds = []
    for i in range(count):
        share = (i + dice.uniform(f"drape {i}", 0.25, 0.75)) / count * 2 - 1
        top = start + dice.uniform(f"drape {i} top", 0.0, 0.12) * (cut.hem - WAIST)
        path = line(
            [
                (share * figure.half(WAIST) * 0.9, top),
                (share * wide * 0.62, (top + cut.hem) / 2, share * wide * 0.98, cut.hem),
            ]
        )
        folds.append(Fold(path, 0.028 if cut.waves else 0.02, strength * (-1) ** i))
    return folds


def skirt(cut: Skirt, figure: Figure, style: str, dice: Dice) -> list[Part]:
    """All parts of a skirt that is worn alone, the lowest first."""
    waist = figure.half(WAIST) + 0.004
    parts = []
    for layer in range(cut.layers - 1, 0, -1):
        share = 1 - 0.16 * layer
        under = Skirt(
            hem=WAIST + (cut.hem - WAIST) / share**0.5,
            line=cut.line,
            flare=cut.flare * 1.1,
            waves=cut.waves + 1,
        )
        parts.append(
            Part(
                symmetric([(0, WAIST), (waist, WAIST), *skirt_edge(under, figure, waist=waist)]),
                "main",
                0.3,
                folds=tuple(drape(under, figure, dice.other(layer))),
            )
        )
    edge = skirt_edge(cut, figure, waist=waist)
    top: list[Node] = [(0, WAIST + 0.006), (waist * 0.6, WAIST + 0.006, waist, WAIST)]
    right = left = [*top, *edge]
    wide = max(node[-2] for node in edge)
    if style == "Asymmetric":
        middle = (0, WAIST + (cut.hem - WAIST) * 0.8)
        right = [*top, (waist + 0.04, HIP, wide, cut.hem + 0.08), middle]
        left = [*top, (waist + 0.03, WAIST + 0.1, wide * 0.8, WAIST + (cut.hem - WAIST) * 0.45), middle]
    elif style == "Hi-Lo":
        short = WAIST + (cut.hem - WAIST) * 0.55
        parts.append(
            Part(
                symmetric(
                    [
                        (0, WAIST),
                        (waist, WAIST),
                        (wide * 0.95, cut.hem - 0.02),
                        (wide * 0.8, cut.hem + 0.1, 0, cut.hem + 0.12),
                    ]
                ),
                "lining",
                0.25,
            )
        )
        right = left = [*top, (waist + 0.04, HIP, wide * 0.95, cut.hem - 0.02), (wide * 0.5, short, 0, short)]
    parts.append(Part(joined(right, left), "main", 0.55, folds=tuple(drape(cut, figure, dice))))
    if cut.band:
        parts.append(band(waist, WAIST))
    return parts


def band(waist: float, y: float, ink: str = "trim") -> Part:
    """A waistband."""
    half: list[Node] = [
        (0, y + 0.002),
        (waist * 0.6, y + 0.002, waist, y - 0.006),
        (waist + 0.006, y + 0.034),
        (waist * 0.6, y + 0.044, 0, y + 0.044),
    ]
    return Part(symmetric(half), ink, 0.72)
