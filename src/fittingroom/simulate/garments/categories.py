"""The 105 categories: the cut of each, what it is usually made of, and which necklines and sleeves it has.

Categories that differ only by use or occasion from another one are drawn like it and are no evidence of
themselves: ALIKE names them and what they are drawn like.
"""

from dataclasses import dataclass

from fittingroom.simulate.garments.legs import Legs
from fittingroom.simulate.garments.necklines import NECKLINES, SLEEVED
from fittingroom.simulate.garments.shoes import Shoe
from fittingroom.simulate.garments.skirts import Skirt
from fittingroom.simulate.garments.smalls import Small
from fittingroom.simulate.garments.torso import Torso

Cut = Torso | Legs | Skirt | Shoe | Small


@dataclass(frozen=True, slots=True)
class Category:
    """cuts: what is drawn, the lowest first; cloth: materials of a product whose material nobody states;
    necks, arms: the necklines and sleeves that it can have, the usual ones first and repeated, none where the
    group does not apply; worn_by: genders when none is stated."""

    cuts: tuple[Cut, ...]
    cloth: tuple[str, ...] = ("Cotton", "Cotton", "Polyester")
    necks: tuple[str, ...] = ()
    arms: tuple[str, ...] = ()
    worn_by: tuple[str, ...] = ("Female", "Female", "Male", "Neutral")


W, M, U = ("Female",), ("Male",), ("Female", "Male", "Neutral")
LONG, SHORT, PUFF, NONE, BARE = "Long Sleeved", "Short Sleeves", "Puff Sleeves", "Sleeveless", "Strapless"
ANY_ARM = (SHORT, LONG, NONE, PUFF)
SHIRT = ("Collared", "Collared", "Collared", "Collared", "Collared", "V-Necks", "Turtlenecks")
ROUND = ("Round Neck", "Round Neck", "Round Neck", "V-Necks", "V-Necks", *SLEEVED)
DRESSY = ("Round Neck", "V-Necks", "V-Necks", "Square Necked", "U-Necks", "Sweetheart Neckline", *NECKLINES)
DRESS_ARM = (NONE, NONE, SHORT, LONG, PUFF, BARE)
STRETCH, DENIM, SOFT = ("Spandex", "Nylon", "Polyester"), ("Denim",), ("Cotton", "Fleece", "Polyester")
SUITING, LEATHER = ("Wool", "Twill", "Polyester", "Linen"), ("Leather", "Leather", "Suede", "Patent")
SILKY = ("Satin", "Silk", "Chiffon", "Polyester")


def _tee(**cut) -> Torso:
    return Torso(**{"hem": 0.62, "ease": 0.02, **cut})


def _dress(hem: float, line: str, flare: float, waves: int = 0, **cut) -> Torso:
    return Torso(
        **{"ease": 0.006, "pinch": 1.0, "lower": Skirt(hem=hem, line=line, flare=flare, waves=waves), **cut}
    )


def _dressy(
    cut: Torso, *cloth: str, necks: tuple[str, ...] = DRESSY, arms: tuple[str, ...] = DRESS_ARM
) -> Category:
    return Category((cut,), cloth or ("Polyester", "Cotton", "Chiffon"), necks, arms, W)


def _legs(cut: Legs, *cloth: str, worn_by: tuple[str, ...] = U) -> Category:
    return Category((cut,), cloth or ("Cotton", "Polyester", "Twill"), worn_by=worn_by)


def _shoe(cut: Shoe, *cloth: str, worn_by: tuple[str, ...] = U) -> Category:
    return Category((cut,), cloth or LEATHER, worn_by=worn_by)


def _small(
    *kinds: str, cloth: tuple[str, ...] = ("Cotton", "Lace", "Nylon"), worn_by: tuple[str, ...] = W
) -> Category:
    return Category((Small(kinds),), cloth, worn_by=worn_by)


def _coat(cut: Torso, *cloth: str, necks: tuple[str, ...] = ("Collared", "V-Necks")) -> Category:
    return Category((cut,), cloth or SUITING, necks, (LONG,), U)


BATHING = Torso(lower="brief", ease=0.0, pinch=1.0)
JACKET = Torso(hem=0.6, ease=0.05, pinch=0.35, cuff=True, extras=("zip", "slant pockets", "rib hem"))
TROUSERS = Legs(thigh=0.016, knee=0.028, foot=0.036, extras=("fly", "crease"))
SWEATS = Legs(thigh=0.035, knee=0.045, foot=0.03, extras=("drawstring", "ankle cuffs"))

TOPS: dict[str, Category] = {
    "Athletic Shirts": Category(
        (_tee(ease=0.02, pinch=0.4, extras=("side stripes",)),), STRETCH, ROUND, (SHORT, LONG, NONE), U
    ),
    "Batwing Tops": Category(
        (_tee(ease=0.09, pinch=0.0, wide=0.9, hem=0.58),),
        ("Rayon", "Chiffon", "Knit"),
        ROUND,
        (LONG, LONG, SHORT),
        W,
    ),
    "Blouses": Category(
        (_tee(ease=0.025, pinch=0.7, flare=0.03, cuff=True, extras=("buttons",)),),
        ("Chiffon", "Silk", "Cotton", "Satin"),
        ("Collared", "V-Necks", *SLEEVED),
        ANY_ARM,
        W,
    ),
    "Bodysuits": Category((BATHING,), STRETCH, DRESSY, DRESS_ARM, W),
    "Cardigans": Category(
        (_tee(ease=0.035, pinch=0.3, hem=0.66, cuff=True, extras=("buttons", "rib hem", "patch pockets")),),
        ("Knit", "Wool", "Cashmere"),
        ("V-Necks", "V-Necks", "Round Neck"),
        (LONG,),
        U,
    ),
    "Casual Shirts": Category(
        (_tee(ease=0.03, pinch=0.2, hem=0.68, cuff=True, extras=("buttons", "breast pocket")),),
        ("Cotton", "Chambray", "Linen", "Flannel"),
        SHIRT,
        (SHORT, LONG),
        U,
    ),
    "Crop Tops": Category(
        (_tee(hem=0.37, ease=0.008, pinch=0.6),),
        ("Cotton", "Spandex", "Knit"),
        DRESSY,
        (NONE, SHORT, LONG, PUFF, BARE),
        W,
    ),
    "Dress Shirts": Category(
        (_tee(ease=0.02, pinch=0.35, hem=0.7, cuff=True, extras=("buttons",)),),
        ("Cotton", "Cotton", "Polyester"),
        ("Collared",),
        (LONG, LONG, LONG, SHORT),
        ("Male", "Male", "Female"),
    ),
    "Halter Tops": Category(
        (_tee(ease=0.004, pinch=0.8, hem=0.55),),
        ("Polyester", "Spandex", "Satin"),
        ("Racerback", "Backless Dresses", "Turtlenecks"),
        (NONE,),
        W,
    ),
    "Hoodies & Sweatshirts": Category(
        (_tee(ease=0.055, pinch=0.05, hem=0.64, cuff=True, extras=("hood", "kangaroo", "rib hem")),),
        SOFT,
        ("Round Neck", "Round Neck", "V-Necks"),
        (LONG, LONG, LONG, SHORT),
        U,
    ),
    "Jerseys": Category(
        (_tee(ease=0.05, pinch=0.0, hem=0.68, extras=("number",)),),
        ("Polyester", "Nylon"),
        ("V-Necks", "Round Neck"),
        (SHORT, SHORT, NONE, LONG),
        ("Male", "Male", "Neutral"),
    ),
    "Polos": Category(
        (_tee(ease=0.025, pinch=0.15, extras=("placket",)),),
        ("Cotton",),
        ("Collared",),
        (SHORT, SHORT, LONG),
        U,
    ),
    "Pullover Sweaters": Category(
        (_tee(ease=0.045, pinch=0.1, hem=0.63, cuff=True, extras=("rib hem",)),),
        ("Knit", "Wool", "Cashmere"),
        ("Round Neck", "Turtlenecks", "V-Necks", "Round Neck"),
        (LONG,),
        U,
    ),
    "Sheer Tops": Category(
        (_tee(ease=0.03, pinch=0.3, flare=0.02),),
        ("Chiffon", "Organza", "Tulle"),
        ROUND,
        (LONG, SHORT, NONE),
        W,
    ),
    "Sports Bras": Category(
        (_tee(hem=0.31, ease=0.0, pinch=0.9, extras=("sport band",)),),
        STRETCH,
        ("Racerback", "Racerback", "U-Necks"),
        (NONE,),
        W,
    ),
    "T-Shirts": Category((_tee(),), ("Cotton",), ("Round Neck", *ROUND), (SHORT, SHORT, SHORT, LONG), U),
    "Tank Tops": Category(
        (_tee(pinch=0.4, ease=0.01),),
        ("Cotton", "Spandex"),
        ("U-Necks", "Round Neck", "V-Necks", "Racerback"),
        (NONE,),
        U,
    ),
    "Tube Tops": Category(
        (_tee(hem=0.42, ease=0.0, pinch=0.9),),
        STRETCH,
        ("Sweetheart Neckline", "Square Necked", "V-Necks"),
        (BARE,),
        W,
    ),
    "Undershirts": Category(
        (_tee(hem=0.66, ease=0.004, pinch=0.75, extras=("lace edge",)),),
        ("Cotton",),
        ("U-Necks", "V-Necks", "Round Neck"),
        (NONE, NONE, SHORT),
        U,
    ),
    "Vests": Category(
        (_tee(hem=0.56, ease=0.02, pinch=0.5, extras=("buttons", "flap pockets")),),
        SUITING,
        ("V-Necks",),
        (NONE,),
        U,
    ),
    "Binders": Category(
        (_tee(hem=0.4, ease=0.0, pinch=0.2, extras=("compression",)),),
        ("Spandex", "Nylon"),
        ("Round Neck", "U-Necks"),
        (NONE,),
        ("Neutral",),
    ),
    "Corsets": Category(
        (_tee(hem=0.53, ease=0.0, pinch=1.15, extras=("boned",)),),
        ("Satin", "Leather", "Lace"),
        ("Sweetheart Neckline",),
        (BARE,),
        W,
    ),
}

COATS: dict[str, Category] = {
    "Bubble Coats": _coat(
        Torso(hem=0.72, ease=0.085, pinch=0.0, extras=("quilted", "hood", "zip")), "Nylon", "Polyester"
    ),
    "Capes & Capelets": _coat(
        Torso(hem=0.66, ease=0.05, extras=("cape",)),
        "Wool",
        "Cashmere",
        "Faux Fur",
        necks=("Collared", "Round Neck", "Turtlenecks"),
    ),
    "Jackets": _coat(JACKET, "Denim", "Leather", "Nylon", "Suede"),
    "Kimonos": _coat(
        Torso(hem=1.3, ease=0.06, pinch=0.1, wide=1.3, extras=("crossed", "obi")),
        "Silk",
        "Satin",
        "Cotton",
        necks=("V-Necks",),
    ),
    "Peacoats": _coat(
        Torso(hem=0.76, ease=0.055, pinch=0.3, extras=("lapels", "double-breasted", "slant pockets")),
        "Wool",
        necks=("V-Necks",),
    ),
    "Raincoats": _coat(
        Torso(hem=0.88, ease=0.075, pinch=0.0, flare=0.06, extras=("hood", "zip", "flap pockets")),
        "Vinyl",
        "Nylon",
    ),
    "Robes": _coat(
        Torso(hem=1.08, ease=0.06, pinch=0.3, wide=0.5, extras=("crossed", "sash")),
        "Cotton",
        "Fleece",
        "Satin",
        "Plush",
        necks=("V-Necks",),
    ),
    "Suits & Blazers": _coat(
        Torso(hem=0.72, ease=0.035, pinch=0.55, extras=("shirt", "lapels", "one button", "flap pockets")),
        *SUITING,
        necks=("V-Necks",),
    ),
    "Trench Coats": _coat(
        Torso(
            hem=1.0,
            ease=0.05,
            pinch=0.6,
            flare=0.05,
            extras=("lapels", "storm flap", "double-breasted", "belt"),
        ),
        "Cotton",
        "Twill",
        necks=("V-Necks",),
    ),
    "Swimsuit Cover-ups": Category(
        (Torso(hem=0.9, ease=0.07, pinch=0.0, flare=0.05, wide=0.6),),
        ("Chiffon", "Lace", "Cotton"),
        ("V-Necks", "U-Necks"),
        (LONG, SHORT, NONE),
        W,
    ),
    "Jilbaab": Category(
        (Torso(hem=1.44, ease=0.075, pinch=0.0, flare=0.14, wide=0.4, extras=("hood up",)),),
        ("Polyester", "Chiffon", "Cotton"),
        ("Round Neck",),
        (LONG,),
        W,
    ),
}

DRESSES: dict[str, Category] = {
    "Dresses": _dressy(_dress(0.98, "flared", 0.11)),
    "Casual Dresses": _dressy(
        Torso(hem=0.92, ease=0.03, pinch=0.35, flare=0.07, extras=("patch pockets",)),
        "Cotton",
        "Linen",
        "Rayon",
        necks=ROUND,
        arms=(SHORT, NONE, LONG),
    ),
    "Clubbing Dresses": _dressy(_dress(0.82, "straight", -0.012, ease=0.0), "Spandex", "Polyester"),
    "Cocktail Dresses": _dressy(_dress(0.98, "bell", 0.10), "Satin", "Lace", "Taffeta"),
    "Formal Dresses": _dressy(_dress(1.5, "mermaid", 0.16), "Satin", "Lace", "Velvet"),
    "Party Dresses": _dressy(_dress(0.9, "flared", 0.17, 5), "Chiffon", "Satin", "Tulle"),
    "Prom Dresses": _dressy(_dress(1.5, "flared", 0.24, 5, extras=("train",)), "Chiffon", "Satin", "Tulle"),
    "Wedding Dresses": _dressy(_dress(1.5, "bell", 0.34, 7), "Lace", "Satin", "Tulle", "Organza"),
    "Nightgowns": _dressy(
        Torso(hem=0.86, ease=0.02, pinch=0.2, flare=0.09, extras=("lace edge",)),
        *SILKY,
        necks=("V-Necks", "U-Necks", "Round Neck"),
        arms=(NONE, NONE, SHORT, LONG),
    ),
    "Jumpsuits Overalls & Rompers": Category(
        (Torso(ease=0.01, pinch=0.9, lower=Legs(thigh=0.02, knee=0.03, foot=0.035), extras=("bib",)),),
        ("Cotton", "Denim", "Polyester"),
        DRESSY,
        DRESS_ARM,
        W,
    ),
    "Swimsuits": Category(
        (BATHING,),
        STRETCH,
        ("U-Necks", "V-Necks", "Square Necked", "Sweetheart Neckline", "Backless Dresses"),
        (NONE, NONE, NONE, BARE),
        W,
    ),
}

BOTTOMS: dict[str, Category] = {
    "Athletic Pants": _legs(
        Legs(thigh=0.02, knee=0.03, foot=0.03, extras=("side bands", "elastic")), "Polyester", "Nylon"
    ),
    "Athletic Shorts": _legs(
        Legs(hem=0.9, thigh=0.035, knee=0.06, extras=("side bands", "drawstring")), "Polyester", "Nylon"
    ),
    "Baggy Jeans": _legs(Legs(thigh=0.05, knee=0.075, foot=0.085, drop=0.04, extras=("denim",)), *DENIM),
    "Capri Pants": _legs(Legs(hem=1.2, thigh=0.012, knee=0.016, foot=0.02, extras=("fly",)), worn_by=W),
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
        worn_by=W,
    ),
    "Jeans": _legs(Legs(thigh=0.016, knee=0.026, foot=0.032, extras=("denim",)), *DENIM),
    "Leggings": _legs(Legs(thigh=0.002, knee=0.002, foot=0.002, extras=("elastic",)), *STRETCH, worn_by=W),
    "Shorts": _legs(Legs(hem=0.84, thigh=0.018, knee=0.03, extras=("fly",)), "Denim", "Cotton"),
    "Skinny Jeans": _legs(Legs(thigh=0.004, knee=0.004, foot=0.004, extras=("denim",)), *DENIM),
    "Sweatpants": _legs(SWEATS, *SOFT),
    "Swim Trunks": _legs(
        Legs(hem=0.92, thigh=0.03, knee=0.055, extras=("drawstring",)), "Nylon", "Polyester", worn_by=M
    ),
    "Trousers": _legs(TROUSERS, *SUITING),
    "Yoga Pants": _legs(
        Legs(thigh=0.003, knee=0.012, foot=0.075, extras=("yoga band",)), *STRETCH, worn_by=W
    ),
    "Hosiery, Stockings, Tights": _legs(
        Legs(thigh=0.0, knee=0.0, foot=0.0, feet=True, extras=("sheer legs",)), "Nylon", worn_by=W
    ),
    "Skirts": Category(
        (Skirt(hem=0.9, line="flared", flare=0.12),), ("Cotton", "Denim", "Polyester"), worn_by=W
    ),
    "Pencil Skirts": Category((Skirt(hem=1.02, line="straight", flare=-0.02),), SUITING, worn_by=W),
    "Petticoats": Category(
        (Skirt(hem=0.98, line="bell", flare=0.2, waves=6, layers=3, band=False, extras=("elastic",)),),
        ("Tulle", "Organza", "Cotton"),
        worn_by=W,
    ),
    "Tutus": Category((Skirt(hem=0.62, line="bell", flare=0.30, waves=8, layers=3),), ("Tulle",), worn_by=W),
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
        U,
    ),
    "Thermal Underwear": Category(
        (
            Legs(thigh=0.004, knee=0.004, foot=0.004, extras=("elastic",)),
            Torso(hem=0.62, ease=0.002, pinch=0.8, cuff=True, extras=("waffle",)),
        ),
        ("Cotton", "Wool"),
        ("Round Neck",),
        (LONG,),
        U,
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
        U,
    ),
    "Fashion Sets": Category(
        (Skirt(hem=0.84, line="flared", flare=0.1), Torso(hem=0.37, ease=0.01, pinch=0.6)),
        ("Cotton", "Polyester"),
        DRESSY,
        (SHORT, NONE, LONG),
        W,
    ),
    "Three Piece Suits": Category(
        (TROUSERS, Torso(hem=0.73, ease=0.04, pinch=0.45, extras=("waistcoat", "lapels", "flap pockets"))),
        SUITING,
        ("V-Necks",),
        (LONG,),
        M,
    ),
}

SHOES: dict[str, Category] = {
    "Boots": _shoe(Shoe("boot", heel=0.1, shaft=0.85, under="block", extras=("buckle",))),
    "Business Shoes": _shoe(
        Shoe("laced", heel=0.05, sole=0.03, under="block", extras=("laces", "cap")), worn_by=M
    ),
    "Casual Shoes": _shoe(Shoe("laced", sole=0.05, extras=("laces",)), "Canvas", "Suede", "Leather"),
    "Cleats": _shoe(Shoe("laced", sole=0.05, under="spikes", extras=("laces", "swoosh")), "Leather", "Vinyl"),
    "Flats": _shoe(Shoe("ballet", sole=0.02, extras=("bow",)), "Leather", "Suede", "Patent", worn_by=W),
    "Heels": _shoe(Shoe("pump", heel=0.22, sole=0.025, under="block"), worn_by=W),
    "Hiking Boots": _shoe(
        Shoe("boot", sole=0.1, shaft=0.5, under="lug", extras=("laces", "hooks")), "Suede", "Leather"
    ),
    "Loafers & Slip-on Shoes": _shoe(Shoe("slip", heel=0.03, sole=0.03, under="block", extras=("penny",))),
    "Rain Boots": _shoe(Shoe("boot", sole=0.07, shaft=0.8, extras=("band",)), "Vinyl"),
    "Running Shoes": _shoe(
        Shoe("laced", heel=0.05, sole=0.11, extras=("laces", "swoosh")), "Nylon", "Neoprene"
    ),
    "Sandals": _shoe(Shoe("sandal", sole=0.05), worn_by=W),
    "Slippers": _shoe(Shoe("slide", sole=0.05), "Plush", "Faux Fur", "Fleece"),
    "Sneakers": _shoe(
        Shoe("laced", sole=0.08, shaft=0.17, extras=("laces", "rubber toe")), "Canvas", "Leather"
    ),
    "Stilettos": _shoe(
        Shoe("pump", heel=0.4, sole=0.02, under="stiletto", pointed=True),
        "Patent",
        "Leather",
        "Satin",
        worn_by=W,
    ),
    "Wedges & Platforms": _shoe(
        Shoe("sandal", heel=0.2, sole=0.13, under="wedge"), "Leather", "Canvas", worn_by=W
    ),
    "Winter Boots": _shoe(
        Shoe("boot", sole=0.1, shaft=0.55, under="lug", extras=("laces", "fur")), "Suede", "Nylon"
    ),
    "Shoe Accessories": _small("shoe care", cloth=("Leather",), worn_by=U),
    "Shoe Inserts": _small("insoles", cloth=("Neoprene",), worn_by=U),
    "Shoelaces": _small("shoelaces", cloth=("Cotton",), worn_by=U),
}

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

FOOTWEAR = frozenset(SHOES)
