"""Every picture of a world stands in exactly one row, and a row knows by itself what it is."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.simulate.world.layout import layout, rows_of
from fittingroom.simulate.world.settings import World


@pytest.mark.parametrize("products", [1, 7, 1000])
@pytest.mark.parametrize("seed", [0, 1])
def test_every_view_and_every_copy_once(products: int, seed: int):
    laid = layout(World(), products, seed)
    rows = rows_of(laid, np.arange(laid.rows))
    first = rows.copy < 0
    pictures = set(zip(rows.product[first].tolist(), rows.view[first].tolist(), strict=True))
    assert len(pictures) == first.sum() == laid.pictures
    assert {product for product, view in pictures if view == 0} == set(range(products))
    assert all(view == 0 or (product, view - 1) in pictures for product, view in pictures)
    assert sorted(rows.copy[~first].tolist()) == list(range(laid.copies))
    assert np.array_equal(rows.original[first], rows.row[first])


def test_a_copy_is_of_a_row_that_is_none_and_shows_the_same():
    laid = layout(World(), 500, 3)
    rows = rows_of(laid, np.arange(laid.rows))
    copies = np.flatnonzero(rows.copy >= 0)
    originals = rows.original[copies]
    assert (rows.copy[originals] < 0).all()
    assert np.array_equal(rows.product[copies], rows.product[originals])
    assert np.array_equal(rows.view[copies], rows.view[originals])
    assert (originals > copies).any()
    assert (originals < copies).any()


def test_a_row_is_the_same_alone():
    laid = layout(World(), 300, 0)
    rows, some = rows_of(laid, np.arange(laid.rows)), np.array([200, 5, 333])
    alone = rows_of(laid, some)
    for name in ("product", "view", "copy", "original", "listing", "product_id"):
        assert np.array_equal(getattr(alone, name), getattr(rows, name)[some])


def test_views_share_a_listing_and_copies_have_their_own():
    laid = layout(World(), 400, 0)
    rows = rows_of(laid, np.arange(laid.rows))
    pairs = set(zip(rows.listing.tolist(), rows.product_id.tolist(), strict=True))
    assert len(pairs) == len({a for a, _ in pairs}) == len({b for _, b in pairs}) == laid.listings
    first = rows.copy < 0
    assert np.array_equal(rows.listing[first], rows.product[first])
    assert len(np.unique(rows.listing[~first])) == laid.copies


def test_the_parts_are_all_rows_in_order():
    laid = layout(World(), 100, 0, part_rows=30)
    assert np.concatenate([laid.part(number) for number in range(laid.parts)]).tolist() == list(
        range(laid.rows)
    )


def test_no_products_or_too_many_are_refused():
    with pytest.raises(InputError, match="at least 1 product, asked for 0"):
        layout(World(), 0, 0)
    with pytest.raises(InputError, match="fewer than 2,147,483,648 rows"):
        layout(World(), 2**31, 0)
