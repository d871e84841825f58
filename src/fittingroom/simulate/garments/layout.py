"""From a scene to the parts that are drawn."""

from dataclasses import replace

from fittingroom.simulate.garments.extras import EXTRAS, Place
from fittingroom.simulate.garments.figure import FIGURES, HIP, WAIST, Figure
from fittingroom.simulate.garments.legs import Legs, legs
from fittingroom.simulate.garments.outline import Part
from fittingroom.simulate.garments.scene import Scene
from fittingroom.simulate.garments.shoes import Shoe, shoe
from fittingroom.simulate.garments.skirts import Skirt, skirt
from fittingroom.simulate.garments.smalls import Small, smalls
from fittingroom.simulate.garments.styles import ADDED
from fittingroom.simulate.garments.torso import Torso, Wear, side, torso


def parts_of(scene: Scene) -> list[Part]:
    """The garment's parts, the lowest first."""
    figure = figure_of(scene)
    parts: list[Part] = []
    for at, cut in enumerate(scene.spec.cuts):
        outer = at == len(scene.spec.cuts) - 1
        parts += _cut_parts(cut, scene, figure, outer=outer)
    return parts


def figure_of(scene: Scene) -> Figure:
    """Who the garment is cut for, the arms at the angle at which its sleeves are laid out."""
    figure = FIGURES[scene.gender]
    return replace(figure, spread=figure.spread + scene.dice.pick("arms", (-0.12, -0.07, -0.02, 0.03, 0.08)))


def _cut_parts(cut: object, scene: Scene, figure: Figure, *, outer: bool) -> list[Part]:
    dice = scene.dice
    style = scene.style if outer else ""
    if isinstance(cut, Shoe):
        return shoe(cut, slender={"Female": 1.0, "Male": 0.0}.get(scene.gender, 0.5), dice=dice)
    if isinstance(cut, Small):
        return smalls(cut, figure, dice)
    if isinstance(cut, Torso):
        cut = _restyled(cut, style)
        wear = Wear(figure, scene.neckline, scene.sleeve, style, dice)
        parts, place, extras = torso(cut, wear), _torso_place(cut, wear), cut.extras
    elif isinstance(cut, Legs):
        if style == "Bodycon":
            cut = replace(cut, thigh=0.0, knee=0.0, foot=0.0, drop=0.0)
        parts, extras = legs(cut, figure, dice), cut.extras
        place = Place(figure, lambda y: _leg_half(cut, figure, y), cut.top, cut.hem)
    elif isinstance(cut, Skirt):
        if style == "Bodycon":
            cut = replace(cut, line="straight", flare=-0.01, waves=0)
        parts, extras = skirt(cut, figure, style, dice), cut.extras
        place = Place(figure, lambda y: _skirt_half(cut, figure, y), WAIST, cut.hem)
    else:
        raise TypeError(f"there is no way to draw a {type(cut).__name__}")
    for name in extras:
        parts += EXTRAS[name](place)
    if outer:
        for name in (*scene.sewn, style):
            if name in ADDED:
                parts += ADDED[name](place, dice)
    return parts


def _restyled(cut: Torso, style: str) -> Torso:
    if style == "Bodycon":
        lower = (
            replace(cut.lower, line="straight", flare=-0.02, waves=0)
            if isinstance(cut.lower, Skirt)
            else cut.lower
        )
        return replace(cut, ease=0.0, pinch=1.1, flare=0.0, lower=lower)
    if style == "Tunic" and cut.lower is None:
        return replace(cut, hem=max(cut.hem + 0.2, 0.84), flare=cut.flare + 0.06, pinch=min(cut.pinch, 0.3))
    if style == "Peplum" and cut.lower is None:
        return replace(cut, hem=min(cut.hem, 0.5), pinch=1.0)
    return cut


def _torso_place(cut: Torso, wear: Wear) -> Place:
    figure = wear.figure
    bare = wear.sleeve == "Strapless" or wear.thin
    top = (
        0.15
        if bare
        else {
            "V-Necks": 0.225,
            "U-Necks": 0.205,
            "Round Neck": 0.085,
            "Square Necked": 0.135,
            "Sweetheart Neckline": 0.18,
            "Off The Shoulder": 0.13,
            "Backless Dresses": 0.43,
        }.get(wear.neckline, 0.085)
    )
    if isinstance(cut.lower, Skirt):
        skirt_cut = cut.lower
        return Place(
            figure,
            lambda y: side(cut, figure, y) if y < WAIST else _skirt_half(skirt_cut, figure, y),
            top,
            skirt_cut.hem,
        )
    if isinstance(cut.lower, Legs):
        hem = cut.lower.hem
        return Place(figure, lambda y: side(cut, figure, min(y, HIP)), top, min(hem, 0.72))
    hem = 0.62 if cut.lower == "brief" else cut.hem
    return Place(figure, lambda y: side(cut, figure, y), top, hem)


def _leg_half(cut: Legs, figure: Figure, y: float) -> float:
    waist = figure.half(cut.top) + min(cut.thigh, 0.012) + 0.004
    hip = figure.half(HIP) + cut.thigh
    return waist + (hip - waist) * min(1.0, max(0.0, (y - cut.top) / (HIP - cut.top)))


def _skirt_half(cut: Skirt, figure: Figure, y: float) -> float:
    wide = max(0.06, figure.half(HIP) + 0.012 + cut.flare)
    share = min(1.0, max(0.0, (y - WAIST) / (cut.hem - WAIST)))
    if cut.line == "bell":
        share = share**0.45
    if cut.line in ("straight", "mermaid"):
        return figure.half(min(y, HIP)) + (
            0.0 if share < 0.65 or cut.line == "straight" else cut.flare * (share - 0.65) / 0.35
        )
    waist = figure.half(WAIST)
    return waist + (wide - waist) * share
