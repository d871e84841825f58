"""Does stated confidence mean what it says?"""

from dataclasses import dataclass, replace
from statistics import NormalDist

import numpy as np

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import check_labels, correct, shares, tally
from fittingroom.measure.intervals import (
    ALIKE,
    ONE_GROUP,
    agreed,
    measured_mean,
    percentiles,
    resampled_sums,
    units,
)
from fittingroom.types import Measurement, Predictions

CLIP = float(np.finfo(np.float32).eps)
"""Least probability that NLL counts with (1.2e-7, at most 15.9 nats a row), as in scikit-learn's log_loss."""


@dataclass(frozen=True, slots=True)
class Bin:
    """Rows of similar confidence: its mean, their accuracy and its interval (0..1: unknown), their number."""

    confidence: float
    accuracy: float
    low: float
    high: float
    n: int


def nll_values(predictions: Predictions, labels: np.ndarray) -> np.ndarray:
    """Negative log likelihood of each row's label in nats, (n,) float64, probabilities clipped at CLIP."""
    p = probabilities(predictions)
    check_labels(predictions, labels)
    return -np.log(np.maximum(p[np.arange(len(p)), labels], CLIP))


def nll(
    predictions: Predictions,
    labels: np.ndarray,
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Mean negative log likelihood in nats: a proper score, ln k for a blind guess among k classes.

    groups: (n,) or None, rows of one sender or product; whole groups are resampled then, here and below.
    """
    values = nll_values(predictions, labels)
    return measured_mean("NLL", values, part=predictions.part, unit="number", groups=groups, rng=rng)


def brier(
    predictions: Predictions,
    labels: np.ndarray,
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Mean squared distance between probabilities and truth, summed over classes: 0 best, 2 worst.

    Brier 1950 (Monthly Weather Review 78, p. 1), in its multi-class form.
    """
    p = probabilities(predictions)
    check_labels(predictions, labels)
    squares = (p**2).sum(axis=1) + 1 - 2 * p[np.arange(len(p)), labels]
    return measured_mean("Brier score", squares, part=predictions.part, unit="number", groups=groups, rng=rng)


def overconfidence(
    predictions: Predictions,
    labels: np.ndarray,
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Mean confidence less accuracy, row by row: above 0 the model claims too much, on average.

    A perfectly calibrated model differs from 0 too, by luck; only the interval tells.
    """
    excess = probabilities(predictions).max(axis=1) - correct(predictions, labels)
    return measured_mean(
        "confidence less accuracy", excess, part=predictions.part, unit="points", groups=groups, rng=rng
    )


def ece(
    predictions: Predictions,
    labels: np.ndarray,
    *,
    bins: int = 15,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Expected calibration error: mean gap between confidence and accuracy over equal-mass bins.

    Of the class with the highest probability; see `calibration_error`.
    """
    p = probabilities(predictions)
    return calibration_error(
        "ECE",
        p.max(axis=1),
        correct(predictions, labels),
        part=predictions.part,
        bins=bins,
        groups=groups,
        rng=rng,
    )


def calibration_error(
    name: str,
    stated: np.ndarray,
    right: np.ndarray,
    *,
    part: str,
    bins: int = 15,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> Measurement:
    """Mean gap between the probability that was stated and what came true, over equal-mass bins.

    stated: (n,), in 0..1; right: (n,) bool. Noise alone makes it positive, and the plain bootstrap adds that
    noise once more: its percentiles miss the truth nearly always if the model is calibrated. Hence a cautious
    low end: the value less the most (97.5 %) that noise can have added, which is the sum of the bins'
    absolute noise. The high end is the bootstrap's. See `ece_floor` for what noise alone gives. Tests
    simulate the coverage. groups: (n,) or None, rows of one sender or product; whole groups are resampled
    then.
    """
    gaps, n = _in_bins(_equal_mass(stated, bins), stated - right), len(stated)
    total, drawn = gaps.sum(axis=0), _drawn(gaps, groups, rng)
    value, low, high = float(_sizes(total, n)), None, None
    if drawn is None:
        method = "no interval: one row" if groups is None else ONE_GROUP
    elif np.ptp(drawn, axis=0).max() < ALIKE:
        count = int(units(groups, n).max()) + 1
        low, high, method = agreed(value, count, "rate", "rows" if groups is None else "groups")
    else:
        low = max(0.0, value - percentiles(_sizes(drawn - total, n))[1])
        high = max(value, percentiles(_sizes(drawn, n))[1])
        method = f"{bins} equal-mass bins, cautious {'' if groups is None else 'cluster '}bootstrap 95 %"
    return Measurement(
        name=name, unit="number", value=value, n=n, method=method, part=part, low=low, high=high
    )


def ece_floor(
    predictions: Predictions,
    labels: np.ndarray,
    *,
    bins: int = 15,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
    draws: int = 200,
) -> Measurement:
    """ECE that a perfectly calibrated model would show on as many rows: noise, not miscalibration.

    Each draw decides every row anew, right with the probability that the model states. In groups, whose rows
    may be right and wrong together, it is what resampling whole groups does to the bins, their own gaps taken
    away. The value is the mean of the draws, low and high their central 95 %.
    """
    confidence, right = probabilities(predictions).max(axis=1), correct(predictions, labels)
    number, n, drawn, how = _equal_mass(confidence, bins), len(confidence), None, f"{draws} draws"
    if groups is not None:
        gap = confidence - right
        gap -= (np.bincount(number, gap) / np.bincount(number))[number]
        drawn = _drawn(_in_bins(number, gap), groups, rng)
    if drawn is None:
        hits = np.array([np.bincount(number, rng.random(n) < confidence) for _ in range(draws)])
        drawn = np.bincount(number, confidence) - hits
    else:
        how = f"{int(units(groups, n).max()) + 1:,} resampled groups"
    values = _sizes(drawn, n)
    low, high = percentiles(values)
    return Measurement(
        name="ECE if perfectly calibrated",
        unit="number",
        value=float(values.mean()),
        n=n,
        method=f"{bins} equal-mass bins, central 95 % of {how}",
        part=predictions.part,
        low=low,
        high=high,
    )


def _in_bins(number: np.ndarray, values: np.ndarray) -> np.ndarray:
    """Each value (n,) in the column of its bin, (n, bins)."""
    columns = np.zeros((len(values), number.max() + 1))
    columns[np.arange(len(values)), number] = values
    return columns


def _sizes(sums: np.ndarray, n: int) -> np.ndarray:
    """Calibration errors of n rows from the sums of the bins' gaps, (..., bins)."""
    return np.abs(sums).sum(axis=-1) / n


def _drawn(columns: np.ndarray, groups: np.ndarray | None, rng: np.random.Generator) -> np.ndarray | None:
    """Resampled sums of columns (n, bins), (draws, bins); None for a single row or group."""
    if not units(groups, len(columns)).max():
        return None
    return resampled_sums(columns, groups=groups, rng=rng)


def reliability(
    predictions: Predictions,
    labels: np.ndarray,
    bins: int = 15,
    *,
    groups: np.ndarray | None = None,
    rng: np.random.Generator,
) -> tuple[Bin, ...]:
    """Stated against real accuracy in equal-mass bins of rising confidence, the bins of `ece`."""
    confidence, right = probabilities(predictions).max(axis=1), correct(predictions, labels)
    number = _equal_mass(confidence, bins)
    k, unit = int(number.max()) + 1, None if groups is None else units(groups, len(labels))
    found = shares(
        [f"right in bin {b}" for b in range(k)],
        tally(number, k, unit, right),
        tally(number, k, unit),
        predictions.part,
        grouped=groups is not None,
        rng=rng,
    )
    stated = np.bincount(number, confidence) / np.bincount(number)
    return tuple(
        Bin(float(mean), m.value, 0.0 if m.low is None else m.low, 1.0 if m.high is None else m.high, m.n)
        for mean, m in zip(stated, found, strict=True)
    )


def mean_confidence(
    predictions: Predictions, *, groups: np.ndarray | None = None, rng: np.random.Generator
) -> Measurement:
    """Mean of the highest probability of each row: the accuracy that the model claims."""
    confidence = probabilities(predictions).max(axis=1)
    if groups is not None or np.ptp(confidence) < ALIKE:
        return measured_mean("mean confidence", confidence, part=predictions.part, groups=groups, rng=rng)
    value, n = float(confidence.mean()), len(confidence)
    reach = NormalDist().inv_cdf(0.975) * float(confidence.std(ddof=1)) / np.sqrt(n)
    return Measurement(
        name="mean confidence",
        value=value,
        n=n,
        method="normal 95 %",
        part=predictions.part,
        low=max(0.0, value - reach),
        high=min(1.0, value + reach),
    )


def fit_temperature(predictions: Predictions, labels: np.ndarray) -> float:
    """Find the temperature that makes `predictions` of the cal part fit its labels best (least NLL).

    Above 1 the model was too sure of itself. Between 0.05 and 20. Guo et al. 2017 (ICML), section 4.2.
    """
    from scipy.optimize import minimize_scalar

    check_labels(predictions, labels)
    logs = np.log(np.maximum(probabilities(predictions), CLIP))
    given = logs[np.arange(len(logs)), labels]

    def loss(log_temperature: float) -> float:
        scaled = logs / np.exp(log_temperature)
        top = scaled.max(axis=1)
        total = np.log(np.exp(scaled - top[:, None]).sum(axis=1)) + top
        return float((total - given / np.exp(log_temperature)).mean())

    best = minimize_scalar(loss, bounds=(np.log(0.05), np.log(20)), method="bounded")
    return float(np.exp(best.x))


def apply_temperature(predictions: Predictions, temperature: float) -> Predictions:
    """Soften (above 1) or sharpen (below 1) all probabilities; the order of classes stays as it is."""
    return replace(
        predictions,
        scores=tempered(probabilities(predictions), temperature).astype(np.float32),
        settings={**predictions.settings, "temperature": temperature},
    )


def tempered(p: np.ndarray, temperature: float) -> np.ndarray:
    """Probabilities (n, k) as they would be with all logits divided by `temperature`, (n, k) float64."""
    if not 0 < temperature < np.inf:
        raise InputError(f"a temperature must be a positive number, got {temperature}")
    logs = np.log(np.maximum(p.astype(np.float64), CLIP)) / temperature
    scores = np.exp(logs - logs.max(axis=1, keepdims=True))
    return scores / scores.sum(axis=1, keepdims=True)


def probabilities(predictions: Predictions) -> np.ndarray:
    """The scores as float64 rows that sum to exactly 1; refused where they are not probabilities."""
    if predictions.kind != "probabilities":
        raise InputError(
            f"{predictions.model}: calibration needs probabilities, these predictions are "
            f"{predictions.kind}: give rows that sum to 1"
        )
    p = predictions.scores.astype(np.float64)
    return p / p.sum(axis=1, keepdims=True)


def _equal_mass(confidence: np.ndarray, bins: int) -> np.ndarray:
    """Bin number of each row; bins hold n / bins rows each, but equal confidences never part.

    Otherwise the value would depend on the order of rows. Bins that ties leave empty are dropped.
    """
    if bins < 1:
        raise InputError(f"calibration needs at least one bin, got {bins}")
    ordered = np.sort(confidence)
    edges = ordered[np.arange(1, bins) * len(ordered) // bins]
    return np.unique(np.searchsorted(edges, confidence, side="right"), return_inverse=True)[1]
