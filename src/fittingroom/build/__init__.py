"""From a photo to what a model sees, and from many photos to a data set in MNIST's format.

One photo: framing, tone, flood, grabcut and ink hold the steps, pure functions on arrays; recipe.py carries a
tuple of them out, keeping the picture after each; known.py lists those that have a name, recipe_file.py reads
others from TOML. Many: sources/ lists where they are, block.py converts a stretch of them, work.py all
stretches, on cores or a cluster, pool.py puts them together, divided.py draws train and test, drop_in.py and
decisions.py write the files; making.py is the whole way, built.py what comes out.
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
