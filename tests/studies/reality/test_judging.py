import numpy as np
import pytest

from fittingroom.measure.accuracy import share
from fittingroom.measure.repeated import repeated_auroc
from fittingroom.studies.reality.choosing import choose_on_half
from fittingroom.studies.reality.judging import judge, stated
from fittingroom.types import Predictions
from tests.studies.reality.probed import chart

CLASSES = ("left", "right", "below")


def said(scores) -> Predictions:
    scores = np.asarray(scores, np.float32)
    return Predictions(
        ids=np.arange(len(scores)).astype(str),
        scores=scores,
        kind="probabilities",
        model="made",
        part="photos",
    )


def test_one_reading_by_hand(rng):
    """oben, oben, rechts, leer answered left, right, right, below: 2 of 3 strictly, 3 of 3 coarsely."""
    labels = np.array(["oben", "oben", "rechts", "leer"])
    scores = [[0.9, 0.1, 0], [0.2, 0.7, 0.1], [0, 0.95, 0.05], [0, 0.1, 0.9]]
    strict, coarse = (
        judge("r", said(scores), labels, None, reading=reading, classes=CLASSES, rng=rng)
        for reading in chart().readings
    )
    assert strict.accuracy.value == pytest.approx(2 / 3)
    assert strict.accuracy.n == 3
    assert (strict.always.name, strict.always.value) == ("always answering left", pytest.approx(2 / 3))
    assert strict.advantage.value == pytest.approx(0)
    assert [(m.name, m.value, m.n) for m in strict.by_label] == [
        ("recall of oben", 0.5, 2),
        ("recall of rechts", 1, 1),
    ]
    assert coarse.accuracy.value == 1
    assert coarse.always.value == 1


def test_restricted_answers_are_among_the_classes_of_the_reading(rng):
    from fittingroom.studies.reality.class_map import Reading

    reading = Reading(name="two", right={"oben": ("left",), "rechts": ("right",)})
    labels, scores = np.array(["oben", "rechts"]), [[0.3, 0.1, 0.6], [0.2, 0.7, 0.1]]
    judged = judge("r", said(scores), labels, None, reading=reading, classes=CLASSES, rng=rng)
    assert judged.accuracy.value == 0.5
    assert judged.restricted is not None
    assert judged.restricted.value == 1


def test_confidence_by_hand(rng):
    labels = np.array(["oben", "oben", "rechts", "leer", "Not sure"])
    scores = [[0.9, 0.1, 0], [0.05, 0.95, 0], [0, 0.6, 0.4], [0, 0.02, 0.98], [1, 0, 0]]
    found = stated(
        "r",
        said(scores),
        labels,
        None,
        reading=chart().readings[0],
        unknown=("leer",),
        classes=CLASSES,
        rng=rng,
    )
    assert found is not None
    assert found.mean.value == pytest.approx((0.9 + 0.95 + 0.6) / 3)
    assert found.sure.value == pytest.approx(2 / 3)
    assert found.right_if_sure is not None
    assert found.right_if_sure.value == 0.5
    assert found.tells is not None
    assert found.tells.value == 0  # the wrong answer is the surest
    assert found.unknown_mean is not None
    assert found.unknown_mean.value == pytest.approx(0.98)


def test_intervals_resample_groups(rng):
    """Twenty photos of each of five senders, alike within a sender: five observations, not a hundred."""
    hits = np.repeat([True, True, False, True, False], 20)
    groups = np.repeat(np.arange(5), 20)
    together, apart = (share("s", hits, "photos", groups=of, rng=rng) for of in (groups, None))
    assert together.value == apart.value == 0.6
    assert together.high - together.low > 2.5 * (apart.high - apart.low)


def test_confidence_of_senders_is_told_apart_sender_by_sender(rng):
    """Of some senders right answers are surer, of others wrong ones: one draw of senders for both."""
    senders = np.repeat(np.arange(40), 20)
    labels = np.where(rng.random(800) < 0.5, "oben", "rechts")
    lean = 1.5 * rng.normal(size=40)[senders] * np.where(labels == "oben", 1, -1) + rng.normal(size=800)
    sure = 0.4 + 0.5 / (1 + np.exp(-lean))
    scores = np.column_stack([sure, (1 - sure) / 2, (1 - sure) / 2])
    reading = chart().readings[0]
    found = stated("r", said(scores), labels, senders, reading=reading, unknown=(), classes=CLASSES, rng=rng)
    assert found is not None
    assert found.tells is not None
    assert found.tells.method == "cluster bootstrap 95 %, 40 groups"
    right = labels == "oben"
    joint = repeated_auroc("x", said(scores).confidence[None], right[None], part="photos", groups=senders)
    assert joint is not None
    (low, high), m = (found.tells.low, found.tells.high), joint.measurement
    assert low is not None
    assert high is not None
    assert m.low is not None
    assert m.high is not None
    assert high - low == pytest.approx(m.high - m.low, rel=0.1)


@pytest.mark.parametrize("hit", [True, False])
def test_where_all_agree_the_interval_still_has_a_width(rng, hit):
    found = share("s", np.full(40, hit), "photos", groups=np.repeat(np.arange(4), 10), rng=rng)
    assert found.value == hit
    assert found.low is not None
    assert found.high is not None
    assert found.high - found.low > 0.4
    alone = share("s", np.full(40, hit), "photos", groups=np.zeros(40), rng=rng)
    assert alone.low is None


def test_choosing_on_half_reports_the_other_half(rng):
    groups = np.repeat(np.arange(40), 5)
    right = {"bad": rng.random(200) < 0.3, "good": rng.random(200) < 0.8}
    chosen = choose_on_half(right, groups % 4 == 0, groups, rng=rng)
    assert chosen is not None
    assert chosen.recipe == "good"
    assert chosen.chosen_on.n + chosen.reported_on.n == 200
    total = chosen.chosen_on.value * chosen.chosen_on.n + chosen.reported_on.value * chosen.reported_on.n
    assert total == pytest.approx(right["good"].sum())
    assert chosen.always.n == chosen.reported_on.n


def test_the_half_that_chose_is_flattered_and_the_other_is_not(rng):
    """Among many preparations that are all alike, the best on a half looks better there than it is."""
    groups = np.arange(60)
    gained, reported = [], []
    for _ in range(60):
        right = {str(at): rng.random(60) < 0.5 for at in range(12)}
        chosen = choose_on_half(right, groups % 4 == 0, groups, rng=rng)
        assert chosen is not None
        gained.append(chosen.chosen_on.value)
        reported.append(chosen.reported_on.value)
    assert np.mean(gained) > 0.58
    assert abs(np.mean(reported) - 0.5) < 0.04


def test_nothing_is_chosen_among_one_or_by_few(rng):
    assert choose_on_half({"a": np.ones(50, bool)}, np.ones(50, bool), None, rng=rng) is None
    assert (
        choose_on_half({"a": np.ones(6, bool), "b": np.ones(6, bool)}, np.ones(6, bool), None, rng=rng)
        is None
    )
