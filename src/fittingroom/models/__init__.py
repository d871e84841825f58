"""Models: one recipe per file (params, fit, predict), and the adapter for everybody else's.

A recipe is a module with NAME, Params, fit and predict; the list below is written by hand.
Importing this package loads no torch: a recipe's module is loaded when it is asked for.
"""

from importlib import import_module
from types import ModuleType

from fittingroom.errors import InputError, MissingExtra
from fittingroom.models.adapter import Predictor, as_predictor, fit_if_needed, predict_part

__all__ = ["RECIPES", "Predictor", "as_predictor", "fit_if_needed", "predict_part", "recipe"]

RECIPES: tuple[tuple[str, str], ...] = (("convnet", "fittingroom.models.convnet"),)
"""Name of each recipe and the module that holds it."""


def recipe(name: str) -> ModuleType:
    """The module of a recipe. Raises InputError for an unknown name, MissingExtra without torch."""
    homes = dict(RECIPES)
    if name not in homes:
        raise InputError(f"there is no recipe {name!r}; the recipes are {', '.join(homes)}")
    try:
        return import_module(homes[name])
    except ModuleNotFoundError as error:
        if error.name not in ("torch", "safetensors"):
            raise
        raise MissingExtra("training", error.name, "train") from error
