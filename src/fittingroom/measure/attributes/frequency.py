"""What needs no image: always naming the labels that are most frequent in train."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.top_k import K, top_k


def most_frequent(train_counts: np.ndarray, n: int, k: int = K) -> np.ndarray:
    """The k labels with the most images in train, for each of n images alike, (n, L) bool.

    train_counts: (L,) images of each label in train; of equals the label that stands first.
    """
    train_counts = np.asarray(train_counts, float)
    if train_counts.ndim != 1 or not (train_counts >= 0).all():
        raise InputError(
            f"label frequencies are one count of at least 0 per label, found shape {train_counts.shape}"
        )
    return np.broadcast_to(top_k(train_counts[None], k), (n, len(train_counts)))
