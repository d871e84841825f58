"""Numbers over several trainings: one training is what is measured alone, influences are the bootstrap's."""

import numpy as np
import pytest

from fittingroom.data.attributes import Group, Label, LabelMap
from fittingroom.errors import InputError
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.average_precision import average_precision
from fittingroom.measure.attributes.influence import influenced
from fittingroom.measure.attributes.micro import count, f1, f1_difference, micro, precision, recall
from fittingroom.measure.attributes.recall import mean_recall
from fittingroom.measure.attributes.repeated import (
    Moved,
    less,
    moved_average_precision,
    moved_f1,
    moved_mean_recall,
    moved_precision,
    moved_recall,
    over_trainings,
)
from fittingroom.measure.attributes.top_k import top_k

K = 12
LABELS = LabelMap(tuple(Label(c + 1, f"l{c}", "g") for c in range(K)), (Group("g", False, 1),))


@pytest.fixture
def made(rng):
    """A truth of 400 images, some cells unknown, and logits of three trainings of growing skill."""
    present = rng.random((400, K)) < np.linspace(0.6, 0.05, K)
    known = present | (rng.random((400, K)) < 0.9)
    truth = AttributeTruth(label_map=LABELS, present=present, known=known)
    logits = [(skill * present + rng.normal(size=(400, K))).astype(np.float32) for skill in (1, 1.2, 1.4)]
    return truth, logits


def test_one_training_has_the_values_and_about_the_intervals_of_the_bootstrap(made, rng):
    truth, logits = made
    counts = count(top_k(logits[0], 4), truth)
    alone = micro(counts, suffix="", part="val", rng=rng)
    for moved, value, m in (
        (moved_f1, f1, alone.f1),
        (moved_precision, precision, alone.precision),
        (moved_recall, recall, alone.recall),
    ):
        found = over_trainings("x", [moved(counts)], part="val").measurement
        assert found.value == value(counts) == m.value
        np.testing.assert_allclose([found.low, found.high], [m.low, m.high], atol=0.006)


def test_means_over_labels_are_those_of_one_model(made):
    truth, logits = made
    among = np.arange(K) > 5
    chosen = top_k(logits[0], 4)
    one, other = (
        moved_mean_recall(chosen, truth, among),
        mean_recall("r", chosen, truth, part="p", among=among),
    )
    assert one is not None
    assert other is not None
    assert one.value == other.value
    ap = moved_average_precision(logits[0], truth, among)
    assert ap is not None
    np.testing.assert_allclose(ap.value, average_precision(logits[0], truth)[among].mean())
    assert moved_mean_recall(chosen, truth, np.zeros(K, bool)) is None
    assert moved_average_precision(logits[0], truth, np.zeros(K, bool)) is None


def test_a_difference_is_paired(made, rng):
    truth, logits = made
    a, b = ([count(top_k(z + shift, 4), truth) for z in logits] for shift in (0, np.linspace(0.3, 0, K)))
    found = over_trainings("d", less([*map(moved_f1, a)], [*map(moved_f1, b)]), part="p", unit="points")
    assert len(found.each) == 3
    np.testing.assert_allclose(found.each, [f1(x) - f1(y) for x, y in zip(a, b, strict=True)])
    apart = [over_trainings("f", [*map(moved_f1, c)], part="p").measurement for c in (a, b)]
    m = found.measurement
    assert m.high - m.low < min(n.high - n.low for n in apart)
    paired = f1_difference("d", a[0], b[0], part="p", rng=rng)
    one = over_trainings("d", less([moved_f1(a[0])], [moved_f1(b[0])]), part="p", unit="points").measurement
    np.testing.assert_allclose([one.low, one.high], [paired.low, paired.high], atol=0.004)


def test_products_widen_the_interval_and_other_images_are_refused(made):
    truth, logits = made
    moved = [moved_f1(count(top_k(logits[0], 4), truth))]
    tripled = [type(moved[0])(moved[0].value, np.repeat(moved[0].influence / 3, 3))]
    alone = over_trainings("f", moved, part="p").measurement
    grouped = over_trainings("f", tripled, part="p", groups=np.repeat(np.arange(400), 3)).measurement
    np.testing.assert_allclose([alone.low, alone.high], [grouped.low, grouped.high])
    with pytest.raises(InputError, match="same images"):
        over_trainings("f", [*moved, *tripled], part="p")


def test_what_all_images_agree_on_is_open_by_what_so_few_leave_open(rng):
    none = np.zeros(14)
    same = over_trainings("d", [Moved(0.0, none)], part="p", unit="points").measurement
    assert same.low < -0.2
    assert same.high > 0.2
    assert over_trainings("d", [Moved(0.0, none)], part="p", unit="points").p == 1
    all_lose = over_trainings("d", [Moved(-0.01, none[:2])], part="p", unit="points")
    assert all_lose.p > 0.05
    grouped = over_trainings("d", [Moved(0.0, none)], part="p", unit="points", groups=np.arange(14) // 7)
    assert grouped.measurement.high > same.high
    known = influenced("x", 1.0, none, part="p")
    assert known.low < 0.9
    assert known.high == 1
    assert "14 images" in known.method
    assert influenced("x", 1.0, none, part="p", unit="number").low is None


def test_points_end_where_no_difference_can_lie():
    wide = [Moved(value, np.zeros(30)) for value in (-0.9, -0.2)]
    m = over_trainings("d", wide, part="p", unit="points").measurement
    assert m.low == -1
    alone = over_trainings("d", [Moved(0.2, np.zeros(1))], part="p", unit="points").measurement
    assert (alone.low, alone.high) == (-1, 1)


def test_a_difference_of_rare_labels_is_open_by_the_few_images_that_have_one():
    present = np.zeros((500, K), bool)
    present[:, 0] = True
    present[:4, 5] = True
    truth = AttributeTruth(label_map=LABELS, present=present, known=np.ones_like(present))
    never = np.zeros_like(present)
    rare, every = (
        over_trainings("d", less([moved], [moved]), part="p", unit="points").measurement
        for among in (np.arange(K) == 5, None)
        if (moved := moved_mean_recall(never, truth, among))
    )
    assert rare.value == every.value == 0
    assert rare.high > 0.4
    assert every.high < 0.02
