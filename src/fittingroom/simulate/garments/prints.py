"""Prints: patterns as tiles of up to three inks, dyed later in the product's own colours."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache, partial
from zlib import crc32

import cv2
import numpy as np

from fittingroom.simulate.garments import drawn_prints, grown_prints
from fittingroom.simulate.garments.drawn_prints import on_tile


@dataclass(frozen=True, slots=True)
class Print:
    """make: how much of each ink covers each pixel of its tile; inks: how many colours it needs; repeats:
    tiles across the picture; usual: what the further inks are if nobody says.
    """

    make: Callable[[np.random.Generator], np.ndarray]
    inks: int = 2
    repeats: float = 6.0
    usual: tuple[tuple[str, ...], ...] = ()


BLACK_OR_WHITE = ("White", "White", "Black")

PRINTS: dict[str, Print] = {
    "Argyle": Print(
        partial(on_tile, drawn_prints.argyle),
        3,
        4.5,
        (("White", "Gray", "Beige"), ("Black", "Red", "Blue", "Maroon")),
    ),
    "Camouflage": Print(grown_prints.camouflage, 3, 2.6, (("Brown", "Black"), ("Tan", "Beige"))),
    "Checkered": Print(partial(on_tile, drawn_prints.checkered), 2, 7.0, (BLACK_OR_WHITE,)),
    "Chevron": Print(partial(on_tile, drawn_prints.chevron), 2, 6.0, (BLACK_OR_WHITE,)),
    "Floral": Print(
        partial(on_tile, drawn_prints.floral),
        3,
        3.2,
        (("Red", "Pink", "Yellow", "White", "Blue"), ("Green", "Green", "Yellow")),
    ),
    "Galaxy": Print(grown_prints.galaxy, 3, 1.7, (("Purple", "Blue"), ("Pink", "Teal"))),
    "Geometric": Print(
        partial(on_tile, drawn_prints.geometric),
        3,
        4.2,
        (("White", "Black", "Gray"), ("Yellow", "Red", "Teal", "Blue")),
    ),
    "Gingham": Print(partial(on_tile, drawn_prints.gingham), 2, 8.5, (("White",),)),
    "Hearts": Print(partial(on_tile, drawn_prints.hearts), 2, 4.8, (("Red", "Pink", "White"),)),
    "Herringbone": Print(partial(on_tile, drawn_prints.herringbone), 2, 9.0, (("Gray", "White", "Black"),)),
    "Houndstooth": Print(grown_prints.houndstooth, 2, 7.0, (BLACK_OR_WHITE,)),
    "Leopard And Cheetah": Print(partial(on_tile, drawn_prints.leopard), 3, 2.9, (("Brown",), ("Black",))),
    "Marbled": Print(grown_prints.marbled, 2, 1.9, (BLACK_OR_WHITE,)),
    "Paisley": Print(
        partial(on_tile, drawn_prints.paisley), 3, 3.4, (("White", "Beige", "Gold"), ("Red", "Blue", "Teal"))
    ),
    "Pin Stripes": Print(partial(on_tile, drawn_prints.pin_stripes), 2, 15.0, (("White", "Gray"),)),
    "Plaid": Print(
        partial(on_tile, drawn_prints.plaid), 3, 3.8, (("Black", "Blue", "Green"), ("White", "Yellow"))
    ),
    "Polka Dot": Print(partial(on_tile, drawn_prints.polka), 2, 5.5, (BLACK_OR_WHITE,)),
    "Snakeskin": Print(grown_prints.snakeskin, 2, 2.6, (("Black", "Brown"),)),
    "Stripes": Print(partial(on_tile, drawn_prints.stripes), 2, 8.5, (BLACK_OR_WHITE,)),
    "Tie Dye": Print(grown_prints.tie_dye, 3, 1.45, (("White",), ("Yellow", "Blue", "Pink"))),
    "Zebra": Print(grown_prints.zebra, 2, 2.2, (("Black", "White"),)),
}
"""Prints by label; Gingham is a material by its label and a print by its look."""

FIRST: dict[str, tuple[str, ...]] = {
    "Camouflage": ("Green", "Green", "Gray"),
    "Galaxy": ("Black", "Blue"),
    "Leopard And Cheetah": ("Tan", "Tan", "Beige"),
    "Snakeskin": ("Beige", "Gray", "Tan"),
    "Zebra": ("White", "White", "Black"),
}
"""What the ground of a print is when no colour is stated."""


@lru_cache(maxsize=256)
def tile(name: str, size_px: int) -> np.ndarray:
    """How much of each ink covers each pixel of a tile, (size_px, size_px, 3) float32."""
    weights = PRINTS[name].make(np.random.default_rng(crc32(name.encode())))
    weights = np.ascontiguousarray(weights, np.float32)
    weights = cv2.resize(weights, (size_px, size_px), interpolation=cv2.INTER_AREA)
    weights.setflags(write=False)
    return weights
