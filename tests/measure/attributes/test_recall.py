"""Recalls of labels and groups: equal to something simpler, undefined or masked where they must be."""

import numpy as np
import pytest
from sklearn.metrics import recall_score

from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.buckets import buckets
from fittingroom.measure.attributes.group_recall import group_recall
from fittingroom.measure.attributes.recall import labels_without_image, mean_recall, per_attribute_recall
from fittingroom.measure.attributes.top_k import top_k
from tests.measure.attributes.conftest import hide_groups


def without(truth: AttributeTruth, column: int) -> AttributeTruth:
    present = truth.present.copy()
    present[:, column] = False
    return AttributeTruth(label_map=truth.label_map, present=present, known=truth.known)


def test_each_labels_recall_is_scikit_learns_and_a_label_on_no_image_is_counted_not_zero(made, rng):
    predictions, truth = made(400)
    truth = without(truth, 3)
    chosen = top_k(predictions.logits)
    *each, none = per_attribute_recall(chosen, truth, part="val", rng=rng)
    theirs = np.delete(recall_score(truth.present, chosen, average=None, zero_division=0), 3)
    assert [m.value for m in each] == pytest.approx(theirs.tolist())
    assert [m.n for m in each] == np.delete(truth.images_each, 3).tolist()
    assert (none.name, none.value) == ("labels on no image", 1.0)
    assert "recall@8 of category 3" not in {m.name for m in each}
    assert "recall@8 of category 4" in {m.name for m in each}


def test_products_widen_a_labels_interval(made, rng):
    predictions, truth = made(100)
    five = np.repeat(np.arange(100), 5)
    chosen, truth = top_k(predictions.logits[five]), truth.of_rows(five)
    plain = per_attribute_recall(chosen, truth, part="val", rng=rng)[0]
    grouped = per_attribute_recall(chosen, truth, part="val", groups=five, rng=rng)[0]
    assert grouped.high - grouped.low > 1.5 * (plain.high - plain.low)


def test_the_mean_recall_counts_labels_alike_and_leaves_out_undefined_ones(made):
    predictions, truth = made(300)
    truth = without(truth, 0)
    chosen = top_k(predictions.logits)
    m = mean_recall("mean", chosen, truth, part="val")
    each = [chosen[truth.present[:, c], c].mean() for c in range(1, 18)]
    assert m.value == pytest.approx(np.mean(each))
    assert labels_without_image(truth, "val").value == 1
    only = np.arange(18) == 0
    assert mean_recall("none", chosen, truth, part="val", among=only) is None


def test_the_interval_of_the_mean_recall_holds_the_truth(made):
    predictions, truth = made(30_000)
    chosen = top_k(predictions.logits)
    whole, held = mean_recall("whole", chosen, truth, part="val").value, 0
    for start in range(0, 30_000, 200):
        rows = np.arange(start, start + 200)
        m = mean_recall("some", chosen[rows], truth.of_rows(rows), part="val")
        held += m.low <= whole <= m.high
    assert held >= 150 * 0.88


def test_a_label_seen_once_and_found_is_not_known_exactly(garments):
    present = np.zeros((10, 18), bool)
    present[0, 0] = True
    truth = AttributeTruth(label_map=garments, present=present, known=np.ones_like(present))
    m = mean_recall("one", present, truth, part="val")
    assert m.value == 1
    assert m.low < 0.6


def test_labels_on_one_image_each_are_not_known_exactly_when_no_other_image_stands_beside(garments, rng):
    present = np.zeros((3, 18), bool)
    present[np.arange(3), np.arange(3)] = True
    truth = AttributeTruth(label_map=garments, present=present, known=np.ones_like(present))
    never = np.zeros_like(present)
    for groups in (None, np.arange(3)):
        m = mean_recall("three", never, truth, part="val", groups=groups)
        assert m.value == 0
        assert m.high > 0.3
    wrong = np.where(np.arange(18) == 8, 1.0, 0.0) * np.ones((3, 1))
    for m in group_recall(wrong, truth, "category", part="val", rng=rng):
        assert m.value == 0
        assert m.high > 0.3, m


def test_head_middle_and_tail_divide_the_labels():
    parts = buckets(np.array([499, 500, 10_000, 10_001, 0]))
    assert {name: cells.tolist() for name, cells in parts.items()} == {
        "head": [False, False, False, True, False],
        "middle": [False, True, True, False, False],
        "tail": [True, False, False, False, True],
    }
    with pytest.raises(InputError, match="bounds"):
        buckets(np.array([1]), (5, 4))


def by_hand(scores, truth, columns):
    """The three readings, image by image."""
    hits = labels = images = 0
    found, seen = np.zeros(18), np.zeros(18)
    for score, present, known in zip(scores, truth.present, truth.known, strict=True):
        own = [c for c in columns if present[c]]
        answer = max(columns, key=lambda c: (score[c], -c))
        if own and known[answer]:
            images += 1
            hits += answer in own
            labels += len(own)
            for c in own:
                seen[c] += 1
                found[c] += answer == c
    return hits / images, hits / labels, np.mean(found[seen > 0] / seen[seen > 0]), images


@pytest.mark.parametrize(("group", "columns"), [("category", range(9)), ("color", range(9, 14))])
def test_the_three_readings_of_a_group(made, rng, group, columns):
    predictions, truth = made(300)
    truth = hide_groups(truth, rng)
    measured = group_recall(predictions.logits, truth, group, part="val", rng=rng)
    *expected, images = by_hand(predictions.logits, truth, columns)
    assert [m.value for m in measured] == pytest.approx(expected)
    assert [m.name for m in measured] == [
        f"hit rate of {group}", f"hits per label of {group}", f"mean class recall of {group}"
    ]  # fmt: skip
    assert measured[0].n == images
    assert all(m.low <= m.value <= m.high for m in measured)


def test_a_perfect_order_has_hits_per_label_at_its_ceiling_only(made, rng):
    _, truth = made(300)
    first, per_label, _ = group_recall(truth.present.astype(float), truth, "color", part="val", rng=rng)
    colors = truth.present[:, 9:14].sum(axis=1)
    assert first.value == 1
    assert per_label.value == pytest.approx((colors > 0).sum() / colors.sum())


def test_a_group_on_no_image_has_no_number(made, rng):
    predictions, truth = made(50)
    present = truth.present.copy()
    present[:, :9] = False
    truth = AttributeTruth(label_map=truth.label_map, present=present, known=truth.known)
    assert group_recall(predictions.logits, truth, "category", part="val", rng=rng) == ()
