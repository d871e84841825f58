"""Pictures depend on labels, product and view, and on nothing else."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.simulate.garments import INVISIBLE, VISIBLE, completed, draw, drawable
from fittingroom.simulate.garments.categories import ALIKE, CATEGORIES
from fittingroom.simulate.garments.materials import LOOKS
from fittingroom.simulate.garments.scene import GROUPS, LABELS


def test_a_picture_is_what_was_asked_for():
    for size in (16, 32, 129):
        picture = draw(("Dresses", "Red"), product=3, view=1, size_px=size)
        assert picture.shape == (size, size, 3)
        assert picture.dtype == np.uint8
        assert picture.std() > 5


def test_the_same_seeds_give_the_same_pixels_whatever_was_drawn_between():
    first = [draw(("Skirts", "Floral"), product=p, view=1, size_px=48) for p in range(4)]
    for product in range(10, 30):
        draw((), product=product, size_px=40)
    assert all(
        np.array_equal(first[p], draw(("Skirts", "Floral"), product=p, view=1, size_px=48)) for p in range(4)
    )


def test_another_view_or_product_is_another_picture():
    labels = completed(("Coats", "Jackets")[1:], 9)
    one = draw(labels, product=9, size_px=48)
    assert not np.array_equal(one, draw(labels, product=9, view=1, size_px=48))
    assert not np.array_equal(one, draw(labels, product=10, size_px=48))


def test_recolouring_changes_the_garment_and_not_its_place():
    labels = ("T-Shirts", "White", "Cotton")
    plain, dyed = (draw(labels, product=2, size_px=64, recolour=c).astype(int) for c in (None, "Blue"))
    changed = np.abs(plain - dyed).max(axis=2) > 40
    assert 0.05 < changed.mean() < 0.9
    assert np.array_equal(plain[:3, :3], dyed[:3, :3])


def differ(one: tuple[str, ...], two: tuple[str, ...]) -> bool:
    """Whether two descriptions of one product are told apart at 64 pixels, by more than grain."""
    first, second = (draw(labels, product=4, size_px=64).astype(int) for labels in (one, two))
    return (np.abs(first - second).max(axis=2) > 12).mean() > 0.002


@pytest.mark.parametrize("group", sorted(GROUPS))
def test_a_visible_label_is_told_from_its_siblings(group):
    """On the same product: each label against several others of its group, on several categories."""
    names = sorted(GROUPS[group] & VISIBLE)
    for at, label in enumerate(names):
        if group == "category":
            bases = [()]
        elif group == "gender":
            bases = [("T-Shirts",), ("Jeans",), ("Sneakers",)]
        else:
            carriers = [c for c in CATEGORIES if c in VISIBLE and label in drawable(c)]
            bases = [(carriers[at * 5 % len(carriers)],), (carriers[at * 11 % len(carriers)],)]
        tried = 0
        for base in bases:
            for step in (1, 2, 5):
                sibling = names[(at + step) % len(names)]
                rest = (*base, *(() if group == "color" else ("Blue", "White", "Red")))
                rest = (*rest, *(() if group == "gender" else ("Female",)))
                one, two = (completed((*rest, name), 4) for name in (label, sibling))
                # What a print adds by itself may be the sibling: then both bear both
                if label in set(one) - set(two) and sibling in set(two) - set(one):
                    tried += 1
                    assert differ(one, two), (base, label, sibling)
        assert tried, label


@pytest.mark.parametrize("label", sorted(INVISIBLE))
def test_an_invisible_label_leaves_no_trace(label):
    """A use or a mood changes no pixel; a fibre that nobody sees looks like one of those that one sees."""
    for product in range(3):
        rest = ("Blue", "Cotton", "Round Neck", "Short Sleeves", "Female", "Stripes")
        if label in ALIKE:
            one, others = (*rest, label), [(*rest, ALIKE[label])]
        elif label in LOOKS:
            rest = ("T-Shirts", "Blue", "Female", "White", "Stripes")
            one, others = (*rest, label), [(*rest, look) for look in LOOKS[label]]
        else:
            one, others = ("T-Shirts", *rest, label), [("T-Shirts", *rest)]
        mine = draw(one, product=product, size_px=32)
        assert label in completed(one, product)
        assert any(np.array_equal(mine, draw(labels, product=product, size_px=32)) for labels in others)


def test_labels_at_random_always_draw(rng):
    names = sorted(LABELS)
    for product in range(200):
        labels = rng.choice(names, rng.integers(0, 24), replace=False)
        assert draw(labels, product=product, view=product % 3, size_px=24).shape == (24, 24, 3)


def test_sizes_out_of_reach_are_refused():
    with pytest.raises(InputError, match="16 to 2048 pixels wide, got 8"):
        draw((), product=1, size_px=8)
