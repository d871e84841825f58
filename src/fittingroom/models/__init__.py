"""Models: one recipe per file (params, fit, predict), and the adapter for everybody else's.

A family is a module with NAME, Params, fit and predict; a recipe names a family and one setting of
its Params. The list below is written by hand. Importing this package loads no torch: a
recipe's module is loaded when it is used.
"""

from dataclasses import dataclass
from importlib import import_module
from types import ModuleType
from typing import Any

from fittingroom.errors import InputError, MissingExtra
from fittingroom.models.adapter import Predictor, as_predictor, fit_if_needed, predict_part

__all__ = [
    "RECIPES",
    "Predictor",
    "Recipe",
    "as_predictor",
    "family",
    "fit_if_needed",
    "predict_part",
    "recipe",
]


@dataclass(frozen=True, slots=True)
class Recipe:
    """`family` is the module (fittingroom.models.FAMILY), `setting` the name of its Params to take."""

    name: str
    family: str
    setting: str
    about: str

    @property
    def module(self) -> ModuleType:
        return family(self.family)

    @property
    def params(self) -> Any:
        return getattr(self.module, self.setting)


def family(name: str) -> ModuleType:
    """The module with Params, fit and predict. Raises MissingExtra where torch is not installed."""
    try:
        return import_module(f"fittingroom.models.{name}")
    except ModuleNotFoundError as error:
        if error.name not in ("torch", "safetensors"):
            raise
        raise MissingExtra("training", error.name, "train") from error


RECIPES: tuple[Recipe, ...] = (
    Recipe("convnet", "convnet", "DEFAULT", "the default: 93.6 % on Fashion-MNIST in two minutes"),
    Recipe("program-1", "plain", "PROGRAM_1", "an essay's plain CNN: one convolution, Adam, 10 epochs"),
    Recipe("program-2", "plain", "PROGRAM_2", "the same with dropout and a dense layer of 128"),
    Recipe("program-3", "plain", "PROGRAM_3", "program 1 with strong augmentation and early stopping"),
)


def recipe(name: str) -> Recipe:
    """The recipe of that name. Raises InputError for an unknown one."""
    for known in RECIPES:
        if known.name == name:
            return known
    raise InputError(f"there is no recipe {name!r}; the recipes are {', '.join(r.name for r in RECIPES)}")
