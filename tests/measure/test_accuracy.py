"""Accuracy, per-class rates and confusion: equal to scikit-learn's."""

import numpy as np
import pytest
from sklearn import metrics

from fittingroom.errors import InputError
from fittingroom.measure.accuracy import accuracy, confusion, correct, per_class, share
from fittingroom.measure.intervals import ONE_GROUP, wilson

CLASSES = ("cap", "coat", "boot", "bag")


@pytest.fixture
def judged(rng, predictions):
    labels = rng.integers(0, 4, 500)
    scores = rng.random((500, 4)) + 0.6 * np.eye(4)[labels]
    return predictions(scores, kind="scores"), labels


def test_accuracy_equals_scikit_learn_with_wilson(judged, rng):
    predictions, labels = judged
    measured = accuracy(predictions, labels, rng=rng)
    assert measured.value == metrics.accuracy_score(labels, predictions.answers)
    assert (measured.low, measured.high) == wilson(correct(predictions, labels).sum(), 500)
    assert (measured.name, measured.n, measured.method, measured.part) == (
        "accuracy",
        500,
        "Wilson 95 %",
        "val",
    )


def test_accuracy_of_alike_photos_is_less_certain(judged, rng):
    predictions, labels = judged
    right = correct(predictions, labels)
    groups = np.empty(500, int)
    groups[np.argsort(right, kind="stable")] = np.arange(500) // 25  # senders all right or all wrong
    plain = accuracy(predictions, labels, rng=rng)
    grouped = accuracy(predictions, labels, groups=groups, rng=rng)
    assert grouped.value == plain.value
    assert grouped.method == "cluster bootstrap 95 %, 20 groups"
    assert grouped.high - grouped.low > 3 * (plain.high - plain.low)


def test_per_class_equals_scikit_learn(judged, rng):
    predictions, labels = judged
    by_name = {measured.name: measured for measured in per_class(predictions, labels, CLASSES, rng=rng)}
    assert len(by_name) == 8
    recall = metrics.recall_score(labels, predictions.answers, average=None)
    precision = metrics.precision_score(labels, predictions.answers, average=None)
    for index, name in enumerate(CLASSES):
        assert by_name[f"recall of {name}"].value == pytest.approx(recall[index])
        assert by_name[f"recall of {name}"].n == (labels == index).sum()
        assert by_name[f"precision of {name}"].value == pytest.approx(precision[index])
        assert by_name[f"precision of {name}"].n == (predictions.answers == index).sum()


def test_a_class_without_rows_claims_nothing(predictions, rng):
    measured = per_class(predictions(np.eye(3)[[0, 0, 2]]), np.array([0, 0, 0]), ("a", "b", "c"), rng=rng)
    by_name = {m.name: (m.value, m.low, m.high, m.n) for m in measured}
    assert by_name["recall of b"] == by_name["precision of b"] == (0, 0, 1, 0)
    assert by_name["recall of a"][:1] == (2 / 3,)
    assert by_name["precision of c"][0] == 0
    assert by_name["precision of c"][3] == 1


def test_confusion_has_a_row_for_each_label(judged):
    predictions, labels = judged
    table = confusion(predictions.answers, labels, 4)
    assert np.array_equal(table, metrics.confusion_matrix(labels, predictions.answers))
    assert table.dtype == np.int64
    assert confusion(labels[:0], labels[:0], 3).tolist() == [[0] * 3] * 3


@pytest.mark.parametrize(
    ("labels", "message"),
    [
        (np.zeros(4, int), r"3 predictions need 3 labels"),
        (np.array([0, 1, 2]), r"labels in 0..1, found 0..2"),
    ],
)
def test_labels_of_other_predictions_are_refused(predictions, labels, message):
    with pytest.raises(InputError, match=message):
        correct(predictions(np.eye(2)[[0, 1, 1]]), labels)


def test_names_of_other_classes_are_refused(judged, rng):
    with pytest.raises(InputError, match="scores for 4 classes need as many names, got 3"):
        per_class(*judged, CLASSES[:3], rng=rng)


def test_answers_outside_the_classes_are_refused():
    with pytest.raises(InputError, match=r"needs answers and labels in 0..2"):
        confusion(np.array([0, 3]), np.array([0, 1]), 3)
    with pytest.raises(InputError, match="differ in shape"):
        confusion(np.array([0]), np.array([0, 1]), 3)


def test_per_class_resamples_whole_groups_as_the_share_of_one_class_does(judged, rng):
    """Senders all right or all wrong: recall and precision are as uncertain as accuracy is."""
    predictions, labels = judged
    groups = np.empty(500, int)
    groups[np.argsort(correct(predictions, labels), kind="stable")] = np.arange(500) // 25
    plain = per_class(predictions, labels, CLASSES, rng=rng)
    grouped = per_class(predictions, labels, CLASSES, groups=groups, rng=rng)
    assert [(m.name, m.value, m.n) for m in grouped] == [(m.name, m.value, m.n) for m in plain]
    for one, other, column in zip(grouped, plain, np.repeat(np.arange(4), 2), strict=True):
        rows = (labels if one.name.startswith("recall") else predictions.answers) == column
        many = len(np.unique(groups[rows]))
        assert one.method == f"cluster bootstrap 95 %, {many} groups"
        assert one.high - one.low > 1.7 * (other.high - other.low)
        alone = share("x", correct(predictions, labels)[rows], "val", groups=groups[rows], rng=rng)
        assert (one.low, one.high) == pytest.approx((alone.low, alone.high), abs=0.06)


def test_classes_that_one_sender_or_nobody_sent_claim_nothing(predictions, rng):
    """Two senders send a, both answered right; one alone sends b; nobody sends c."""
    answers, labels, senders = np.array([0, 0, 0, 0, 1, 1]), np.array([0, 0, 0, 0, 1, 1]), [0, 0, 1, 1, 1, 1]
    measured = per_class(
        predictions(np.eye(3)[answers]), labels, ("a", "b", "c"), groups=np.array(senders), rng=rng
    )
    by_name = {m.name: m for m in measured}
    assert (by_name["recall of a"].low, by_name["recall of a"].high) == pytest.approx(wilson(2, 2))
    assert by_name["precision of a"].method == "Wilson 95 %, each of 2 groups once"
    assert (by_name["recall of b"].low, by_name["recall of b"].method) == (None, ONE_GROUP)
    assert (by_name["recall of c"].low, by_name["recall of c"].high, by_name["recall of c"].n) == (0, 1, 0)


def test_senders_that_are_always_right_leave_something_open(predictions, rng):
    """60 photos of 6 people, and 2 of 2: what nobody sent is not known to be right."""
    for people, each in ((6, 10), (2, 1)):
        n = people * each
        said = predictions(np.eye(2)[np.zeros(n, int)])
        m = accuracy(said, np.zeros(n, int), groups=np.arange(n) // each, rng=rng)
        assert (m.value, m.low, m.high) == (1, pytest.approx(wilson(people, people)[0]), 1)
