"""Printed digits, from the fonts at hand: a model of handwriting is often asked about print.

Fonts come in families, whose members are alike: intervals resample families, not pictures.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.errors import InputError
from fittingroom.simulate.fonts import Font, Skipped, font_files, glyphs, read_fonts
from fittingroom.simulate.frame import BOX_PX
from fittingroom.types import Part

SIZES_PX = (BOX_PX, 16, 12)
"""Longest edges of the digits: that of MNIST's own, and two that are smaller than MNIST's ever are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedDigits:
    """Printed pictures and their truth.

    part: images (n, 28, 28) uint8 light on dark, labels, ids, and as groups the number of the font's family
    in `families`. fonts: (n,) names; sizes_px: (n,) longest edges; skipped: fonts that are not among them.
    """

    part: Part
    families: tuple[str, ...]
    fonts: np.ndarray
    sizes_px: np.ndarray
    skipped: tuple[Skipped, ...] = ()

    def __len__(self) -> int:
        return len(self.part)

    @property
    def sizes(self) -> tuple[int, ...]:
        """The sizes that there are, in the order that was asked for."""
        return tuple(dict.fromkeys(self.sizes_px.tolist()))

    @property
    def reasons(self) -> dict[str, int]:
        """How many fonts were skipped for which reason, the most frequent first."""
        return dict(Counter(one.reason for one in self.skipped).most_common())


def printed_here(folders: Sequence[Path] | None = None) -> PrintedDigits | None:
    """Printed digits in every font below these folders, or else on this machine; None if it has no font.

    Raises InputError where folders are named and hold none.
    """
    fonts, skipped = read_fonts(font_files(folders))
    if fonts:
        return printed_digits(fonts, skipped=skipped)
    if folders is None:
        return None
    raise InputError(f"{', '.join(map(str, folders))}: no font with ten digits was found there")


def printed_digits(
    fonts: Sequence[Font], *, sizes_px: Sequence[int] = SIZES_PX, skipped: Sequence[Skipped] = ()
) -> PrintedDigits:
    """Print all ten digits in every font and size, in MNIST's frame; nothing is drawn by chance.

    Raises InputError where there is no font, or no size.
    """
    if not fonts or not sizes_px:
        raise InputError(
            f"printed digits need a font and a size, got {len(fonts)} and {len(sizes_px)}: install fonts "
            "(on Debian fonts-dejavu-core) or name a folder that holds some"
        )
    families = tuple(sorted({font.family for font in fonts}))
    wanted = [(size, font) for size in sizes_px for font in fonts]
    names = [f"{font.name}/{size}px/{digit}" for size, font in wanted for digit in range(10)]
    return PrintedDigits(
        part=Part(
            name="printed digits",
            images=np.concatenate([glyphs(font, box_px=size) for size, font in wanted]),
            labels=np.tile(np.arange(10), len(wanted)),
            ids=np.array(names),
            groups=np.repeat([families.index(font.family) for _, font in wanted], 10),
        ),
        families=families,
        fonts=np.repeat([font.name for _, font in wanted], 10),
        sizes_px=np.repeat([size for size, _ in wanted], 10),
        skipped=tuple(skipped),
    )
