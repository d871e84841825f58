"""Label suspects: equal to cleanlab's, and planted wrong labels come first."""

import numpy as np
import pytest
from cleanlab.count import compute_confident_joint
from cleanlab.filter import find_label_issues
from sklearn.datasets import load_digits
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import cross_val_predict

from fittingroom.errors import InputError
from fittingroom.measure import labels as measure_labels
from fittingroom.measure.calibration import probabilities
from fittingroom.measure.intervals import wilson
from fittingroom.measure.labels import label_noise, suspects
from tests.measure.conftest import softmax


def noisy(seed, predictions):
    """Random predictions of random sharpness and labels of which a random share was redrawn."""
    rng = np.random.default_rng(seed)
    k = int(rng.integers(2, 12))
    n = int(rng.integers(30 * k, 200 * k))
    labels = rng.integers(0, k, n)
    logits = rng.normal(size=(n, k)) + rng.uniform(0, 5) * np.eye(k)[labels]
    labels = np.where(rng.random(n) < rng.uniform(0, 0.3), rng.integers(0, k, n), labels)
    return predictions(softmax(logits * rng.uniform(0.5, 3))), labels


def joint(p, labels):
    confident, guess = measure_labels._confident_guess(p, labels)
    return measure_labels._joint_counts(labels[confident], guess[confident], labels, p)


@pytest.fixture(scope="module")
def digits():
    """Real digits, one in twenty labels wrong, and out-of-sample probabilities of a linear model."""
    rng = np.random.default_rng(3)
    pixels, truth = load_digits(return_X_y=True)
    wrong = rng.random(len(truth)) < 0.05
    given = np.where(wrong, (truth + rng.integers(1, 10, len(truth))) % 10, truth)
    model = LogisticRegression(C=0.3, max_iter=200)
    return cross_val_predict(model, pixels / 16, given, cv=3, method="predict_proba"), given, wrong


@pytest.mark.parametrize("seed", range(20))
def test_suspects_equal_cleanlabs(seed, predictions):
    made, labels = noisy(seed, predictions)
    p = probabilities(made)
    theirs = find_label_issues(
        labels, p, return_indices_ranked_by="self_confidence", filter_by="confident_learning", n_jobs=1
    )
    assert np.array_equal(suspects(made, labels, method="confident_learning"), theirs)
    # Which of two equal remainders is rounded up is arbitrary: the counts to prune are handed over here ...
    ours = joint(p, labels)
    theirs = find_label_issues(
        labels, p, return_indices_ranked_by="self_confidence", confident_joint=ours, n_jobs=1
    )
    assert np.array_equal(suspects(made, labels), theirs)
    # ... and compared here: equal totals, and no further from the shares before rounding.
    counts, raw = compute_confident_joint(labels, p), compute_confident_joint(labels, p, calibrate=False)
    shares = raw / raw.sum(axis=1, keepdims=True) * np.bincount(labels)[:, None]
    assert np.array_equal(ours.sum(axis=1), counts.sum(axis=1))
    assert np.abs(ours - shares).sum() == pytest.approx(np.abs(counts - shares).sum())


@pytest.mark.parametrize("method", ["prune_by_noise_rate", "confident_learning"])
def test_planted_wrong_digits_are_found(digits, predictions, method):
    p, given, wrong = digits
    found = suspects(predictions(p), given, method=method)
    theirs = find_label_issues(given, p, filter_by=method, n_jobs=1)
    assert len(set(found) ^ set(np.flatnonzero(theirs))) <= 2
    assert wrong[found].mean() > 0.6
    assert wrong[found].sum() > 0.6 * wrong.sum()
    assert wrong[found[:30]].all()


def test_most_suspicious_first(digits, predictions):
    p, given, _ = digits
    found = suspects(predictions(p), given)
    assert (np.diff(p[found, given[found]]) >= -1e-6).all()
    assert (p[found].argmax(axis=1) != given[found]).all()


def test_labels_that_the_model_shares_are_not_suspect(predictions, rng):
    labels = rng.integers(0, 3, 200)
    assert len(suspects(predictions(softmax(4 * np.eye(3)[labels])), labels)) == 0


def test_order_of_rows_does_not_matter(predictions, rng):
    made, labels = noisy(5, predictions)
    order = rng.permutation(len(labels))
    shuffled = suspects(predictions(made.scores[order]), labels[order])
    assert np.array_equal(order[shuffled], suspects(made, labels))


def test_a_class_without_labels_does_no_harm(predictions, rng):
    truth = rng.integers(0, 3, 300)
    p = softmax(rng.random((300, 5)) + 6 * np.eye(5)[truth])
    labels = np.where(np.arange(300) < 10, (truth + 1) % 3, truth)
    assert set(suspects(predictions(p), labels)) == set(range(10))


def test_label_noise_is_suspects_times_confirmation():
    noise = label_noise(297, 10_000)
    fewest, most = wilson(297, 10_000)
    assert (noise.low, noise.high) == pytest.approx((0.15 * fewest, 0.90 * most))
    assert 0.003 < noise.low < 0.0297 * 0.51 < noise.high < 0.031
    assert noise.source == (
        "297 of 10,000 labels are suspect by confident learning; people confirm 15% to 90% of such suspects, "
        "the range over ten test sets, mean 51 % (Northcutt et al. 2021, arXiv 2103.14749)"
    )


def test_an_own_review_replaces_the_prior():
    low, high = wilson(28, 50)
    noise = label_noise(297, 10_000, confirmed=(low, 28 / 50, high))
    prior = label_noise(297, 10_000)
    assert prior.low < noise.low < noise.high < prior.high
    assert "Northcutt" not in noise.source


def test_no_suspects_leave_a_little_doubt():
    assert label_noise(0, 1000).low == 0
    assert 0 < label_noise(0, 1000).high < 0.005


def test_what_cannot_be_is_refused(predictions):
    with pytest.raises(InputError, match=r"low <= value <= high <= 1, got \(0.5, 0.4, 0.9\)"):
        label_noise(1, 10, confirmed=(0.5, 0.4, 0.9))
    with pytest.raises(InputError, match="unknown method 'both'"):
        suspects(predictions(np.eye(2)), np.array([0, 1]), method="both")
    with pytest.raises(InputError, match="needs probabilities"):
        suspects(predictions(np.eye(2), kind="labels"), np.array([0, 1]))
