"""A TOML file of a user's own rows of the benchmark: names as text become objects here.

[[row]]
name = "a large forest"
estimator = "sklearn.ensemble:RandomForestClassifier"
parameters = { n_estimators = 500 }

[[row]]
name = "the default network"
recipe = "convnet"
"""

import importlib
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fittingroom.data.toml_file import read_toml
from fittingroom.errors import InputError

if TYPE_CHECKING:
    from fittingroom.studies.benchmark.grid import Configuration

KINDS = {
    "name": (str, "a text"),
    "family": (str, "a text"),
    "estimator": (str, "a text, module:name"),
    "recipe": (str, "a text"),
    "images": (bool, "true or false"),
    "parameters": (dict, "a table, { setting = value }"),
}
"""What a row may hold, of which type, and that in words."""


def read_rows(path: Path) -> "tuple[Configuration, ...]":
    """The rows of a file. Raises InputError where it is no such file, or names what cannot be imported."""
    found = read_toml(path, "the file of rows")
    rows = found.get("row")
    if not isinstance(rows, list) or not rows or set(found) != {"row"}:
        raise InputError(f"{path} must hold tables [[row]], one for each row, and nothing else")
    return tuple(_row(f"{path}, row {place}", given) for place, given in enumerate(rows, 1))


def _row(where: str, given: Any) -> "Configuration":
    from fittingroom.studies.benchmark.own import recipe_row, row

    _check(where, given)
    parameters = given.get("parameters", {})
    try:
        if "recipe" in given:
            if strays := {"family", "images"} & set(given):
                raise InputError(f"a recipe decides itself on {' and '.join(sorted(strays))}: leave that out")
            return recipe_row(given["name"], given["recipe"], **parameters)
        estimator = _made(given["estimator"], parameters)
        chosen = {name: given[name] for name in ("family", "images") if name in given}
        return row(given["name"], estimator, **chosen)
    except InputError as error:
        raise InputError(f"{where}: {error}") from error


def _check(where: str, given: Any) -> None:
    if not isinstance(given, dict):
        raise InputError(f"{where} is no table [[row]], it is {given!r}")
    if strays := set(given) - set(KINDS):
        raise InputError(
            f"{where}: unknown {', '.join(sorted(strays))}; a row has {', '.join(sorted(KINDS))}"
        )
    for name, value in given.items():
        kind, told = KINDS[name]
        if not isinstance(value, kind):
            raise InputError(f"{where}: {name} must be {told}, got {value!r}")
    if not given.get("name"):
        raise InputError(f"{where} needs a name")
    if ("estimator" in given) == ("recipe" in given):
        raise InputError(f"{where} needs either an estimator (module:name) or a recipe")


def _made(text: str, parameters: dict[str, Any]) -> Any:
    """The estimator or function of that name; a class is called with the parameters."""
    found = _named(text)
    if not isinstance(found, type):
        if parameters:
            raise InputError(f"parameters go to a class, and {text} is none: leave them out")
        return found
    try:
        return found(**parameters)
    except Exception as error:
        raise InputError(f"{text} cannot be made: {error}") from error


def _named(text: str) -> Any:
    module, colon, name = text.partition(":")
    if not (colon and name and all(part.isidentifier() for part in module.split("."))):
        raise InputError(f"an estimator is written module:name, got {text!r}")
    if (here := str(Path.cwd())) not in sys.path:
        sys.path.append(here)  # a program that was installed is not asked to look here
    try:
        return getattr(importlib.import_module(module), name)
    except Exception as error:
        raise InputError(f"{text} cannot be imported: {error}") from error
