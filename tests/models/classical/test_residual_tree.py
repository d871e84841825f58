"""Residual trees: scikit-learn's own, split for split, where no two splits are equally good."""

import numpy as np
import pytest
from sklearn.tree import DecisionTreeRegressor

from fittingroom.models.classical.residual_tree import SUBTRACTED, bench_of, grown


def splits_of(tree, node=0):
    """(pixel, cut, left subtree, right subtree) down to None at a leaf."""
    if not tree.left[node]:
        return None
    below = (splits_of(tree, tree.left[node]), splits_of(tree, tree.left[node] + 1))
    return int(tree.pixel[node]), int(tree.cut[node]), *below


def splits_of_sklearn(tree, node=0):
    if tree.children_left[node] < 0:
        return None
    below = (splits_of_sklearn(tree, child[node]) for child in (tree.children_left, tree.children_right))
    return int(tree.feature[node]), int(np.floor(tree.threshold[node])), *below


def leaf_of_each(tree, n):
    leaf = np.full(n, -1)
    for node in np.flatnonzero(tree.left == 0):
        leaf[tree.rows[tree.start[node] : tree.stop[node]]] = node
    return leaf


def waves(rng, n, p):
    """Pixels that matter by falling amounts, and residuals of a smooth function of them with noise.

    Where the first pixel is dark, so are all from the ninth on, as a corner of real pictures is.
    """
    images = rng.integers(0, 256, (n, p), dtype=np.uint8)
    images[images[:, 0] < 120, 8:] = 0
    weight = 0.7 ** np.arange(p)
    return images, np.sin(images / 40) @ weight / 5 + rng.normal(0, 0.02, n)


@pytest.mark.parametrize("depth", [1, 3, 6])
def test_splits_are_those_of_sklearn(rng, depth):
    images, residuals = waves(rng, 6000, 13)
    theirs = DecisionTreeRegressor(max_depth=depth).fit(images, residuals)
    ours = grown(bench_of(images), residuals, depth=depth, rng=rng)
    assert splits_of(ours) == splits_of_sklearn(theirs.tree_)
    same = leaf_of_each(ours, len(images))[:, None] == np.unique(leaf_of_each(ours, len(images)))
    theirs_same = theirs.apply(images)[:, None] == np.unique(theirs.apply(images))
    assert sorted(map(tuple, same.T)) == sorted(map(tuple, theirs_same.T))


@pytest.mark.parametrize("n", [2, 3, 40, SUBTRACTED - 1, 4 * SUBTRACTED])
def test_one_pixel_is_split_to_the_last_value_as_by_sklearn(rng, n):
    images = rng.integers(0, 256, (n, 1), dtype=np.uint8)
    residuals = rng.normal(0, 0.3, n)
    theirs = DecisionTreeRegressor(max_depth=50).fit(images, residuals)
    ours = grown(bench_of(images), residuals, depth=50, rng=rng)
    assert splits_of(ours) == splits_of_sklearn(theirs.tree_)
    assert len(np.unique(leaf_of_each(ours, n))) == len(np.unique(images))


def test_equally_good_pixels_are_drawn_evenly_and_constant_ones_never(rng):
    column = rng.integers(0, 256, (50, 1), dtype=np.uint8)
    images = np.concatenate([np.full_like(column, 7), column, column, 255 - column], axis=1)
    residuals = np.where(column[:, 0] > 100, 0.5, -0.1)
    bench = bench_of(images)
    drawn = [grown(bench, residuals, depth=1, rng=rng).pixel[0] for _ in range(600)]
    counts = np.bincount(drawn, minlength=8)
    assert counts[[0, 4, 5, 6, 7]].sum() == 0
    assert (np.abs(counts[1:4] - 200) < 60).all()  # 5 standard deviations


def test_rows_that_nothing_tells_apart_share_a_leaf(rng):
    images = np.repeat(rng.integers(0, 256, (4, 9), dtype=np.uint8), 5, axis=0)
    tree = grown(bench_of(images), rng.normal(0, 1, 20), depth=50, rng=rng)
    leaves = leaf_of_each(tree, 20).reshape(4, 5)
    assert (leaves == leaves[:, :1]).all()
    assert len(np.unique(leaves)) == 4


@pytest.mark.parametrize(("spread", "leaves"), [(0.0, 1), (1e-8, 1), (4e-8, 2)])
def test_a_node_of_variance_below_epsilon_is_a_leaf(spread, leaves):
    """Variance is a quarter of the spread squared; scikit-learn stops at 2.2e-16, a spread of 3e-8."""
    images = np.repeat(np.array([3, 9], np.uint8), 30)[:, None]
    residuals = 0.3 + spread * (images[:, 0] > 5)
    tree = grown(bench_of(images), residuals, depth=5, rng=np.random.default_rng(0))
    assert (tree.left == 0).sum() == leaves
