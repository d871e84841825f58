"""Who lists a product: a seller's language, words and carelessness, the same in all of his listings."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtri

from fittingroom.simulate.world.counted import choices, uniforms
from fittingroom.simulate.world.facts import facts
from fittingroom.simulate.world.layout import Layout, Rows
from fittingroom.simulate.world.settings import World
from fittingroom.simulate.world.words import one, words

QUALITIES = (80, 85, 88, 88, 88, 92, 95)
"""JPEG qualities of sellers' pictures, each as likely; 88 is what most shops serve (our choice)."""

TITLE_CASE = 0.3
"""Share of sellers who write in title case (our choice)."""


@dataclass(frozen=True, eq=False)
class Seller:
    """careless: factor on all rates of error; title_case: whether his tags and titles Look Like This.

    taste: three uniform numbers for each column of the label map, which decide on `word`.
    """

    number: int
    language: str
    careless: float
    title_case: bool
    quality: int
    taste: np.ndarray
    official: float
    own_language: float

    def word(self, column: int) -> str:
        """The one tag that this seller gives for a label."""
        official, own, pick = self.taste[:, column]
        if official < self.official:
            return facts().names[column]
        return one(words().labels[self.language if own < self.own_language else "en"][column], pick)

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
    numbers, habits = np.unique(numbers), world.sellers
    general = uniforms(seed, "seller", numbers, 4)
    languages = tuple(habits.languages)
    spoken = choices(general[:, 0], np.array([habits.languages[name] for name in languages]))
    normal = ndtri(np.clip(general[:, 1], 1e-12, 1 - 1e-12))
    careless = np.exp(habits.spread * normal - habits.spread**2 / 2)
    taste = uniforms(seed, "vocabulary", numbers, 3 * len(facts().ids)).reshape(len(numbers), 3, -1)
    return {
        number: Seller(
            number=number,
            language=languages[spoken[at]],
            careless=float(careless[at]),
            title_case=bool(general[at, 2] < TITLE_CASE),
            quality=one(QUALITIES, float(general[at, 3])),
            taste=taste[at],
            official=habits.official,
            own_language=habits.own_language,
        )
        for at, number in enumerate(numbers.tolist())
    }
