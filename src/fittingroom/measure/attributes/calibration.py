"""Does the stated probability of an attribute mean what it says? Asked group by group: one hides another."""

import numpy as np

from fittingroom.measure.attributes.group_recall import first_answers
from fittingroom.measure.attributes.influence import influenced
from fittingroom.measure.attributes.predictions import AttributePredictions, check_pair
from fittingroom.measure.attributes.truth import AttributeTruth, group_columns
from fittingroom.measure.calibration import calibration_error
from fittingroom.measure.intervals import units
from fittingroom.types import Measurement


def group_calibration(
    predictions: AttributePredictions,
    truth: AttributeTruth,
    group: str,
    *,
    part: str,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> tuple[Measurement, ...]:
    """Calibration of one group of labels, over known cells alone; none where fewer than two images have any.

    "ECE of GROUP, first answer": of each image, the highest probability within the group against whether that
    label is present; images with no label of the group count, as wrong. All cells together would not do: of
    105 categories 104 are absent, and their near-zeros make any model look calibrated. "labels stated per
    label of GROUP": the sum of all stated probabilities by the number of labels present; 1 is right, 2 says
    twice as many labels as there are, as after a weighted loss.
    """
    check_pair(predictions, truth)
    p, columns = predictions.probabilities, group_columns(truth.label_map, group)
    chosen = first_answers(predictions.logits, truth, group)
    rows = np.flatnonzero((chosen & truth.known).any(axis=1))
    some = None if groups is None else groups[rows]
    if not len(rows) or units(some, len(rows)).max() < 1:
        return ()
    right = np.any(chosen[rows] & truth.present[rows], axis=1)
    first = calibration_error(
        f"ECE of {group}, first answer",
        p[rows][:, columns].max(axis=1).astype(float),
        np.asarray(right),
        part=part,
        groups=some,
        rng=rng,
    )
    present = truth.present[:, columns].sum(axis=1)
    if not present.any():
        return (first,)
    stated = (p[:, columns] * truth.known[:, columns]).sum(axis=1, dtype=float)
    ratio = float(stated.sum() / present.sum())
    moved = (stated - ratio * present) / present.sum()
    name = f"labels stated per label of {group}"
    return first, influenced(name, ratio, moved, part=part, unit="number", groups=groups)
