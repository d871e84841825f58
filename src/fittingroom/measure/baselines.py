"""What needs no model: the numbers that every score is printed beside."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import rate, share
from fittingroom.types import Card, Measurement


def majority(
    train_labels: np.ndarray,
    labels: np.ndarray,
    part: str,
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator | None = None,
) -> Measurement:
    """Accuracy of always answering the most frequent class of train, on the labels (n,) of `part`.

    The class is chosen on train, like everything else, so this can lie below the largest class's share
    of the part. Of equally frequent classes the first is taken. groups: (n,) or None, rows of one sender or
    product; `rng` resamples whole groups then.
    """
    if not len(train_labels) or not len(labels):
        raise InputError(
            f"the majority baseline needs labels in train and in {part}, "
            f"found {len(train_labels)} and {len(labels)}"
        )
    answer = int(np.bincount(train_labels).argmax())
    hits = labels == answer
    if groups is None or rng is None:
        return rate("majority baseline", int(hits.sum()), len(hits), part)
    return share("majority baseline", hits, part, groups=groups, rng=rng)


def chance(card: Card, n: int, part: str) -> Measurement:
    """Accuracy that a blind guess reaches: what the card says, else one in the number of classes. Exact."""
    value = card.chance.get("accuracy", 1 / len(card.classes))
    return Measurement(name="chance", value=value, n=n, method="exact", part=part)
