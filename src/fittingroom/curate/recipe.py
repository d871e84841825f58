"""A recipe: the settings of every step, as a TOML file that is written beside what it made.

[verify]
add_from_description = false

[split]
val = 0.01
test = 0.04
"""

import json
import os
import types
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, fields, replace
from pathlib import Path
from typing import Any, get_args, get_origin, get_type_hints

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
from fittingroom.errors import InputError, did_you_mean


@dataclass(frozen=True, slots=True, kw_only=True)
class Words:
    """synonyms: a file instead of ours; labels: a label map (CSV) instead of iMaterialist's; languages of the
    file that count; drop: labels to leave out, as nobody can tell them by looking."""

    synonyms: str = ""
    labels: str = ""
    languages: tuple[str, ...] = LANGUAGES
    drop: tuple[str, ...] = ()


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
    return recipe_of(read_toml(path, "the recipe"), str(path))


def recipe_of(found: Mapping[str, Any], where: str) -> Recipe:
    """A recipe of tables of settings; `where` they stand, for messages."""
    kinds = {one.name: one.default_factory for one in fields(Recipe)}
    sections = {}
    for name, given in found.items():
        if name not in kinds:
            hint = did_you_mean(name, kinds)
            raise InputError(f"{where}: a recipe has the sections {', '.join(kinds)}, found {name!r}{hint}")
        if not isinstance(given, dict):
            raise InputError(f"{where}: [{name}] must be a section with settings, found {given!r}")
        sections[name] = _section(where, name, kinds[name], given)
    return Recipe(**sections)


def recipe_text(recipe: Recipe) -> str:
    """A recipe, every setting of it, as TOML that `read_recipe` reads back; None is left out."""
    lines = []
    for name, settings in asdict(recipe).items():
        lines += ["", f"[{name}]"]
        lines += [f"{key} = {_toml(value)}" for key, value in settings.items() if value is not None]
    return "\n".join([*lines[1:], ""])


def _section(where: str, name: str, kind: Any, given: Mapping[str, Any]) -> Any:
    expected = get_type_hints(kind)
    values = {}
    for key, value in given.items():
        if key not in expected:
            hint = did_you_mean(key, expected)
            raise InputError(f"{where}: [{name}] has {', '.join(expected)}, found {key!r}{hint}")
        values[key] = _value(f"{where}: {key} in [{name}]", expected[key], value)
    return kind(**values)


def _value(what: str, kind: Any, value: Any) -> Any:
    if get_origin(kind) is types.UnionType:
        kind = next(one for one in get_args(kind) if one is not type(None))
    if get_origin(kind) is tuple:
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            raise InputError(f"{what} must be a list of texts, found {value!r}")
        return tuple(value)
    if kind is float and type(value) is int:
        return float(value)
    if type(value) is not kind:
        words = {str: "a text in quotes", int: "a whole number", float: "a number", bool: "true or false"}
        raise InputError(f"{what} must be {words[kind]}, found {value!r}")
    return value


def _toml(value: Any) -> str:
    return json.dumps(list(value) if isinstance(value, tuple) else value, ensure_ascii=False)


def path_of(text: str) -> Path | None:
    """A path in a recipe, None where it is empty."""
    return Path(text).expanduser() if text else None


def allowing(recipe: Recipe, addresses: Sequence[str]) -> Recipe:
    """The recipe, with more addresses that may be fetched from although they are not public."""
    return replace(recipe, fetch=replace(recipe.fetch, allow=(*recipe.fetch.allow, *addresses)))
