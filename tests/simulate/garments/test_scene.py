"""A scene is all that is seen, and no more."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.simulate.garments import INVISIBLE, VISIBLE, completed, draw, drawable, recoloured
from fittingroom.simulate.garments.categories import CATEGORIES
from fittingroom.simulate.garments.colours import COLOURS
from fittingroom.simulate.garments.necklines import NECKLINES
from fittingroom.simulate.garments.scene import GROUPS, LABELS, fits
from fittingroom.simulate.garments.sleeves import SLEEVES
from fittingroom.simulate.garments.styles import STYLES


def random_labels(rng: np.random.Generator, most: int = 9) -> list[str]:
    return list(rng.choice(sorted(LABELS), rng.integers(0, most), replace=False))


def test_the_labels_are_those_of_the_official_map():
    attributes = pytest.importorskip("fittingroom.data.attributes")
    assert {label.name for label in attributes.imaterialist().labels} == LABELS


def test_two_thirds_of_the_labels_and_more_are_visible():
    assert len(LABELS) == 228
    assert LABELS == VISIBLE | INVISIBLE
    assert not VISIBLE & INVISIBLE
    assert len(VISIBLE) >= 150


def test_completing_twice_changes_nothing_and_neither_does_it_change_the_picture(rng):
    for product in range(40):
        labels = random_labels(rng)
        whole = completed(labels, product)
        assert completed(whole, product) == whole
        assert np.array_equal(
            draw(whole, product=product, size_px=32), draw(labels, product=product, size_px=32)
        )


def test_the_order_of_labels_is_of_no_importance(rng):
    for product in range(20):
        labels = random_labels(rng)
        assert completed(labels, product) == completed(rng.permutation(labels), product)


def test_everything_that_is_always_seen_is_named(rng):
    for product in range(100):
        whole = completed(random_labels(rng), product)
        category = [label for label in whole if label in CATEGORIES]
        assert len(category) == 1
        assert any(label in COLOURS for label in whole)
        assert any(label in GROUPS["material"] for label in whole)
        assert set(whole) <= drawable(category[0])
        if CATEGORIES[category[0]].necks:
            assert sum(label in SLEEVES for label in whole) == 1
            assert (
                sum(label in NECKLINES for label in whole) == 1
                or "Strapless" in whole
                or ("Spaghetti Straps" in whole)
            )
        else:
            assert not any(label in SLEEVES or label in NECKLINES for label in whole)


def test_what_fits_together_is_kept():
    labels = (
        "Dresses",
        "Red",
        "V-Necks",
        "Sleeveless",
        "Lace",
        "Ruffles",
        "Polka Dot",
        "Summer",
        "Female",
        "White",
    )
    assert set(completed(labels, 5)) == set(labels)


def test_of_two_exclusive_labels_one_is_drawn():
    for product in range(8):
        assert sum(label in ("Jeans", "Boots") for label in completed(("Jeans", "Boots"), product)) == 1
        assert sum(label in STYLES for label in completed(("Skirts", "Wrap", "Pleated"), product)) == 1


def test_a_boot_has_no_sleeves_and_no_neckline():
    assert not {"Long Sleeved", "V-Necks"} & set(completed(("Boots", "Long Sleeved", "V-Necks"), 1))


def test_every_category_has_a_neckline_for_each_of_its_sleeves():
    for name, category in CATEGORIES.items():
        for arm in category.arms:
            assert arm == "Strapless" or any(fits(neck, arm, thin=False) for neck in category.necks), (
                name,
                arm,
            )


def test_a_print_brings_the_colours_that_it_needs():
    for product in range(20):
        assert sum(label in COLOURS for label in completed(("T-Shirts", "Argyle", "Red"), product)) == 3


def test_a_recoloured_copy_bears_the_new_colour_in_place_of_the_old():
    labels = ("T-Shirts", "Red", "Cotton", "Round Neck", "Short Sleeves", "Male")
    product = next(p for p in range(99) if completed(labels, p) == tuple(sorted(labels)))
    assert set(recoloured(labels, product, "Blue")) == {*labels, "Blue"} - {"Red"}
    with pytest.raises(InputError, match="cannot be dyed 'Clear'"):
        recoloured(labels, product, "Clear")


def test_an_unknown_label_is_named():
    with pytest.raises(InputError, match=r"'Jean' cannot be drawn.*did you mean Jeans"):
        completed(("Jean",), 1)
