"""Small garments and things that are drawn by name."""

from collections.abc import Callable
from dataclasses import dataclass

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import Figure
from fittingroom.simulate.garments.loose import bra_straps, insoles, pasties, shoe_care, shoelaces
from fittingroom.simulate.garments.outline import Part
from fittingroom.simulate.garments.underwear import (
    boxers,
    bra,
    brief,
    padded,
    stockings,
    strings,
    thong,
    triangles,
)


@dataclass(frozen=True, slots=True)
class Small:
    """A garment that is drawn by name: `kinds` are keys of DRAWINGS, drawn in this order."""

    kinds: tuple[str, ...]


def smalls(cut: Small, figure: Figure, dice: Dice) -> list[Part]:
    return [part for kind in cut.kinds for part in DRAWINGS[kind](figure, dice)]


DRAWINGS: dict[str, Callable[[Figure, Dice], list[Part]]] = {
    "bra": bra,
    "padded": padded,
    "triangles": triangles,
    "brief": brief,
    "strings": strings,
    "thong": thong,
    "boxers": boxers,
    "stockings": stockings,
    "pasties": pasties,
    "bra straps": bra_straps,
    "insoles": insoles,
    "shoelaces": shoelaces,
    "shoe care": shoe_care,
}
