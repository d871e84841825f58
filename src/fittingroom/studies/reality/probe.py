"""A probe: real photos, labelled by people, asked of a model that learned from something else.

What a benchmark's score says of one's own photos nobody knows before it is measured. A probe is a folder
of labelled photos, a class map (what their labels mean in the model's classes) and preparations (how a
photo becomes a picture like those the model learned from).
"""

import os
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from fittingroom.build import Recipe
from fittingroom.models.adapter import as_predictor
from fittingroom.models.predictor import Predictor
from fittingroom.studies.reality.asking import PreparedPhotos, list_photos, prepare_photos
from fittingroom.studies.reality.choosing import Chosen, choose_on_half
from fittingroom.studies.reality.class_map import ClassMap, Reading, read_class_map
from fittingroom.studies.reality.judging import Judged, Stated, judge, stated
from fittingroom.studies.reality.preparations import recipes_for, size_px
from fittingroom.types import Dataset, Predictions

if TYPE_CHECKING:
    from fittingroom.reporting import Report


@dataclass(frozen=True, slots=True, kw_only=True)
class ProbeResult:
    """What a model said of the photos, and what that is worth.

    photos: the photos with what each recipe made of them; predictions: recipe name -> answers, whose rows
    follow `photos.ids`; judged: one for each recipe and reading, the headline first; stated: one for each
    recipe, if the model states probabilities; chosen: the preparation chosen on half of the groups;
    left_out: recipe name -> why it could not be done here.
    """

    name: str
    source: str
    group: str
    data: str
    data_title: str
    classes: tuple[str, ...]
    class_map: ClassMap
    recipes: tuple[Recipe, ...]
    photos: PreparedPhotos
    predictions: dict[str, Predictions]
    judged: tuple[Judged, ...]
    stated: dict[str, Stated]
    chosen: Chosen | None
    left_out: dict[str, str]

    @property
    def headline(self) -> Judged:
        """The first preparation in the first reading."""
        return self.judged[0]

    @property
    def headline_labels(self) -> list[str]:
        """The labels that the first reading maps."""
        return list(self.class_map.readings[0].right)

    def judgement(self, recipe: str, reading: str) -> Judged:
        """One preparation in one reading, by their names."""
        return next(j for j in self.judged if (j.recipe, j.reading) == (recipe, reading))

    def report(self) -> "Report":
        """The result as a page, with tables, charts and pictures."""
        from fittingroom.studies.reality.probe_page import page

        return page(self)


def probe(
    model: Any,
    photos: str | os.PathLike[str],
    class_map: str | os.PathLike[str] | ClassMap,
    *,
    data: Dataset,
    prepare: Sequence[str | Recipe] = (),
    file: str = "file",
    label: str = "label",
    group: str | None = None,
    rng: np.random.Generator,
) -> ProbeResult:
    """Ask a model about labelled photos, prepared in several ways and read in several ways.

    model: of any kind that `fittingroom.report` takes, for the classes and the picture size of `data`, whose
    test part stays sealed. photos: a folder per label, or with a CSV (see data.image_folder), whose columns
    `file`, `label` and `group` name; photos that share a group (one sender, one page) are resampled
    together, because they are not independent. class_map: a map, a TOML file, or the name of one that comes
    with fittingroom. prepare: recipes or their names, the first makes the headline; without any those of the
    map. Nothing is chosen on the photos but what `chosen` says. `rng` resamples, and draws which photos are
    shown.
    Raises DataError for photos and InputError for a map or a model that do not fit, MissingExtra where a
    preparation that was asked for needs what is not installed.
    """
    chart = class_map if isinstance(class_map, ClassMap) else read_class_map(class_map)
    side_px = size_px(data)
    recipes, left_out = recipes_for(prepare, chart, side_px)
    listing = list_photos(photos, file=file, label=label, group=group, usual_group=chart.group)
    classes = data.card.classes
    chart.check(listing.labels, classes, data=data.card.name)
    chart.readings_of(listing.labels, source=listing.source)
    predictor = as_predictor(model, classes=len(classes), examples=data.part("train").images)
    prepared = prepare_photos(listing, recipes, ignore=chart.ignore, rng=rng)
    predictions = {recipe.name: _asked(predictor, recipe, prepared, data) for recipe in recipes}
    asked = (prepared.labels, prepared.groups)
    first, read = chart.readings[0], chart.readings_of(prepared.labels, source=listing.source)
    confident = {
        name: stated(name, said, *asked, reading=first, unknown=chart.unknown, classes=classes, rng=rng)
        for name, said in predictions.items()
    }
    return ProbeResult(
        name=listing.folder.resolve().name,
        source=f"{listing.source.resolve().parent.name}/{listing.source.name}",
        group="" if prepared.groups is None else (group or chart.group or "group"),
        data=data.card.name,
        data_title=data.card.title,
        classes=classes,
        class_map=chart,
        recipes=recipes,
        photos=prepared,
        predictions=predictions,
        judged=tuple(
            judge(name, said, *asked, reading=reading, classes=classes, rng=rng)
            for name, said in predictions.items()
            for reading in read
        ),
        stated={name: found for name, found in confident.items() if found},
        chosen=_chosen(predictions, prepared, first, classes, rng=rng),
        left_out=left_out,
    )


def _asked(predictor: Predictor, recipe: Recipe, prepared: PreparedPhotos, data: Dataset) -> Predictions:
    """What the model says of all photos as one recipe prepared them."""
    return Predictions(
        ids=prepared.ids,
        scores=predictor.predict(prepared.pictures[recipe.name]),
        kind=predictor.kind,
        model=predictor.name,
        part=f"photos through {recipe.name}",
        data=data.fingerprint,
        settings={**predictor.settings, "preparation": recipe.fingerprint},
    )


def _chosen(
    predictions: Mapping[str, Predictions],
    prepared: PreparedPhotos,
    reading: Reading,
    classes: Sequence[str],
    *,
    rng: np.random.Generator,
) -> Chosen | None:
    rows = np.flatnonzero(np.isin(prepared.labels, list(reading.right)))
    right = {
        name: reading.answered(prepared.labels, said.answers, classes)[1]
        for name, said in predictions.items()
    }
    accepted = reading.accepts(prepared.labels[rows], classes)
    constant = accepted[:, int(accepted.sum(axis=0).argmax())]
    groups = None if prepared.groups is None else prepared.groups[rows]
    return choose_on_half(right, constant, groups, rng=rng)
