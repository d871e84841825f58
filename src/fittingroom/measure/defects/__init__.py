"""Defects: realistic damage to pictures, to see what a score is worth when they are not perfect.

One pure function per defect, in one file per family: (images uint8 (n, h, w[, c]), severity, rng) -> damaged
copies of the same shape, at any size; marks grow with the picture. Severities 1 to 5 are hardly visible to
hard for people too. A score on damaged pictures never stands for one on real photos: docs/defects.md.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from difflib import get_close_matches

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.defects.background import grey_background, textured_background
from fittingroom.measure.defects.canvas import SEVERITIES
from fittingroom.measure.defects.dirt import border_lines, occlusion, smear, stain
from fittingroom.measure.defects.geometry import bad_crop, perspective, rotation, scale, shift
from fittingroom.measure.defects.ink import ink_thickness
from fittingroom.measure.defects.light import invert, lighting, low_contrast
from fittingroom.measure.defects.orientation import mirror, quarter_turn
from fittingroom.measure.defects.recording import jpeg, noise
from fittingroom.measure.defects.sharpness import blur, low_resolution, motion_blur

__all__ = ["DEFECTS", "FAMILIES", "LEARNED", "SEVERITIES", "Defect", "chosen", "in_short", "learned"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One way in which pictures go wrong.

    apply: images (n, h, w[, c]) uint8, severity, rng= -> damaged copies; severities: the ones that it
    can be asked for, (None,) where a defect is there or not, but never more or less.
    """

    name: str
    title: str
    family: str
    sentence: str
    apply: Callable[..., np.ndarray]
    severities: tuple[int | None, ...] = SEVERITIES


def _defect(
    family: str,
    apply: Callable[..., np.ndarray],
    sentence: str,
    severities: tuple[int | None, ...] = SEVERITIES,
    title: str = "",
) -> Defect:
    name = apply.__name__.replace("_", "-")
    title = title or name.replace("-", " ")
    return Defect(
        name=name, title=title, family=family, sentence=sentence, apply=apply, severities=severities
    )


ONCE = (None,)

DEFECTS: tuple[Defect, ...] = (
    _defect("geometry", shift, "Moved by 4, 8, 12, 18 or 25 % of the side, in a random direction."),
    _defect("geometry", scale, "Reduced to 90, 80, 70, 60 or 50 % of its size, or enlarged by as much."),
    _defect("geometry", rotation, "Turned by 6, 12, 18, 27 or 40 degrees, either way."),
    _defect("geometry", perspective, "Seen from one side: nearer parts grow, farther ones shrink."),
    _defect("geometry", bad_crop, "Cut at two sides, 8 to 40 % of each; the rest fills the frame."),
    _defect("orientation", mirror, "Left and right exchanged.", severities=ONCE),
    _defect("orientation", quarter_turn, "Turned by 90 degrees, either way.", severities=ONCE),
    _defect("light", lighting, "One side lit, the other in shadow."),
    _defect("light", low_contrast, "All values drawn together around mid-grey."),
    _defect("light", invert, "A negative: light is dark and dark is light.", severities=ONCE),
    _defect("background", grey_background, "Another plain background, 12 to 60 % away from its own."),
    _defect("background", textured_background, "A pattern of two waves behind the thing."),
    _defect("dirt", stain, "A spot with two smaller ones beside it hides what it covers."),
    _defect("dirt", smear, "Wiped over while wet: a band is dragged along itself."),
    _defect("dirt", border_lines, "Lines along one to four sides, as from a scan or a form."),
    _defect("dirt", occlusion, "A square of one grey in front, 15 to 55 % of the side."),
    _defect("sharpness", blur, "Out of focus, by a Gaussian of 2 to 10 % of the side."),
    _defect("sharpness", motion_blur, "Shaken along 10 to 40 % of the side."),
    _defect("sharpness", low_resolution, "Only 60 to 20 % of the pixels along each side."),
    _defect("recording", noise, "Normal noise of 5 to 35 % of the range on every value."),
    _defect("recording", jpeg, "Stored as JPEG of quality 40, 22, 12, 7 or 4.", title="JPEG"),
    _defect("ink", ink_thickness, "Strokes and outlines thicker, or thinner."),
)
"""Every defect, in the order of print."""

FAMILIES: tuple[str, ...] = tuple(dict.fromkeys(defect.family for defect in DEFECTS))

LEARNED: tuple[str, ...] = tuple(family for family in FAMILIES if family != "orientation")
"""The families that `--augment defects` trains with: a mirrored or lying digit is no longer that digit."""


def chosen(names: Iterable[str]) -> tuple[Defect, ...]:
    """The defects of these names or families, in the order of `DEFECTS`: here names become functions.

    Raises InputError for a name that is neither.
    """
    names = tuple(names)
    known = [*FAMILIES, *(defect.name for defect in DEFECTS)]
    for name in names:
        if name not in known:
            near = get_close_matches(name, known, 1)
            hint = f"did you mean {near[0]}? " if near else ""
            raise InputError(
                f"there is no defect or family of defects {name!r}: {hint}the families are "
                f"{', '.join(FAMILIES)}; `fittingroom defects --list` names every defect"
            )
    return tuple(defect for defect in DEFECTS if {defect.name, defect.family} & set(names))


def learned(words: Iterable[str]) -> tuple[str, ...]:
    """Families and defects to train with, from words: "defects" is all of LEARNED, "-light" takes light away.

    Words that only take away take away from all of LEARNED. Raises InputError for unknown names, or if
    nothing is left.
    """
    words = [word.strip() for word in words if word.strip()]
    less = [word[1:] for word in words if word.startswith("-")]
    more = [word for word in words if not word.startswith("-")] or ["defects"]
    found = [name for word in more for name in (LEARNED if word == "defects" else (word,))]
    chosen([*found, *less])  # refuses unknown names
    kept = tuple(dict.fromkeys(name for name in found if name not in less))
    if not kept:
        raise InputError(f"nothing is left to train with of {', '.join(words)}: name a family to keep")
    return kept


def in_short(names: Iterable[str]) -> str:
    """What a training with these families is called: "defects", "defects-without-light", "light-dirt"."""
    names = tuple(names)
    missing = [family for family in LEARNED if family not in names]
    if not set(names) <= set(LEARNED) or len(missing) > len(LEARNED) // 2:
        return "-".join(names)
    return "-without-".join(["defects", "-".join(missing)] if missing else ["defects"])
