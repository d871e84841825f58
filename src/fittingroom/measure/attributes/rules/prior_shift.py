"""The label frequencies of another part: estimated without its labels, or read off them."""

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.attributes.predictions import sigmoid
from fittingroom.measure.attributes.rules.rule import Change, Transform
from fittingroom.measure.attributes.truth import AttributeTruth

ROUNDS = 200
SETTLED = 1e-3
"""The largest share by which an estimated frequency may still move."""

STIFFNESS = 4.0
"""How hard it is to move a label: worth four images, so that one on two images hardly moves."""


def estimated_priors(logits: np.ndarray, train_rates: np.ndarray) -> np.ndarray:
    """The frequency of each label among new images, (L,), from their logits and the frequencies in train.

    Saerens, Latinne & Decaestecker 2002 (Neural Computation 14, p. 21), label by label: the mean of the
    probabilities is the new frequency, with which they are stated anew, until that settles (EM). It holds
    where images of a label look alike in both parts and only their share differs. It cannot see that a
    part was *tagged* more richly: there the images are the same and the labels are more.
    """
    rates = np.clip(np.asarray(train_rates, float), 1e-7, 1 - 1e-7)
    if rates.shape != logits.shape[1:]:
        raise InputError(
            f"prior shift needs the train frequency of {logits.shape[1]} labels, found shape {rates.shape}"
        )
    before = np.log(rates / (1 - rates))
    now, moving = rates.copy(), np.arange(len(rates))
    for _ in range(ROUNDS):
        shift = (np.log(now / (1 - now)) - before)[moving]
        new = np.clip(sigmoid(logits[:, moving] + shift.astype(np.float32)).mean(axis=0), 1e-7, 1 - 1e-7)
        settled = np.abs(new - now[moving]) <= SETTLED * now[moving]
        now[moving] = new
        moving = moving[~settled]
        if not len(moving):
            break
    return now


def prior_shift(train_rates: np.ndarray) -> Transform:
    """Move the logits from the frequencies in train, (L,), to the estimated ones; no truth is looked at."""

    def fit(logits: np.ndarray, _truth: AttributeTruth) -> Change:
        rates = np.clip(np.asarray(train_rates, float), 1e-7, 1 - 1e-7)
        now = estimated_priors(logits, rates)
        shift = (np.log(now / (1 - now)) - np.log(rates / (1 - rates))).astype(np.float32)
        return lambda new: new + shift

    return Transform("prior shift", fit)


def _fit_rates(logits: np.ndarray, truth: AttributeTruth) -> Change:
    """The shift d of each label with the highest likelihood, less STIFFNESS d^2 / 2; Newton's method."""
    shift = np.zeros(logits.shape[1])
    for _ in range(50):
        q = sigmoid(logits + shift.astype(np.float32)) * truth.known
        slope = (q * (1 - q)).sum(axis=0, dtype=float) + STIFFNESS
        step = (truth.images_each - q.sum(axis=0, dtype=float) - STIFFNESS * shift) / slope
        shift += np.clip(step, -1, 1)
        if np.abs(step).max() < 1e-3:
            break
    moved = shift.astype(np.float32)
    return lambda new: new + moved


MATCHED_RATES = Transform("frequencies matched", _fit_rates)
"""Each label's logits moved so that as many are stated as are present: what richer tagging needs."""
