"""Which preparations a probe is asked through: those asked for, else the class map's, else the usual ones."""

from collections.abc import Sequence

from fittingroom.build import Recipe, can_be_done, named
from fittingroom.errors import InputError
from fittingroom.studies.reality.class_map import ClassMap
from fittingroom.types import Dataset

USUAL = ("stretch", "stretch-negate")
"""What is tried if neither the user nor the class map names a preparation."""


def size_px(data: Dataset) -> int:
    """The side of the pictures of `data`. Raises InputError where they are not square and grey."""
    shape = data.images.shape[1:]
    if len(shape) != 2 or shape[0] != shape[1]:
        raise InputError(
            f"preparations give square grey pictures, but those of {data.card.name} are "
            f"{' x '.join(map(str, shape))}: a probe needs a model of square grey pictures"
        )
    return int(shape[0])


def recipes_for(
    asked: Sequence[str | Recipe], chart: ClassMap, side_px: int
) -> tuple[tuple[Recipe, ...], dict[str, str]]:
    """The recipes to carry out; of those that nobody asked for, the ones that cannot be done are left out."""
    if isinstance(asked, str):
        asked = [asked]
    found = [
        named(one, side_px) if isinstance(one, str) else one for one in (asked or chart.prepare or USUAL)
    ]
    if len({recipe.name for recipe in found}) < len(found):
        raise InputError(
            f"preparations need different names, got {', '.join(recipe.name for recipe in found)}"
        )
    left_out = {}
    if not asked:
        left_out = {
            recipe.name: 'OpenCV is not installed: pip install "fittingroom[cutout]"'
            for recipe in found
            if not can_be_done(recipe)
        }
    return tuple(recipe for recipe in found if recipe.name not in left_out), left_out
