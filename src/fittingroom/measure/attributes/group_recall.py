"""The paper's "average recall (top-1)" of a group of labels, in the three readings that its words allow.

It is defined nowhere. As printed, the second reading is impossible for gender (97.3 % is above the ceiling of
hits per label, 92.3 %) and the third implausible; the first is the default, and each goes by its own name.
"""

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.attributes.influence import influenced
from fittingroom.measure.attributes.recall import mean_recall
from fittingroom.measure.attributes.truth import AttributeTruth, group_columns
from fittingroom.types import Measurement


def first_answers(scores: np.ndarray, truth: AttributeTruth, group: str) -> np.ndarray:
    """The label of the group with the highest score for each image, (n, L) bool; the first of equals."""
    columns = group_columns(truth.label_map, group)
    chosen = np.zeros(scores.shape, bool)
    chosen[np.arange(len(scores)), columns[scores[:, columns].argmax(axis=1)]] = True
    return chosen


def group_recall(
    scores: np.ndarray,
    truth: AttributeTruth,
    group: str,
    *,
    part: str,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> tuple[Measurement, ...]:
    """Three readings of one group, over the images that have a label in it; none if no image has.

    "hit rate": the share of images whose first answer is one of their labels. "hits per label": hits by the
    number of labels, at most 1 by the labels an image has: half where each has two. "mean class recall": the
    share of a label's images that it is the first answer of, each label counting alike. A first answer that
    is unknown of an image says nothing, and the image is left out. groups: (n,) or None, as everywhere.
    """
    columns = group_columns(truth.label_map, group)
    chosen = first_answers(scores, truth, group)
    labels = truth.present[:, columns].sum(axis=1)
    rows = np.flatnonzero((labels > 0) & (chosen & truth.known).any(axis=1))
    if not len(rows):
        return ()
    chosen, truth, labels = chosen[rows], truth.of_rows(rows), labels[rows]
    groups = None if groups is None else groups[rows]
    hits = np.asarray((chosen & truth.present).any(axis=1))
    per_label, mean = float(hits.sum() / labels.sum()), float(labels.mean())
    moved = (hits - per_label * labels) / (mean * len(rows))
    among = np.isin(np.arange(truth.present.shape[1]), columns)
    by_class = mean_recall(
        f"mean class recall of {group}", chosen, truth, part=part, among=among, groups=groups
    )
    return (
        share(f"hit rate of {group}", hits, part, groups=groups, rng=rng),
        influenced(f"hits per label of {group}", per_label, moved, part=part, groups=groups),
        *([by_class] if by_class else []),
    )
