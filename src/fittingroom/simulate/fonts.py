"""Fonts of this machine: where they lie, and which of them hold digits."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path

import numpy as np
from PIL import Image, ImageDraw, ImageFont
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.simulate.frame import framed

SUFFIXES = frozenset((".otc", ".otf", ".pfa", ".pfb", ".t1", ".ttc", ".ttf"))
"""Suffixes of files that hold outlines, which can be drawn at any size."""

COLLECTIONS = frozenset((".otc", ".ttc"))

FOLDERS = (
    "/usr/share/fonts",
    "/usr/local/share/fonts",
    "~/.local/share/fonts",
    "~/.fonts",
    "/System/Library/Fonts",
    "/Library/Fonts",
    "~/Library/Fonts",
    "C:/Windows/Fonts",
)
"""Where fonts lie on a machine without fc-list."""

DIGITS = "0123456789"

NO_CHARACTER = "\uffff"
"""What no font has: it is drawn as the glyph that stands for missing ones."""

RENDERED_PX = 120
"""Size at which glyphs are drawn before they are reduced, four pixels or more for each of the result."""

WEIGHT_OR_WIDTH = re.compile(
    r"( (Thin|(Extra|Ultra|Semi|Demi)?(Light|Bold|Condensed)|Book|Regular|Medium|Heavy|Black|Narrow|Extended"
    r"|Italic|Oblique))+$"
)
"""What some fonts add to the name of their family."""

FAMILIES_TO_COMPARE = 4
"""From so many families on it is asked whether one font's digits look like the others'."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Font:
    """A font that holds digits; ink: its ten glyphs, (h, w) uint8 each, large and tightly cut."""

    family: str
    name: str
    ink: tuple[np.ndarray, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A font that was found and is not used: for which reason, and what more there is to say of it."""

    name: str
    reason: str
    detail: str = ""


def font_files(folders: Sequence[Path] | None = None) -> tuple[Path, ...]:
    """The font files below these folders, or else all that this machine has, sorted.

    Without folders fc-list is asked, and FOLDERS are searched where it is missing or knows nothing.
    Raises InputError for a folder that is none.
    """
    if folders is None:
        if listed := _listed():
            return listed
        folders = [folder for text in FOLDERS if (folder := Path(text).expanduser()).is_dir()]
    for folder in folders:
        if not folder.is_dir():
            raise InputError(f"{folder}: there is no such folder of fonts")
    return _of_outlines(path for folder in folders for path in folder.rglob("*"))


def _listed() -> tuple[Path, ...]:
    program = shutil.which("fc-list")
    if program is None:
        return ()
    command = [program, "--format", "%{file}\\n"]
    done = subprocess.run(command, capture_output=True, check=False)
    return _of_outlines(Path(os.fsdecode(line)) for line in done.stdout.splitlines() if line)


def _of_outlines(paths: Iterator[Path]) -> tuple[Path, ...]:
    return tuple(sorted({path for path in paths if path.suffix.lower() in SUFFIXES}))


def read_fonts(files: Sequence[Path]) -> tuple[tuple[Font, ...], tuple[Skipped, ...]]:
    """The fonts in these files that hold ten digits, and those that are skipped.

    Skipped are files that do not open, fonts in which a digit is missing, empty or equal to another, fonts
    that print digits exactly as one before, and symbol fonts (see `symbol_fonts`).
    """
    fonts, skipped = [], []
    seen: dict[bytes, Font] = {}
    for file in tqdm(files, "reading fonts", unit=" files", disable=None, leave=False, delay=1):
        for found in _in_file(file):
            if isinstance(found, Skipped):
                skipped.append(found)
                continue
            first = seen.setdefault(glyphs(found).tobytes(), found)
            if first is found:
                fonts.append(_distinct(found, fonts))
            else:
                skipped.append(Skipped(found.name, "prints digits exactly as another", first.name))
    strange = symbol_fonts(fonts)
    skipped += [Skipped(font.name, "has symbols in place of digits") for font in strange]
    return tuple(font for font in fonts if font not in strange), tuple(skipped)


def _distinct(font: Font, others: Sequence[Font]) -> Font:
    """The font, numbered if another one is called the same."""
    names = {other.name for other in others}
    number = next(n for n in count(1) if (font.name if n == 1 else f"{font.name} ({n})") not in names)
    return font if number == 1 else replace(font, name=f"{font.name} ({number})")


def _in_file(file: Path) -> Iterator[Font | Skipped]:
    """Every font in a file; a collection holds several, and ends where the next one does not open."""
    most = 64 if file.suffix.lower() in COLLECTIONS else 1
    for index in range(most):
        try:
            opened = ImageFont.truetype(file, RENDERED_PX, index, layout_engine=ImageFont.Layout.BASIC)
        except OSError as error:
            if index == 0:
                yield Skipped(file.name, "does not open", str(error))
            return
        yield _read(opened, file)


def _read(opened: ImageFont.FreeTypeFont, file: Path) -> Font | Skipped:
    family, style = (word or "" for word in opened.getname())
    name = " ".join(word for word in (family or file.stem, style) if word)
    ink = tuple(_drawn(opened, digit) for digit in DIGITS)
    absent = _drawn(opened, NO_CHARACTER)
    if missing := "".join(d for d, own in zip(DIGITS, ink, strict=True) if np.array_equal(own, absent)):
        return Skipped(name, "lacks digits", missing)
    if any(not own.any() for own in ink):
        return Skipped(name, "has a digit without ink")
    if len({(own.shape, own.tobytes()) for own in ink}) < len(DIGITS):
        return Skipped(name, "has equal digits")
    return Font(family=family_name(family or file.stem), name=name, ink=ink)


def family_name(name: str) -> str:
    """A family's name without weight and width at its end: 'Quicksand Light' -> 'Quicksand'."""
    return WEIGHT_OR_WIDTH.sub("", name)


def _drawn(opened: ImageFont.FreeTypeFont, character: str) -> np.ndarray:
    """One glyph, white on black, without any margin; (0, 0) if it has no ink."""
    left, top, right, bottom = opened.getbbox(character)
    width, height = round(right - left), round(bottom - top)
    if width < 1 or height < 1:
        return np.zeros((0, 0), np.uint8)
    page = Image.new("L", (width, height))
    ImageDraw.Draw(page).text((-left, -top), character, fill=255, font=opened)
    return np.asarray(page)


def glyphs(font: Font, *, box_px: int = 20) -> np.ndarray:
    """The ten digits of a font in MNIST's frame, (10, 28, 28) uint8."""
    return np.stack([framed(own, box_px=box_px) for own in font.ink])


def symbol_fonts(fonts: Sequence[Font]) -> list[Font]:
    """The fonts whose "digits" are something else: arrows, hands, boxes.

    Each glyph is compared with the mean of each digit over the other families; a font in which fewer than
    four of ten are most alike to their own digit (by chance: one) holds symbols. The rule asks so little
    because an unusual digit is no reason to be left out. With fewer than FAMILIES_TO_COMPARE families nobody
    can tell, and none is found.
    """
    families = sorted({font.family for font in fonts})
    if len(families) < FAMILIES_TO_COMPARE:
        return []
    own = {font: _normal(glyphs(font)) for font in fonts}
    by_family = {
        name: np.mean([own[font] for font in fonts if font.family == name], axis=0) for name in families
    }
    total = np.sum(list(by_family.values()), axis=0)
    found = []
    for font in fonts:
        others = total - by_family[font.family]
        alike = own[font] @ others.T
        if (alike.argmax(axis=1) == np.arange(10)).sum() < 4:
            found.append(font)
    return found


def _normal(pictures: np.ndarray) -> np.ndarray:
    """Pictures as rows of mean 0 and length 1, so that products are correlations."""
    rows = pictures.reshape(len(pictures), -1).astype(float)
    rows -= rows.mean(axis=1, keepdims=True)
    return rows / np.linalg.norm(rows, axis=1, keepdims=True)
