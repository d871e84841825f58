"""From a picture of any kind to what the model takes: the ways that fit a data set, the usual one first."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
from PIL import Image

from fittingroom.build import Prepared, Recipe, can_be_done, named, prepare, recipes
from fittingroom.errors import InputError
from fittingroom.types import Dataset

INK: Mapping[str, str] = MappingProxyType(
    {"mnist": "digit", "qmnist": "digit", "kmnist": "character", "emnist": "character"}
)
"""Data sets of writing, by the beginning of their name, and what one picture of them shows."""


@dataclass(frozen=True, slots=True)
class Preparation:
    """A way from a picture to (h, w[, c]) of the data; `recipe` None means only to change the size."""

    name: str
    title: str
    recipe: Recipe | None


AS_IT_IS = Preparation("as-it-is", "as it is, only brought to the size of the data", None)


def writing(data: Dataset) -> str:
    """What a picture of these data shows if they are writing (a digit), "" if they are not."""
    return next((what for name, what in INK.items() if data.card.name.startswith(name)), "")


def preparations(data: Dataset) -> tuple[Preparation, ...]:
    """Every way that can be gone here, the data set's own first, without those made for other data."""
    height, width = data.images.shape[1:3]
    if data.images.ndim != 3 or height != width:
        return (AS_IT_IS,)
    ink = bool(writing(data))
    plain = "stretch-negate" if _on_dark(data) else "stretch"
    own = "mnist" if ink else "fashion-mnist" if data.card.name == "fashion-mnist" else plain
    whole = [recipe for recipe in recipes(height) if recipe.least_px is None and can_be_done(recipe)]
    fit = [recipe for recipe in whole if recipe.name.startswith("mnist") == ink]
    if ink:
        fit += [named("stretch-negate", height)]
    fit.sort(key=lambda recipe: recipe.name != own)
    return (*(Preparation(recipe.name, recipe.title, recipe) for recipe in fit), AS_IT_IS)


def _on_dark(data: Dataset) -> bool:
    """Whether the edges of training images are mostly dark: a drawing on white must be negated then."""
    some = data.images[data.rows("train")[:1000]]
    return bool(np.median(some[:, [0, -1]]) < 128)


def find(name: str, known: tuple[Preparation, ...]) -> Preparation:
    """The preparation of that name. Raises InputError with the names that there are."""
    for preparation in known:
        if preparation.name == name:
            return preparation
    raise InputError(
        f"there is no preparation {name[:40]!r} for these data; there are "
        f"{', '.join(preparation.name for preparation in known)}"
    )


def prepared(picture: np.ndarray, preparation: Preparation, data: Dataset) -> Prepared:
    """A picture (h, w, 3) uint8 through one preparation, to the shape of the data's images."""
    if preparation.recipe is not None:
        return prepare(picture, preparation.recipe)
    height, width, *channels = data.images.shape[1:]
    image = Image.fromarray(picture).resize((width, height), Image.Resampling.BOX)
    fitted = np.asarray(image.convert("RGB" if channels == [3] else "L"))
    fitted = fitted[..., None] if channels == [1] else fitted
    stages = (("photo", picture), ("resized", fitted))
    return Prepared(picture=fitted, stages=stages, failures=())
