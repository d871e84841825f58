"""The steps of a curation as values: what each applies, by which settings, and what it knows beside them."""

from collections.abc import Sequence
from pathlib import Path

from fittingroom.curate import (
    clean_taxonomy,
    duplicates,
    fetch,
    map_tags,
    pictures,
    read,
    sample,
    split,
    verify,
    write_set,
)
from fittingroom.curate.recipe import Recipe
from fittingroom.curate.records import Reasons
from fittingroom.curate.taxonomy import Taxonomy
from fittingroom.curate.work import Step

MODULES = (read, fetch, pictures, map_tags, clean_taxonomy, verify, duplicates, sample, split)
"""The steps that decide about records or tags, in the order in which they run."""


def reasons() -> dict[str, Reasons]:
    """The reason codes of every step, with a sentence each."""
    return {module.STEP: dict(module.REASONS) for module in MODULES}


def reading(recipe: Recipe) -> Step:
    return Step(name=read.STEP, apply=read.read, settings=recipe.read, drops=read.DROPS)


def fetching(recipe: Recipe, places: pictures.Places) -> Step:
    return Step(
        name=fetch.STEP,
        apply=fetch.fetch,
        settings=recipe.fetch,
        known=places.fetched,
        drops=frozenset(fetch.REASONS),
    )


def looking(recipe: Recipe, places: pictures.Places) -> Step:
    """Opens the pictures, and describes them where near copies are looked for."""
    return Step(
        name=pictures.STEP,
        apply=pictures.look,
        settings=recipe.pictures,
        known=places,
        stamp=repr(recipe.duplicates.near),
        drops=pictures.DROPS,
    )


def naming(recipe: Recipe, known: Taxonomy) -> tuple[Step, ...]:
    """From sellers' tags to labels that title and description bear out."""
    return tuple(
        Step(name=name, apply=apply, settings=settings, known=known, stamp=known.stamp)
        for name, apply, settings in (
            (map_tags.STEP, map_tags.map_tags, recipe.map),
            (clean_taxonomy.STEP, clean_taxonomy.clean_taxonomy, recipe.clean),
            (verify.STEP, verify.verify, recipe.verify),
        )
    )


def merging(recipe: Recipe, verdicts: duplicates.Verdicts) -> Step:
    """verdicts: which records are copies of which, from all rows."""
    return Step(
        name=duplicates.STEP,
        apply=duplicates.apply_verdicts,
        settings=recipe.duplicates,
        known=verdicts,
        drops=duplicates.DROPS,
    )


def sampling(recipe: Recipe, drawn: Path, removed: Sequence[str]) -> Step:
    """drawn: which records go, from all rows; removed: ids that annotators put aside."""
    return Step(
        name=sample.STEP,
        apply=sample.apply_sample,
        settings=recipe.sample,
        known=drawn,
        stamp=repr(sorted(removed)),
        drops=sample.DROPS,
    )


def splitting(recipe: Recipe, divided: Path) -> Step:
    """divided: the part of each record, from all rows."""
    return Step(name=split.STEP, apply=split.apply_split, settings=recipe.split, known=divided)


def writing(recipe: Recipe, places: pictures.Places, folder: Path) -> Step:
    """Writes the set into the folder, with its pictures."""
    target = write_set.Target(places=places, folder=folder, pictures=recipe.pictures)
    return Step(name=write_set.STEP, apply=write_set.write_set, known=target)
