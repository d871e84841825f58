"""Nothing is tuned on what is reported: what overfits in the open is caught here, products stay whole."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributePredictions
from fittingroom.measure.attributes.micro import count, f1
from fittingroom.measure.attributes.rules import RULES, honest_scores, with_prior_shift
from fittingroom.measure.attributes.rules.folds import decided, fitted, folds
from fittingroom.measure.attributes.rules.per_class import PER_CLASS
from fittingroom.measure.attributes.rules.rule import Rule, Transform, after
from fittingroom.measure.attributes.rules.stacking import stacked
from fittingroom.measure.attributes.rules.threshold import ONE_THRESHOLD
from fittingroom.measure.attributes.top_k import top_k
from tests.measure.attributes.conftest import predicted


def test_every_image_is_decided_on_once_by_other_products(rng):
    groups = rng.integers(0, 40, 200)
    decided_on = []
    for learn, rest in folds(groups, 5, rng=rng):
        assert not set(groups[learn]) & set(groups[rest])
        assert len(learn) + len(rest) == 200
        assert 20 <= len(rest) <= 60
        decided_on += rest.tolist()
    assert sorted(decided_on) == list(range(200))
    with pytest.raises(InputError, match="found 4 in 8 images"):
        next(folds(np.arange(8) // 2, 5, rng=rng))


def by_heart(logits, truth) -> dict:
    return {row.tobytes(): cells for row, cells in zip(logits, truth.present, strict=True)}


def test_a_rule_that_learns_by_heart_is_caught_also_through_copies_of_a_product(made, rng):
    """It gives each image the labels it has seen on these very logits: perfect on its own, else nothing."""

    def fit(logits, truth):
        known, none = by_heart(logits, truth), np.zeros(18, bool)
        return lambda new: np.array([known.get(row.tobytes(), none) for row in new])

    predictions, truth = made(200)
    two = np.repeat(np.arange(200), 2)
    logits, truth = predictions.logits[two], truth.of_rows(two)
    rule = Rule("by heart", fit)
    assert f1(count(rule.fit(logits, truth)(logits), truth)) == 1
    (honest,) = decided([rule], logits, truth, two, rng=rng)
    assert f1(count(honest, truth)) == 0
    (leaking,) = decided([rule], logits, truth, np.arange(400), rng=rng)
    assert f1(count(leaking, truth)) > 0.6


def test_a_threshold_behind_a_transform_that_learns_by_heart_is_set_on_strangers(made, rng):
    """The transform is sure of its own images and leaves strangers alone: the threshold is for strangers."""

    def fit(logits, truth):
        known = by_heart(logits, truth)

        def change(new):
            return np.array(
                [np.where(known[row.tobytes()], 9, -9) if row.tobytes() in known else row for row in new],
                np.float32,
            )

        return change

    predictions, truth = made(1000)
    fresh, _ = made(1000)
    rule = after(Transform("by heart", fit), ONE_THRESHOLD)
    (decide,) = fitted([rule], predictions.logits, truth, np.arange(1000), rng=rng)
    (plain,) = fitted([ONE_THRESHOLD], predictions.logits, truth, np.arange(1000), rng=rng)
    assert np.mean(decide(fresh.logits) == plain(fresh.logits)) > 0.99


def test_honest_scores_are_what_fresh_images_show_and_tuning_in_the_open_is_not(made, rng):
    predictions, truth = made(250, mean=-2.0)
    fresh, fresh_truth = made(4000, mean=-2.0)
    rule = after(stacked(penalty=0.1), PER_CLASS)
    (nested,) = decided([rule], predictions.logits, truth, np.arange(250), rng=rng)
    (decide,) = fitted([rule], predictions.logits, truth, np.arange(250), rng=rng)
    real = f1(count(decide(fresh.logits), fresh_truth))
    assert f1(count(nested, truth)) == pytest.approx(real, abs=0.04)
    assert f1(count(decide(predictions.logits), truth)) > real + 0.08


def test_all_rules_are_scored_on_the_same_images_beside_the_top_8(made, rng):
    predictions, truth = made(300, mean=-2.5)
    groups = np.arange(300) // 2
    rules = with_prior_shift(truth.images_each, 300)
    scores = honest_scores(predictions, truth, groups=groups, rules=rules, rng=rng)
    assert [s.name for s in scores] == ["top 8", *(rule.name for rule in rules)]
    assert len(rules) == len(RULES) + 1
    assert scores[0].micro.f1.value == f1(count(top_k(predictions.logits), truth))
    assert (scores[0].gain.low, scores[0].gain.high) == (0, 0)
    for score in scores[1:]:
        assert score.gain.value == pytest.approx(score.micro.f1.value - scores[0].micro.f1.value)
        assert score.gain.low > 0.02
        assert "150 groups" in score.micro.f1.method


def test_the_same_seed_gives_the_same_scores_and_no_row_order_helps(made):
    predictions, truth = made(150)
    once, again = (
        honest_scores(predictions, truth, rules=RULES[:3], rng=np.random.default_rng(3)) for _ in range(2)
    )
    assert once == again


def test_shapes_that_do_not_fit_are_refused(made, rng):
    predictions, truth = made(10)
    with pytest.raises(InputError, match="same images and labels"):
        honest_scores(predicted(predictions.logits[:5]), truth, rng=rng)
    assert isinstance(predictions.of_rows(np.arange(3)), AttributePredictions)
