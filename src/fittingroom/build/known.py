"""The recipes that have a name. Each is frozen: a change is a new version.

Settings that no paper gives (a photo is reduced to 128 pixels before it is cut out, 12 units of Lab, 2 % of
the picture) were fixed before any photo was asked a model; none was chosen by accuracy.
"""

from importlib.util import find_spec

from fittingroom.build.recipe import Recipe
from fittingroom.errors import InputError, did_you_mean

THUMBNAIL_PX = 73
"""Longest edge of the shop's thumbnails that Fashion-MNIST was made from (51 x 73), for 28 pixels."""

DECODED_PX = 48
"""Each edge of a JPEG that is decoded small, at least, for 28 pixels: a third less than such a thumbnail has,
so that the common sizes of shops (400 x 533) are read at an eighth, which is the mean of 8 x 8 pixels."""

CUT_OUT_PX = 128
"""Longest edge of what is cut out."""

PAGE_PX = 256
"""Longest edge of what ink is looked for in, at most."""

FLOOD = ("flood", {"colours": 3, "within": 12.0, "least": 0.02})
GRABCUT = ("grabcut", {"rounds": 3, "least": 0.02})
TRIM = ("trim", {"within": 0.05})


def recipes(size_px: int = 28) -> tuple[Recipe, ...]:
    """All recipes, for pictures of `size_px` squared, in the order of print."""
    thumbnail_px = round(THUMBNAIL_PX * size_px / 28)
    thumbnail = ("area", {"longest_px": thumbnail_px})
    to_cut = ("area", {"longest_px": CUT_OUT_PX})
    stretched = (("stretch", {"size_px": size_px}), ("grey", {}))
    square = (("extend", {"size_px": size_px}), ("negate", {}), ("grey", {}))
    skip = (
        TRIM,
        ("sample", {"longest_px": size_px}),
        ("sharpen", {"radius_px": 1, "deviation_px": 1.0}),
        *square,
    )
    mean = (TRIM, ("area", {"longest_px": size_px}), *square)
    in_box = (("box", {"longest_px": round(size_px * 20 / 28)}), ("centre", {"size_px": size_px}))
    find_ink = (("limit", {"longest_px": PAGE_PX}), ("grey", {}), ("ink", {"reach": 0.5}))
    listed = (
        ("stretch", "stretched to a square, grey: what a beginner does", stretched),
        ("stretch-negate", "stretched to a square, grey, negated", (*stretched, ("negate", {}))),
        ("fashion-mnist", "Fashion-MNIST's own pipeline", (thumbnail, *skip)),
        ("area", "the same with an area resize and no sharpening", (thumbnail, *mean)),
        ("flood", "background flooded, then Fashion-MNIST's pipeline", (to_cut, FLOOD, thumbnail, *skip)),
        ("flood-area", "background flooded, area resize, no sharpening", (to_cut, FLOOD, *mean)),
        ("grabcut", "cut out by GrabCut, then Fashion-MNIST's pipeline", (to_cut, GRABCUT, thumbnail, *skip)),
        ("grabcut-area", "cut out by GrabCut, area resize, no sharpening", (to_cut, GRABCUT, *mean)),
        ("mnist", "ink in a box, centred by mass, as MNIST was made", (*find_ink, *in_box)),
        (
            "mnist-cleared",
            "the same without ink that touches the edge",
            (*find_ink, ("clear", {"least": 0.1}), *in_box),
        ),
    )
    fast = Recipe(
        name="fashion-mnist-fast",
        version=1,
        title="Fashion-MNIST's own pipeline on grey pictures that were decoded small",
        steps=(("grey", {}), ("limit", {"longest_px": thumbnail_px}), *skip[:-1]),
        least_px=round(DECODED_PX * size_px / 28),
    )
    named = (Recipe(name=name, version=1, title=title, steps=steps) for name, title, steps in listed)
    return (*named, fast)


def named(name: str, size_px: int = 28) -> Recipe:
    """The recipe of that name. Raises InputError, with the nearest name, where there is none."""
    found = {recipe.name: recipe for recipe in recipes(size_px)}
    if name not in found:
        hint = did_you_mean(name, found)
        raise InputError(f"there is no preparation {name!r}{hint}; there are {', '.join(found)}")
    return found[name]


def can_be_done(recipe: Recipe) -> bool:
    """Whether all that a recipe needs is installed."""
    return find_spec("cv2") is not None or all(step != "grabcut" for step, _ in recipe.steps)
