"""From a photo to what a model sees: pure functions on arrays, and recipes made of them.

framing, tone, flood, grabcut and ink hold the steps; recipe.py carries a tuple of them out, keeping the
picture after each; known.py lists those that have a name.
"""

from fittingroom.build.known import can_be_done, named, recipes
from fittingroom.build.recipe import STEPS, Prepared, Recipe, converted, prepare, prepare_all, steps_of

__all__ = [
    "STEPS",
    "Prepared",
    "Recipe",
    "can_be_done",
    "converted",
    "named",
    "prepare",
    "prepare_all",
    "recipes",
    "steps_of",
]
