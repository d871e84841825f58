"""Groups of copies, each around its best picture: what is merged was compared, link by link never."""

import numpy as np


def best_first(boxes: np.ndarray, digests: np.ndarray, sizes: np.ndarray | None = None) -> np.ndarray:
    """Order pictures so that the one to keep comes first: rows (n,) int64.

    The largest without its border, of equals the one of most bytes (the least compressed), then by what they
    show, so that only equal pictures go by their rows. boxes, digests: (n, 4) and (n,) as in RECORD; sizes:
    (n,) bytes of each file, where known.
    """
    top, bottom, left, right = boxes.astype(np.int64).T
    pixels = (bottom - top) * (right - left)
    sizes = np.zeros(len(boxes), np.int64) if sizes is None else np.asarray(sizes, np.int64)
    return np.lexsort((np.arange(len(boxes)), digests, -sizes, -pixels))


def stars(i: np.ndarray, j: np.ndarray, order: np.ndarray) -> np.ndarray:
    """Put each picture to the first in `order` that it was verified against: its leader (n,) int64 row.

    i, j: (m,) verified pairs; order: all rows, the best first (`best_first`). A leader is its own leader, and
    every member has a pair with its leader, so a chain of likenesses never merges its two ends.
    """
    n = len(order)
    leader = np.full(n, -1)
    ends, others = np.concatenate([i, j]), np.concatenate([j, i])
    by_end = np.argsort(ends, kind="stable")
    others, start = others[by_end], np.searchsorted(ends[by_end], np.arange(n + 1))
    for row in order:
        if leader[row] < 0:
            leader[row] = row
            near = others[start[row] : start[row + 1]]
            leader[near[leader[near] < 0]] = row
    return leader
