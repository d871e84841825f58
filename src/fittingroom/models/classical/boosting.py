"""scikit-learn's gradient boosting on images, answered after each asked number of rounds of one fit.

GradientBoostingClassifier sorts every pixel of every node; pixels have 256 values, so histograms find the
same splits in a fraction of the time (`split_search`, `residual_tree`).
"""

from collections.abc import Iterator, Sequence

import numpy as np
from numba import njit

from fittingroom.errors import InputError
from fittingroom.models.classical.residual_tree import Tree, bench_of, grown


def boosted_labels(
    images: np.ndarray,
    labels: np.ndarray,
    asked: np.ndarray,
    *,
    depth: int,
    rounds: Sequence[int],
    rate: float = 0.1,
    rng: np.random.Generator,
) -> Iterator[tuple[int, np.ndarray]]:
    """Yield (rounds so far, labels given to `asked`) at each of the ascending `rounds`.

    Equal in distribution to scikit-learn 1.9's GradientBoostingClassifier(max_depth=depth,
    learning_rate=rate), other parameters at their defaults: the same algorithm, other random draws among
    equally good splits. images: (n, p) uint8; labels: (n,) int64; asked: (m, p) uint8; the answers: (m,)
    int64. Of two classes one tree a round is grown, of more one for each class.
    Source: Friedman, "Greedy function approximation: a gradient boosting machine" (2001), algorithm 6.
    """
    _check(images, labels, asked, depth, rounds)
    return _boosted(images, labels, asked, depth, tuple(rounds), rate, rng)


def _boosted(images, labels, asked, depth, rounds, rate, rng) -> Iterator[tuple[int, np.ndarray]]:
    classes, truth = np.unique(labels, return_inverse=True)
    target = np.eye(len(classes))[:, truth]  # one row a class
    if len(classes) == 2:
        target = target[1:]
    start = _start(target)
    score, answer = np.repeat(start, len(labels), axis=1), np.repeat(start, len(asked), axis=1)
    bench, asked = bench_of(images), np.ascontiguousarray(asked)
    for done in range(1, rounds[-1] + 1):
        residual = target - _chance(score)
        for k, r in enumerate(residual):
            tree = grown(bench, r, depth=depth, rng=rng)
            values = rate * leaf_values(tree, r, target[k], len(classes))
            _add_to_rows(tree.left, tree.start, tree.stop, tree.rows, values, score[k])
            _add_to_images(tree.pixel, tree.cut, tree.left, values, asked, answer[k])
        if done in rounds:
            best = answer.argmax(axis=0) if len(answer) > 1 else answer[0] >= 0
            yield done, classes[best.astype(np.int64)]


def leaf_values(tree: Tree, residual: np.ndarray, target: np.ndarray, classes: int) -> np.ndarray:
    """One Newton step for each leaf, (nodes,) float64, 0 elsewhere (Friedman 2001, equations 30 and 32).

    residual: (n,) float64, the target (n,) in {0, 1} less the predicted chance.
    """
    chance = target - residual
    first, second = residual[tree.rows], (chance * (1 - chance))[tree.rows]
    leaves = np.flatnonzero(tree.left == 0)
    leaves = leaves[np.argsort(tree.start[leaves])]
    slope, curvature = (np.add.reduceat(x, tree.start[leaves]) for x in (first, second))
    size = tree.stop[leaves] - tree.start[leaves]
    flat = curvature < 1e-150 * size  # nothing left to gain; scikit-learn, _gb.py, _safe_divide
    factor = (classes - 1) / classes if classes > 2 else 1.0
    values = np.zeros(len(tree.left))
    values[leaves] = np.where(flat, 0.0, factor * slope / np.where(flat, 1.0, curvature))
    return values


def _start(target: np.ndarray) -> np.ndarray:
    """The scores, one a row, that predict each class as often as it occurs."""
    prior = target.mean(axis=1, keepdims=True)
    return np.log(prior) if len(prior) > 1 else np.log(prior / (1 - prior))


def _chance(score: np.ndarray) -> np.ndarray:
    """The predicted chance of each row's class: softmax over several, logistic of a single one."""
    if len(score) == 1:
        return 1 / (1 + np.exp(-score))
    power = np.exp(score - score.max(axis=0))
    return power / power.sum(axis=0)


@njit(cache=True, nogil=True)
def _add_to_rows(left, start, stop, rows, values, score):
    for node in range(len(left)):
        if left[node] == 0:
            for i in range(start[node], stop[node]):
                score[rows[i]] += values[node]


@njit(cache=True, nogil=True)
def _add_to_images(pixel, cut, left, values, images, score):
    for i in range(len(images)):
        node = 0
        while left[node]:
            node = left[node] + (images[i, pixel[node]] > cut[node])
        score[i] += values[node]


def _check(images, labels, asked, depth, rounds) -> None:
    """Refuse what scikit-learn's algorithm on bytes cannot be run on."""
    for name, pictures in (("images", images), ("asked", asked)):
        if pictures.dtype != np.uint8 or pictures.ndim != 2:
            raise InputError(
                f"boosting takes {name} as (n, p) uint8, found {pictures.shape} {pictures.dtype}: "
                "flatten the pictures and keep their bytes"
            )
    if images.shape[1] != asked.shape[1]:
        raise InputError(
            f"the images to learn have {images.shape[1]} pixels and the asked ones {asked.shape[1]}: "
            "give pictures of one size"
        )
    if labels.shape != images.shape[:1]:
        raise InputError(f"one label an image is needed, found {labels.shape} for {len(images)} images")
    if len(np.unique(labels)) < 2:
        raise InputError(
            f"boosting tells classes apart, found {len(np.unique(labels))} class among {len(labels)} labels: "
            "give images of at least two"
        )
    if depth < 1:
        raise InputError(f"a tree has a depth of at least 1, got {depth}")
    if not len(rounds) or min(rounds) < 1 or any(np.diff(rounds) <= 0):
        raise InputError(f"give ascending numbers of rounds of at least 1, got {list(rounds)}")
