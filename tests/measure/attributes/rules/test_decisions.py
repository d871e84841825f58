"""Thresholds and numbers of labels: the best there is on what they learn from, by trying all."""

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.micro import count, f1
from fittingroom.measure.attributes.rules.labels_per_image import LABELS_PER_IMAGE, first_m
from fittingroom.measure.attributes.rules.per_class import PER_CLASS, class_thresholds
from fittingroom.measure.attributes.rules.per_group import LEAST_IMAGES, PER_GROUP, group_thresholds
from fittingroom.measure.attributes.rules.threshold import HALF_OF_BEST_F1, ONE_THRESHOLD, best_threshold
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.measure.attributes.truth import group_columns
from tests.measure.attributes.conftest import hide_groups


def test_the_best_threshold_is_the_best_of_all(made, rng):
    predictions, truth = made(40)
    truth = hide_groups(truth, rng)
    for scores in (predictions.logits, predictions.logits.round()):
        tried = [f1(count(scores >= t, truth)) for t in np.unique(scores)]
        threshold, value = best_threshold(scores, truth)
        assert value == pytest.approx(max(tried), abs=1e-12)
        assert f1(count(scores >= np.float32(threshold), truth)) == pytest.approx(value, abs=1e-12)


@pytest.mark.parametrize(
    ("lower", "upper"), [(np.nextafter(np.float32(3), np.float32(2)), 3), (3, np.nextafter(np.float32(3), 4))]
)
@pytest.mark.parametrize("scale", [1.0, 1e38])
def test_a_threshold_between_two_scores_that_touch_or_are_huge_parts_them(garments, lower, upper, scale):
    scores = np.full((8, 18), -3 * scale, np.float32)
    present = np.zeros((8, 18), bool)
    present[:4, 0] = True
    scores[:, 0] = np.where(present[:, 0], np.float32(upper), np.float32(lower)) * np.float32(scale)
    truth = AttributeTruth(label_map=garments, present=present, known=np.ones_like(present))
    threshold, value = best_threshold(scores, truth)
    assert value == 1
    assert f1(count(scores >= np.float32(threshold), truth)) == 1
    assert f1(count(scores >= class_thresholds(scores, truth, 1), truth)) == 1


def test_half_of_the_best_f1_is_the_best_threshold_of_calibrated_probabilities_only(made):
    predictions, truth = made(5000)
    best = best_threshold(predictions.logits, truth)[1]
    half = f1(count(HALF_OF_BEST_F1.fit(predictions.logits, truth)(predictions.logits), truth))
    assert half == pytest.approx(best, abs=0.003)
    louder = predictions.logits * 0.4 - 1
    wrong = f1(count(HALF_OF_BEST_F1.fit(louder, truth)(louder), truth))
    assert wrong < best - 0.05


def test_per_class_thresholds_are_the_exact_optimum(garments, rng):
    for _ in range(10):
        scores = np.full((6, 18), -9, np.float32)
        scores[:, :3] = rng.integers(0, 5, (6, 3))
        known = np.zeros((6, 18), bool)
        known[:, :3] = rng.random((6, 3)) < 0.8
        present = known & (rng.random((6, 18)) < 0.5)
        if not present.any():
            continue
        truth = AttributeTruth(label_map=garments, present=present, known=known)
        thresholds = class_thresholds(scores, truth, least_images=0)
        best = max(
            f1(count(scores >= np.array([a, b, c, *[0] * 15]), truth))
            for a in range(6)
            for b in range(6)
            for c in range(6)
        )
        assert f1(count(scores >= thresholds, truth)) == pytest.approx(best, abs=1e-12)


def test_a_label_on_few_images_keeps_the_common_threshold(made):
    predictions, truth = made(300)
    common, least = best_threshold(predictions.logits, truth)[0], int(np.median(truth.images_each)) + 1
    thresholds = class_thresholds(predictions.logits, truth, least_images=least)
    rare = truth.images_each < least
    assert rare.any()
    assert (thresholds[rare] == np.float32(common)).all()
    assert (thresholds[~rare] != np.float32(common)).all()


def test_per_class_thresholds_win_where_labels_are_stated_at_different_levels(made):
    predictions, truth = made(3000)
    skewed = predictions.logits + np.linspace(-2, 2, 18, dtype=np.float32)
    fresh, fresh_truth = made(3000)
    fresh = fresh.logits + np.linspace(-2, 2, 18, dtype=np.float32)
    one, each = (
        f1(count(rule.fit(skewed, truth)(fresh), fresh_truth)) for rule in (ONE_THRESHOLD, PER_CLASS)
    )
    assert each > one + 0.03


def test_images_say_how_many_labels_they_have(made, rng):
    predictions, truth = made(2000, mean=-2.5)
    fresh, fresh_truth = made(2000, mean=-2.5)
    chosen = LABELS_PER_IMAGE.fit(predictions.logits, hide_groups(truth, rng))(fresh.logits)
    assert f1(count(chosen, fresh_truth)) > f1(count(top_k(fresh.logits), fresh_truth)) + 0.1
    each = chosen.sum(axis=1)
    assert each.min() >= 1
    assert np.corrcoef(each, fresh.probabilities.sum(axis=1))[0, 1] > 0.7


def test_the_first_m_are_the_top_k_where_all_images_have_k(rng):
    scores = rng.integers(0, 4, (50, 18)).astype(np.float32)
    assert (first_m(scores, np.full(50, 5)) == top_k(scores, 5)).all()


@pytest.mark.parametrize("rule", [ONE_THRESHOLD, HALF_OF_BEST_F1, PER_CLASS, LABELS_PER_IMAGE])
def test_nothing_is_learned_from_images_without_labels(garments, rule):
    cells = np.zeros((5, 18), bool)
    with pytest.raises(InputError, match="nothing to learn from 5 images"):
        rule.fit(cells.astype(np.float32), AttributeTruth(label_map=garments, present=cells, known=~cells))


def test_a_groups_threshold_is_the_best_of_all_for_its_labels_alone(made, garments, rng):
    predictions, truth = made(300)
    truth = hide_groups(truth, rng)
    thresholds = group_thresholds(predictions.logits, truth)
    chosen = PER_GROUP.fit(predictions.logits, truth)(predictions.logits)
    np.testing.assert_array_equal(chosen, predictions.logits >= thresholds)
    common = np.float32(best_threshold(predictions.logits, truth)[0])
    for group in garments.groups:
        columns = group_columns(garments, group.name)
        assert len(set(thresholds[columns].tolist())) == 1
        present, known = truth.present[:, columns], truth.known[:, columns]
        if present.any(axis=1).sum() < LEAST_IMAGES:
            assert thresholds[columns[0]] == common
            continue

        def f1_at(threshold: float, columns=columns, present=present, known=known) -> float:
            named = (predictions.logits[:, columns] >= np.float32(threshold)) & known
            return 2 * (named & present).sum() / (named.sum() + present.sum())

        best = max(f1_at(t) for t in np.unique(predictions.logits[:, columns]))
        assert f1_at(thresholds[columns[0]]) == pytest.approx(best, abs=1e-12)


def test_a_group_on_few_images_takes_the_common_threshold(made, garments):
    predictions, truth = made(LEAST_IMAGES - 1)
    thresholds = group_thresholds(predictions.logits, truth)
    assert set(thresholds.tolist()) == {np.float32(best_threshold(predictions.logits, truth)[0])}
