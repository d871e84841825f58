"""Sets of answers for a group with one answer at most: which labels may be it, or that none of them is.

Split-conformal prediction (measure/conformal.py) with the answer "none of them", which a label that does not
apply is too. Images with a label and images without one have thresholds of their own: else shoes, of which
it is easy to say that they have no sleeves, would pay for the sleeves of shirts.
"""

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.attributes.rules.folds import folds
from fittingroom.measure.conformal import Promise, rank, threshold
from fittingroom.types import Measurement


def answers(probabilities: np.ndarray) -> np.ndarray:
    """Probabilities (n, m) of the labels of a group, each by itself, as (n, m + 1) that sum to 1: none last.

    What a softmax with "none" left to it comes out as it was; labels that were asked one by one and sum to
    more than 1 are divided by their sum.
    """
    p = np.asarray(probabilities, np.float64)
    none = np.maximum(0.0, 1 - p.sum(axis=1, keepdims=True))
    with_none = np.concatenate([p, none], axis=1)
    return with_none / with_none.sum(axis=1, keepdims=True)


def group_promise(p: np.ndarray, present: np.ndarray, told: np.ndarray, coverage: float) -> Promise | None:
    """Thresholds such that sets hold the answer with the promised probability, on images like these.

    p: (n, m + 1) of `answers`; present: (n, m) bool; told: (n,) bool, whether the group is known of the image
    (an image that is told and has no label has the answer "none"). Of several labels the likeliest counts.
    None where too few images have a label. Too few without one share the threshold of all.
    """
    strange = _own(p, present)
    labelled = present.any(axis=1)
    without = told & ~labelled
    if rank(int(labelled.sum()), coverage) > labelled.sum():
        return None
    alone = rank(int(without.sum()), coverage) <= without.sum()
    of_none = without if alone else labelled | without
    m = present.shape[1]
    at = [threshold(strange[labelled], coverage), threshold(strange[of_none], coverage)]
    n = [int(labelled.sum()), int(of_none.sum())]
    return Promise(
        rule="class-conditional LAC",
        coverage=coverage,
        thresholds=np.repeat(at, [m, 1]),
        n=np.repeat(n, [m, 1]),
    )


def covered(
    p: np.ndarray,
    present: np.ndarray,
    told: np.ndarray,
    coverage: float,
    *,
    name: str,
    part: str,
    groups: np.ndarray,
    rng: np.random.Generator,
) -> Measurement | None:
    """How often a set holds the label, on images with one, each by thresholds that other products set.

    None where some fold has too few for a promise. Raises InputError with fewer products than folds.
    """
    labelled, held = present.any(axis=1), np.zeros(len(p), bool)
    strange = _own(p, present)
    for learn, rest in folds(groups, 5, rng=rng):
        promise = group_promise(p[learn], present[learn], told[learn], coverage)
        if promise is None:
            return None
        held[rest] = strange[rest] <= promise.thresholds[0]
    return share(name, held[labelled], part, groups=groups[labelled], rng=rng)


def _own(p: np.ndarray, present: np.ndarray) -> np.ndarray:
    """The strangeness of each image's own answer, (n,): of its likeliest label, or of "none"."""
    likeliest = np.where(present, p[:, :-1], 0).max(axis=1)
    return 1 - np.where(present.any(axis=1), likeliest, p[:, -1])
