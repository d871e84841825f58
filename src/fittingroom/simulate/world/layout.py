"""Which row of a catalogue shows what: worked out for any row by itself, with no list of the rows before it.

Slots are numbered in order: first the products' first views, then other views, then copies. A row's place in
the catalogue is its slot times a number, plus another, modulo the number of rows; both ways are one line.
"""

import math
from dataclasses import dataclass

import numpy as np

from fittingroom.errors import InputError
from fittingroom.simulate.world.counted import uniforms
from fittingroom.simulate.world.settings import World

PART_ROWS = 8192
"""Rows of a part: half a minute of work, some 30 MB at 128 pixels."""

MOST_ROWS = 2**31


@dataclass(frozen=True)
class Layout:
    """`products` first views, `views` rows of second, third and fourth views, `copies` rows of copies.

    The orders are (factor, summand) of the shuffles of rows, products and listings.
    """

    seed: int
    products: int
    views: tuple[int, int, int]
    copies: int
    popularity: float
    row_order: tuple[int, int]
    product_order: tuple[int, int]
    listing_order: tuple[int, int]
    part_rows: int

    @property
    def pictures(self) -> int:
        """Rows that are no copies."""
        return self.products + sum(self.views)

    @property
    def rows(self) -> int:
        return self.pictures + self.copies

    @property
    def parts(self) -> int:
        return -(-self.rows // self.part_rows)

    @property
    def listings(self) -> int:
        return self.products + self.copies

    def part(self, number: int) -> np.ndarray:
        """The rows of a part, (n,) int64."""
        return np.arange(number * self.part_rows, min((number + 1) * self.part_rows, self.rows))


@dataclass(frozen=True)
class Rows:
    """Rows of the catalogue, each array (n,) int64.

    copy: the number of the copy, -1 where the row is none; original: the row that it copies, else the row
    itself; listing: rows that share one have one title and one list of tags (views of a product), and one
    product_id, which tells nothing else.
    """

    row: np.ndarray
    product: np.ndarray
    view: np.ndarray
    copy: np.ndarray
    original: np.ndarray
    listing: np.ndarray
    product_id: np.ndarray

    def __len__(self) -> int:
        return len(self.row)


def layout(world: World, products: int, seed: int, *, part_rows: int = PART_ROWS) -> Layout:
    """Lay out a world. Raises InputError for fewer than 1 product, or more rows than can be numbered."""
    if products < 1:
        raise InputError(f"a world has at least 1 product, asked for {products}")
    others = round(products * world.copies.views)
    second, third = round(others * 0.6), round(others * 0.3)
    copies = round(products * world.copies.copies)
    rows = products + others + copies
    if rows >= MOST_ROWS:
        raise InputError(f"a world has fewer than {MOST_ROWS:,} rows, asked for {rows:,}")
    rng = np.random.default_rng([seed, products])
    return Layout(
        seed=seed,
        products=products,
        views=(second, third, others - second - third),
        copies=copies,
        popularity=world.copies.popularity,
        row_order=_order(rows, rng=rng),
        product_order=_order(products, rng=rng),
        listing_order=_order(products + copies, rng=rng),
        part_rows=part_rows,
    )


def rows_of(world: Layout, row: np.ndarray) -> Rows:
    """What stands in the rows (n,) int64 of a catalogue."""
    factor, summand = world.row_order
    slot = (row - summand) % world.rows * pow(factor, -1, world.rows) % world.rows
    copy = np.where(slot >= world.pictures, slot - world.pictures, -1)
    wanted = uniforms(world.seed, "which is copied", copy, 1)[:, 0] ** world.popularity
    picture = np.where(copy >= 0, (wanted * world.pictures).astype(np.int64), slot)
    product, view = _view(world, picture)
    listing = np.where(copy >= 0, world.products + copy, product)
    by, plus = world.listing_order
    return Rows(
        row=row,
        product=product,
        view=view,
        copy=copy,
        original=(picture * factor + summand) % world.rows,
        listing=listing,
        product_id=(listing * by + plus) % world.listings,
    )


def _view(world: Layout, picture: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The product and the view of pictures that are no copies."""
    starts = world.products + np.cumsum([0, *world.views])
    view = np.searchsorted(starts[:-1], picture, side="right")
    factor, summand = world.product_order
    at = picture - np.concatenate([[0], starts[:-1]])[view]
    return np.where(view == 0, picture, (at % world.products * factor + summand) % world.products), view


def _order(n: int, *, rng: np.random.Generator) -> tuple[int, int]:
    """A shuffle of n numbers as (factor, summand): the factor has no divisor in common with n."""
    factor = int(rng.integers(n))
    while math.gcd(factor, n) != 1:
        factor += 1
    return factor, int(rng.integers(n))
