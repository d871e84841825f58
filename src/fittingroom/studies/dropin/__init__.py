"""Make your own drop-in: photos to a data set in MNIST's format, and a page on how good it is.

built = fr.build_set("photos/", "my-mnist")
data = fr.load("my-mnist")
"""

import os
from collections.abc import Mapping

from fittingroom.build.built import Built, Credits
from fittingroom.build.class_list import read_class_list
from fittingroom.build.divided import Amounts
from fittingroom.build.making import LEAST_CONTRAST, make
from fittingroom.build.recipe import Recipe
from fittingroom.build.recipe_file import find_recipe
from fittingroom.build.sources import find_source

__all__ = ["Amounts", "Built", "Credits", "build_set"]


def build_set(
    source: str | os.PathLike[str],
    out: str | os.PathLike[str],
    *,
    recipe: str | os.PathLike[str] | Recipe = "fashion-mnist",
    labels: str | os.PathLike[str] | None = None,
    columns: Mapping[str, str] | None = None,
    size_px: int = 28,
    classes: Mapping[str, tuple[str, ...]] | str | os.PathLike[str] | None = None,
    amounts: Amounts | None = None,
    one_per_group: bool = False,
    least_contrast: float = LEAST_CONTRAST,
    strict: bool = False,
    credits: Credits | None = None,
    seed: int = 0,
    on: str = "cores",
    workers: int | None = None,
) -> Built:
    """Build an MNIST-format data set of the pictures at `source` into the folder `out`.

    source: a folder per class, a folder with a CSV (or that CSV, or `labels`), Parquet files with encoded
    pictures, or tar shards. recipe: the name of one, a TOML file, or a Recipe. columns: what the source calls
    its file, label, group and id. classes: which labels make which class (or a TOML file that says so);
    unless given, each label is a class. The rest as in `fittingroom.build.making.make`.

    In a script, call it under `if __name__ == "__main__":`, since the work runs in processes.
    """
    from fittingroom.studies.dropin.page import describe

    return make(
        find_source(source, labels=labels, columns=columns),
        recipe if isinstance(recipe, Recipe) else find_recipe(recipe, size_px),
        out,
        size_px=size_px,
        classes=read_class_list(classes) if isinstance(classes, str | os.PathLike) else classes,
        amounts=amounts,
        one_per_group=one_per_group,
        least_contrast=least_contrast,
        strict=strict,
        credits=credits,
        seed=seed,
        on=on,
        workers=workers,
        describe=describe,
    )
