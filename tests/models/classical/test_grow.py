"""Trees on pixels: every node of scikit-learn's, whatever ties, constants, weights and copies there are."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeClassifier

from fittingroom.errors import InputError
from fittingroom.models.classical.grow import Tree, as_pixels, grown


def tied(rng, n: int, values: int) -> tuple[np.ndarray, np.ndarray]:
    """Pixels of few values: ties everywhere, constant columns, and copies of one image in two classes."""
    x = rng.integers(0, values, (n, 20)).astype(np.uint8)
    x[:, ::4] = 7
    x[:, 1] = rng.random(n) < 0.02
    labels = (x[:, 2].astype(int) + x[:, 3] >= values) + 2 * (rng.random(n) < 0.3)
    x[: n // 5] = x[n // 5 : 2 * (n // 5)]
    return x, labels


def assert_same(tree: Tree, stock: DecisionTreeClassifier) -> None:
    """Node by node, and the thresholds and shares to the last bit."""
    nodes = stock.tree_
    inner = nodes.children_left >= 0
    assert np.array_equal(tree.children[:, 0], nodes.children_left)
    assert np.array_equal(tree.children[:, 1], nodes.children_right)
    assert np.array_equal(tree.feature[inner], nodes.feature[inner])
    assert np.array_equal(tree.threshold[inner], nodes.threshold[inner])
    assert np.array_equal(tree.share, nodes.value[:, 0])
    assert (tree.feature[~inner] == -1).all()
    assert tree.depth == nodes.max_depth


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@pytest.mark.parametrize("size", [(60, 2), (300, 9), (1500, 256)], ids="{0[0]} rows of {0[1]} values".format)
@pytest.mark.parametrize(("features", "depth"), [(20, None), (4, None), (1, None), (20, 3)])
def test_every_node_is_that_of_scikit_learn(rng, criterion, size, features, depth):
    x, labels = tied(rng, *size)
    pixels, once = as_pixels(x), np.ones(len(x), int)
    for seed in range(4):
        stock = DecisionTreeClassifier(
            criterion=criterion, max_features=features, max_depth=depth, random_state=seed
        )
        tree = grown(pixels, labels, once, criterion=criterion, features=features, depth=depth, seed=seed)
        assert_same(tree, stock.fit(x, labels))


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
def test_a_row_may_count_often_or_not_at_all(rng, criterion):
    x, labels = tied(rng, 900, 40)
    for seed in range(4):
        weights = rng.poisson(1, 900)
        tree = grown(as_pixels(x), labels, weights, criterion=criterion, features=4, depth=None, seed=seed)
        stock = DecisionTreeClassifier(criterion=criterion, max_features=4, random_state=seed)
        assert_same(tree, stock.fit(x, labels, sample_weight=weights))


@pytest.mark.parametrize("criterion", ["gini", "entropy"])
@pytest.mark.parametrize("features", [784, 28])
def test_on_real_images_every_node_is_that_of_scikit_learn(fashion_mnist, criterion, features):
    part = fashion_mnist.part("train")
    x, labels = part.images[:2500].reshape(2500, -1), part.labels[:2500]
    tree = grown(
        as_pixels(x), labels, np.ones(2500, int), criterion=criterion, features=features, depth=None, seed=3
    )
    stock = DecisionTreeClassifier(criterion=criterion, max_features=features, random_state=3)
    assert_same(tree, stock.fit(x, labels))
    assert len(tree.feature) > 500
    asked = part.images[2500:3500].reshape(1000, -1)
    assert np.array_equal(tree.shares(asked), stock.predict_proba(asked))


def test_nothing_to_split_leaves_the_root_alone(rng):
    x, labels = tied(rng, 50, 9)
    for pixels, of in ((x, np.ones(50, int)), (x[:1], labels[:1]), (np.zeros_like(x), labels)):
        tree = grown(
            as_pixels(pixels), of, np.ones(len(of), int), criterion="gini", features=20, depth=None, seed=0
        )
        assert (len(tree.feature), tree.depth) == (1, 0)
        assert tree.share[0] == pytest.approx(np.bincount(of) / len(of))


def test_another_seed_grows_another_tree(rng):
    x, labels = tied(rng, 300, 9)
    first, second = (
        grown(as_pixels(x), labels, np.ones(300, int), criterion="gini", features=20, depth=None, seed=seed)
        for seed in (0, 1)
    )
    assert not np.array_equal(first.feature, second.feature)


def test_what_are_no_pixels_is_refused(rng):
    with pytest.raises(InputError, match=r"found float64 of shape \(5, 4\)"):
        as_pixels(rng.random((5, 4)))
    with pytest.raises(InputError, match=r"found uint8 of shape \(5, 4, 4\)"):
        as_pixels(np.zeros((5, 4, 4), np.uint8))
