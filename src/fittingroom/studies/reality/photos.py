"""The photos of one probe as a study asks about them: listed at once, prepared once, kept for all models."""

import dataclasses
import json
import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.build import Recipe
from fittingroom.data.image_folder import Listing
from fittingroom.studies.kept import kept
from fittingroom.studies.reality.asking import PreparedPhotos, list_photos, prepare_photos
from fittingroom.studies.reality.class_map import ClassMap, read_class_map
from fittingroom.studies.reality.preparations import recipes_for, size_px
from fittingroom.studies.side_by_side import digest
from fittingroom.types import Dataset


@dataclass(frozen=True, kw_only=True)
class Question:
    """A probe before any photo is opened: which photos, what their labels mean, how they are prepared.

    name: of the folder; left_out: preparation -> why it cannot be done here.
    """

    name: str
    listing: Listing
    chart: ClassMap
    recipes: tuple[Recipe, ...]
    left_out: dict[str, str]

    @cached_property
    def key(self) -> str:
        """Differs where the photos, their labels or the preparations do, and once a photo was touched.

        Looked up once, so that a photo touched while a study runs does not lend its key to what came before.
        """
        found = [os.stat(file) for file in self.listing.files]
        files = [(name, f.st_size, f.st_mtime_ns) for name, f in zip(self.names, found, strict=True)]
        groups = list(self.listing.groups or ())
        ignored = list(self.chart.ignore)
        return digest(
            [files, list(self.listing.labels), groups, ignored, [r.fingerprint for r in self.recipes]]
        )

    @property
    def names(self) -> Sequence[str]:
        return self.listing.ids or self.listing.names


def question(
    photos: str | os.PathLike[str],
    class_map: str | os.PathLike[str] | ClassMap,
    data: Dataset,
    *,
    prepare: Sequence[str | Recipe] = (),
    most: int | None = None,
) -> Question:
    """Find the photos and check that the map fits them and `data`; nothing is decoded.

    most: at most so many photos, chosen at random, for a rough look. Raises DataError and InputError, also if
    the first reading knows none of the photos.
    """
    chart = class_map if isinstance(class_map, ClassMap) else read_class_map(class_map)
    recipes, left_out = recipes_for(prepare, chart, size_px(data))
    listing = list_photos(photos, file="file", label="label", group=None, usual_group=chart.group)
    chart.check(listing.labels, data.card.classes, data=data.card.name)
    if most is not None and most < len(listing.files):
        listing = _some(listing, np.sort(np.random.default_rng(0).permutation(len(listing.files))[:most]))
    chart.readings_of(listing.labels, source=listing.source)
    name = listing.folder.resolve().name
    return Question(name=name, listing=listing, chart=chart, recipes=recipes, left_out=left_out)


def _some(listing: Listing, rows: np.ndarray) -> Listing:
    def of(column: Sequence | None) -> list | None:
        return None if column is None else [column[row] for row in rows]

    return dataclasses.replace(
        listing,
        files=of(listing.files),
        names=of(listing.names),
        labels=of(listing.labels),
        ids=of(listing.ids),
        groups=of(listing.groups),
        parts=None,
    )


def prepared(question: Question, folder: Path) -> PreparedPhotos:
    """What the preparations make of the photos, from `folder` if it was kept there before.

    The pictures of single steps are not kept. Raises InputError if the first reading knows none of the photos
    that can be read.
    """

    def make() -> dict[str, Any]:
        found = prepare_photos(
            question.listing, question.recipes, ignore=question.chart.ignore, rng=np.random.default_rng(0)
        )
        return _as_arrays(found)

    found = _of_arrays(kept(folder / f"photos-{question.name}-{question.key}.npz", make))
    question.chart.readings_of(found.labels, source=question.listing.source)
    return found


TOLD = ("failures", "unreadable", "copies", "conflicting", "ignored")
"""What is kept as text: why steps failed, and what became of photos that are not asked about."""


def _as_arrays(made: PreparedPhotos) -> dict[str, Any]:
    told = json.dumps({name: getattr(made, name) for name in TOLD})
    arrays = {f"pictures/{name}": pictures for name, pictures in made.pictures.items()}
    arrays |= {"ids": made.ids, "labels": made.labels, "told": np.array(told)}
    return arrays if made.groups is None else arrays | {"groups": made.groups}


def _of_arrays(arrays: Mapping[str, np.ndarray]) -> PreparedPhotos:
    told = json.loads(str(arrays["told"]))
    failures = {name: tuple(map(tuple, of)) for name, of in told.pop("failures").items()}
    pictures = {
        name.removeprefix("pictures/"): array
        for name, array in arrays.items()
        if name.startswith("pictures/")
    }
    return PreparedPhotos(
        ids=arrays["ids"],
        labels=arrays["labels"],
        groups=arrays.get("groups"),
        pictures=pictures,
        failures=failures,
        shown=(),
        **(told | {"copies": tuple(told["copies"])}),
    )
