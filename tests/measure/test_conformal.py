"""Sets of answers: equal to a loop, kept promises in simulation, the smallest there are."""

import numpy as np
import pytest
from scipy import stats

from fittingroom.errors import InputError
from fittingroom.measure.conformal import (
    aps,
    class_conditional_lac,
    lac,
    randomised_aps,
    rank,
    sets,
    strangeness,
)

RULES = {"LAC": lac, "class-conditional LAC": class_conditional_lac, "APS": aps}


def strange_by_hand(rule: str, row: np.ndarray, c: int) -> float:
    if rule != "APS":
        return 1 - row[c]
    return sum(row[j] for j in range(len(row)) if row[j] > row[c] or (row[j] == row[c] and j < c))


def by_hand(rule: str, cal: np.ndarray, labels: np.ndarray, new: np.ndarray, coverage: float) -> np.ndarray:
    """Sets as one would write them down: each threshold is the least that covers k of the rows and itself."""
    held = np.zeros(new.shape, bool)
    for c in range(cal.shape[1]):
        rows = [i for i in range(len(cal)) if rule != "class-conditional LAC" or labels[i] == c]
        strange = sorted(strange_by_hand(rule, cal[i], labels[i]) for i in rows)
        enough = [s for j, s in enumerate(strange, 1) if j / (len(rows) + 1) >= coverage - 1e-12]
        threshold = enough[0] if enough else np.inf
        for i, row in enumerate(new):
            held[i, c] = strange_by_hand(rule, row, c) <= threshold
    return held


@pytest.mark.parametrize("rule", RULES)
@pytest.mark.parametrize("coverage", [0.5, 0.8, 0.9, 0.95])
def test_sets_equal_those_of_a_plain_loop(rule, coverage, calibrated):
    (cal, labels), (new, _) = calibrated(99, k=4), calibrated(50, k=4)
    promise = RULES[rule](cal, labels, coverage)
    p_cal, p_new = (said.scores / said.scores.sum(axis=1, keepdims=True, dtype=float) for said in (cal, new))
    assert np.array_equal(sets(promise, new), by_hand(rule, p_cal, labels, p_new, coverage))
    assert (promise.rule, promise.coverage) == (rule, coverage)


@pytest.mark.parametrize(
    ("n", "coverage", "k"),
    [(9, 0.9, 9), (8, 0.9, 9), (19, 0.95, 19), (99, 0.9, 90), (100, 0.9, 91), (1, 0.5, 1), (5000, 0.9, 4501)],
)
def test_the_threshold_counts_the_new_row_too(n, coverage, k):
    assert rank(n, coverage) == k


def covered_by(fit, ask, predictions_of, repeats: int, n: int) -> np.ndarray:
    """Coverage of `repeats` promises, each fitted on n new rows and measured on very many."""
    new, labels = predictions_of(4_000)
    values = []
    for _ in range(repeats):
        promise = fit(*predictions_of(n))
        values.append(ask(promise, new)[np.arange(len(labels)), labels].mean())
    return np.array(values)


def test_coverage_follows_the_beta_distribution_and_the_plain_quantile_does_not(calibrated, rng):
    def naive(said, labels):
        return np.quantile(1 - said.scores[np.arange(len(labels)), labels], 0.9, method="inverted_cdf")

    promised = stats.beta(rank(30, 0.9), 31 - rank(30, 0.9))
    kept = covered_by(lambda *cal: lac(*cal, 0.9), sets, lambda n: calibrated(n, temperature=0.5), 400, 30)
    adaptive = covered_by(
        lambda *cal: randomised_aps(*cal, 0.9, rng=rng),
        lambda promise, new: sets(promise, new, rng=rng),
        lambda n: calibrated(n, temperature=0.5),
        400,
        30,
    )
    too_low = covered_by(naive, lambda q, new: 1 - new.scores <= q, calibrated, 400, 30)
    for values in (kept, adaptive):
        assert stats.kstest(values, promised.cdf).pvalue > 1e-3
        assert values.mean() > 0.9 - 3 * values.std() / 20
    assert stats.kstest(too_low, promised.cdf).pvalue < 1e-3
    assert too_low.mean() < 0.9 - 3 * too_low.std() / 20


def test_class_conditional_sets_keep_the_promise_for_a_hard_class_and_others_do_not(rng, predictions):
    def made(n):
        labels = rng.integers(0, 3, n)
        logits = rng.normal(0, 1, (n, 3)) + np.array([6.0, 6.0, 0.5])[labels, None] * np.eye(3)[labels]
        p = np.exp(logits)
        return predictions(p / p.sum(axis=1, keepdims=True)), labels

    cal, new = made(3000), made(3000)
    hard = new[1] == 2
    held = [
        sets(fit(*cal, 0.9), new[0])[np.arange(3000), new[1]][hard] for fit in (lac, class_conditional_lac)
    ]
    assert held[0].mean() < 0.8
    assert held[1].mean() == pytest.approx(0.9, abs=0.04)


def test_lac_sets_are_the_smallest(calibrated, rng):
    """No sets with as many classes in all hold more probability (Neyman and Pearson's lemma)."""
    cal, labels = calibrated(500)
    new, _ = calibrated(400)
    smallest = sets(lac(cal, labels, 0.8), new)
    p, total = new.scores, int(smallest.sum())
    best = p[smallest].sum()
    for rule in ("APS", "randomised APS"):
        others = np.argsort(strangeness(rule, p.astype(float), rng=rng), axis=None)[:total]
        assert p.ravel()[others].sum() < best
    assert all(p.ravel()[rng.permutation(p.size)[:total]].sum() < best for _ in range(20))


def test_aps_is_never_empty_and_holds_the_first_classes(calibrated):
    promise = aps(*calibrated(300), 0.7)
    p = calibrated(300)[0].scores
    held = sets(promise, p)
    assert held.any(axis=1).all()
    left_out = np.where(held, 0, p).max(axis=1)
    assert (np.where(held, p, 1).min(axis=1) >= left_out).all()


def test_randomised_aps_draws_and_needs_random_numbers(calibrated):
    cal, labels = calibrated(300)
    a, b = (randomised_aps(cal, labels, rng=np.random.default_rng(seed)) for seed in (1, 1))
    assert np.array_equal(a.thresholds, b.thresholds)
    one, two = (sets(a, cal, rng=np.random.default_rng(seed)) for seed in (2, 3))
    assert (one != two).any()
    with pytest.raises(InputError, match="need random numbers: hand over rng="):
        sets(a, cal)


@pytest.mark.parametrize("fit", RULES.values())
def test_a_promise_that_cal_is_too_small_for_is_kept_by_holding_every_class(fit, calibrated):
    promise = fit(*calibrated(8, k=3), 0.9)
    assert np.isinf(promise.thresholds).all()
    assert sets(promise, calibrated(20, k=3)[0]).all()


def test_a_class_that_cal_does_not_know_stands_in_every_set(predictions):
    cal = predictions(np.full((40, 3), 1 / 3))
    promise = class_conditional_lac(cal, np.arange(40) % 2, 0.9)
    assert promise.n.tolist() == [20, 20, 0]
    assert np.isfinite(promise.thresholds[:2]).all()
    assert sets(promise, np.array([[1.0, 0, 0]])).tolist() == [[True, False, True]]


def test_equal_strangeness_is_let_in_together():
    """A model that always says the same covers all rows whose label it gives as much as the threshold."""
    p = np.tile([0.5, 0.3, 0.2], (100, 1))
    labels = np.repeat([0, 1, 2], [60, 30, 10])
    for coverage, size in ((0.5, 1), (0.89, 2), (0.92, 3)):
        assert (sets(lac(p, labels, coverage), p).sum(axis=1) == size).all()


def test_probabilities_and_predictions_give_the_same(calibrated):
    cal, labels = calibrated(100)
    ours, theirs = lac(cal, labels), lac(cal.scores, labels)
    assert np.array_equal(ours.thresholds, theirs.thresholds)
    assert np.array_equal(sets(ours, cal), sets(ours, cal.scores))


def test_what_cannot_be_promised_is_refused(calibrated, predictions):
    cal, labels = calibrated(50)
    with pytest.raises(InputError, match=r"lies between 0 and 1, such as 0.9, got 90"):
        lac(cal, labels, 90)
    with pytest.raises(InputError, match=r"found 50 rows of probabilities and labels of shape \(49,\)"):
        lac(cal, labels[1:])
    with pytest.raises(InputError, match="are scores"):
        lac(predictions(np.ones((50, 10)), kind="scores"), labels)
    with pytest.raises(InputError, match="for 10 classes, found probabilities of 3"):
        sets(lac(cal, labels), np.full((2, 3), 1 / 3))
    with pytest.raises(InputError, match="rows that sum to 1"):
        sets(lac(cal, labels), np.ones((2, 10)))
