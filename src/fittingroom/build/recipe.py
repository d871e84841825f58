"""A recipe: named steps from a photo to what a model sees, and the carrying out of it."""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from inspect import signature
from typing import Any

import numpy as np

from fittingroom.build.flood import flood
from fittingroom.build.framing import area, extend, limit, sample, stretch, trim
from fittingroom.build.grabcut import grabcut
from fittingroom.build.ink import box, centre, clear, ink
from fittingroom.build.tone import grey, negate, sharpen
from fittingroom.errors import FittingRoomError, InputError, did_you_mean

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
    `title` says in a few words what it does. `least_px`: a JPEG may be decoded at a fraction of its size
    that leaves each edge this many pixels, which is fast and changes what comes out; None: never.
    """

    name: str
    version: int
    title: str
    steps: tuple[tuple[str, Mapping[str, float]], ...]
    least_px: int | None = None

    def __post_init__(self):
        for step, parameters in self.steps:
            if step not in STEPS:
                hint = did_you_mean(step, STEPS)
                raise InputError(
                    f"recipe {self.name}: there is no step {step!r}{hint}; the steps are {', '.join(STEPS)}"
                )
            _, *wanted = signature(STEPS[step]).parameters.values()
            expected = {parameter.name: parameter.annotation for parameter in wanted}
            if sorted(parameters) != sorted(expected):
                raise InputError(
                    f"recipe {self.name}: the step {step} needs {', '.join(expected) or 'no parameter'}, "
                    f"found {', '.join(parameters) or 'none'}"
                )
            for name, value in parameters.items():
                if expected[name] is int and type(value) is not int:
                    raise InputError(
                        f"recipe {self.name}: {name} of the step {step} is a whole number, found {value!r}"
                    )
                if name.endswith("_px") and not value > 0:
                    raise InputError(
                        f"recipe {self.name}: {name} of the step {step} is a number of pixels above 0, "
                        f"found {value}"
                    )

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the steps and their parameters: equal for recipes that do the same."""
        what: list[Any] = [[name, dict(parameters)] for name, parameters in self.steps]
        if self.least_px is not None:
            what.append(self.least_px)
        return hashlib.sha256(json.dumps(what).encode()).hexdigest()

    @property
    def begins_grey(self) -> bool:
        """Whether colour is given up at once, so that a photo need not be decoded in colour."""
        return bool(self.steps) and self.steps[0][0] == "grey"


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


def converted(photo: np.ndarray, recipe: Recipe) -> np.ndarray | str:
    """What comes out of a recipe (h, w[, 3]) uint8; or "step: why not" of the first step that cannot be done.

    As `prepare`, for a data set, where a picture that could not be made as all others were has no place.
    """
    picture = photo
    for name, parameters in recipe.steps:
        found = STEPS[name](picture, **parameters)
        if isinstance(found, str):
            return f"{name}: {found}"
        picture = found
    return picture


def rehearse(recipe: Recipe) -> None:
    """Carry out a recipe on a made photo, since a step may get a picture that it cannot take.

    Raises InputError that names the step and what it got; MissingExtra where it is not installed.
    """
    picture = np.full((48, 40, 3), 255, np.uint8)
    picture[12:36, 10:30] = (40, 60, 120)
    if recipe.begins_grey:
        picture = grey(picture)
    for name, parameters in recipe.steps:
        try:
            found = STEPS[name](picture, **parameters)
        except FittingRoomError:
            raise
        except Exception as error:
            height, width = picture.shape[:2]
            kind = "grey picture" if picture.ndim == 2 else "picture in colour"
            raise InputError(
                f"recipe {recipe.name}: the step {name} cannot be done with what it gets, a {kind} of "
                f"{width} x {height} pixels ({type(error).__name__}: {error}); put it elsewhere among the "
                "steps, or change its parameters"
            ) from error
        picture = picture if isinstance(found, str) else found


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
