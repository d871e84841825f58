"""A recipe as a TOML file: what a data set was made by, and what the next one is to be made by.

name = "no-sharpening"
version = 1
title = "trimmed and reduced by area"

[[steps]]
step = "trim"
within = 0.05
"""

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fittingroom.build.known import recipes
from fittingroom.build.recipe import Recipe, rehearse
from fittingroom.data.toml_file import read_toml
from fittingroom.errors import InputError, did_you_mean

KINDS: Mapping[str, type] = {"name": str, "version": int, "title": str, "steps": list, "least_px": int}
NEEDED = ("name", "version", "steps")


def find_recipe(source: str | os.PathLike[str], size_px: int = 28) -> Recipe:
    """The recipe of a name, for pictures of `size_px`, or the one in a TOML file, whose sizes are its own.

    Raises InputError, with the nearest name, for what is neither, and for a file that is no recipe.
    """
    known = {recipe.name: recipe for recipe in recipes(size_px)}
    if str(source) in known:
        return known[str(source)]
    if Path(source).suffix != ".toml":
        hint = did_you_mean(str(source), known)
        raise InputError(
            f"there is no recipe {str(source)!r}{hint}; give a file that ends in .toml, or one of "
            f"{', '.join(known)}"
        )
    return read_recipe(source)


def read_recipe(path: str | os.PathLike[str]) -> Recipe:
    """Read a recipe that `recipe_text` wrote, or a person, and try it on a made photo.

    Raises InputError for anything else; MissingExtra for a step that is not installed.
    """
    found = read_toml(path, "the recipe")
    if unknown := sorted(set(found) - set(KINDS)):
        raise InputError(f"{path}: a recipe has the keys {', '.join(KINDS)}, found {', '.join(unknown)}")
    if absent := [key for key in NEEDED if key not in found]:
        raise InputError(f"{path}: the recipe lacks {', '.join(absent)}")
    if wrong := [key for key, value in found.items() if type(value) is not KINDS[key]]:
        expected = {str: "a text in quotes", int: "a whole number", list: "a list of tables, as in [[steps]]"}
        raise InputError(f"{path}: {wrong[0]} must be {expected[KINDS[wrong[0]]]}, found {found[wrong[0]]!r}")
    recipe = Recipe(
        name=found["name"],
        version=found["version"],
        title=found.get("title", ""),
        steps=tuple(_step(path, step) for step in found["steps"]),
        least_px=found.get("least_px"),
    )
    rehearse(recipe)
    return recipe


def recipe_text(recipe: Recipe) -> str:
    """A recipe as the text of a TOML file that `read_recipe` reads back."""
    lines = [
        f"name = {json.dumps(recipe.name)}",
        f"version = {recipe.version}",
        f"title = {json.dumps(recipe.title, ensure_ascii=False)}",
        *([f"least_px = {recipe.least_px}"] if recipe.least_px is not None else []),
    ]
    for step, parameters in recipe.steps:
        lines += ["", "[[steps]]", f"step = {json.dumps(step)}"]
        lines += [f"{name} = {json.dumps(value)}" for name, value in parameters.items()]
    return "\n".join([*lines, ""])


def _step(path: str | os.PathLike[str], given: Any) -> tuple[str, dict[str, float]]:
    if not isinstance(given, dict) or not isinstance(given.get("step"), str):
        raise InputError(f'{path}: each of [[steps]] names its step, as in step = "trim", found {given!r}')
    parameters = {name: value for name, value in given.items() if name != "step"}
    if wrong := [name for name, value in parameters.items() if type(value) not in (int, float)]:
        raise InputError(
            f"{path}: {wrong[0]} of the step {given['step']} must be a number, found {parameters[wrong[0]]!r}"
        )
    return given["step"], parameters
