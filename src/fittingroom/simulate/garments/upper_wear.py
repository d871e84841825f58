"""Categories that hang from the shoulders."""

from dataclasses import replace

from fittingroom.simulate.garments.category import (
    ANY_ARM,
    ANYONE,
    DRESS_ARM,
    DRESSY,
    LONG,
    PUFF,
    ROUND,
    SHIRT,
    SHORT,
    SILKY,
    SLEEVELESS,
    SOFT,
    STRAPLESS,
    STRETCH,
    SUITING,
    WOMEN,
    Category,
)
from fittingroom.simulate.garments.legs import Legs
from fittingroom.simulate.garments.necklines import SLEEVED
from fittingroom.simulate.garments.skirts import Skirt
from fittingroom.simulate.garments.torso import Torso


def _tee(**cut) -> Torso:
    return Torso(**{"hem": 0.62, "ease": 0.02, **cut})


def _dress(hem: float, line: str, flare: float, waves: int = 0, **cut) -> Torso:
    return Torso(
        **{"ease": 0.006, "pinch": 1.0, "lower": Skirt(hem=hem, line=line, flare=flare, waves=waves), **cut}
    )


def _dressy(
    cut: Torso, *cloth: str, necks: tuple[str, ...] = DRESSY, arms: tuple[str, ...] = DRESS_ARM
) -> Category:
    return Category((cut,), cloth or ("Polyester", "Cotton", "Chiffon"), necks, arms, WOMEN)


def _coat(cut: Torso, *cloth: str, necks: tuple[str, ...] = ("Collared", "V-Necks")) -> Category:
    return Category((cut,), cloth or SUITING, necks, (LONG,), ANYONE)


BATHING = Torso(lower="brief", ease=0.0, pinch=1.0)
JACKET = Torso(hem=0.6, ease=0.05, pinch=0.35, cuff=True, extras=("zip", "slant pockets", "rib hem"))


TOPS: dict[str, Category] = {
    "Athletic Shirts": Category(
        (_tee(ease=0.02, pinch=0.4, extras=("side stripes",)),),
        STRETCH,
        ROUND,
        (SHORT, LONG, SLEEVELESS),
        ANYONE,
    ),
    "Batwing Tops": Category(
        (_tee(ease=0.09, pinch=0.0, wide=0.9, hem=0.58),),
        ("Rayon", "Chiffon", "Knit"),
        ROUND,
        (LONG, LONG, SHORT),
        WOMEN,
    ),
    "Blouses": Category(
        (_tee(ease=0.025, pinch=0.7, flare=0.03, cuff=True, extras=("buttons",)),),
        ("Chiffon", "Silk", "Cotton", "Satin"),
        ("Collared", "V-Necks", *SLEEVED),
        ANY_ARM,
        WOMEN,
    ),
    "Bodysuits": Category((replace(BATHING, extras=("snaps",)),), STRETCH, DRESSY, DRESS_ARM, WOMEN),
    "Cardigans": Category(
        (_tee(ease=0.035, pinch=0.3, hem=0.66, cuff=True, extras=("buttons", "rib hem", "patch pockets")),),
        ("Knit", "Wool", "Cashmere"),
        ("V-Necks", "V-Necks", "Round Neck"),
        (LONG,),
        ANYONE,
    ),
    "Casual Shirts": Category(
        (_tee(ease=0.03, pinch=0.2, hem=0.68, cuff=True, extras=("buttons", "breast pocket")),),
        ("Cotton", "Chambray", "Linen", "Flannel"),
        SHIRT,
        (SHORT, LONG),
        ANYONE,
    ),
    "Crop Tops": Category(
        (_tee(hem=0.37, ease=0.008, pinch=0.6),),
        ("Cotton", "Spandex", "Knit"),
        DRESSY,
        (SLEEVELESS, SHORT, LONG, PUFF, STRAPLESS),
        WOMEN,
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
        (SLEEVELESS,),
        WOMEN,
    ),
    "Hoodies & Sweatshirts": Category(
        (_tee(ease=0.055, pinch=0.05, hem=0.64, cuff=True, extras=("hood", "kangaroo", "rib hem")),),
        SOFT,
        ("Round Neck", "Round Neck", "V-Necks"),
        (LONG, LONG, LONG, SHORT),
        ANYONE,
    ),
    "Jerseys": Category(
        (_tee(ease=0.05, pinch=0.0, hem=0.68, extras=("number",)),),
        ("Polyester", "Nylon"),
        ("V-Necks", "Round Neck"),
        (SHORT, SHORT, SLEEVELESS, LONG),
        ("Male", "Male", "Neutral"),
    ),
    "Polos": Category(
        (_tee(ease=0.025, pinch=0.15, extras=("placket",)),),
        ("Cotton",),
        ("Collared",),
        (SHORT, SHORT, LONG),
        ANYONE,
    ),
    "Pullover Sweaters": Category(
        (_tee(ease=0.045, pinch=0.1, hem=0.63, cuff=True, extras=("rib hem",)),),
        ("Knit", "Wool", "Cashmere"),
        ("Round Neck", "Turtlenecks", "V-Necks", "Round Neck"),
        (LONG,),
        ANYONE,
    ),
    "Sheer Tops": Category(
        (_tee(ease=0.03, pinch=0.3, flare=0.02),),
        ("Chiffon", "Organza", "Tulle"),
        ROUND,
        (LONG, SHORT, SLEEVELESS),
        WOMEN,
    ),
    "Sports Bras": Category(
        (_tee(hem=0.31, ease=0.0, pinch=0.9, extras=("sport band",)),),
        STRETCH,
        ("Racerback", "Racerback", "U-Necks"),
        (SLEEVELESS,),
        WOMEN,
    ),
    "T-Shirts": Category((_tee(),), ("Cotton",), ("Round Neck", *ROUND), (SHORT, SHORT, SHORT, LONG), ANYONE),
    "Tank Tops": Category(
        (_tee(pinch=0.4, ease=0.01),),
        ("Cotton", "Spandex"),
        ("U-Necks", "Round Neck", "V-Necks", "Racerback"),
        (SLEEVELESS,),
        ANYONE,
    ),
    "Tube Tops": Category(
        (_tee(hem=0.42, ease=0.0, pinch=0.9),),
        STRETCH,
        ("Sweetheart Neckline", "Square Necked", "V-Necks"),
        (STRAPLESS,),
        WOMEN,
    ),
    "Undershirts": Category(
        (_tee(hem=0.66, ease=0.004, pinch=0.75, extras=("lace edge",)),),
        ("Cotton",),
        ("U-Necks", "V-Necks", "Round Neck"),
        (SLEEVELESS, SLEEVELESS, SHORT),
        ANYONE,
    ),
    "Vests": Category(
        (_tee(hem=0.56, ease=0.02, pinch=0.5, extras=("buttons", "flap pockets")),),
        SUITING,
        ("V-Necks",),
        (SLEEVELESS,),
        ANYONE,
    ),
    "Binders": Category(
        (_tee(hem=0.4, ease=0.0, pinch=0.2, extras=("compression",)),),
        ("Spandex", "Nylon"),
        ("Round Neck", "U-Necks"),
        (SLEEVELESS,),
        ("Neutral",),
    ),
    "Corsets": Category(
        (_tee(hem=0.53, ease=0.0, pinch=1.15, extras=("boned",)),),
        ("Satin", "Leather", "Lace"),
        ("Sweetheart Neckline",),
        (STRAPLESS,),
        WOMEN,
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
        (LONG, SHORT, SLEEVELESS),
        WOMEN,
    ),
    "Jilbaab": Category(
        (Torso(hem=1.44, ease=0.075, pinch=0.0, flare=0.14, wide=0.4, extras=("hood up",)),),
        ("Polyester", "Chiffon", "Cotton"),
        ("Round Neck",),
        (LONG,),
        WOMEN,
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
        arms=(SHORT, SLEEVELESS, LONG),
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
        arms=(SLEEVELESS, SLEEVELESS, SHORT, LONG),
    ),
    "Jumpsuits Overalls & Rompers": Category(
        (Torso(ease=0.01, pinch=0.9, lower=Legs(thigh=0.02, knee=0.03, foot=0.035), extras=("bib",)),),
        ("Cotton", "Denim", "Polyester"),
        DRESSY,
        DRESS_ARM,
        WOMEN,
    ),
    "Swimsuits": Category(
        (replace(BATHING, extras=("princess seams",)),),
        STRETCH,
        ("U-Necks", "V-Necks", "Square Necked", "Sweetheart Neckline", "Backless Dresses"),
        (SLEEVELESS, SLEEVELESS, SLEEVELESS, STRAPLESS),
        WOMEN,
    ),
}
