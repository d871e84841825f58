"""Labels that a model doubts: given ones that it denies, and absent ones that it is sure of.

Confident learning (Northcutt et al. 2021, JAIR 70) label by label: a cell is suspect where the model is as
sure of the opposite as it is, on average, where the opposite is the given label, and holds it for likelier.
"""

from dataclasses import dataclass

import numpy as np

from fittingroom.measure.accuracy import share
from fittingroom.measure.attributes.predictions import AttributePredictions, check_pair
from fittingroom.measure.attributes.truth import AttributeTruth
from fittingroom.types import Measurement

EVEN = 0.5
"""A weak model is used to low probabilities: what it holds for unlikely is no doubt of an absent label."""

LEAST = 5
"""Images with and without a label from which the model's usual sureness of it is taken."""


@dataclass(frozen=True, slots=True)
class Suspects:
    """Suspect cells, most suspect first. row, column: (m,) int64; given: (m,) bool, whether the label is
    given (else it is absent); probability: (m,) float, the model's, of the label."""

    row: np.ndarray
    column: np.ndarray
    given: np.ndarray
    probability: np.ndarray

    def __len__(self) -> int:
        return len(self.row)


def attribute_suspects(predictions: AttributePredictions, truth: AttributeTruth) -> Suspects:
    """Suspect cells among the known ones, ranked by the model's probability of the opposite.

    Labels on fewer than LEAST images, or absent of fewer, are left out: nothing is usual there. So are labels
    that the model is no surer of where they are given than where they are not. Raises InputError for shapes
    that do not fit.
    """
    check_pair(predictions, truth)
    p = predictions.probabilities.astype(float)
    present, absent = truth.present, truth.known & ~truth.present
    enough = (present.sum(axis=0) >= LEAST) & (absent.sum(axis=0) >= LEAST)
    where_given = (p * present).sum(axis=0) / np.maximum(present.sum(axis=0), 1)
    where_not = (p * absent).sum(axis=0) / np.maximum(absent.sum(axis=0), 1)
    asked = enough & (where_given > where_not)
    suspect = asked & (
        (absent & (p >= np.maximum(where_given, EVEN))) | (present & (p <= np.minimum(where_not, EVEN)))
    )
    row, column = np.nonzero(suspect)
    given, probability = present[row, column], p[row, column]
    order = np.argsort(np.where(given, probability, 1 - probability), kind="stable")
    return Suspects(row[order], column[order], given[order], probability[order])


def suspects_precision(
    suspects: Suspects,
    scenes: np.ndarray,
    *,
    part: str,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """The share of suspects whose given label is wrong, where the truth is known: scenes (n, L) bool."""
    wrong = scenes[suspects.row, suspects.column] != suspects.given
    own = suspects.row if groups is None else groups[suspects.row]
    return share("precision of label suspects", wrong, part, groups=own, rng=rng)
