"""The body that garments are cut for: half widths of a standing figure in metres, and its outline."""

from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from fittingroom.simulate.garments.outline import Part, both, oval, smooth, surface, symmetric

WAIST, HIP, CROTCH, KNEE, ANKLE = 0.40, 0.60, 0.72, 1.05, 1.46

LEVELS = (0.05, 0.22, WAIST, HIP, CROTCH)


@dataclass(frozen=True, slots=True)
class Figure:
    """Half widths at LEVELS, and of the shoulders; spread: the tangent at which the arms hang away."""

    shoulder: float
    widths: tuple[float, ...]
    spread: float = 0.42

    def half(self, y: float) -> float:
        """Half the figure's width at y."""
        if y <= LEVELS[0]:
            return self.widths[0]
        for (low, high), (narrow, wide) in zip(
            pairwise(LEVELS),
            pairwise(self.widths),
            strict=True,
        ):
            if y <= high:
                part = (y - low) / (high - low)
                part = part * part * (3 - 2 * part)
                return narrow + (wide - narrow) * part
        return self.widths[-1]


FIGURES = {
    "Female": Figure(shoulder=0.172, widths=(0.165, 0.148, 0.116, 0.172, 0.166)),
    "Male": Figure(shoulder=0.212, widths=(0.205, 0.176, 0.156, 0.162, 0.156)),
    "Neutral": Figure(shoulder=0.19, widths=(0.185, 0.160, 0.148, 0.158, 0.156)),
}


@lru_cache(maxsize=32)
def limbs(figure: Figure) -> tuple[Part, ...]:
    """The figure itself: neck, trunk, arms and legs, cut off below the chin."""
    s, h = figure.shoulder, figure.half
    trunk = [
        (0, -0.115),
        (0.045, -0.115),
        (0.04, -0.03),
        (0.07, 0.012, s * 0.8, 0.03),
        (s, 0.045, s, 0.09),
        (h(0.22), 0.2, h(0.24), 0.24),
        (h(0.36), 0.32, h(0.40), 0.40),
        (h(0.5), 0.46, h(0.6), 0.60),
        (h(0.7), 0.74),
        (0.018, 0.745),
        (0, 0.72),
    ]
    leg = [
        (h(0.7), 0.70),
        (h(0.7) * 1.0, 0.9, 0.135, 1.05),
        (0.15, 1.2, 0.115, 1.46),
        (0.125, 1.56, 0.10, 1.58),
        (0.07, 1.57, 0.075, 1.46),
        (0.055, 1.25, 0.065, 1.05),
        (0.03, 0.9, 0.012, 0.73),
    ]
    e = figure.spread
    arm = smooth(
        [
            (s - 0.03, 0.05),
            (s + 0.018, 0.055),
            (s + 0.03 + e * 0.2, 0.28),
            (s + e * 0.52, 0.56),
            (s + 0.035 + e * 0.58, 0.66),
            (s + e * 0.56, 0.70),
            (s - 0.035 + e * 0.52, 0.62),
            (s - 0.045 + e * 0.48, 0.55),
            (s - 0.075 + e * 0.2, 0.3),
            (s - 0.07, 0.2),
            (s - 0.03, 0.05),
        ]
    )
    return (
        *both(Part(surface(arm), "skin", 0.02, hard=True)),
        *both(Part(surface(leg), "skin", 0.06, hard=True)),
        Part(symmetric(trunk), "skin", 0.1, hard=True),
        Part(oval(0, -0.115, 0.088, 0.035), "skin", 0.16, hard=True),
    )
