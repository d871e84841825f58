"""From a picture of any shape to the square that a model of attributes takes: its own way first."""

import numpy as np

from fittingroom.app.preparing import Preparation
from fittingroom.build import Prepared, Recipe, can_be_done, prepare
from fittingroom.models.attributes.decoding import stretched
from fittingroom.models.attributes.learned import Settings

OWN = Preparation("own", "stretched to a square, as all that it learned", None)

CUT_OUT_PX = 256
"""Longest edge of what is cut out."""

FILLED = 0.9
"""Of the square's edge, what a thing fills that was cut out."""


def preparations(settings: Settings) -> tuple[Preparation, ...]:
    """Every way that can be gone here, the model's own first."""
    px = settings.recipe.stored_px(settings.size_px)
    cut = (
        ("limit", {"longest_px": CUT_OUT_PX}),
        ("grabcut", {"rounds": 3, "least": 0.02}),
        ("trim", {"within": 0.05}),
        ("area", {"longest_px": round(FILLED * px)}),
        ("extend", {"size_px": px}),
    )
    whole = (("area", {"longest_px": px}), ("extend", {"size_px": px}))
    listed = (
        Recipe(name="whole", version=1, title="not stretched: in the middle of a white square", steps=whole),
        Recipe(name="cut-out", version=1, title="cut out by GrabCut, on white", steps=cut),
    )
    possible = [recipe for recipe in listed if can_be_done(recipe)]
    return (OWN, *(Preparation(recipe.name, recipe.title, recipe) for recipe in possible))


def prepared(picture: np.ndarray, preparation: Preparation, settings: Settings) -> Prepared:
    """A picture (h, w, 3) uint8 through one preparation; the last stage is what the network sees of it."""
    if preparation.recipe is not None:
        found = prepare(picture, preparation.recipe)
        return _with_margin(found.picture, found.stages, found.failures, settings)
    square = stretched(picture, settings.recipe.stored_px(settings.size_px))
    return _with_margin(square, (("photo", picture), ("stretch", square)), (), settings)


def as_stored(image: np.ndarray, settings: Settings) -> Prepared:
    """An image that is prepared already."""
    return _with_margin(image, (("from the validation part", image),), (), settings)


def _with_margin(image: np.ndarray, stages, failures: tuple[str, ...], settings: Settings) -> Prepared:
    """A recipe that learns crops shows the middle alone: a last stage says so."""
    cut = round(image.shape[0] * (1 - settings.recipe.shown) / 2)
    if cut:
        stages = (*stages, ("middle", image[cut:-cut, cut:-cut]))
    return Prepared(picture=image, stages=tuple(stages), failures=failures)
