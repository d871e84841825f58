"""Draw a garment from its labels."""

from collections.abc import Sequence

import cv2
import numpy as np

from fittingroom.errors import InputError
from fittingroom.simulate.garments.backdrop import backdrop, behind
from fittingroom.simulate.garments.camera import Camera, aim, exposed
from fittingroom.simulate.garments.canvas import Ink, painted
from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.fabric import Bands, inks, split_at
from fittingroom.simulate.garments.layout import parts_of
from fittingroom.simulate.garments.materials import Material
from fittingroom.simulate.garments.outline import Part
from fittingroom.simulate.garments.relief import Light, lit
from fittingroom.simulate.garments.scene import Scene, dyed_anew, staged
from fittingroom.simulate.garments.surface import Surface, surface_of

SMALLEST_PX, LARGEST_PX = 16, 2048

BODY = Material("smooth", gloss=0.06, sharp=5)


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
    row = int(np.clip(camera.row(split_at(scene)), 0, size_px))
    surface = surface_of(scene, row, size_px)
    light = Light(view.uniform("light x", -0.75, 0.75), view.uniform("light y", -0.8, -0.35))
    below, tones = behind(scene, view)
    ink = inks(scene, Bands(camera.top, camera.low), camera.px_per_m, size_px, tones)
    ground = backdrop(view, size_px)
    if below and (surface.opacity is not None or surface.material.fuzz or scene.clear):
        _lay(ground, *_body(below, ink, camera, light, size_px), view)
        below = []
    colour, relief = painted([*below, *parts], ink, camera.matrix, size_px)
    garment = lit(colour, relief, surface, light)
    cover = colour[..., 3] * np.float32(1 / 255)
    if surface.opacity is not None:
        through = 1 - relief[..., 2] * np.float32(1 / 255) * (1 - surface.opacity)
        cover *= through
        garment *= through
    if surface.material.fuzz:
        garment, cover = _furred(garment, cover, surface.height, surface.material.fuzz * size_px)
    _lay(ground, garment, cover, view)
    return exposed(ground, view)


def _body(
    below: list[Part], ink: Ink, camera: Camera, light: Light, size_px: int
) -> tuple[np.ndarray, np.ndarray]:
    """Who wears the garment, drawn alone: cloth that lets light through, or has hairs, lies over it."""
    colour, relief = painted(below, ink, camera.matrix, size_px)
    zero = np.zeros((size_px, size_px), np.float32)
    body = lit(colour, relief, Surface(BODY, zero, zero, None), light)
    return body, colour[..., 3] * np.float32(1 / 255)


def _lay(ground: np.ndarray, layer: np.ndarray, cover: np.ndarray, view: Dice) -> None:
    """Put a layer and its shadow on the ground."""
    n = len(cover)
    reach = max(1, round(n * 0.02))
    dx = round(view.uniform("shadow x", -0.6, 0.6) * reach)
    soft = cv2.blur(cover, (2 * reach + 1, 2 * reach + 1), anchor=(reach + dx, 2 * reach))
    soft = cv2.blur(soft, (2 * reach + 1, 2 * reach + 1))
    soft *= np.float32(-view.uniform("shadow", 0.22, 0.42))
    soft += 1
    soft *= 1 - cover
    ground *= soft
    ground += layer


def _furred(
    garment: np.ndarray, cover: np.ndarray, height: np.ndarray, reach_px: float
) -> tuple[np.ndarray, np.ndarray]:
    """Hairs that stand out over the edge, in the colour of what is near."""
    if reach_px <= 1:
        return garment, cover
    wide = (int(2 * reach_px) | 1,) * 2
    far = cv2.blur(cover, wide)
    hairs = np.clip(far * 2.2 - 0.55 + 0.3 * height * (1.1 - far), 0, 1) * np.clip(far * 3, 0, 1)
    near = np.stack([cv2.blur(plane, wide) for plane in garment]) / np.maximum(far, 1e-3)
    kept = np.minimum(cover, hairs)
    return garment * (kept / np.maximum(cover, 1e-3)) + near * (hairs - kept), hairs
