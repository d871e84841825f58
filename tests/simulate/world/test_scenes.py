"""Products have the published labels as often as published, and are drawn with every one of them."""

import numpy as np
import pytest

from fittingroom.data.attributes import imaterialist
from fittingroom.data.imaterialist import COUNTED_IMAGES, published_counts
from fittingroom.data.label_table import group_counts
from fittingroom.simulate.garments import completed
from fittingroom.simulate.world.balance import Balance, balance
from fittingroom.simulate.world.scenes import NONE, Scenes, other_colours, scenes, tagged
from fittingroom.simulate.world.settings import World

N = 60_000


@pytest.fixture(scope="module")
def balanced() -> Balance:
    return balance(World())


@pytest.fixture(scope="module")
def drawn(balanced: Balance) -> Scenes:
    return scenes(balanced, 5, np.arange(N))


def test_labels_are_tagged_as_often_as_published(balanced: Balance, drawn: Scenes):
    kept, _ = tagged(drawn, balanced, 5, np.arange(N), ["train"] * N)
    rates = published_counts() / COUNTED_IMAGES
    counts = np.bincount(drawn.slots[kept], minlength=228)
    off = (counts - N * rates) / np.sqrt(N * rates * (1 - rates))
    assert np.abs(off).max() < 5
    assert (off**2).mean() == pytest.approx(1, abs=0.35)


def test_each_group_covers_what_table_1_says(balanced: Balance, drawn: Scenes):
    kept, _ = tagged(drawn, balanced, 5, np.arange(N), ["train"] * N)
    rows, slots = np.nonzero(kept)
    ids = imaterialist().ids[drawn.slots[rows, slots]].astype(np.int64)
    for row in group_counts(rows, ids, N, imaterialist()):
        settings = World().tagging
        if row.group in settings.coverage:
            assert row.coverage == pytest.approx(settings.coverage[row.group], abs=0.01)
            assert row.labels_per_image == pytest.approx(settings.labels_per_image[row.group], abs=0.05)
        else:
            assert row.labels == row.images


@pytest.mark.parametrize(("part", "mean"), [("train", 5.837), ("val", 8.03), ("test", 8.08)])
def test_images_have_the_papers_mean_number_of_labels(
    part: str, mean: float, balanced: Balance, drawn: Scenes
):
    kept, _ = tagged(drawn, balanced, 6, np.arange(N), [part] * N)
    sizes = kept.sum(axis=1)
    assert abs(sizes.mean() - mean) < 5 * sizes.std() / np.sqrt(N)
    assert sizes.min() >= 1
    assert sizes.max() <= 23


def test_a_scene_names_nothing_twice_and_is_drawn_whole(drawn: Scenes):
    names = [label.name for label in imaterialist().labels]
    for product, slots in enumerate(drawn.slots[:1500].tolist()):
        labels = [names[column] for column in slots if column != NONE]
        assert len(set(labels)) == len(labels)
        assert set(labels) <= set(completed(labels, product))


def test_a_product_is_the_same_alone(balanced: Balance, drawn: Scenes):
    some = np.array([17, 3, 40_000])
    assert np.array_equal(scenes(balanced, 5, some).slots, drawn.slots[some])


def test_rows_of_one_listing_are_tagged_alike(balanced: Balance):
    two = scenes(balanced, 5, np.array([8, 8]))
    kept, richness = tagged(two, balanced, 5, np.array([8, 8]), ["val", "val"])
    assert np.array_equal(kept[0], kept[1])
    assert richness[0] == richness[1]
    assert richness[0] > tagged(two, balanced, 5, np.array([8, 8]), ["train", "train"])[1][0]


def test_another_colour_is_one_that_the_product_has_not(balanced: Balance, drawn: Scenes):
    few = Scenes(drawn.slots[:3000], drawn.group, drawn.place)
    colours = other_colours(few, balanced, 5, np.arange(3000))
    assert not (few.slots == colours[:, None]).any()
    names = {imaterialist().labels[column].name for column in np.unique(colours)}
    assert names <= {label.name for label in imaterialist().of_group("color")} - {"Clear", "Multi Color"}
    assert len(names) > 10


def test_what_does_not_go_together_does_not_occur(drawn: Scenes):
    has = np.zeros((N, 228), bool)
    rows, slots = np.nonzero(drawn.slots != NONE)
    has[rows, drawn.slots[rows, slots]] = True
    column = {label.name: at for at, label in enumerate(imaterialist().labels)}
    sleeved = has[:, [column[label.name] for label in imaterialist().of_group("sleeve")]].any(axis=1)
    for category in ("Jeans", "Sneakers", "Skirts", "Bikinis"):
        assert has[:, column[category]].any()
        assert not (has[:, column[category]] & sleeved).any()
    men = has[:, column["Male"]]
    for label in ("Off The Shoulder", "Peplum", "Bodycon", "Lace"):
        assert has[men, column[label]].mean() < 0.1 * has[~men, column[label]].mean()
    assert not (has[:, column["Bandeaus"]] & ~has[:, column["Strapless"]]).any()
