"""What stands behind a garment: paper, wood, stone, a wall, a blurred room; and who wears it."""

from functools import lru_cache
from zlib import crc32

import cv2
import numpy as np

from fittingroom.simulate.garments.colours import RGB
from fittingroom.simulate.garments.dice import Dice
from fittingroom.simulate.garments.figure import limbs
from fittingroom.simulate.garments.layout import figure_of
from fittingroom.simulate.garments.outline import Part, line, oval
from fittingroom.simulate.garments.scene import Scene
from fittingroom.simulate.garments.shoes import Shoe
from fittingroom.simulate.garments.smalls import Small

KINDS = ("paper", "paper", "paper", "studio", "studio", "studio", "wood", "stone", "cloth", "room")

PAPERS: tuple[RGB, ...] = (
    (0.98, 0.98, 0.98),
    (0.97, 0.97, 0.97),
    (0.96, 0.96, 0.97),
    (0.91, 0.91, 0.92),
    (0.93, 0.91, 0.88),
    (0.84, 0.86, 0.89),
    (0.78, 0.80, 0.80),
    (0.88, 0.84, 0.82),
    (0.80, 0.84, 0.80),
    (0.70, 0.71, 0.74),
)

WOODS: tuple[RGB, ...] = ((0.72, 0.58, 0.42), (0.55, 0.40, 0.27), (0.80, 0.73, 0.64), (0.45, 0.42, 0.40))

SKINS: tuple[RGB, ...] = ((0.95, 0.80, 0.70), (0.86, 0.66, 0.52), (0.66, 0.46, 0.33), (0.42, 0.28, 0.20))

MANNEQUINS: tuple[RGB, ...] = ((0.90, 0.88, 0.85), (0.80, 0.80, 0.81), (0.93, 0.93, 0.93), (0.36, 0.36, 0.38))


@lru_cache(maxsize=48)
def grain(kind: str, variant: int, size_px: int) -> np.ndarray:
    """A kind's brightness around 1, (size_px, size_px) float32."""
    rng = np.random.default_rng(crc32(kind.encode()) + variant)
    n = size_px
    y, x = np.mgrid[:n, :n].astype(np.float32) / n
    if kind == "paper":
        field = 1 + 0.004 * rng.standard_normal((n, n)).astype(np.float32)
    elif kind == "studio":
        floor = 1 / (1 + np.exp((y - 0.83 - 0.03 * variant) * 40))
        field = 0.93 + 0.07 * floor - 0.10 * np.hypot(x - 0.5, y - 0.4)
    elif kind == "wood":
        planks = 4 + variant
        row = np.floor(x * planks)
        tone = rng.uniform(0.86, 1.06, planks + 1).astype(np.float32)[row.astype(int)]
        fibres = cv2.GaussianBlur(
            rng.standard_normal((n, n)).astype(np.float32), (0, 0), sigmaX=max(0.4, n / 160), sigmaY=n / 9
        )
        gap = np.abs(x * planks % 1 - 0.5) > 0.5 - 0.012 * planks / 4
        field = tone + 0.06 * fibres / fibres.std() - 0.35 * gap
    elif kind == "stone":
        wide = cv2.GaussianBlur(rng.standard_normal((n, n)).astype(np.float32), (0, 0), n / 12)
        fine = cv2.GaussianBlur(rng.standard_normal((n, n)).astype(np.float32), (0, 0), n / 40)
        veins = np.exp(-np.abs(wide / wide.std() + 0.4 * fine / fine.std()) * 9)
        field = 1 - 0.09 * veins + 0.025 * fine / fine.std()
    elif kind == "cloth":
        rough = cv2.GaussianBlur(
            rng.standard_normal((n, n)).astype(np.float32), (0, 0), sigmaX=n / 14, sigmaY=n / 9
        )
        field = 0.97 + 0.05 * np.tanh(rough / rough.std())
    else:
        field = np.full((n, n), 0.9, np.float32)
        for _ in range(14):
            left, top, w, h = rng.uniform(0, 1, 4) * (n, n, n / 2.5, n / 1.6)
            cv2.rectangle(
                field,
                (int(left), int(top)),
                (int(left + w), int(top + h)),
                float(rng.uniform(0.72, 1.1)),
                -1,
            )
        field = cv2.GaussianBlur(field, (0, 0), n / 16)
    field = np.ascontiguousarray(field, np.float32)
    field.setflags(write=False)
    return field


def backdrop(view: Dice, size_px: int) -> np.ndarray:
    """The picture behind the garment, (3, size_px, size_px) float32 from 0 to 255.

    It depends on the view alone: no label may be read from what lies behind.
    """
    kind = view.pick("backdrop", KINDS)
    tone = view.pick("tone", WOODS if kind == "wood" else PAPERS)
    tint = [255 * min(1.0, value * view.uniform(f"tint {k}", 0.97, 1.02)) for k, value in enumerate(tone)]
    field = grain(kind, int(view.uniform("variant", 0, 4)), size_px)
    return np.minimum(field * np.array(tint, np.float32)[:, None, None], np.float32(255))


LOOSE = frozenset(("insoles", "shoelaces", "shoe care", "bra straps", "pasties"))


def behind(scene: Scene, view: Dice) -> tuple[list[Part], dict[str, RGB]]:
    """Who wears the garment, or what it hangs on, and the colours of that: half of the photos show one."""
    cut = scene.spec.cuts[-1]
    wood = {"wood": view.pick("wood", WOODS), "hook": (0.72, 0.72, 0.75)}
    if isinstance(cut, Shoe) or (isinstance(cut, Small) and cut.kinds[0] in LOOSE):
        return [], {}
    if view.whether("worn", 0.5):
        return list(limbs(figure_of(scene))), {"skin": view.pick("wearer", (*SKINS, *MANNEQUINS))}
    if scene.spec.necks and scene.sleeve != "Strapless" and view.whether("hanger", 0.6):
        return hanger(), wood
    return [], {}


def hanger() -> list[Part]:
    """A hanger between the shoulders."""
    hook = line(
        [(0, 0.0), (0.002, -0.05, 0.022, -0.07), (0.03, -0.11, 0.0, -0.115), (-0.026, -0.11, -0.024, -0.085)]
    )
    bar = line([(-0.15, 0.05), (-0.06, 0.02, 0, 0.0), (0.06, 0.02, 0.15, 0.05)])
    return [
        Part(hook, "hook", 0.05, pen=0.008, hard=True),
        Part(bar, "wood", 0.1, pen=0.022, hard=True),
        Part(oval(0, 0.0, 0.02), "wood", 0.12, hard=True),
    ]
