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
    grown = pixel_forests(x, labels, asked, criterion=criterion, depths=[depth], counts=(12, 3, 7), seed=5)
    found = {count: ours for _, count, ours in grown}
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


def peeled(rng) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Each image has one bright pixel of its own, so that a split parts one from all others: deep trees."""
    x = (np.eye(144) * 255).astype(np.uint8)
    asked = (rng.random((300, 144)) < 0.02).astype(np.uint8) * 255
    return x, rng.integers(0, 3, 144), asked


def test_where_trees_reach_a_depth_the_forests_of_each_depth_are_their_own(rng):
    x, labels, asked = peeled(rng)
    depths = (50, 100, None)
    found = list(pixel_forests(x, labels, asked, criterion="gini", depths=depths, counts=(1, 4), seed=2))
    assert [(depth, count) for depth, count, _ in found] == [(d, n) for n in (1, 4) for d in depths]
    for depth, count, ours in found:
        stock = RandomForestClassifier(count, criterion="gini", max_depth=depth, random_state=2)
        stock.fit(x, labels)
        assert max(tree.get_depth() for tree in stock.estimators_) >= 50
        assert np.array_equal(ours, stock.predict(asked))
    assert (found[0][2] != found[1][2]).any()


def test_classes_keep_their_names(rng):
    x = rng.integers(0, 256, (200, 9)).astype(np.uint8)
    labels = np.where(x[:, 4] > 128, 7, -2)
    ((_, _, ours),) = pixel_forests(x, labels, x, criterion="gini", depths=[None], counts=[9], seed=0)
    assert (ours == labels).mean() > 0.95
    ((_, ours, depth),) = pixel_tree_labels(
        x, labels, x, kind="decision", criterion="gini", depths=[None], seed=0
    )
    assert np.array_equal(ours, labels)
    assert depth == 1
