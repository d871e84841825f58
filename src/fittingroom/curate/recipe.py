"""A recipe: the settings of every step, as a TOML file that is written beside what it made.

[verify]
add_from_description = false

[split]
val = 0.01
test = 0.04
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from fittingroom.curate.clean_taxonomy import Settings as Clean
from fittingroom.curate.duplicates import Settings as Duplicates
from fittingroom.curate.fetch import Settings as Fetch
from fittingroom.curate.map_tags import Settings as Map
from fittingroom.curate.pictures import Settings as Pictures
from fittingroom.curate.read import Settings as Read
from fittingroom.curate.sample import Settings as Sample
from fittingroom.curate.split import Settings as Split
from fittingroom.curate.taxonomy import LANGUAGES
from fittingroom.curate.verify import Settings as Verify
from fittingroom.data.toml_file import read_toml
from fittingroom.data.toml_settings import settings_of, settings_text


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """synonyms: a file instead of ours; labels: a label map (CSV) instead of iMaterialist's; languages of the
    file that count; drop: labels to leave out, as nobody can tell them by looking; names: brands and the like
    that only look like labels, as "red tape"."""

    synonyms: str = ""
    labels: str = ""
    languages: tuple[str, ...] = LANGUAGES
    drop: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """The settings of all steps, by the steps' names."""

    words: Words = field(default_factory=Words)
    read: Read = field(default_factory=Read)
    fetch: Fetch = field(default_factory=Fetch)
    pictures: Pictures = field(default_factory=Pictures)
    map: Map = field(default_factory=Map)
    clean: Clean = field(default_factory=Clean)
    verify: Verify = field(default_factory=Verify)
    duplicates: Duplicates = field(default_factory=Duplicates)
    sample: Sample = field(default_factory=Sample)
    split: Split = field(default_factory=Split)


def read_recipe(path: str | os.PathLike[str]) -> Recipe:
    """Read a recipe that names what differs from ours. Raises InputError for anything else."""
    return settings_of(Recipe(), read_toml(path, "the recipe"), str(path))


def recipe_text(recipe: Recipe) -> str:
    """A recipe, every setting of it, as TOML that `read_recipe` reads back; None is left out."""
    return settings_text(recipe)


def path_of(text: str) -> Path | None:
    """A path in a recipe, None where it is empty."""
    return Path(text).expanduser() if text else None


def allowing(recipe: Recipe, addresses: Sequence[str]) -> Recipe:
    """The recipe, with more addresses that may be fetched from although they are not public."""
    return replace(recipe, fetch=replace(recipe.fetch, allow=(*recipe.fetch.allow, *addresses)))
