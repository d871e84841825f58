"""How well copies would be found among one's own pictures: read some, plant copies of them, search.

Nothing is written and nothing is dropped: what comes out are recalls, false pairs to expect, and the
thresholds for the recipe of a curation (`[duplicates]`).
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from tqdm import tqdm

from fittingroom.build.sources import find_source, read
from fittingroom.data.photo import Photo, read_photo
from fittingroom.data.pictures import bombs_refused
from fittingroom.errors import DataError, InputError
from fittingroom.measure.copies import Calibration, calibrate

PICTURES, COPIES = 1000, 100
"""How many pictures are read, and of how many of them copies are planted, unless told otherwise."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tolerance:
    """What may be dropped though it is no copy: a share of the pairs of originals; and how many pictures the
    catalogue has, if it is not the ones that were read. Raises InputError for what is no share, or no
    catalogue."""

    allowed: float = 1e-6
    catalogue: int | None = None

    def __post_init__(self):
        if not 0 <= self.allowed <= 1:
            raise InputError(f"the share of mistaken pairs is 0 at least, 1 at most, got {self.allowed:g}")
        if self.catalogue is not None and self.catalogue < 2:
            raise InputError(f"a catalogue has 2 pictures at least, got {self.catalogue}")


def planted_copies(
    source: str | os.PathLike[str],
    *,
    rng: np.random.Generator,
    pictures: int = PICTURES,
    copies: int = COPIES,
    columns: Mapping[str, str] | None = None,
) -> Calibration:
    """Plant copies of each kind of `copies` pictures among `pictures` drawn from a source, and count.

    source: a simulated world, or what `build.sources.find_source` takes, with its columns. What cannot be
    decoded is left out. Raises DataError for a source with fewer than two pictures, InputError where fewer
    are asked for.
    """
    if pictures < 2 or copies < 1:
        raise InputError(
            f"planting needs 2 pictures and 1 copied one at least, asked for {pictures} and {copies}"
        )
    path, columns = Path(source).expanduser(), dict(columns or {})
    if (path / "catalog").is_dir():
        path, columns = path / "catalog", {"label": "seller"} | columns
    listing = find_source(path, columns=columns)
    rows = np.sort(rng.permutation(len(listing))[:pictures])
    images = []
    with bombs_refused():
        for row in tqdm(rows.tolist(), desc="reading pictures", unit=" pictures", disable=None, leave=False):
            for content in read(listing, row, row + 1):
                photo = read_photo(content) if isinstance(content, bytes) else None
                if isinstance(photo, Photo):
                    images.append(photo.pixels)
    if len(images) < 2:
        raise DataError(f"{source}: {len(images)} of {len(rows)} pictures can be decoded; two are needed")
    return calibrate(images, rng=rng, copies=copies)


def planted_text(found: Calibration, tolerance: Tolerance) -> str:
    """What came out, for people: recall of each kind, false pairs, and the lines of a recipe."""
    proposed, pictures = found.propose(allowed=tolerance.allowed), tolerance.catalogue
    lines = [f"{'copy':24} {'drop':>6} {'':14} {'suggest':>7}   (n)"]
    for drop, suggest in zip(found.recall(proposed.drop), found.recall(proposed.suggest), strict=True):
        low, high = drop.low or 0.0, drop.high or 1.0
        share = f"{100 * drop.value:5.1f} % [{100 * low:.1f}, {100 * high:.1f}]"
        lines.append(f"{drop.name:24} {share:21} {100 * suggest.value:5.1f} %   ({drop.n})")
    for name, threshold in (("drop", proposed.drop), ("suggest", proposed.suggest)):
        here, there = found.alarms(threshold), found.alarms(threshold, pictures=pictures)
        expected = (
            ""
            if pictures is None
            else f"; {there.value:,.0f} [{there.low:,.0f}, {there.high:,.0f}] among {pictures:,} pictures"
        )
        lines.append(f"{name}: {here.value:.0f} of {found.pairs:,} pairs of originals{expected}")
    return "\n".join(
        [
            *lines,
            "Pairs of originals that are copies after all count as false here.",
            "",
            "[duplicates]",
            f"drop = {proposed.drop:.3f}",
            f"suggest = {proposed.suggest:.3f}",
        ]
    )
