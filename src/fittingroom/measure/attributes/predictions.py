"""What one model said about the attributes of one part: a logit for every image and label."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.truth import AttributeTruth


@dataclass(frozen=True, kw_only=True)
class AttributePredictions:
    """Logits (n, L) float32, finite: of each label by itself, with the probability 1 / (1 + exp(-logit)).

    Logits rather than probabilities, because these pile up at 1 where the model is sure, and piles are ties.
    A head with a softmax hands over log p - log(1 - p). ids: (n,) text; `part` is where the images stand.
    """

    ids: np.ndarray
    logits: np.ndarray
    model: str
    part: str
    data: str = ""
    settings: Mapping[str, Any] = field(default_factory=dict)
    seed: int | None = None

    def __post_init__(self):
        z = self.logits
        if z.ndim != 2 or z.dtype != np.float32 or len(z) != len(self.ids) or not len(z):
            raise InputError(
                f"{self.model}: logits must be float32 of shape (n, labels) with n = {len(self.ids)} ids, "
                f"at least one, found {z.dtype} of shape {z.shape}"
            )
        if bad := int((~np.isfinite(z)).any(axis=1).sum()):
            raise InputError(f"{self.model}: {bad} of {len(z)} rows of logits hold NaN or infinity")

    @cached_property
    def probabilities(self) -> np.ndarray:
        """The probability of each label by itself, (n, L) float32; rows need not sum to anything."""
        return sigmoid(self.logits)

    def of_rows(self, rows: np.ndarray) -> "AttributePredictions":
        """What was said about some of the images, by row numbers or (n,) bool."""
        return replace(self, ids=self.ids[rows], logits=self.logits[rows])


def sigmoid(logits: np.ndarray) -> np.ndarray:
    """1 / (1 + exp(-logit)), without overflow, in the type of `logits`."""
    from scipy.special import expit

    return expit(logits)


def check_pair(predictions: AttributePredictions, truth: AttributeTruth) -> None:
    """Refuse a truth that is not of these images and labels. Raises InputError."""
    if predictions.logits.shape != truth.present.shape:
        raise InputError(
            f"{predictions.model}: logits of shape {predictions.logits.shape} need a truth of the same "
            f"images and labels, found one of shape {truth.present.shape}"
        )
