"""Styles by label: what each adds to a garment once its cut is known."""

from collections.abc import Callable

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.ornaments import beaded, embroidered, printed, rhinestones
from fittingroom.simulate.garments.outline import Part
from fittingroom.simulate.garments.place import Place
from fittingroom.simulate.garments.sewn import (
    bandage,
    criss_cross,
    fringe,
    hollow,
    peplum,
    pleated,
    ripped,
    ruched,
    ruffles,
    wrapped,
)

STYLES = (
    "Asymmetric",
    "Bandage",
    "Bandeaus",
    "Beaded",
    "Bodycon",
    "Criss Cross",
    "Embroidered",
    "Furry",
    "Hi-Lo",
    "Hollow-Out",
    "Peplum",
    "Pleated",
    "Printed",
    "Reversible",
    "Rhinestone Studded",
    "Spaghetti Straps",
    "Summer",
    "Tunic",
    "Two-Tone",
    "Vintage Retro",
    "Wrap",
)


UNSEEN = frozenset(("Reversible", "Summer", "Vintage Retro"))
"""Styles that are a use or a mood."""


ADDED: dict[str, Callable[[Place, Dice], list[Part]]] = {
    "Bandage": bandage,
    "Beaded": beaded,
    "Criss Cross": criss_cross,
    "Embroidered": embroidered,
    "Fringe": fringe,
    "Hollow-Out": hollow,
    "Peplum": peplum,
    "Pleated": pleated,
    "Printed": printed,
    "Rhinestone Studded": rhinestones,
    "Ripped": ripped,
    "Ruched": ruched,
    "Ruffles": ruffles,
    "Wrap": wrapped,
}
"""Styles, and patterns that are sewn rather than printed, by what they add."""


SEWN = ("Fringe", "Ripped", "Ruched", "Ruffles")
