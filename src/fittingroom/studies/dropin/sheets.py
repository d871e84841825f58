"""Pictures of a built set as PNG files: some of each class, the steps, the refused."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fittingroom.build.built import Built
from fittingroom.data.sheet import row_sheet, sheet
from fittingroom.studies.dropin.looking import Strip, part_of
from fittingroom.types import Dataset


def save_sheets(
    built: Built,
    folder: Path,
    taken: Sequence[Strip],
    left_out: Sequence[Strip],
    *,
    rng: np.random.Generator,
) -> None:
    """Write sheet.png, steps.png and, where there is anything to show, refused.png."""
    part = part_of(built, folder)
    data = Dataset(
        card=built.card,
        images=part.images,
        labels=part.labels,
        ids=part.ids,
        parts={"train": np.arange(len(part))},
        fingerprint="to be looked at",
    )
    sheet(data, rng=rng).save(folder / "sheet.png")
    heads = ["photo", *(step for step, _ in built.recipe.steps)]
    row_sheet(heads, [(s.name, [picture for _, picture in s.stages]) for s in taken]).save(
        folder / "steps.png"
    )
    if left_out:
        rows = [(s.name, [picture for _, picture in s.stages]) for s in left_out]
        row_sheet([""] * max(len(row) for _, row in rows), rows).save(folder / "refused.png")
