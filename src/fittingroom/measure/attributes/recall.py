"""How often each attribute is found: the paper's Figure 4, and its means over frequent and rare ones."""

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.attributes.influence import influenced
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.types import Measurement


def per_attribute_recall(
    chosen: np.ndarray,
    truth: AttributeTruth,
    *,
    part: str,
    suffix: str = "@8",
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> tuple[Measurement, ...]:
    """Of the images that have a label, the share for which it was chosen; of each label that is on any.

    chosen: (n, L) bool, for the paper the top 8 of all labels. A label on no image has no recall, not one
    of 0: it is left out, and the last number says how many are. Wilson's interval, or whole groups
    resampled.
    """
    measured = []
    for column, label in enumerate(truth.label_map.labels):
        rows = truth.present[:, column]
        if rows.any():
            of = None if groups is None else groups[rows]
            name = f"recall{suffix} of {label.name}"
            measured.append(share(name, chosen[rows, column], part, groups=of, rng=rng))
    return (*measured, labels_without_image(truth, part))


def mean_recall(
    name: str,
    chosen: np.ndarray,
    truth: AttributeTruth,
    *,
    part: str,
    among: np.ndarray | None = None,
    groups: np.ndarray | None = None,
) -> Measurement | None:
    """Mean recall over labels, each counting alike: of those `among` (L,) bool, the ones that any image has.

    None if no image has any of them. n counts their labels on images. Around a recall of h of m the images
    vary as if it were (h + 1) / (m + 2), or a label on a single image would seem to be known exactly.
    """
    found = recall_influence(chosen, truth, among)
    if found is None:
        return None
    value, influence = found
    n = int(truth.images_each[np.ones(truth.present.shape[1], bool) if among is None else among].sum())
    return influenced(name, value, influence, n=n, part=part, groups=groups)


def recall_influence(
    chosen: np.ndarray, truth: AttributeTruth, among: np.ndarray | None = None
) -> tuple[float, np.ndarray] | None:
    """Mean recall over the labels `among` (L,) bool that any image has, and what each image does to it (n,).

    None if no image has any of them.
    """
    columns = np.flatnonzero(truth.images_each * (1 if among is None else among))
    if not len(columns):
        return None
    present, of = truth.present[:, columns], truth.images_each[columns]
    hits = chosen[:, columns] & present
    found = hits.sum(axis=0)
    influence = (hits - present * ((found + 1) / (of + 2))) @ (1 / of) / len(columns)
    return float((found / of).mean()), influence


def labels_without_image(truth: AttributeTruth, part: str) -> Measurement:
    """How many labels are on no image of this part, so that nothing can be said of them. Exact."""
    none, name = int((truth.images_each == 0).sum()), "labels on no image"
    return Measurement(name=name, value=float(none), n=len(truth), method="exact", part=part, unit="number")
