"""Scenes: what exactly is drawn for a set of labels; the product decides what they leave open."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from fittingroom.errors import InputError, did_you_mean
from fittingroom.simulate.garments.categories import ALIKE, CATEGORIES, Category
from fittingroom.simulate.garments.colours import COLOURS, COMMON, VIVID
from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import FIGURES
from fittingroom.simulate.garments.legs import Legs
from fittingroom.simulate.garments.materials import BUILT, LOOKS
from fittingroom.simulate.garments.materials import MATERIALS as CLOTHS
from fittingroom.simulate.garments.necklines import BARE, NECKLINES, SLEEVED, UNSLEEVED
from fittingroom.simulate.garments.prints import FIRST, PRINTS
from fittingroom.simulate.garments.skirts import Skirt
from fittingroom.simulate.garments.sleeves import SLEEVES
from fittingroom.simulate.garments.styles import SEWN, STYLES
from fittingroom.simulate.garments.styles import UNSEEN as UNSEEN_STYLES
from fittingroom.simulate.garments.torso import Torso

MATERIALS = (*CLOTHS, *LOOKS)

PATTERNS = (*(name for name in PRINTS if name != "Gingham"), *BUILT, *SEWN)

GROUPS: dict[str, frozenset[str]] = {
    "category": frozenset(CATEGORIES),
    "color": frozenset(COLOURS),
    "gender": frozenset(FIGURES),
    "material": frozenset(MATERIALS),
    "neckline": frozenset(NECKLINES),
    "pattern": frozenset(PATTERNS),
    "sleeve": frozenset(SLEEVES),
    "style": frozenset(STYLES),
}
"""The labels of the iMaterialist label map by their groups."""

LABELS = frozenset().union(*GROUPS.values())
"""All 228 of them."""

INVISIBLE = frozenset((*ALIKE, *LOOKS, *UNSEEN_STYLES))
"""Labels without any evidence in the picture: uses, fibres and moods. They bound what a model can reach."""

VISIBLE = LABELS - INVISIBLE
"""Labels that change the picture."""

MOST_COLOURS, MOST_PRINTS, MOST_MATERIALS = 4, 2, 2

PATTERNED = 0.12
"""Share of the products with a print among those whose pattern nobody states; our choice."""

COMMON_PRINTS = ("Stripes", "Stripes", "Floral", "Floral", "Plaid", "Polka Dot", "Geometric", "Camouflage")

NATURAL = {
    "Denim": ("Blue", "Blue", "Blue", "Black"),
    "Leather": ("Black", "Black", "Brown", "Tan"),
    "Suede": ("Tan", "Brown", "Black"),
}
"""Colours of materials that come in few."""


@dataclass(frozen=True, slots=True)
class Scene:
    """A garment in the terms of the label map; the empty text where a group has nothing.

    colours: the main one first; prints: at most two; built: a pattern that is a texture; sewn: patterns that
    are parts of their own.
    """

    category: str
    colours: tuple[str, ...]
    multi: bool
    clear: bool
    genders: tuple[str, ...]
    materials: tuple[str, ...]
    neckline: str
    prints: tuple[str, ...]
    built: str
    sewn: tuple[str, ...]
    sleeve: str
    style: str
    dice: Dice

    @property
    def spec(self) -> Category:
        return CATEGORIES[self.category]

    @property
    def all_prints(self) -> tuple[str, ...]:
        """The prints, and the material that is one."""
        return (*self.prints, "Gingham") if "Gingham" in self.materials else self.prints

    @property
    def gender(self) -> str:
        """Whose figure the garment is cut for."""
        return self.genders[0] if len(self.genders) == 1 else "Neutral"


@lru_cache(maxsize=256)
def drawable(category: str) -> frozenset[str]:
    """The labels that can be drawn together with a category: a shoe has no sleeves, a skirt no neckline.

    A label outside this set is not applicable to the category, or contradicts it.
    """
    spec = CATEGORIES[category]
    cut = spec.cuts[-1]
    labels = {
        category,
        *COLOURS,
        *FIGURES,
        *MATERIALS,
        *PRINTS,
        *BUILT,
        *UNSEEN_STYLES,
        *spec.necks,
        *spec.arms,
    }
    labels |= {"Furry", "Two-Tone"}
    if isinstance(cut, Torso | Legs | Skirt):
        labels |= {
            "Beaded",
            "Criss Cross",
            "Embroidered",
            "Hollow-Out",
            "Pleated",
            "Printed",
            "Rhinestone Studded",
            "Ripped",
            "Bodycon",
        }
    if isinstance(cut, Torso | Skirt):
        labels |= {"Fringe", "Ruched", "Ruffles", "Asymmetric", "Bandage", "Hi-Lo", "Wrap"}
    if isinstance(cut, Torso):
        labels |= {"Peplum", "Tunic"} if cut.lower is None else {"Peplum"}
        labels |= {
            style
            for style, arm in (("Spaghetti Straps", "Sleeveless"), ("Bandeaus", "Strapless"))
            if arm in spec.arms
        }
        if not isinstance(cut.lower, Skirt | None):
            labels -= {"Fringe", "Asymmetric", "Hi-Lo"}
    return frozenset(labels)


def completed(labels: Sequence[str], product: int) -> tuple[str, ...]:
    """The labels with all that is seen made explicit, sorted: the scene's truth.

    What the labels leave open (category, colours, gender, material, neckline, sleeve, sometimes a print) is
    decided by the product; what cannot be drawn beside the rest (a second category, a boot's sleeves) is left
    out. Drawing the completed labels gives the same picture, and completing them again the same labels.
    Raises InputError for a label that is not in the label map.
    """
    scene = staged(labels, product)
    return truth(scene)


def recoloured(labels: Sequence[str], product: int, colour: str) -> tuple[str, ...]:
    """The truth of a copy whose main colour was exchanged for another one."""
    return truth(dyed_anew(staged(labels, product), colour))


def dyed_anew(scene: Scene, colour: str) -> Scene:
    """The same scene in another main colour."""
    if colour not in COLOURS or colour in ("Multi Color", "Clear"):
        raise InputError(f"a garment cannot be dyed {colour!r}: name one of the label map's plain colours")
    return replace(scene, colours=(colour, *(other for other in scene.colours[1:] if other != colour)))


def truth(scene: Scene) -> tuple[str, ...]:
    words = (
        scene.category,
        *scene.colours,
        *scene.genders,
        *scene.materials,
        scene.neckline,
        *scene.prints,
        scene.built,
        *scene.sewn,
        scene.sleeve,
        scene.style,
    )
    flags = [name for name, here in (("Multi Color", scene.multi), ("Clear", scene.clear)) if here]
    return tuple(sorted({word for word in (*words, *flags) if word}))


def staged(labels: Sequence[str], product: int) -> Scene:
    """Decide everything that the labels leave open."""
    stated = sorted(set(labels))
    for label in stated:
        if label not in LABELS:
            raise InputError(
                f"{label!r} cannot be drawn: it is no label of the map{did_you_mean(label, LABELS)}"
            )
    dice = Dice(product)
    category = _category(stated, dice)
    possible = drawable(category)
    spec = CATEGORIES[category]
    stated = [label for label in stated if label in possible]
    style = _one(_of(stated, STYLES), "style", dice)
    sleeve, neckline, style = _openings(stated, spec, style, dice)
    patterns = _of(stated, PATTERNS)
    if not patterns and dice.whether("patterned", PATTERNED):
        patterns = [dice.pick("print", COMMON_PRINTS)]
    prints = _few([name for name in patterns if name in PRINTS], MOST_PRINTS, dice)
    materials = _few(_of(stated, MATERIALS), MOST_MATERIALS, dice) or (dice.pick("material", spec.cloth),)
    scene = Scene(
        category=category,
        colours=(),
        multi="Multi Color" in stated,
        clear="Clear" in stated,
        genders=tuple(_of(stated, FIGURES)) or (dice.pick("gender", spec.worn_by),),
        materials=materials,
        neckline=neckline,
        prints=prints,
        built=_one(_of(patterns, BUILT), "built", dice),
        sewn=tuple(_of(patterns, SEWN)),
        sleeve=sleeve,
        style=style,
        dice=dice,
    )
    return replace(
        scene, colours=_colours([c for c in _of(stated, COLOURS) if c not in ("Multi Color", "Clear")], scene)
    )


def _of(labels: Sequence[str], group: object) -> list[str]:
    return [label for label in labels if label in group]  # pyright: ignore[reportOperatorIssue]


def _one(options: Sequence[str], name: str, dice: Dice) -> str:
    return dice.pick(name, options) if options else ""


def _few(options: Sequence[str], most: int, dice: Dice) -> tuple[str, ...]:
    """At most so many, in this product's order."""
    return tuple(sorted(options, key=lambda name: dice.uniform("order " + name))[:most])


def _category(stated: Sequence[str], dice: Dice) -> str:
    named = _of(stated, CATEGORIES)
    if named:
        return dice.pick("category", named)
    usual = [name for name in CATEGORIES if name not in ALIKE]
    fitting = [name for name in usual if drawable(name).issuperset(stated)]
    return dice.pick("category", fitting or usual)


def fits(neckline: str, sleeve: str, *, thin: bool) -> bool:
    """Whether a garment can have both; thin: it hangs from spaghetti straps."""
    if sleeve == "Strapless" or thin:
        return neckline in BARE or not neckline
    if sleeve == "Sleeveless":
        return neckline in UNSLEEVED
    return neckline in SLEEVED


def _openings(stated: Sequence[str], spec: Category, style: str, dice: Dice) -> tuple[str, str, str]:
    """Sleeve, neckline and style that agree with each other: sleeves rule necklines, and both the style."""
    if not spec.necks:
        return "", "", style
    arms, necks = _of(stated, SLEEVES), _of(stated, NECKLINES)
    implied = {"Spaghetti Straps": "Sleeveless", "Bandeaus": "Strapless"}.get(style, "")
    if implied and arms and implied not in arms:
        style = implied = ""
    thin = style == "Spaghetti Straps"
    if implied:
        sleeve = implied
    elif arms:
        sleeve = dice.pick("sleeve", arms)
    else:
        free = [arm for arm in spec.arms if not necks or any(fits(neck, arm, thin=thin) for neck in necks)]
        sleeve = dice.pick("sleeve", free or spec.arms)
    named = [neck for neck in necks if fits(neck, sleeve, thin=thin)]
    if named:
        return sleeve, dice.pick("neckline", named), style
    bare = ("", "") if sleeve == "Strapless" or thin else ()
    options = [neck for neck in (*spec.necks, *bare) if fits(neck, sleeve, thin=thin)]
    return sleeve, dice.pick("neckline", options), style


def _colours(stated: Sequence[str], scene: Scene) -> tuple[str, ...]:
    """The dyes, the main one first: those that are stated, and as many more as the prints need."""
    dice, prints = scene.dice, scene.all_prints
    dyes = list(_few(stated, MOST_COLOURS, dice))
    if not dyes:
        natural: Sequence[str] = NATURAL.get(scene.materials[0], COMMON)
        dyes = [dice.pick("colour", FIRST.get(prints[0], natural) if prints else natural)]
    usual = [options for name in prints for options in PRINTS[name].usual]
    needed = max(
        [PRINTS[name].inks for name in prints]
        + [2 if scene.style in ("Two-Tone", "Printed") else 1, 3 if scene.multi else 1]
    )
    for at in range(needed - len(dyes)):
        options = VIVID if scene.multi else (usual[(len(dyes) - 1) % len(usual)] if usual else COMMON)
        left = [colour for colour in options if colour not in dyes] or [c for c in COMMON if c not in dyes]
        dyes.append(dice.pick(f"colour {at}", left))
    return tuple(sorted(dyes, key=lambda colour: (_rank(colour, prints), dice.uniform("order " + colour))))


def _rank(colour: str, prints: Sequence[str]) -> float:
    """Where a colour usually stands in a print: a leopard's spots are darker than its ground."""
    if not prints or prints[0] not in FIRST:
        return 0.0
    if colour in FIRST[prints[0]]:
        return 0.0
    for at, options in enumerate(PRINTS[prints[0]].usual):
        if colour in options:
            return at + 1.0
    return 0.5
