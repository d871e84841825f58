"""Calibration: equal to scikit-learn and naive loops; silent on calibrated models, loud on others."""

from itertools import pairwise

import numpy as np
import pytest
from scipy.optimize import minimize_scalar
from scipy.stats import norm
from sklearn.metrics import log_loss

from fittingroom.errors import InputError
from fittingroom.measure.calibration import (
    CLIP,
    apply_temperature,
    brier,
    ece,
    ece_floor,
    fit_temperature,
    mean_confidence,
    nll,
    nll_values,
    overconfidence,
    reliability,
)
from fittingroom.measure.intervals import ONE_GROUP, percentiles, wilson
from tests.measure.conftest import softmax


def test_nll_equals_scikit_learn(calibrated, rng):
    predictions, labels = calibrated(800)
    measured = nll(predictions, labels, rng=rng)
    assert measured.value == pytest.approx(log_loss(labels, predictions.scores, labels=range(10)), rel=1e-5)
    assert measured.value == pytest.approx(nll_values(predictions, labels).mean())
    assert measured.low < measured.value < measured.high


def test_nll_of_a_sure_mistake_is_finite(predictions):
    assert nll_values(predictions(np.eye(3)), np.array([0, 1, 1])).tolist() == [0, 0, -np.log(CLIP)]


def test_a_blind_guess_has_nll_ln_k(predictions, rng):
    assert nll(predictions(np.full((50, 8), 1 / 8)), np.arange(50) % 8, rng=rng).value == pytest.approx(
        np.log(8)
    )


def test_brier_equals_a_double_loop(calibrated, rng):
    predictions, labels = calibrated(200, k=4)
    loop = [
        sum((float(p) - (label == c)) ** 2 for c, p in enumerate(row))
        for row, label in zip(predictions.scores, labels, strict=True)
    ]
    assert brier(predictions, labels, rng=rng).value == pytest.approx(np.mean(loop), rel=1e-5)


def test_brier_of_the_best_and_the_worst(predictions, rng):
    truth = np.arange(4)
    assert brier(predictions(np.eye(4)), truth, rng=rng).value == 0
    assert brier(predictions(np.eye(4)), (truth + 1) % 4, rng=rng).value == 2


def naive_ece(confidence, right, bins):
    """Equal-mass bins by cutting the sorted rows; for distinct confidences."""
    order = np.argsort(confidence)
    cuts = [index * len(order) // bins for index in range(bins + 1)]
    total = 0.0
    for start, stop in pairwise(cuts):
        rows = order[start:stop]
        if len(rows):
            total += len(rows) * abs(confidence[rows].mean() - right[rows].mean())
    return total / len(order)


@pytest.mark.parametrize(("n", "bins"), [(1000, 15), (997, 10), (50, 15), (7, 15), (300, 1)])
def test_ece_equals_a_loop(calibrated, rng, n, bins):
    predictions, labels = calibrated(n, temperature=0.7)
    p = predictions.scores.astype(float)
    p /= p.sum(axis=1, keepdims=True)
    expected = naive_ece(p.max(axis=1), predictions.answers == labels, bins)
    assert ece(predictions, labels, bins=bins, rng=rng).value == pytest.approx(expected, abs=1e-9)


def test_reliability_holds_every_row_once_and_adds_up_to_ece(calibrated, rng):
    predictions, labels = calibrated(1000, temperature=0.6)
    bins = reliability(predictions, labels, rng=rng)
    assert sum(b.n for b in bins) == 1000
    assert {b.n for b in bins} <= {66, 67}
    assert [b.confidence for b in bins] == sorted(b.confidence for b in bins)
    total = sum(b.n * abs(b.confidence - b.accuracy) for b in bins) / 1000
    assert ece(predictions, labels, rng=rng).value == pytest.approx(total)
    assert all((b.low, b.high) == pytest.approx(wilson(round(b.accuracy * b.n), b.n)) for b in bins)


def test_order_of_rows_does_not_matter_even_with_equal_confidences(predictions, rng):
    scores = rng.choice([0.6, 0.7, 0.99], 300)
    scores = np.column_stack([scores, 1 - scores])
    labels = (rng.random(300) > 0.7).astype(int)
    order = rng.permutation(300)
    plain = ece(predictions(scores), labels, rng=rng)
    assert ece(predictions(scores[order]), labels[order], rng=rng).value == pytest.approx(plain.value)
    assert len(reliability(predictions(scores), labels, rng=rng)) == 3


def test_a_calibrated_model_lies_within_the_floor_and_an_overconfident_one_above(calibrated, rng):
    inside = []
    for _ in range(60):
        predictions, labels = calibrated(500)
        floor = ece_floor(predictions, labels, rng=rng)
        assert floor.low < floor.value < floor.high
        inside.append(floor.low <= ece(predictions, labels, rng=rng).value <= floor.high)
    assert np.mean(inside) > 0.85
    sure, labels = calibrated(500, temperature=0.5)
    assert ece(sure, labels, rng=rng).value > ece_floor(sure, labels, rng=rng).high


@pytest.mark.parametrize("temperature", [1.0, 0.9, 0.6])
def test_the_interval_of_ece_covers_the_truth(rng, predictions, temperature):
    """The truth: the gap between stated and true confidence in the same bins, without any noise.

    The plain percentile bootstrap misses it nearly always for a calibrated model.
    """
    held, by_percentiles = [], []
    for _ in range(80):
        logits = rng.normal(0, 2.5, (600, 5))
        true, stated = softmax(logits), softmax(logits / temperature)
        labels = (true.cumsum(axis=1) > rng.random((600, 1))).argmax(axis=1)
        made = predictions(stated)
        truth = _true_gap(stated.max(axis=1), true[np.arange(600), made.answers])
        measured = ece(made, labels, rng=rng)
        held.append(measured.low - 1e-6 <= truth <= measured.high)
        right = made.answers == labels
        low, high = percentiles(_resampled_ece(stated.max(axis=1), right, rng))
        by_percentiles.append(low <= truth <= high)
        assert measured.low <= measured.value <= measured.high
    assert np.mean(held) > 0.9
    if temperature == 1:
        assert np.mean(by_percentiles) < 0.3


def _true_gap(confidence, chance_of_right):
    order = np.argsort(confidence)
    gaps = np.array_split((confidence - chance_of_right)[order], 15)
    return sum(abs(gap.sum()) for gap in gaps) / len(order)


def _resampled_ece(confidence, right, rng):
    draws = (rng.integers(0, len(right), len(right)) for _ in range(100))
    return np.array([naive_ece(confidence[rows], right[rows], 15) for rows in draws])


def test_mean_confidence_covers(calibrated, rng):
    predictions, _ = calibrated(20_000)
    truth = predictions.scores.max(axis=1).astype(float).mean()
    held = []
    for start in range(0, 20_000, 100):
        rows = predictions.scores[start : start + 100]
        part = type(predictions)(
            ids=predictions.ids[:100], scores=rows, kind="probabilities", model="made", part="val"
        )
        measured = mean_confidence(part, rng=rng)
        assert measured.value == pytest.approx(rows.max(axis=1).mean(), rel=1e-5)
        held.append(measured.low <= truth <= measured.high)
    assert 0.9 < np.mean(held) < 0.985


@pytest.mark.parametrize("temperature", [0.5, 0.8, 1.0, 1.7])
def test_the_planted_temperature_is_found_and_undone(calibrated, rng, temperature):
    predictions, labels = calibrated(4000, temperature=temperature)
    found = fit_temperature(predictions, labels)
    assert found == pytest.approx(1 / temperature, rel=0.08)
    softened = apply_temperature(predictions, found)
    assert fit_temperature(softened, labels) == pytest.approx(1, abs=0.01)
    assert nll(softened, labels, rng=rng).value <= nll(predictions, labels, rng=rng).value + 1e-6
    assert np.array_equal(softened.answers, predictions.answers)
    assert softened.settings["temperature"] == found


def test_temperature_equals_a_search_over_scikit_learns_loss(calibrated):
    predictions, labels = calibrated(500, k=4, temperature=0.6)
    logs = np.log(predictions.scores.astype(float))
    best = minimize_scalar(
        lambda t: log_loss(labels, softmax(logs / t), labels=range(4)), bounds=(0.3, 5), method="bounded"
    )
    assert fit_temperature(predictions, labels) == pytest.approx(best.x, rel=1e-3)


def test_temperature_one_changes_nothing(calibrated):
    predictions, _ = calibrated(50)
    np.testing.assert_allclose(apply_temperature(predictions, 1.0).scores, predictions.scores, atol=2e-6)


@pytest.mark.parametrize("kind", ["scores", "labels"])
def test_what_is_no_probability_has_no_calibration(predictions, rng, kind):
    made = predictions(np.eye(3), kind=kind)
    for measure in (
        lambda: nll(made, np.arange(3), rng=rng),
        lambda: brier(made, np.arange(3), rng=rng),
        lambda: ece(made, np.arange(3), rng=rng),
        lambda: mean_confidence(made, rng=rng),
    ):
        with pytest.raises(InputError, match=f"needs probabilities, these predictions are {kind}"):
            measure()


def test_no_bins_and_no_temperature_are_refused(calibrated, rng):
    predictions, labels = calibrated(10)
    with pytest.raises(InputError, match="at least one bin, got 0"):
        ece(predictions, labels, bins=0, rng=rng)
    with pytest.raises(InputError, match="must be a positive number, got 0"):
        apply_temperature(predictions, 0)


def test_one_row_can_be_measured(predictions, rng):
    one, label = predictions([[0.8, 0.2]]), np.array([0])
    assert nll(one, label, rng=rng).low is None
    assert mean_confidence(one, rng=rng).low is None
    assert ece(one, label, rng=rng).value == pytest.approx(0.2)
    assert ece(one, label, rng=rng).low is None


@pytest.fixture
def of_senders(rng, predictions):
    """30 photos each of 30 senders, right and wrong together: predictions, labels, groups."""
    groups = np.repeat(np.arange(30), 30)
    confidence = rng.uniform(0.6, 0.95, 900)
    luck = norm.cdf(0.8 * rng.normal(size=30)[groups] + 0.6 * rng.normal(size=900))
    return predictions(np.column_stack([confidence, 1 - confidence])), (luck > confidence).astype(int), groups


def test_whole_groups_are_resampled_for_every_number(of_senders, rng):
    predictions, labels, groups = of_senders
    for measure in (nll, brier, overconfidence):
        plain = measure(predictions, labels, rng=rng)
        grouped = measure(predictions, labels, groups=groups, rng=rng)
        assert (grouped.value, grouped.method) == (plain.value, "cluster bootstrap 95 %, 30 groups")
        assert grouped.high - grouped.low > 1.5 * (plain.high - plain.low)
    senders = np.argsort(np.argsort(predictions.confidence)) // 30  # each of one confidence
    stated = mean_confidence(predictions, groups=senders, rng=rng)
    assert stated.method == "cluster bootstrap 95 %, 30 groups"
    plain = mean_confidence(predictions, rng=rng)
    assert stated.high - stated.low > 3 * (plain.high - plain.low)


def test_the_bins_of_the_diagram_resample_groups(of_senders, rng):
    predictions, labels, groups = of_senders
    plain = reliability(predictions, labels, bins=5, rng=rng)
    grouped = reliability(predictions, labels, bins=5, groups=groups, rng=rng)
    assert [(b.accuracy, b.n) for b in grouped] == [(b.accuracy, b.n) for b in plain]
    assert all(a.high - a.low > 1.2 * (b.high - b.low) for a, b in zip(grouped, plain, strict=True))
    alone = reliability(predictions, labels, bins=5, groups=np.zeros(900), rng=rng)
    assert {(b.low, b.high) for b in alone} == {(0.0, 1.0)}


def test_photos_of_senders_have_a_noise_floor_of_their_own(predictions, rng):
    """A calibrated model that errs sender by sender: the noise of independent rows is too little."""
    above = {"groups": [], "rows": []}
    groups = np.repeat(np.arange(40), 25)
    for _ in range(50):
        confidence = rng.uniform(0.6, 0.95, 1000)
        luck = norm.cdf(0.8 * rng.normal(size=40)[groups] + 0.6 * rng.normal(size=1000))
        said = predictions(np.column_stack([confidence, 1 - confidence]))
        labels = (luck > confidence).astype(int)
        error = ece(said, labels, rng=rng).value
        above["groups"].append(error > ece_floor(said, labels, groups=groups, rng=rng).high)
        above["rows"].append(error > ece_floor(said, labels, rng=rng, draws=60).high)
    assert np.mean(above["groups"]) < 0.12
    assert np.mean(above["rows"]) > 0.25


def test_in_groups_of_single_rows_the_noise_floor_is_that_of_rows(calibrated, rng):
    predictions, labels = calibrated(1500)
    rows = ece_floor(predictions, labels, rng=rng)
    alone = ece_floor(predictions, labels, groups=np.arange(1500), rng=rng)
    assert (alone.value, alone.high) == pytest.approx((rows.value, rows.high), rel=0.15)
    assert alone.method == "15 equal-mass bins, central 95 % of 1,500 resampled groups"


def test_rows_of_one_group_have_a_calibration_error_without_an_interval(calibrated, rng):
    predictions, labels = calibrated(80)
    alone = ece(predictions, labels, groups=np.zeros(80), rng=rng)
    assert alone.value == pytest.approx(ece(predictions, labels, rng=rng).value)
    assert (alone.low, alone.high, alone.method) == (None, None, ONE_GROUP)


def test_a_sure_model_that_errs_nowhere_may_yet_err(predictions, rng):
    sure, right = predictions(np.eye(2)[np.zeros(40, int)]), np.zeros(40, int)
    measured = ece(sure, right, rng=rng)
    assert (measured.value, measured.low, measured.high) == (0, 0, pytest.approx(wilson(0, 40)[1]))
    stated = mean_confidence(sure, rng=rng)
    assert (stated.low, stated.high) == pytest.approx(wilson(40, 40))
