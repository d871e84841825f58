"""A category: the cuts that it is made of, and what its products usually are."""

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


WOMEN: tuple[str, ...] = ("Female",)
MEN: tuple[str, ...] = ("Male",)
ANYONE: tuple[str, ...] = ("Female", "Male", "Neutral")
LONG = "Long Sleeved"
SHORT = "Short Sleeves"
PUFF = "Puff Sleeves"
SLEEVELESS = "Sleeveless"
STRAPLESS = "Strapless"
ANY_ARM = (SHORT, LONG, SLEEVELESS, PUFF)
SHIRT = ("Collared", "Collared", "Collared", "Collared", "Collared", "V-Necks", "Turtlenecks")
ROUND = ("Round Neck", "Round Neck", "Round Neck", "V-Necks", "V-Necks", *SLEEVED)
DRESSY = ("Round Neck", "V-Necks", "V-Necks", "Square Necked", "U-Necks", "Sweetheart Neckline", *NECKLINES)
DRESS_ARM = (SLEEVELESS, SLEEVELESS, SHORT, LONG, PUFF, STRAPLESS)
STRETCH = ("Spandex", "Nylon", "Polyester")
DENIM = ("Denim",)
SOFT = ("Cotton", "Fleece", "Polyester")
SUITING = ("Wool", "Twill", "Polyester", "Linen")
LEATHER = ("Leather", "Leather", "Suede", "Patent")
SILKY = ("Satin", "Silk", "Chiffon", "Polyester")
