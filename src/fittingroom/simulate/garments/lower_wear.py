"""Categories that hang from the waist, underwear, and sets of an upper and a lower part."""

from fittingroom.simulate.garments.category import (
    ANYONE,
    DENIM,
    DRESSY,
    LONG,
    MEN,
    SHORT,
    SLEEVELESS,
    SOFT,
    STRETCH,
    SUITING,
    WOMEN,
    Category,
)
from fittingroom.simulate.garments.legs import Legs
from fittingroom.simulate.garments.skirts import Skirt
from fittingroom.simulate.garments.smalls import Small
from fittingroom.simulate.garments.torso import Torso


def _legs(cut: Legs, *cloth: str, worn_by: tuple[str, ...] = ANYONE) -> Category:
    return Category((cut,), cloth or ("Cotton", "Polyester", "Twill"), worn_by=worn_by)


def _small(
    *kinds: str, cloth: tuple[str, ...] = ("Cotton", "Lace", "Nylon"), worn_by: tuple[str, ...] = WOMEN
) -> Category:
    return Category((Small(kinds),), cloth, worn_by=worn_by)


TROUSERS = Legs(thigh=0.016, knee=0.028, foot=0.036, extras=("fly", "crease"))
SWEATS = Legs(thigh=0.035, knee=0.045, foot=0.03, extras=("drawstring", "ankle cuffs"))


BOTTOMS: dict[str, Category] = {
    "Athletic Pants": _legs(
        Legs(thigh=0.02, knee=0.03, foot=0.03, extras=("side bands", "elastic")), "Polyester", "Nylon"
    ),
    "Athletic Shorts": _legs(
        Legs(hem=0.9, thigh=0.035, knee=0.06, extras=("side bands", "drawstring")), "Polyester", "Nylon"
    ),
    "Baggy Jeans": _legs(Legs(thigh=0.05, knee=0.075, foot=0.085, drop=0.04, extras=("denim",)), *DENIM),
    "Capri Pants": _legs(Legs(hem=1.2, thigh=0.012, knee=0.016, foot=0.02, extras=("fly",)), worn_by=WOMEN),
    "Cargo Pants": _legs(
        Legs(thigh=0.032, knee=0.045, foot=0.045, extras=("fly", "cargo")), "Cotton", "Canvas", "Twill"
    ),
    "Cargo Shorts": _legs(
        Legs(hem=1.0, thigh=0.035, knee=0.055, extras=("fly", "cargo")), "Cotton", "Canvas", "Twill"
    ),
    "Casual Pants": _legs(
        Legs(thigh=0.022, knee=0.034, foot=0.036, extras=("fly",)), "Cotton", "Twill", "Corduroy"
    ),
    "Casual Shorts": _legs(Legs(hem=0.94, thigh=0.028, knee=0.045, extras=("fly",)), "Cotton", "Linen"),
    "Drawstring Pants": _legs(
        Legs(thigh=0.034, knee=0.05, foot=0.055, extras=("drawstring",)), "Linen", "Cotton"
    ),
    "Harem Pants": _legs(
        Legs(thigh=0.075, knee=0.085, foot=0.008, drop=0.24, extras=("elastic", "ankle cuffs")),
        "Cotton",
        "Rayon",
        worn_by=WOMEN,
    ),
    "Jeans": _legs(Legs(thigh=0.016, knee=0.026, foot=0.032, extras=("denim",)), *DENIM),
    "Leggings": _legs(
        Legs(thigh=0.002, knee=0.002, foot=0.002, extras=("elastic",)), *STRETCH, worn_by=WOMEN
    ),
    "Shorts": _legs(Legs(hem=0.84, thigh=0.018, knee=0.03, extras=("fly",)), "Denim", "Cotton"),
    "Skinny Jeans": _legs(Legs(thigh=0.004, knee=0.004, foot=0.004, extras=("denim",)), *DENIM),
    "Sweatpants": _legs(SWEATS, *SOFT),
    "Swim Trunks": _legs(
        Legs(hem=0.92, thigh=0.03, knee=0.055, extras=("drawstring",)), "Nylon", "Polyester", worn_by=MEN
    ),
    "Trousers": _legs(TROUSERS, *SUITING),
    "Yoga Pants": _legs(
        Legs(thigh=0.003, knee=0.012, foot=0.075, extras=("yoga band",)), *STRETCH, worn_by=WOMEN
    ),
    "Hosiery, Stockings, Tights": _legs(
        Legs(thigh=0.0, knee=0.0, foot=0.0, feet=True, extras=("sheer legs",)), "Nylon", worn_by=WOMEN
    ),
    "Skirts": Category(
        (Skirt(hem=0.9, line="flared", flare=0.12),), ("Cotton", "Denim", "Polyester"), worn_by=WOMEN
    ),
    "Pencil Skirts": Category((Skirt(hem=1.02, line="straight", flare=-0.02),), SUITING, worn_by=WOMEN),
    "Petticoats": Category(
        (Skirt(hem=0.98, line="bell", flare=0.2, waves=6, layers=3, band=False, extras=("elastic",)),),
        ("Tulle", "Organza", "Cotton"),
        worn_by=WOMEN,
    ),
    "Tutus": Category(
        (Skirt(hem=0.62, line="bell", flare=0.30, waves=8, layers=3),), ("Tulle",), worn_by=WOMEN
    ),
}


UNDERWEAR: dict[str, Category] = {
    "Bikinis": _small("triangles", "strings", cloth=STRETCH),
    "Bra Straps": _small("bra straps", cloth=("Nylon", "Satin")),
    "Lingerie Sleepwear & Underwear": _small("bra", "brief", cloth=("Lace", "Satin")),
    "Padded Bras": _small("padded", cloth=("Nylon", "Satin", "Cotton")),
    "Pasties": _small("pasties", cloth=("Satin", "Leather")),
    "Thigh Highs": _small("stockings", cloth=("Nylon",)),
    "Thongs": _small("thong"),
    "Underwear": _small("boxers", cloth=("Cotton",), worn_by=("Male", "Male", "Female")),
    "Pajamas": Category(
        (
            Legs(thigh=0.04, knee=0.055, foot=0.055, extras=("elastic",)),
            Torso(hem=0.66, ease=0.05, pinch=0.0, extras=("buttons", "piping")),
        ),
        ("Cotton", "Satin", "Flannel"),
        ("Collared", "Collared", "V-Necks"),
        (LONG, SHORT),
        ANYONE,
    ),
    "Thermal Underwear": Category(
        (
            Legs(thigh=0.004, knee=0.004, foot=0.004, extras=("elastic",)),
            Torso(hem=0.62, ease=0.002, pinch=0.8, cuff=True, extras=("waffle",)),
        ),
        ("Cotton", "Wool"),
        ("Round Neck",),
        (LONG,),
        ANYONE,
    ),
}


SETS: dict[str, Category] = {
    "Athletic Sets": Category(
        (
            Legs(thigh=0.02, knee=0.03, foot=0.03, extras=("side bands", "elastic")),
            Torso(hem=0.6, ease=0.04, pinch=0.2, cuff=True, extras=("zip", "rib hem")),
        ),
        ("Polyester", "Nylon", "Fleece"),
        ("Turtlenecks", "Round Neck", "Collared"),
        (LONG, SHORT),
        ANYONE,
    ),
    "Fashion Sets": Category(
        (Skirt(hem=0.84, line="flared", flare=0.1), Torso(hem=0.37, ease=0.01, pinch=0.6)),
        ("Cotton", "Polyester"),
        DRESSY,
        (SHORT, SLEEVELESS, LONG),
        WOMEN,
    ),
    "Three Piece Suits": Category(
        (TROUSERS, Torso(hem=0.73, ease=0.04, pinch=0.45, extras=("waistcoat", "lapels", "flap pockets"))),
        SUITING,
        ("V-Necks",),
        (LONG,),
        MEN,
    ),
}
