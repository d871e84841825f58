"""Shoes and boots, seen from the side, toes to the right; a foot is one unit long and stands on y = 0."""

from dataclasses import dataclass, replace

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.outline import Fold, Node, Part, _over, line, oval, skia, smooth, surface


@dataclass(frozen=True, slots=True)
class Shoe:
    """The cut of a shoe, in lengths of a foot.

    heel: how much higher the heel stands than the ball; sole: thickness under the ball; shaft: height of what
    covers the leg; top: pump, laced, slip, sandal, slide, boot or ballet; under: flat, block, stiletto,
    wedge, lug, spikes; pointed: the toe; extras: see `_details`.
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
    bulk = 1.12 - 0.16 * slender
    one = _one(replace(cut, sole=cut.sole * (1.15 - 0.25 * slender)), bulk, dice)
    shift = skia.Matrix.Translate(dice.uniform("far x", 0.14, 0.24), -0.14 - 0.05 * cut.shaft)
    far = [
        replace(
            part,
            path=_over(part.path, shift),
            height=part.height * 0.45,
            folds=tuple(replace(fold, path=_over(fold.path, shift)) for fold in part.folds),
        )
        for part in one
    ]
    return [*far, *one]


def _one(cut: Shoe, bulk: float, _dice: Dice) -> list[Part]:
    p, seat = cut.sole, cut.sole + cut.heel
    parts = _under(cut, p, seat)
    tip = 1.06 if cut.pointed else 1.0
    foot: list[Node] = [(tip, -p - 0.012), (0.66, -p), (0.42, -seat * 0.96, 0.27, -seat), (0.0, -seat)]
    if cut.top in ("sandal", "slide"):
        return parts + _straps(cut, p, seat, bulk)
    toe: Node = (
        (0.97, -p - 0.05, tip, -p - 0.012) if cut.pointed else (1.0, -p - 0.16 * bulk, tip, -p - 0.012)
    )
    c = 0.23 * bulk
    if cut.top == "pump":
        vamp = (0.74, -p - 0.105 * bulk)
        nodes = [
            *foot,
            (-0.035, -seat - 0.12, 0.0, -seat - 0.2),
            (0.05, -seat - 0.21),
            (0.16, -seat * 0.9 - 0.075, 0.40, -seat * 0.55 - p * 0.45 - 0.065),
            (0.62, -p - 0.055, *vamp),
            toe,
        ]
        folds = []
        inside = surface(
            [
                (0.05, -seat - 0.2),
                (0.3, -seat - 0.14, 0.72, -p - 0.12),
                (0.4, -seat * 0.5 - p * 0.5 - 0.03),
                (0.05, -seat - 0.1),
            ]
        )
        parts.append(Part(inside, "lining", 0.3))
    elif cut.top == "ballet":
        nodes = [
            *foot,
            (-0.03, -seat - 0.07, 0.01, -seat - 0.13),
            (0.3, -seat - 0.055, 0.62, -p - 0.075),
            (0.72, -p - 0.1),
            toe,
        ]
        folds = []
        parts.append(
            Part(
                surface([(0.02, -seat - 0.12), (0.35, -seat - 0.12, 0.72, -p - 0.1), (0.4, -seat - 0.02)]),
                "lining",
                0.3,
            )
        )
    elif cut.top == "slip":
        nodes = [
            *foot,
            (-0.03, -seat - 0.12, 0.015, -seat - c * 0.9),
            (0.14, -seat - c * 0.8, 0.34, -seat - c * 0.72),
            (0.40, -seat - c * 1.02),
            (0.60, -p - 0.17 * bulk, 0.74, -p - 0.145 * bulk),
            toe,
        ]
        folds = [Fold(line([(0.45, -p - 0.1), (0.6, -p - 0.08, 0.66, -p - 0.03)]), 0.02, -0.4)]
    elif cut.top == "boot":
        s = seat + cut.shaft
        nodes = [
            *foot,
            (-0.035, -seat - 0.15, 0.03, -seat - 0.3),
            (0.0 if cut.shaft < 0.6 else -0.05, -seat - cut.shaft * 0.7, -0.01, -s),
            (0.36, -s - 0.015),
            (0.44 if cut.shaft > 0.6 else 0.38, -seat - cut.shaft * 0.6, 0.375, -seat - 0.3),
            (0.46, -seat * 0.6 - p * 0.4 - 0.2, 0.72, -p - 0.15 * bulk),
            toe,
        ]
        folds = [
            Fold(line([(0.06, -seat - y), (0.22, -seat - y + 0.035, 0.36, -seat - y + 0.01)]), 0.03, r)
            for y, r in ((0.24, -0.5), (0.29, 0.4), (0.36, -0.5))
        ]
        parts.append(Part(oval(0.175, -s - 0.005, 0.36, 0.06), "lining", 0.3))
    else:
        s = cut.shaft
        nodes = [
            *foot,
            (-0.04, -seat - 0.12, 0.02, -seat - c - s),
            (0.06, -seat - c - 0.04 - s, 0.12, -seat - c * 0.93 - s),
            (0.22, -seat - c * 0.88 - s, 0.32, -seat - c * 1.12 - s),
            (0.37, -seat - c * 1.2 - s),
            (0.5, -seat - c * 0.75 - s * 0.3, 0.73, -p - 0.145 * bulk),
            toe,
        ]
        folds = [Fold(line([(0.66, -p - 0.13), (0.68, -p - 0.06, 0.64, -p)]), 0.02, -0.4)]
        parts.append(
            Part(
                surface(
                    [
                        (0.1, -seat - c * 0.8 - s),
                        (0.22, -seat - c * 1.15 - s, 0.36, -seat - c * 1.24 - s),
                        (0.34, -seat - c * 0.6 - s),
                    ]
                ),
                "lining",
                0.35,
            )
        )
    parts.append(Part(surface(nodes), "main", 0.65, folds=tuple(folds)))
    return parts + _details(cut, p, seat, c, bulk)


def _under(cut: Shoe, p: float, seat: float) -> list[Part]:
    """Sole and heel."""
    if cut.under == "wedge":
        return [
            Part(
                surface(
                    [
                        (0.02, 0),
                        (0.0, -seat - 0.02),
                        (0.28, -seat - 0.02),
                        (0.42, -seat * 0.95, 0.66, -p - 0.02),
                        (1.0, -p - 0.02),
                        (1.0, -p * 0.4, 0.93, 0),
                    ]
                ),
                "sole",
                0.5,
            )
        ]
    if cut.under in ("flat", "lug", "spikes"):
        sole = [
            Part(
                surface(
                    [
                        (0.02, 0),
                        (-0.03, -p * 0.5, -0.012, -seat - 0.02),
                        (0.3, -seat - 0.02, 0.66, -p - 0.02),
                        (1.015, -p - 0.03),
                        (1.03, -p * 0.4, 0.93, 0),
                    ]
                ),
                "sole",
                0.6,
            )
        ]
        if cut.under == "lug":
            sole += [
                Part(
                    surface([(x, -0.03), (x + 0.055, -0.03), (x + 0.045, 0.03), (x + 0.01, 0.03)]),
                    "dark",
                    0.5,
                )
                for x in (0.03, 0.13, 0.23, 0.50, 0.6, 0.7, 0.8, 0.88)
            ]
        if cut.under == "spikes":
            sole += [
                Part(
                    surface([(x, -0.01), (x + 0.06, -0.01), (x + 0.042, 0.065), (x + 0.018, 0.065)]),
                    "dark",
                    0.5,
                )
                for x in (0.05, 0.2, 0.52, 0.68, 0.84)
            ]
        return sole
    thin = [
        Part(
            surface(
                [
                    (tip, -p * 0.2) if (tip := 0.96) else (0, 0),
                    (0.6, 0),
                    (0.42, -seat * 0.8, 0.27, -seat + 0.035),
                    (0.0, -seat + 0.02),
                    (0.0, -seat - 0.015),
                    (0.27, -seat - 0.015),
                    (0.42, -seat * 0.97, 0.66, -p - 0.015),
                    (1.0, -p - 0.015),
                ]
            ),
            "sole",
            0.55,
        )
    ]
    if cut.under == "stiletto":
        return [
            Part(
                surface(
                    [
                        (0.0, -seat),
                        (0.03, -seat * 0.55, 0.035, 0),
                        (0.075, 0),
                        (0.08, -seat * 0.6, 0.22, -seat),
                    ]
                ),
                "main",
                0.5,
                hard=True,
            ),
            *thin,
        ]
    return [Part(surface([(0.0, -seat), (0.02, 0), (0.2, 0), (0.25, -seat)]), "sole", 0.5), *thin]


def _straps(cut: Shoe, p: float, seat: float, bulk: float) -> list[Part]:
    sole = Part(
        surface(
            [
                (0.0, -seat),
                (0.27, -seat),
                (0.42, -seat * 0.95, 0.66, -p),
                (1.0, -p),
                (1.0, -p - 0.03),
                (0.66, -p - 0.035),
                (0.42, -seat * 0.95 - 0.035, 0.27, -seat - 0.035),
                (0.0, -seat - 0.035),
            ]
        ),
        "lining",
        0.5,
    )
    if cut.top == "slide":
        cover: list[Node] = [
            (0.42, -seat * 0.7 - p * 0.3),
            (0.46, -p - 0.25 * bulk, 0.62, -p - 0.23 * bulk),
            (0.9, -p - 0.2 * bulk, 0.95, -p - 0.01),
        ]
        if "fluffy" in cut.extras:
            cover = [(0.36, -p - 0.01), (0.38, -p - 0.32, 0.6, -p - 0.29), (0.98, -p - 0.27, 1.02, -p - 0.01)]
        return [sole, Part(surface(cover), "main", 0.85)]
    parts = [sole]
    for at, x in enumerate((0.62, 0.78)):
        parts.append(
            Part(
                surface(
                    [
                        (x, -p),
                        (x + 0.02, -p - 0.17 * bulk, x + 0.1, -p - 0.135),
                        (x + 0.17, -p - 0.1, x + 0.155, -p),
                        (x + 0.1, -p),
                    ]
                ),
                "main",
                0.75 + 0.05 * at,
            )
        )
    ankle = seat + 0.26
    parts.append(
        Part(line([(0.0, -seat - 0.02), (-0.02, -seat - 0.15, 0.02, -ankle)]), "main", 0.7, pen=0.055)
    )
    parts.append(
        Part(line([(0.0, -ankle + 0.02), (0.16, -ankle + 0.05, 0.31, -ankle - 0.02)]), "main", 0.8, pen=0.05)
    )
    parts.append(
        Part(
            line([(0.31, -ankle - 0.01), (0.45, -seat * 0.6 - 0.24, 0.66, -p - 0.13)]), "main", 0.7, pen=0.045
        )
    )
    parts.append(Part(oval(0.1, -ankle + 0.025, 0.055, 0.06), "metal", 0.95, hard=True))
    return parts


def _details(cut: Shoe, p: float, seat: float, c: float, bulk: float) -> list[Part]:  # noqa: PLR0912
    parts: list[Part] = []
    extras = cut.extras
    if "laces" in extras:
        top = (
            (0.40, -seat - c * 1.0 - cut.shaft) if cut.top == "laced" else (0.40, -seat - min(cut.shaft, 0.6))
        )
        low = (0.66, -p - 0.17 * bulk)
        rows = 5 if cut.shaft < 0.3 else 7
        if cut.top == "boot":
            knee = (0.405, -seat - 0.26)
            track = [top, knee, low]
        else:
            track = [top, low]
        for i in range(rows):
            share = i / (rows - 1) * (len(track) - 1)
            at = min(int(share), len(track) - 2)
            (x, y), (u, v) = track[at], track[at + 1]
            x, y = x + (u - x) * (share - at), y + (v - y) * (share - at)
            parts.append(Part(line([(x - 0.11, y + 0.045), (x, y + 0.005)]), "lace", 0.9, pen=0.022))
    if "swoosh" in extras:
        parts.append(
            Part(
                surface(
                    [
                        (0.2, -seat - 0.05),
                        (0.34, -p - 0.02, 0.64, -p - 0.14),
                        (0.34, -p - 0.07, 0.24, -seat - 0.10),
                    ]
                ),
                "second",
                0.75,
                hard=True,
            )
        )
        parts.append(
            Part(
                line([(0.012, -seat - 0.02), (0.0, -seat - 0.1, 0.06, -seat - 0.16)]),
                "second",
                0.72,
                pen=0.035,
            )
        )
    if "cap" in extras:
        parts.append(
            Part(line([(0.8, -p - 0.14 * bulk), (0.85, -p - 0.06, 0.81, -p)]), "seam", 0.8, pen=0.012)
        )
        parts.append(
            Part(line([(0.42, -seat - 0.1), (0.5, -p - 0.06, 0.62, -p - 0.13)]), "seam", 0.8, pen=0.012)
        )
    if "rubber toe" in extras:
        parts.append(
            Part(
                surface([(0.82, -p), (0.83, -p - 0.12, 0.9, -p - 0.115 * bulk), (1.0, -p - 0.09, 1.01, -p)]),
                "pale",
                0.8,
                hard=True,
            )
        )
    if "penny" in extras:
        parts.append(
            Part(
                surface([(0.5, -p - 0.17), (0.6, -p - 0.19), (0.66, -p - 0.08), (0.56, -p - 0.06)]),
                "main",
                0.9,
            )
        )
        parts.append(Part(line([(0.54, -p - 0.125), (0.63, -p - 0.125)]), "dark", 0.95, pen=0.02))
    if "fur" in extras:
        s = seat + (cut.shaft or c)
        parts.append(
            Part(
                surface(
                    smooth(
                        [
                            (-0.05, -s + 0.05),
                            (-0.06, -s - 0.05),
                            (0.1, -s - 0.085),
                            (0.3, -s - 0.08),
                            (0.42, -s - 0.02),
                            (0.4, -s + 0.06),
                            (0.2, -s + 0.07),
                            (-0.05, -s + 0.05),
                        ]
                    )
                ),
                "fur",
                1.0,
            )
        )
    if "buckle" in extras:
        parts.append(
            Part(line([(0.02, -seat - 0.27), (0.2, -seat - 0.24, 0.39, -seat - 0.29)]), "dark", 0.8, pen=0.04)
        )
        parts.append(Part(oval(0.24, -seat - 0.255, 0.07), "metal", 0.95, hard=True))
    if "bow" in extras:
        parts.append(Part(surface([(0.72, -p - 0.11), (0.66, -p - 0.18), (0.655, -p - 0.06)]), "main", 0.9))
        parts.append(Part(surface([(0.72, -p - 0.11), (0.79, -p - 0.17), (0.79, -p - 0.06)]), "main", 0.9))
    if "band" in extras:
        s = seat + cut.shaft
        parts.append(
            Part(line([(-0.03, -s + 0.07), (0.18, -s + 0.08, 0.385, -s + 0.06)]), "pale", 0.8, pen=0.03)
        )
    if "hooks" in extras:
        parts += [
            Part(oval(0.34, -seat - y, 0.03), "metal", 0.95, hard=True)
            for y in (0.34, 0.42, 0.5)
            if y < cut.shaft
        ]
    return parts
