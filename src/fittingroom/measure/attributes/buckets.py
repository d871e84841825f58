"""Frequent and rare labels apart: a mean over all of them says little of either."""

import numpy as np

from fittingroom.errors import InputError

BOUNDS = (500, 10_000)
"""Images in train below which a label is tail and above which it is head (Guo et al. 2019, section 3.1)."""


def buckets(train_counts: np.ndarray, bounds: tuple[int, int] = BOUNDS) -> dict[str, np.ndarray]:
    """Which labels are head, middle and tail, each (L,) bool, by their images in train (L,).

    Tail has fewer than bounds[0] images, head more than bounds[1]. The paper's bounds are those of a million
    images; for a smaller set give your own, or all of it is tail.
    """
    train_counts = np.asarray(train_counts)
    if not 0 <= bounds[0] <= bounds[1]:
        raise InputError(f"head, middle and tail need bounds 0 <= a <= b, got {bounds}")
    head, tail = train_counts > bounds[1], train_counts < bounds[0]
    return {"head": head, "middle": ~head & ~tail, "tail": tail}
