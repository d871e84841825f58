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
import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Any

from fittingroom.errors import InputError

if TYPE_CHECKING:
    from fittingroom.studies.benchmark.grid import Configuration

KNOWN = {"name", "family", "estimator", "parameters", "recipe", "images"}


def read_rows(path: Path) -> "tuple[Configuration, ...]":
    """The rows of a file. Raises InputError where it is no such file, or names what cannot be imported."""
    try:
        with path.open("rb") as stream:
            found = tomllib.load(stream)
    except FileNotFoundError:
        raise InputError(f"there is no file {path}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise InputError(f"{path} is no TOML file: {error}") from error
    rows = found.get("row")
    if not isinstance(rows, list) or not rows or set(found) != {"row"}:
        raise InputError(f"{path} must hold tables [[row]], one for each row, and nothing else")
    return tuple(_row(path, place, given) for place, given in enumerate(rows, 1))


def _row(path: Path, place: int, given: dict[str, Any]) -> "Configuration":
    from fittingroom.studies.benchmark.own import recipe_row, row

    where = f"{path}, row {place}"
    if strays := set(given) - KNOWN:
        raise InputError(
            f"{where}: unknown {', '.join(sorted(strays))}; a row has {', '.join(sorted(KNOWN))}"
        )
    if not isinstance(given.get("name"), str) or not given["name"]:
        raise InputError(f"{where} needs a name")
    if ("estimator" in given) == ("recipe" in given):
        raise InputError(f"{where} needs either an estimator (module:name) or a recipe")
    parameters = given.get("parameters", {})
    if "recipe" in given:
        return recipe_row(given["name"], given["recipe"], **parameters)
    made = _named(where, given["estimator"])
    try:
        estimator = made(**parameters) if isinstance(made, type) else made
    except TypeError as error:
        raise InputError(f"{where}: {given['estimator']} cannot be made: {error}") from error
    family = given.get("family", "your own")
    return row(given["name"], estimator, family=family, images=given.get("images", False))


def _named(where: str, text: str) -> Any:
    module, colon, name = str(text).partition(":")
    if not colon:
        raise InputError(f"{where}: an estimator is written module:name, got {text!r}")
    try:
        return getattr(importlib.import_module(module), name)
    except (ImportError, AttributeError) as error:
        raise InputError(f"{where}: {text} cannot be imported: {error}") from error
