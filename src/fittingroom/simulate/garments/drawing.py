"""Draw a garment from its labels."""

from collections.abc import Sequence
from dataclasses import replace

import cv2
import numpy as np

from fittingroom.errors import InputError
from fittingroom.simulate.garments.backdrop import backdrop, hanger, wearer
from fittingroom.simulate.garments.camera import Camera, aim, exposed
from fittingroom.simulate.garments.canvas import painted
from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.fabric import Bands, inks, split_at
from fittingroom.simulate.garments.figure import FIGURES
from fittingroom.simulate.garments.layout import parts_of
from fittingroom.simulate.garments.materials import BUILT, MATERIALS, Material
from fittingroom.simulate.garments.outline import Part, skia
from fittingroom.simulate.garments.relief import Light, lit
from fittingroom.simulate.garments.scene import Scene, dyed_anew, staged
from fittingroom.simulate.garments.shoes import Shoe
from fittingroom.simulate.garments.smalls import Small
from fittingroom.simulate.garments.textures import texture

SMALLEST_PX, LARGEST_PX = 16, 2048

BODY = Material("smooth", 0.0, 0.0, gloss=0.06, sharp=5)


def draw(
    labels: Sequence[str], *, product: int, view: int = 0, size_px: int = 128, recolour: str | None = None
) -> np.ndarray:
    """Draw one photo of a product, (size_px, size_px, 3) uint8 RGB.

    labels: names of the iMaterialist label map, in any order; what they leave open is decided by `product`
    (see `scene.completed`). product: the product's seed; view: which photo of it, another one shows the same
    garment before another background, worn or not, through another camera. recolour: draws this product's
    main colour as another one. The pixels depend on nothing else.
    Raises InputError for an unknown label and for a size that is not within 16 to 2,048 pixels.
    """
    if not SMALLEST_PX <= size_px <= LARGEST_PX:
        raise InputError(f"a picture must be {SMALLEST_PX} to {LARGEST_PX} pixels wide, got {size_px}")
    scene = staged(labels, product)
    if recolour is not None:
        scene = dyed_anew(scene, recolour)
    return photographed(scene, scene.dice.other(view + 1), size_px)


def photographed(scene: Scene, view: Dice, size_px: int) -> np.ndarray:
    """One photo of a scene, (size_px, size_px, 3) uint8."""
    parts = parts_of(scene)
    camera = aim(parts, view, size_px)
    ground = backdrop(view, size_px)
    light = Light(view.uniform("light x", -0.75, 0.75), view.uniform("light y", -0.8, -0.35))
    _place_body(ground, scene, view, camera, light)
    bands = Bands(camera.top, camera.low)
    colour, relief = painted(parts, inks(scene, bands, camera.px_per_m, size_px), camera.matrix, size_px)
    cloth, height, bright, opacity = _surface(scene, view, camera, size_px)
    garment = lit(colour, relief, cloth=cloth, height=height, bright=bright, light=light)
    cover = colour[..., 3] * np.float32(1 / 255)
    if opacity is not None:
        soft = relief[..., 2] * np.float32(1 / 255)
        through = 1 - soft * (1 - opacity)
        cover = cover * through
        garment *= through[..., None]
    if fuzz := max(cloth.fuzz, 0.026 if scene.style == "Furry" else 0.0):
        garment, cover = _furred(garment, cover, height, fuzz * size_px)
    _cast_shadow(ground, cover, view, size_px)
    ground *= (1 - cover)[..., None]
    ground += garment
    return exposed(ground, view)


def _place_body(ground: np.ndarray, scene: Scene, view: Dice, camera: Camera, light: Light) -> None:
    """Put who wears the garment, or the hanger, into the picture."""
    size_px = len(ground)
    cut = scene.spec.cuts[-1]
    if isinstance(cut, Shoe) or (
        isinstance(cut, Small)
        and cut.kinds[0] in ("insoles", "shoelaces", "shoe care", "bra straps", "pasties")
    ):
        return
    hangs = bool(scene.spec.necks) and scene.sleeve != "Strapless"
    worn = view.whether("worn", 0.5)
    tone = (0.6, 0.5, 0.4)
    if worn:
        parts, tone = wearer(
            view,
            replace(
                FIGURES[scene.gender],
                spread=FIGURES[scene.gender].spread + scene.dice.uniform("arms", -0.12, 0.1),
            ),
        )
    elif hangs and view.whether("hanger", 0.5):
        parts = hanger()
    else:
        return
    colours = {"skin": tone, "metal": (0.7, 0.7, 0.72), "wood": (0.55, 0.38, 0.24)}

    def ink(part: Part) -> "skia.Paint":
        return skia.Paint(AntiAlias=True, Color4f=skia.Color4f(*colours[part.ink], 1))

    colour, relief = painted(parts, ink, camera.matrix, size_px)
    zero = np.zeros((size_px, size_px), np.float32)
    body = lit(colour, relief, cloth=BODY, height=zero, bright=zero, light=light)
    cover = colour[..., 3] * np.float32(1 / 255)
    _cast_shadow(ground, cover, view, size_px)
    ground *= (1 - cover)[..., None]
    ground += body


def _cast_shadow(ground: np.ndarray, cover: np.ndarray, view: Dice, size_px: int) -> None:
    spread = max(1, round(size_px * 0.02)) * 2 + 1
    soft = cv2.blur(cv2.blur(cover, (spread, spread)), (spread, spread))
    dx, dy = (round(view.uniform(name, -0.012, 0.012) * size_px) for name in ("shadow x", "shadow y"))
    soft = np.roll(soft, (dy + round(0.008 * size_px), dx), axis=(0, 1))
    ground *= (1 - view.uniform("shadow", 0.22, 0.42) * soft)[..., None]


def _surface(
    scene: Scene, _view: Dice, camera: Camera, size_px: int
) -> tuple[Material, np.ndarray, np.ndarray, np.ndarray | None]:
    """The cloth: its material, its maps of height and brightness, and its opacity where that is not 1."""
    cloths = [_styled(MATERIALS[name], scene) for name in scene.materials]
    cloth = cloths[0]
    height, bright, opacity = _maps(cloth, scene, size_px)
    if len(cloths) > 1:
        # The second material begins where the second colour would
        row = int(np.clip(camera.row(split_at(scene)), 0, size_px))
        maps = _maps(cloths[1], scene, size_px)
        height, bright, opacity = (
            np.concatenate([one[:row], two[row:]])
            for one, two in zip((height, bright, opacity), maps, strict=True)
        )
        cloth = replace(
            cloth,
            rough=1.0,
            mottle=1.0,
            gloss=(cloths[0].gloss + cloths[1].gloss) / 2,
            rim=(cloths[0].rim + cloths[1].rim) / 2,
            fuzz=max(one.fuzz for one in cloths),
        )
    else:
        cloth = replace(cloth, rough=1.0, mottle=1.0)
    clear = bool(opacity.min() >= 1)
    return cloth, height, bright, None if clear else opacity


def _styled(cloth: Material, scene: Scene) -> Material:
    if scene.style == "Furry":
        return replace(cloth, texture="fur", rough=1.2, mottle=0.13, fuzz=0.026)
    if scene.category in ("Hosiery, Stockings, Tights", "Thigh Highs", "Sheer Tops"):
        return replace(cloth, opacity=min(cloth.opacity, 0.62))
    return cloth


def _maps(cloth: Material, scene: Scene, size_px: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Height, brightness and opacity of a cloth, cut from its texture at this product's place."""
    height, bright, opacity = _cut(cloth.texture, scene.dice, size_px)
    height, bright = height * np.float32(cloth.rough), bright * np.float32(cloth.mottle)
    opacity = np.minimum(opacity, 1) * np.float32(cloth.opacity)
    if scene.built:
        name, rough, mottle = BUILT[scene.built]
        high, light, lets = _cut(name, scene.dice, size_px)
        height = height * np.float32(0.6) + high * np.float32(rough)
        bright = bright * np.float32(0.6) + light * np.float32(mottle)
        opacity = opacity * lets
    return height, bright, opacity


def _cut(name: str, dice: Dice, size_px: int) -> tuple[np.ndarray, ...]:
    y, x = (int(dice.uniform(axis, 0, size_px // 2)) for axis in ("cut y", "cut x"))
    return tuple(one[y : y + size_px, x : x + size_px] for one in texture(name, size_px))


def _furred(
    garment: np.ndarray, cover: np.ndarray, height: np.ndarray, reach_px: float
) -> tuple[np.ndarray, np.ndarray]:
    """Hairs that stand out over the edge."""
    wide = int(2 * reach_px) | 1
    far = cv2.blur(cover, (wide, wide))
    hairs = np.clip(far * 2.2 - 0.55 + 0.28 * height, 0, 1) * np.clip(far * 3, 0, 1)
    new = np.maximum(hairs, cover * np.float32(0.0)) if reach_px > 1 else cover
    base = cv2.blur(garment, (wide, wide)) / np.maximum(far, 1e-3)[..., None]
    solid = np.minimum(cover, new)
    out = (
        garment * (solid / np.maximum(cover, 1e-3))[..., None] + base * np.maximum(new - solid, 0)[..., None]
    )
    return out, np.maximum(new, 0)
