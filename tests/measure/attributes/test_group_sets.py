"""Sets of answers for groups: they keep their promise, for labels and for none of them."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.attributes.group_sets import answers, covered, group_promise
from fittingroom.measure.conformal import sets


def drawn(n: int, rng: np.random.Generator, none: float = 0.4) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Probabilities (n, 5) of a softmax of four labels and none, and what is true, drawn from them."""
    logits = rng.normal(0, 2, (n, 5)) + np.where(rng.random((n, 1)) < none, [0, 0, 0, 0, 4], [0, 0, 0, 0, -3])
    p = np.exp(logits) / np.exp(logits).sum(axis=1, keepdims=True)
    true = (rng.random((n, 1)) > p.cumsum(axis=1)).sum(axis=1).clip(max=4)
    present = np.zeros((n, 5), bool)
    present[np.arange(n), true] = True
    return p, present[:, :4], np.ones(n, bool)


def test_a_softmax_comes_out_as_it_was_and_free_labels_are_divided_by_their_sum(rng):
    p, _, _ = drawn(50, rng)
    np.testing.assert_allclose(answers(p[:, :4]), p, atol=1e-12)
    free = answers(np.array([[0.9, 0.9], [0.1, 0.2]]))
    np.testing.assert_allclose(free, [[0.5, 0.5, 0], [0.1, 0.2, 0.7]])


def test_the_promise_is_kept_for_labels_and_for_none_by_themselves(rng):
    """Mean over 40 draws: both kinds reach what is promised, though none is much the easier one."""
    kept = []
    for _ in range(40):
        fit, new = drawn(300, rng), drawn(1000, rng)
        promise = group_promise(*fit, 0.9)
        assert promise is not None
        within = sets(promise, new[0])
        labelled = new[1].any(axis=1)
        kept.append(
            [
                (within[:, :4] & new[1]).any(axis=1)[labelled].mean(),
                within[~labelled, 4].mean(),
            ]
        )
    of_labels, of_none = np.mean(kept, axis=0)
    assert 0.89 < of_labels < 0.93
    assert 0.89 < of_none < 0.93


def test_what_is_unknown_teaches_nothing(rng):
    p, present, told = drawn(400, rng)
    hidden = np.arange(400) < 150
    present[hidden], told[hidden] = False, False
    all_of, rest = (
        group_promise(p, present, told, 0.9),
        group_promise(p[150:], present[150:], told[150:], 0.9),
    )
    assert all_of is not None
    assert rest is not None
    np.testing.assert_array_equal(all_of.thresholds, rest.thresholds)


def test_too_few_with_a_label_promise_nothing_and_too_few_without_share_the_threshold_of_all(rng):
    p, present, told = drawn(200, rng)
    rows = np.flatnonzero(present.any(axis=1))
    assert group_promise(p[rows[:8]], present[rows[:8]], told[rows[:8]], 0.9) is None
    promise = group_promise(p[rows], present[rows], told[rows], 0.9)
    assert promise is not None
    assert promise.thresholds[0] == promise.thresholds[-1]
    assert np.isfinite(promise.thresholds).all()


def test_coverage_is_measured_on_products_that_set_no_threshold(rng):
    p, present, told = drawn(600, rng)
    where = {"name": "coverage", "part": "val", "groups": np.arange(600) // 3}
    found = covered(p, present, told, 0.9, **where, rng=rng)
    assert found is not None
    assert found.n == present.any(axis=1).sum()
    assert found.low is not None
    assert found.high is not None
    assert found.low < 0.9 < found.high
    assert (
        covered(p[:30], present[:30], told[:30], 0.99, **{**where, "groups": np.arange(30)}, rng=rng) is None
    )
    with pytest.raises(InputError, match="5 folds need at least 5 products"):
        covered(p, present, told, 0.9, **{**where, "groups": np.arange(600) // 200}, rng=rng)
