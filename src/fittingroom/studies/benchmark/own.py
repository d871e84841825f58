"""A user's own rows of the table: any scikit-learn object, a function that makes one, or a recipe of ours."""

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from typing import Any

import numpy as np

from fittingroom.errors import InputError, MissingExtra
from fittingroom.studies.benchmark.grid import Configuration
from fittingroom.studies.benchmark.identity import identity

VAL_SHARE = 1 / 12
"""What a recipe keeps of the images that it is given, to choose its epoch by."""


def row(name: str, estimator: Any, *, family: str = "your own", images: bool = False) -> Configuration:
    """One row: `bench(data, rows=[row("my forest", RandomForestClassifier(300))])`.

    estimator: unfitted, with fit and predict, which is cloned for every run and gets the run's seed as every
    random state that it has, at whatever depth; or a function at the top level of a module, seed -> such an
    estimator. It learns standardised pixels (n, p) float64, with `images` the images (n, h, w[, c]) uint8
    themselves, and labels (n,) int64 in 0..k-1. Results are found again as long as neither its settings nor
    the code behind it has changed (`identity`). Raises InputError for what is neither.
    """
    _check(name, estimator)
    return Configuration(
        name=name,
        family=family,
        spelling=getattr(estimator, "__name__", None) or " ".join(str(estimator).split()),
        estimator=estimator,
        images=images,
        identity=identity(estimator),
    )


def _check(name: str, estimator: Any) -> None:
    """Refuse, before anything long is begun, what no run could be made of."""
    if isinstance(estimator, type):
        raise InputError(f"row {name!r} needs an estimator, not its class: write {estimator.__name__}(...)")
    learns = hasattr(estimator, "fit") and hasattr(estimator, "predict")
    if not learns and (hasattr(estimator, "fit") or not callable(estimator)):
        raise InputError(
            f"row {name!r} needs an estimator with fit and predict, or a function from a seed to one, "
            f"got {type(estimator).__name__}"
        )
    if not learns:
        return
    try:
        from sklearn.base import clone
    except ModuleNotFoundError as error:
        raise MissingExtra("the benchmark", "scikit-learn", "bench") from error
    try:
        clone(estimator)
    except Exception as error:
        raise InputError(
            f"row {name!r} needs an estimator that scikit-learn can clone, or a function from a seed to one; "
            f"{type(estimator).__name__} cannot be cloned: {error}"
        ) from error


def recipe_row(name: str, recipe: str, /, **changes: Any) -> Configuration:
    """A row for one of the recipes of `fittingroom.models`, perhaps with some of its settings changed.

    Raises InputError for a recipe or a setting that there is not.
    """
    from fittingroom.models import recipe as find

    known = find(recipe)
    try:
        params = replace(known.params, **changes)
    except TypeError as error:
        settings = ", ".join(field.name for field in fields(known.params))
        raise InputError(
            f"row {name!r}: recipe {recipe!r} cannot be made with these settings: {error}; it has {settings}"
        ) from error
    spelled = ", ".join([repr(recipe), *(f"{key}={value!r}" for key, value in changes.items())])
    return Configuration(
        name=name,
        family="fittingroom",
        spelling=f"recipe({spelled})",
        estimator=MakeRecipe(recipe, changes),
        images=True,
        identity=identity(MakeRecipe, known.module.fit, params),
    )


@dataclass(frozen=True, slots=True)
class MakeRecipe:
    """From a seed to a recipe that learns as a scikit-learn estimator does."""

    recipe: str
    changes: Mapping[str, Any] = field(default_factory=dict)

    def __call__(self, seed: int) -> "RecipeEstimator":
        return RecipeEstimator(self.recipe, self.changes, seed)


class RecipeEstimator:
    """A recipe with scikit-learn's fit and predict on images (n, h, w[, c]) uint8."""

    def __init__(self, recipe: str, changes: Mapping[str, Any], seed: int):
        self.recipe, self.changes, self.seed = recipe, changes, seed

    def fit(self, images: np.ndarray, labels: np.ndarray) -> "RecipeEstimator":
        from fittingroom.models import recipe
        from fittingroom.types import Part

        known = recipe(self.recipe)
        order = np.random.default_rng(self.seed).permutation(len(images))
        held_out = max(1, round(VAL_SHARE * len(images)))
        ids = np.array([f"{row}" for row in range(len(images))])
        parts = {"val": order[:held_out], "train": order[held_out:]}
        train, val = (Part(p, images[parts[p]], labels[parts[p]], ids[parts[p]]) for p in ("train", "val"))
        params = replace(known.params, **self.changes)
        classes = int(labels.max()) + 1
        self.fitted = known.module.fit(train, val, params, classes=classes, seed=self.seed, threads=1)
        return self

    def predict(self, images: np.ndarray) -> np.ndarray:
        from fittingroom.models import recipe

        return recipe(self.recipe).module.predict(self.fitted, images).argmax(axis=1)
