"""The paper's answer: of every image the eight labels with the highest scores, whatever these are."""

import numpy as np

from fittingroom.errors import InputError

K = 8
"""Labels that are forced out of every image (Guo et al. 2019, section 4.1)."""


def top_k(scores: np.ndarray, k: int = K) -> np.ndarray:
    """Choose the k highest of each row, (n, L) bool; of equal scores the one that stands first.

    scores: (n, L), no NaN. Ties are decided by the column, not by a sort's whim: with scores rounded to two
    digits the whim moves the third digit of F1. Raises InputError for k outside 1..L.
    """
    if scores.ndim != 2 or not 1 <= k <= scores.shape[1]:
        raise InputError(
            f"the top {k} of each row needs scores of shape (n, at least {k}), found {scores.shape}"
        )
    if np.isnan(scores).any():
        raise InputError("scores with NaN have no order: give finite scores")
    least = np.partition(scores, scores.shape[1] - k, axis=1)[:, -k, None]
    chosen = scores >= least
    crowded = np.flatnonzero(chosen.sum(axis=1) > k)
    if len(crowded):
        some, bound = scores[crowded], least[crowded]
        above, equal = some > bound, some == bound
        room = k - above.sum(axis=1, keepdims=True)
        chosen[crowded] = above | (equal & (np.cumsum(equal, axis=1) <= room))
    return chosen
