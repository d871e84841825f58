"""A recipe: named steps from a photo to what a model sees, and the carrying out of it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.build.flood import flood
from fittingroom.build.framing import area, extend, limit, sample, stretch, trim
from fittingroom.build.grabcut import grabcut
from fittingroom.build.ink import box, centre, clear, ink
from fittingroom.build.tone import grey, negate, sharpen
from fittingroom.errors import InputError

STEPS: Mapping[str, Callable[..., np.ndarray | str]] = {
    step.__name__: step
    for step in (
        *(trim, area, limit, sample, stretch, extend),
        *(sharpen, grey, negate),
        *(flood, grabcut),
        *(ink, clear, box, centre),
    )
}
"""Every step: from a picture and its parameters to a picture, or to why it cannot be done, in a few words."""

Stages = tuple[tuple[str, np.ndarray], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """`steps`, each a name of STEPS with its parameters, that turn any photo into a picture of one size.

    A recipe that changed gets a new `version`: its details move the accuracy on photos by several points.
    `title` says in a few words what it does.
    """

    name: str
    version: int
    title: str
    steps: tuple[tuple[str, Mapping[str, float]], ...]

    def __post_init__(self):
        if unknown := [step for step, _ in self.steps if step not in STEPS]:
            raise InputError(
                f"recipe {self.name}: there is no step {unknown[0]!r}; the steps are {', '.join(STEPS)}"
            )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the steps and their parameters: equal for recipes that do the same."""
        return hashlib.sha256(json.dumps([[name, dict(p)] for name, p in self.steps]).encode()).hexdigest()


@dataclass(frozen=True, slots=True, kw_only=True)
class Prepared:
    """One photo through one recipe: what came out, the picture after each step, and what failed.

    picture: what the model sees; stages: the photo, then the picture after each step that could be done;
    failures: "step: why not", for each step that could not and was left out.
    """

    picture: np.ndarray
    stages: Stages
    failures: tuple[str, ...]


def prepare(photo: np.ndarray, recipe: Recipe) -> Prepared:
    """Carry out a recipe on a photo (h, w, 3) uint8.

    A step that cannot be done is left out, and said in `failures`: a photo without a cut-out is prepared as
    by the recipe without it. So every photo comes out, and nothing is lost silently. A result of one
    single grey level counts as a failure too.
    """
    return prepare_all(photo, (recipe,))[0]


def prepare_all(photo: np.ndarray, recipes: Sequence[Recipe]) -> tuple[Prepared, ...]:
    """Carry out several recipes on one photo; what they begin with in common is done once."""
    done: dict[str, Prepared] = {"": Prepared(picture=photo, stages=(("photo", photo),), failures=())}
    return tuple(_carried_out(recipe, done) for recipe in recipes)


def steps_of(photo: np.ndarray, recipe: Recipe) -> Stages:
    """The photo and the picture after each step of a recipe, by name: to show what a model sees."""
    return prepare(photo, recipe).stages


def _carried_out(recipe: Recipe, done: dict[str, Prepared]) -> Prepared:
    path, so_far = "", done[""]
    for name, parameters in recipe.steps:
        path += f"/{name}{sorted(parameters.items())}"
        if path not in done:
            done[path] = _step(so_far, name, parameters)
        so_far = done[path]
    if so_far.picture.min() == so_far.picture.max():
        return Prepared(
            picture=so_far.picture,
            stages=so_far.stages,
            failures=(*so_far.failures, "blank: the picture has one grey level"),
        )
    return so_far


def _step(before: Prepared, name: str, parameters: Mapping[str, float]) -> Prepared:
    found = STEPS[name](before.picture, **parameters)
    if isinstance(found, str):
        return Prepared(
            picture=before.picture, stages=before.stages, failures=(*before.failures, f"{name}: {found}")
        )
    return Prepared(picture=found, stages=(*before.stages, (name, found)), failures=before.failures)
