"""The world of a study and its curation: made once, by what the commands `simulate` and `curate` call."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from fittingroom.curate import clean_taxonomy, duplicates, map_tags, pictures, read, verify
from fittingroom.curate.pipeline import Means, curate
from fittingroom.curate.work import Note
from fittingroom.errors import DataError
from fittingroom.simulate.world.making import make_world
from fittingroom.studies.attributes.settings import Settings, study_world

PAID: Mapping[str, tuple[str, ...]] = {
    "mapped": (read.STEP, map_tags.STEP),
    "cleaned": (clean_taxonomy.STEP,),
    "verified": (verify.STEP,),
    "merged": (pictures.STEP, "copies", duplicates.STEP),
}
"""The steps of curation that each labelling costs beyond the one before it."""


@dataclass(frozen=True, slots=True, eq=False)
class Made:
    """Folders of a world and its curated set; processor seconds of each labelling's own steps; rows, seed."""

    world: Path
    curated: Path
    seconds: Mapping[str, float]
    rows: int
    seed: int


def make(settings: Settings, folder: Path, *, world: Path | None, workers: int | None) -> Made:
    """Make the world, unless one is given, and curate it whole; both go on after a kill.

    Raises DataError for a given folder that is no finished world.
    """
    if world is None:
        world = folder / "world"
        make_world(
            world,
            study_world(),
            products=settings.products,
            seed=settings.world_seed,
            size_px=max(settings.world_px, settings.size_px),
            workers=workers,
        )
    elif not (world / "world.json").is_file():
        raise DataError(f"{world} is no finished world: make one by `fittingroom simulate`, or give none")
    made = curate(world, folder / "curated", means=Means(workers=workers))
    return Made(
        world=world,
        curated=folder / "curated",
        seconds=spent(made.notes),
        rows=made.notes[read.STEP].taken,
        seed=json.loads((world / "world.json").read_text(encoding="utf-8"))["seed"],
    )


def spent(notes: Mapping[str, Note]) -> dict[str, float]:
    """Processor seconds of each labelling: its own steps, those before it not counted again."""
    return {name: sum(notes[step].cpu_s for step in steps if step in notes) for name, steps in PAID.items()}
