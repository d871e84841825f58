"""One forest or tree for several rows of a table: the same answers as fitting each of them."""

import numpy as np
import pytest
from sklearn.ensemble import RandomForestClassifier
from sklearn.tree import DecisionTreeClassifier, ExtraTreeClassifier

from fittingroom.models.classical.trees import pixel_forests, pixel_tree_labels

KINDS = {"decision": DecisionTreeClassifier, "extra": ExtraTreeClassifier}


@pytest.fixture(scope="module")
def real(fashion_mnist):
    part = fashion_mnist.part("train")
    images = part.images[:4000].reshape(4000, -1)
    return images[:3000], part.labels[:3000], images[3000:], part.labels[3000:4000]


@pytest.mark.parametrize(("criterion", "depth"), [("gini", None), ("entropy", 10)])
def test_the_first_trees_of_a_forest_are_the_smaller_forest(real, criterion, depth):
    x, labels, asked, _ = real
    found = dict(pixel_forests(x, labels, asked, criterion=criterion, depth=depth, counts=(12, 3, 7), seed=5))
    assert list(found) == [3, 7, 12]
    for count, ours in found.items():
        stock = RandomForestClassifier(count, criterion=criterion, max_depth=depth, random_state=5)
        assert np.array_equal(ours, stock.fit(x, labels).predict(asked))
    assert (found[3] != found[12]).any()


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("criterion", ["gini", "entropy"])
def test_a_tree_on_pixels_answers_as_scikit_learn_at_every_depth(real, kind, criterion):
    x, labels, asked, _ = real
    x, labels = x[:1500], labels[:1500]
    depths = (5, 50, 1, None, 100)
    found = list(pixel_tree_labels(x, labels, asked, kind=kind, criterion=criterion, depths=depths, seed=4))
    assert tuple(depth for depth, _, _ in found) == depths
    for depth, ours, reached in found:
        stock = KINDS[kind](criterion=criterion, splitter="best", max_depth=depth, random_state=4)
        assert np.array_equal(ours, stock.fit(x, labels).predict(asked))
        assert reached == stock.get_depth()


def test_classes_keep_their_names(rng):
    x = rng.integers(0, 256, (200, 9)).astype(np.uint8)
    labels = np.where(x[:, 4] > 128, 7, -2)
    ((_, ours),) = pixel_forests(x, labels, x, criterion="gini", depth=None, counts=[9], seed=0)
    assert (ours == labels).mean() > 0.95
    ((_, ours, depth),) = pixel_tree_labels(
        x, labels, x, kind="decision", criterion="gini", depths=[None], seed=0
    )
    assert np.array_equal(ours, labels)
    assert depth == 1
