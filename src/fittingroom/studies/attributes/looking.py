"""A sheet of test pictures: what is true of each, and what the paper's arm and the curated one say."""

from collections.abc import Mapping, Sequence

import numpy as np

from fittingroom.measure.attributes.top_k import top_k
from fittingroom.models.attributes.gallery import Gallery
from fittingroom.reporting import Figure
from fittingroom.reporting.pictures import Picture, picture_grid
from fittingroom.studies.attributes.arms import RULED
from fittingroom.studies.attributes.ladder import by_arm, logits_of
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.runs import Material, Run

SHOWN = 24
SAID = 8


def sheet(runs: Sequence[Run], material: Material, *, rng: np.random.Generator) -> Figure:
    """Pictures of test drawn by chance, first views and copies alike, with the forced eight of two arms."""
    found, arms = material.lessons, by_arm(runs)
    rows = np.sort(rng.permutation(len(found.test))[:SHOWN])
    said = {arms[name][0].arm.title: logits_of(arms[name][0], "test")[rows] for name in RULED if name in arms}
    some = next(iter(arms.values()))[0]
    images = material.images(found.test, some.learning)
    pixels = _pixels(images, rows)
    return Figure(
        name="pictures",
        title="Simulated pictures and what is said of them",
        caption=f"{len(rows)} of {len(found.test)} test images, drawn by chance, as large as the network "
        f"sees them. Below each: how many of its labels the forced {SAID} of "
        f"{' and '.join(said)} (seed {some.seed}) hold, then what is true and missed by both.",
        description="A grid of drawn garments with words below.",
        markup=picture_grid([_told(pixels[at], int(row), at, said, found) for at, row in enumerate(rows)]),
        section="pictures",
    )


def _pixels(images: Gallery, rows: np.ndarray) -> np.ndarray:
    pixels = np.empty((len(rows), images.size_px, images.size_px, 3), np.uint8)
    images.gather(rows, pixels)
    return pixels


def _told(image: np.ndarray, row: int, at: int, said: Mapping[str, np.ndarray], found: Lessons) -> Picture:
    names = [label.name for label in found.labels.labels]
    present = found.test.truth.of(np.array([row]))[0][0]
    eight = {title: top_k(logits[at : at + 1])[0] for title, logits in said.items()}
    hits = ", ".join(str(int((cells & present).sum())) for cells in eight.values())
    missed = np.flatnonzero(present & ~np.any(list(eight.values()), axis=0))
    true = ", ".join(names[column] for column in np.flatnonzero(present))
    return Picture(
        image,
        f"a drawn garment; true: {true}",
        (f"{hits} of {int(present.sum())}", "missed: " + (", ".join(names[c] for c in missed) or "nothing")),
    )
