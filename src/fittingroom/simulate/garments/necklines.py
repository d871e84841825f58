"""Necklines: the upper edge of a garment, from the middle of the front to the armpit."""

from fittingroom.simulate.garments.figure import Figure
from fittingroom.simulate.garments.outline import (
    Node,
    Part,
    both,
    line,
    oval,
    symmetric,
)

NECKLINES = (
    "Backless Dresses",
    "Collared",
    "Off The Shoulder",
    "Racerback",
    "Round Neck",
    "Shoulder Drapes",
    "Square Necked",
    "Sweetheart Neckline",
    "Turtlenecks",
    "U-Necks",
    "V-Necks",
)

BARE = ("Sweetheart Neckline", "V-Necks", "Square Necked", "U-Necks")
"""Those that a garment without straps can have."""

SLEEVED = tuple(name for name in NECKLINES if name not in ("Backless Dresses", "Racerback"))
"""Those that a garment with sleeves can have."""

UNSLEEVED = tuple(name for name in NECKLINES if name not in ("Off The Shoulder", "Shoulder Drapes"))

CUTS: dict[str, list[Node]] = {
    "Round Neck": [(0, 0.085), (0.07, 0.085, 0.078, 0.006)],
    "V-Necks": [(0, 0.225), (0.035, 0.13, 0.076, 0.004)],
    "U-Necks": [(0, 0.205), (0.075, 0.205, 0.085, 0.10), (0.09, 0.05, 0.092, 0.008)],
    "Square Necked": [(0, 0.135), (0.105, 0.135), (0.1, 0.012)],
    "Sweetheart Neckline": [(0, 0.185), (0.03, 0.115, 0.075, 0.125), (0.10, 0.13, 0.098, 0.012)],
    "Collared": [(0, 0.10), (0.058, 0.0)],
    "Turtlenecks": [(0, 0.02), (0.058, -0.005)],
    "Shoulder Drapes": [(0, 0.10), (0.08, 0.1, 0.09, 0.008)],
    "Racerback": [(0, 0.075), (0.048, 0.07, 0.052, 0.012)],
    "Backless Dresses": [(0, 0.43), (0.105, 0.43, 0.112, 0.25), (0.112, 0.16, 0.052, -0.012)],
}

STRAPLESS: dict[str, list[Node]] = {
    "Sweetheart Neckline": [(0, 0.205), (0.025, 0.125, 0.075, 0.125)],
    "V-Necks": [(0, 0.285), (0.085, 0.125)],
    "Square Necked": [(0, 0.15), (0.09, 0.15)],
    "U-Necks": [(0, 0.24), (0.07, 0.24, 0.085, 0.135)],
    "": [(0, 0.165), (0.05, 0.165, 0.09, 0.15)],
}


def upper_edge(neckline: str, *, sleeve: str, thin: bool, figure: Figure, ease: float) -> list[Node]:
    """The edge of the right half, from the middle of the front over the shoulder to the armpit.

    thin: only straps join the front to the back, and they are parts of their own.
    """
    chest = figure.half(0.22) + ease
    armpit = 0.225 + 0.25 * ease
    if sleeve == "Strapless" or thin:
        return [*STRAPLESS.get(neckline, STRAPLESS[""]), (chest * 0.92, 0.14, chest, armpit - 0.02)]
    if neckline == "Off The Shoulder":
        return [(0, 0.135), (figure.shoulder * 0.7, 0.135, figure.shoulder + 0.015, 0.115), (chest, armpit)]
    cut = CUTS[neckline]
    if sleeve == "Sleeveless":
        if neckline == "Racerback":
            return [
                *cut,
                (0.088, 0.012),
                (0.045, 0.15, 0.095, 0.215),
                (chest * 0.8, 0.26, chest, armpit + 0.03),
            ]
        if neckline == "Backless Dresses":
            return [*cut, (0.082, -0.008), (0.125, 0.12, chest, armpit)]
        edge = max(figure.shoulder * 0.83, cut[-1][-2] + 0.035)
        return [*cut, (edge, 0.03), (edge - 0.022, 0.16, chest, armpit)]
    shoulder = figure.shoulder + 0.35 * ease
    return [*cut, (shoulder - 0.016, 0.04), (shoulder - 0.03, 0.14, chest, armpit)]


def behind(neckline: str, *, sleeve: str, thin: bool) -> list[Part]:
    """What is seen of the back through the neckline."""
    if sleeve == "Strapless" or thin or neckline in ("Backless Dresses", "Off The Shoulder", "Turtlenecks"):
        return []
    if neckline == "Racerback":
        return [
            Part(symmetric([(0, 0.03), (0.05, 0.03, 0.06, 0.01), (0.06, 0.12), (0, 0.12)]), "lining", 0.2)
        ]
    x, y = CUTS[neckline][-1][-2:]
    low = max(node[-1] for node in CUTS[neckline])
    half: list[Node] = [(0, 0.028), (x * 0.8, 0.026, x, y - 0.004), (x + 0.006, low + 0.006), (0, low + 0.03)]
    return [Part(symmetric(half), "lining", 0.15), Part(oval(0, 0.048, 0.022, 0.012), "pale", 0.2, hard=True)]


def straps(*, crossed: bool) -> list[Part]:
    """Two spaghetti straps from the bust to the shoulders; crossed ones meet the other shoulder."""
    top = -0.012
    if crossed:
        path = line([(0.075, 0.14), (0, 0.07, -0.085, top)])
    else:
        path = line([(0.085, 0.145), (0.088, 0.07, 0.078, top)])
    return [*both(Part(path, "main", 0.7, pen=0.012))]
