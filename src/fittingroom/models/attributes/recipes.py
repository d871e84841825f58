"""How a network is taught: every number of a recipe, and the two recipes that there are."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from fittingroom.errors import InputError, did_you_mean

PUBLISHED_STORED_PX = {224: 256, 299: 336}
"""To which size the paper first resizes, by the size that the network sees.

The paper contradicts itself (.9375 of 256 is 240, and no share of 336 is 299): crops of it are resized
to 224 and 299, as the networks were published.
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipe:
    """Numbers of a training. Losses are summed over labels and averaged over the batch in every one.

    optimiser: see optimisers.py; lr: at its highest; schedule: "steps" divides it by 10 after half and after
    four fifths of the run, "cosine" lets it rise for `warm_up` of the run and fall to 0; crops: "fixed" (the
    paper's) or "random"; margin: whether images are stored larger than the network sees them, as the
    paper's crops need; from_frequencies: whether the last layer starts at the labels' log-odds.
    """

    name: str
    optimiser: Literal["rmsprop", "adamw"]
    lr: float
    weight_decay: float
    schedule: Literal["steps", "cosine"]
    warm_up: float
    batch: int
    crops: Literal["fixed", "random"]
    margin: bool
    from_frequencies: bool
    dropout: float
    side_weight: float

    def stored_px(self, size_px: int) -> int:
        """The edge at which images are stored for a network that sees `size_px`."""
        return PUBLISHED_STORED_PX.get(size_px, round(size_px / 0.875)) if self.margin else size_px

    @property
    def shown(self) -> float:
        """The share of a stored image that is shown when predicting."""
        return 0.875 if self.margin else 1.0


PAPER = Recipe(
    name="paper",
    optimiser="rmsprop",
    lr=0.1,
    weight_decay=0.0,
    schedule="steps",
    warm_up=0.0,
    batch=256,
    crops="fixed",
    margin=True,
    from_frequencies=False,
    dropout=0.0,
    side_weight=0.3,
)
"""S. Guo et al., arXiv 1906.05750, section 4.1; what it leaves open is chosen here and in optimisers.py.

Stated: RMSProp with decay .9 and lr .1, batch 256, the crops, the flip, the summed loss, a "fixed
schedule". Not stated, so ours: its steps, no weight decay, no dropout, side classifiers at .3.
"""

MODERN = Recipe(
    name="modern",
    optimiser="adamw",
    lr=1e-3,
    weight_decay=0.05,
    schedule="cosine",
    warm_up=0.05,
    batch=256,
    crops="random",
    margin=False,
    from_frequencies=True,
    dropout=0.1,
    side_weight=0.3,
)
"""AdamW with a cosine schedule and random crops (I. Loshchilov & F. Hutter, arXiv 1711.05101)."""

RECIPES: Mapping[str, Recipe] = {recipe.name: recipe for recipe in (PAPER, MODERN)}


def recipe_named(name: str) -> Recipe:
    """The recipe of that name. Raises InputError for an unknown one."""
    if name not in RECIPES:
        raise InputError(
            f"there is no recipe {name!r}{did_you_mean(name, RECIPES)}; there are {', '.join(RECIPES)}"
        )
    return RECIPES[name]
