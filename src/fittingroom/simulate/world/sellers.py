"""Who lists a product: a seller's language, words and carelessness, the same in all of his listings."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from fittingroom.data.attributes import imaterialist
from fittingroom.simulate.world.counted import choices, uniforms
from fittingroom.simulate.world.layout import Layout, Rows
from fittingroom.simulate.world.settings import World
from fittingroom.simulate.world.words import one, words

QUALITIES = (80, 85, 88, 88, 88, 92, 95)
"""JPEG qualities of sellers' pictures, each as likely; 88 is what most shops serve (our choice)."""


@dataclass(frozen=True)
class Seller:
    """vocabulary: for each column of the label map the one tag that this seller gives for it.

    careless: factor on all rates of error; title_case: whether his tags and titles Look Like This.
    """

    number: int
    language: str
    careless: float
    title_case: bool
    quality: int
    vocabulary: tuple[str, ...]

    def written(self, text: str) -> str:
        """A text in this seller's case."""
        return text.title() if self.title_case else text.lower()


def seller_numbers(world: World, laid: Layout, rows: Rows) -> np.ndarray:
    """Who lists each row, (n,) int64: a few sellers list much (density as 1 / sqrt(number))."""
    count = max(1, round(laid.products / world.sellers.products_each))
    others = uniforms(laid.seed, "another seller", rows.listing, 1)[:, 0] < world.copies.other_seller
    own = np.where((rows.copy >= 0) & others, rows.listing, rows.product)
    return (uniforms(laid.seed, "whose", own, 1)[:, 0] ** 2 * count).astype(np.int64)


def sellers(world: World, seed: int, numbers: np.ndarray) -> dict[int, Seller]:
    """The sellers of these numbers (n,), each once."""
    numbers, names = np.unique(numbers), [label.name for label in imaterialist().labels]
    habits, told = world.sellers, words()
    general = uniforms(seed, "seller", numbers, 4)
    languages = tuple(habits.languages)
    spoken = choices(general[:, 0], np.array([habits.languages[name] for name in languages]))
    normal = ndtri(np.clip(general[:, 1], 1e-12, 1 - 1e-12))
    careless = np.exp(habits.spread * normal - habits.spread**2 / 2)
    chance = uniforms(seed, "vocabulary", numbers, 3 * len(names)).reshape(len(numbers), 3, -1)
    return {
        int(number): Seller(
            number=int(number),
            language=languages[spoken[at]],
            careless=float(careless[at]),
            title_case=bool(general[at, 2] < 0.3),
            quality=QUALITIES[int(general[at, 3] * len(QUALITIES))],
            vocabulary=tuple(
                name
                if official < habits.official
                else one(
                    told.labels[languages[spoken[at]] if own < habits.own_language else "en"][column], pick
                )
                for column, (name, official, own, pick) in enumerate(
                    zip(names, *chance[at].tolist(), strict=True)
                )
            ),
        )
        for at, number in enumerate(numbers)
    }
