"""The surface of one product's cloth: its material, and its maps cut from the textures."""

from dataclasses import dataclass, replace

import numpy as np

from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.materials import BUILT, LOOKS, MATERIALS, Material
from fittingroom.simulate.garments.scene import Scene
from fittingroom.simulate.garments.textures import texture

FUR = Material("fur", 1.2, 0.13, folds=0.3, fuzz=0.026, rim=0.1)

SHEER = frozenset(("Hosiery, Stockings, Tights", "Sheer Tops", "Thigh Highs"))
"""Categories that let the skin through whatever they are made of."""


@dataclass(frozen=True, slots=True, eq=False)
class Surface:
    """material: sheen and folds; height, bright: relief and mottle, (n, n) float32, in the units of
    `relief.lit`; opacity: (n, n) float32, None where the cloth lets nothing through.
    """

    material: Material
    height: np.ndarray
    bright: np.ndarray
    opacity: np.ndarray | None


def surface_of(scene: Scene, row: int, size_px: int) -> Surface:
    """The cloth of a scene; a second material begins at this row of the picture."""
    names = [scene.dice.pick(name, LOOKS[name]) if name in LOOKS else name for name in scene.materials]
    cloths = [_styled(MATERIALS[name], scene) for name in names]
    maps = [_maps(cloth, scene, size_px) for cloth in cloths]
    if len(cloths) == 1:
        material, (height, bright, opacity) = cloths[0], maps[0]
    else:
        height, bright, opacity = (
            np.concatenate([one[:row], two[row:]]) for one, two in zip(*maps, strict=True)
        )
        one, two = cloths
        material = replace(
            one, gloss=(one.gloss + two.gloss) / 2, rim=(one.rim + two.rim) / 2, fuzz=max(one.fuzz, two.fuzz)
        )
    return Surface(material, height, bright, None if opacity.min() >= 1 else opacity)


def _styled(cloth: Material, scene: Scene) -> Material:
    if scene.style == "Furry":
        return replace(FUR, opacity=cloth.opacity)
    if scene.category in SHEER:
        return replace(cloth, opacity=min(cloth.opacity, 0.62))
    return cloth


def _maps(cloth: Material, scene: Scene, size_px: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    height, bright, opacity = _cut(cloth.texture, scene.dice, size_px)
    height, bright = height * np.float32(cloth.rough), bright * np.float32(cloth.mottle)
    opacity = opacity * np.float32(cloth.opacity)
    if scene.built:
        name, rough, mottle = BUILT[scene.built]
        high, light, lets = _cut(name, scene.dice, size_px)
        height = height * np.float32(0.6) + high * np.float32(rough)
        bright = bright * np.float32(0.6) + light * np.float32(mottle)
        opacity = opacity * lets
    return height, bright, opacity


def _cut(name: str, dice: Dice, size_px: int) -> tuple[np.ndarray, ...]:
    """A texture's maps from this product's place in it."""
    y, x = (int(dice.uniform(axis, 0, size_px // 2)) for axis in ("cut y", "cut x"))
    return tuple(one[y : y + size_px, x : x + size_px] for one in texture(name, size_px))
