"""Shoes, and what goes with them."""

from fittingroom.simulate.garments.category import ANYONE, LEATHER, MEN, WOMEN, Category
from fittingroom.simulate.garments.lower_wear import _small
from fittingroom.simulate.garments.shoes import Shoe


def _shoe(cut: Shoe, *cloth: str, worn_by: tuple[str, ...] = ANYONE) -> Category:
    return Category((cut,), cloth or LEATHER, worn_by=worn_by)


SHOES: dict[str, Category] = {
    "Boots": _shoe(Shoe("boot", heel=0.1, shaft=0.85, under="block", extras=("buckle",))),
    "Business Shoes": _shoe(
        Shoe("laced", heel=0.05, sole=0.03, under="block", extras=("laces", "cap")), worn_by=MEN
    ),
    "Casual Shoes": _shoe(Shoe("laced", sole=0.05, extras=("laces",)), "Canvas", "Suede", "Leather"),
    "Cleats": _shoe(Shoe("laced", sole=0.05, under="spikes", extras=("laces", "swoosh")), "Leather", "Vinyl"),
    "Flats": _shoe(Shoe("ballet", sole=0.02, extras=("bow",)), "Leather", "Suede", "Patent", worn_by=WOMEN),
    "Heels": _shoe(Shoe("pump", heel=0.22, sole=0.025, under="block"), worn_by=WOMEN),
    "Hiking Boots": _shoe(
        Shoe("boot", sole=0.1, shaft=0.5, under="lug", extras=("laces", "hooks")), "Suede", "Leather"
    ),
    "Loafers & Slip-on Shoes": _shoe(Shoe("slip", heel=0.03, sole=0.03, under="block", extras=("penny",))),
    "Rain Boots": _shoe(Shoe("boot", sole=0.07, shaft=0.8, extras=("band",)), "Vinyl"),
    "Running Shoes": _shoe(
        Shoe("laced", heel=0.05, sole=0.11, extras=("laces", "swoosh")), "Nylon", "Neoprene"
    ),
    "Sandals": _shoe(Shoe("sandal", sole=0.05), worn_by=WOMEN),
    "Slippers": _shoe(Shoe("slide", sole=0.05), "Plush", "Faux Fur", "Fleece"),
    "Sneakers": _shoe(
        Shoe("laced", sole=0.08, shaft=0.17, extras=("laces", "rubber toe")), "Canvas", "Leather"
    ),
    "Stilettos": _shoe(
        Shoe("pump", heel=0.4, sole=0.02, under="stiletto", pointed=True),
        "Patent",
        "Leather",
        "Satin",
        worn_by=WOMEN,
    ),
    "Wedges & Platforms": _shoe(
        Shoe("sandal", heel=0.2, sole=0.13, under="wedge"), "Leather", "Canvas", worn_by=WOMEN
    ),
    "Winter Boots": _shoe(
        Shoe("boot", sole=0.1, shaft=0.55, under="lug", extras=("laces", "fur")), "Suede", "Nylon"
    ),
    "Shoe Accessories": _small("shoe care", cloth=("Leather",), worn_by=ANYONE),
    "Shoe Inserts": _small("insoles", cloth=("Neoprene",), worn_by=ANYONE),
    "Shoelaces": _small("shoelaces", cloth=("Cotton",), worn_by=ANYONE),
}
