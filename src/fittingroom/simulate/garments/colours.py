"""The colours of the label map, and how much two products of one colour differ."""

import colorsys

from fittingroom.simulate.garments.dice import Dice

RGB = tuple[float, float, float]
"""Red, green, blue from 0 to 1, as a screen shows them."""

COLOURS: dict[str, tuple[int, int, int]] = {
    "Beige": (226, 208, 172),
    "Black": (27, 27, 30),
    "Blue": (36, 84, 196),
    "Bronze": (136, 92, 44),
    "Brown": (94, 56, 32),
    "Clear": (214, 226, 232),
    "Gold": (206, 164, 56),
    "Gray": (128, 129, 132),
    "Green": (46, 138, 60),
    "Maroon": (106, 18, 38),
    "Multi Color": (200, 80, 120),
    "Orange": (240, 124, 24),
    "Peach": (252, 188, 152),
    "Pink": (240, 122, 168),
    "Purple": (112, 50, 156),
    "Red": (206, 28, 38),
    "Silver": (182, 187, 196),
    "Tan": (194, 152, 106),
    "Teal": (10, 124, 130),
    "White": (246, 246, 244),
    "Yellow": (246, 214, 44),
}
"""The 21 colours; Multi Color is never a dye (see `scene`), and Clear lets through what lies behind."""

METALS = frozenset(("Bronze", "Gold", "Silver"))

COMMON = (
    *("Black",) * 8,
    *("White",) * 6,
    *("Blue",) * 5,
    *("Red",) * 4,
    *("Gray",) * 3,
    *("Pink",) * 3,
    "Green",
    "Green",
    "Purple",
    "Yellow",
    "Beige",
    "Brown",
    "Orange",
    "Tan",
    "Teal",
    "Maroon",
    "Peach",
)
"""What a garment is dyed in when nobody says."""

VIVID = ("Red", "Blue", "Yellow", "Green", "Orange", "Pink", "Purple", "Teal")


def dyed(name: str, dice: Dice) -> RGB:
    """The colour of this product among all that bear the name: lots differ in hue, depth and brightness."""
    red, green, blue = (value / 255 for value in COLOURS[name])
    hue, depth, bright = colorsys.rgb_to_hsv(red, green, blue)
    # Neighbours such as Peach and Tan lie so close that only their middle may be used
    hue += dice.uniform(name + " hue", -0.012, 0.012)
    depth *= dice.uniform(name + " depth", 0.88, 1.1)
    bright *= dice.uniform(name + " bright", 0.93, 1.05)
    return colorsys.hsv_to_rgb(hue % 1, min(depth, 1), min(bright, 1))


def shaded(colour: RGB, factor: float) -> RGB:
    """Darker (factor below 1), or nearer to white (above 1)."""
    if factor <= 1:
        return tuple(value * factor for value in colour)  # pyright: ignore[reportReturnType]
    return tuple(1 - (1 - value) / factor for value in colour)  # pyright: ignore[reportReturnType]


def brightness(colour: RGB) -> float:
    return 0.3 * colour[0] + 0.59 * colour[1] + 0.11 * colour[2]
