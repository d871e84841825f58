"""Where things may be put on a garment, and the small parts that several of them share."""

from collections.abc import Callable
from dataclasses import dataclass

from fittingroom.simulate.garments.figure import Figure
from fittingroom.simulate.garments.outline import Part, line, oval


@dataclass(frozen=True, slots=True)
class Place:
    """Where on a garment things may be put: half its width by height, its upper edge in the middle, hem."""

    figure: Figure
    half: Callable[[float], float]
    top: float
    hem: float


def straight(x: float, top: float, low: float, ink: str = "seam", pen: float = 0.005) -> Part:
    return Part(line([(x, top), (x, low)]), ink, 0.7, pen=pen)


def knobs(
    x: float, top: float, low: float, count: int, *, width: float = 0.016, ink: str = "button"
) -> list[Part]:
    return [
        Part(oval(x, top + (low - top) * i / max(1, count - 1), width), ink, 0.95, hard=True)
        for i in range(count)
    ]
