"""A look at data sets side by side, before any model: what is in them, and how hard they can be.

As the Fashion-MNIST paper shows its pictures (arXiv 1708.07747, table 2) and its site their views in a
plane. Only train and val are looked at: whoever has seen the test part has begun to choose by it.
"""

from collections.abc import Sequence
from importlib.util import find_spec
from typing import TYPE_CHECKING

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.projection import opentsne
from fittingroom.types import Dataset

if TYPE_CHECKING:
    from fittingroom.reporting import Report

VIEWS = ("pca", "tsne")
"""The views of a look, in the order of print."""

IMAGES = 5000
"""Train pictures that a view shows, unless told otherwise."""

LEAST_IMAGES = 10
"""Train pictures that a look needs: with fewer there is nothing to see."""


def look(
    sets: Sequence[Dataset],
    *,
    images: int = IMAGES,
    views: Sequence[str] | None = None,
    rng: np.random.Generator,
) -> "Report":
    """Show what is in data sets, and how well something simple tells their classes apart.

    sets: one or more, with the parts train and val. images: how many random train pictures of each a view
    shows and the nearest-picture rule remembers. views: of `VIEWS`; unless given, all that can be had
    here. Raises InputError for data sets or arguments that cannot be used, MissingExtra where t-SNE is
    asked for and openTSNE is not installed.
    """
    from fittingroom.studies.look.page import page
    from fittingroom.studies.look.seeing import see

    _check(sets, images)
    shown = _views(views)
    return page([see(data, images=images, views=shown, rng=rng) for data in sets], rng=rng)


def _check(sets: Sequence[Dataset], images: int) -> None:
    titles = [data.card.title for data in sets]
    if not titles or len(set(titles)) < len(titles):
        raise InputError(f"a look needs one or more data sets of different names, got {titles or 'none'}")
    if images < LEAST_IMAGES:
        raise InputError(f"a look needs at least {LEAST_IMAGES} train pictures, asked for {images}")
    for data in sets:
        if len(data.rows("train")) < LEAST_IMAGES or not len(data.rows("val")):
            raise InputError(
                f"{data.card.title}: a look needs at least {LEAST_IMAGES} pictures in train and one in val, "
                f"found {len(data.rows('train'))} and {len(data.rows('val'))}"
            )


def _views(asked: Sequence[str] | None) -> tuple[str, ...]:
    """The views to make, in order of print; what is asked for must be there before anything is computed."""
    if asked is None:
        return VIEWS if find_spec("openTSNE") else ("pca",)
    if unknown := set(asked) - set(VIEWS):
        raise InputError(f"the views are {' and '.join(VIEWS)}, asked for {', '.join(sorted(unknown))}")
    if "tsne" in asked:
        opentsne()
    return tuple(view for view in VIEWS if view in asked)
