"""One forest or tree that answers for several rows of a table, which differ in size or depth alone.

They are the very trees of scikit-learn on uint8 pixels, grown several times faster. A forest of ten trees is
the first ten trees of a forest of a hundred with the same seed.
"""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Literal

import numpy as np

from fittingroom.models.classical.grow import Tree, as_pixels, grown

Criterion = Literal["gini", "entropy"]


def pixel_forests(
    x: np.ndarray,
    labels: np.ndarray,
    asked: np.ndarray,
    *,
    criterion: Criterion,
    depths: Sequence[int | None],
    counts: Sequence[int],
    seed: int,
) -> Iterator[tuple[int | None, int, np.ndarray]]:
    """Grow forests of each depth and yield, for each count of trees, what their first trees answer.

    x: (n, features) and asked: (m, features) uint8; labels: (n,). Yields (depth, count, labels (m,)), small
    counts first, each identical to a RandomForestClassifier of so many trees with `seed` as its random
    state. A depth that a tree does not reach costs no growing.
    """
    pixels, (classes, numbers) = as_pixels(x), np.unique(labels, return_inverse=True)
    settings = {"criterion": criterion, "features": _root(x)}
    draws = np.random.RandomState(seed)
    totals = {depth: np.zeros((len(asked), len(classes))) for depth in depths}
    for count in range(1, max(counts) + 1):
        tree_seed = draws.randint(np.iinfo(np.int32).max)
        drawn = np.random.RandomState(tree_seed).randint(0, len(x), len(x))
        weights = np.bincount(drawn, minlength=len(x))
        grow = partial(grown, pixels, numbers, weights, seed=tree_seed, **settings)
        for tree, alike in _trees(depths, grow):
            shares = tree.shares(asked)
            for depth in alike:
                totals[depth] += shares
        if count in counts:
            yield from (
                (depth, count, classes[np.argmax(total / count, axis=1)]) for depth, total in totals.items()
            )


def pixel_tree_labels(
    x: np.ndarray,
    labels: np.ndarray,
    asked: np.ndarray,
    *,
    kind: Literal["decision", "extra"],
    criterion: Criterion,
    depths: Sequence[int | None],
    seed: int,
) -> Iterator[tuple[int | None, np.ndarray, int]]:
    """The answers of trees grown to each depth with splitter="best", identical to scikit-learn's.

    x: (n, features) and asked: (m, features) uint8, labels: (n,). Yields (depth, labels (m,), depth
    reached) in the order of `depths`. A depth that the deepest tree does not reach costs no growing.
    """
    pixels, (classes, numbers) = as_pixels(x), np.unique(labels, return_inverse=True)
    features = x.shape[1] if kind == "decision" else _root(x)
    once = np.ones(len(x), np.int64)
    grow = partial(grown, pixels, numbers, once, criterion=criterion, features=features, seed=seed)
    found = {}
    for tree, alike in _trees(depths, grow):
        said = classes[np.argmax(tree.shares(asked), axis=1)], tree.depth
        found |= dict.fromkeys(alike, said)
    yield from ((depth, *found[depth]) for depth in depths)


def _trees(
    depths: Sequence[int | None], grow: Callable[..., Tree]
) -> Iterator[tuple[Tree, list[int | None]]]:
    """The deepest tree with all depths that it does not reach; then one for each other depth.

    Where a depth is reached, even the rest of the tree is another one: it draws its features later.
    """
    greatest = _greatest(depths)
    deepest = grow(depth=greatest)
    alike = [depth for depth in depths if depth is None or depth == greatest or depth > deepest.depth]
    yield deepest, alike
    yield from ((grow(depth=depth), [depth]) for depth in depths if depth not in alike)


def _greatest(depths: Sequence[int | None]) -> int | None:
    return None if None in depths else max(depth for depth in depths if depth is not None)


def _root(x: np.ndarray) -> int:
    """How many features a forest draws in each node: max_features="sqrt"."""
    return max(1, int(np.sqrt(x.shape[1])))
