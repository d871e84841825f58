"""The 105 categories: the cut of each, what it is usually made of, and which necklines and sleeves it has."""

from fittingroom.simulate.garments.category import Category
from fittingroom.simulate.garments.footwear import SHOES
from fittingroom.simulate.garments.lower_wear import BOTTOMS, SETS, UNDERWEAR
from fittingroom.simulate.garments.upper_wear import COATS, DRESSES, TOPS

_DRAWN = {**TOPS, **COATS, **DRESSES, **BOTTOMS, **UNDERWEAR, **SETS, **SHOES}


ALIKE: dict[str, str] = {
    "Beach & Swim Wear": "Swimsuits",
    "Costumes & Cosplay": "Party Dresses",
    "Custom Made Clothing": "Dresses",
    "Dance Wear": "Bodysuits",
    "Maternity": "Casual Dresses",
    "Uniforms": "Casual Shirts",
}
"""Categories that are a use, not a look."""


CATEGORIES: dict[str, Category] = {
    **_DRAWN,
    **{name: _DRAWN[like] for name, like in ALIKE.items()},
}
