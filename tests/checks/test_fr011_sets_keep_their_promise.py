import numpy as np
import pytest

from fittingroom.types import Predictions
from tests.checks.made import ask, dataset, evidence, no_copies, pictures

SIZES = {"train": 40, "cal": 800, "test": 2000}


def sure(data, part: str, rng, *, boost: np.ndarray, kind="probabilities") -> Predictions:
    """Softmax of noise plus `boost` (one number for each class) for the right class of each row."""
    labels = data.labels[data.rows(part)]
    logits = rng.normal(0, 1, (len(labels), 4)) + boost[labels, None] * np.eye(4)[labels]
    scores = np.exp(logits)
    scores /= scores.sum(axis=1, keepdims=True)
    ids = data.ids[data.rows(part)]
    return Predictions(ids=ids, scores=scores.astype(np.float32), kind=kind, model="made model", part=part)


def asked(rng, *, on_cal, on_test, sizes=SIZES, groups=None, **more):
    data = dataset(*pictures(rng, sum(sizes.values())), sizes, groups=groups)
    said = (
        sure(data, part, rng, boost=np.array(b), **more) for part, b in (("cal", on_cal), ("test", on_test))
    )
    return ask("FR011", evidence(data, *said, copies=no_copies(data)))


def test_silent_when_cal_and_test_are_alike(rng):
    finding = asked(rng, on_cal=[2.0] * 4, on_test=[2.0] * 4)
    numbers = finding.numbers
    assert finding.status == "passed"
    assert numbers["kept_promises_from"] < numbers["coverage"] < numbers["kept_promises_to"]
    assert numbers["classes_short"] == []
    assert "Worst class: " in finding.sentence


def test_fires_when_test_is_harder_than_cal(rng):
    finding = asked(rng, on_cal=[2.5] * 4, on_test=[1.0] * 4)
    assert finding.status == "found"
    assert finding.numbers["coverage"] < 0.85
    assert finding.sentence.endswith("of test: cal and test are not alike.")


def test_fires_when_it_is_harder_for_one_class_alone(rng):
    finding = asked(rng, on_cal=[2.0] * 4, on_test=[2.3, 2.3, 1.4, 2.3])
    assert finding.status == "found"
    assert finding.numbers["classes_short"] == ["shirt"]
    assert finding.sentence.startswith("In all the promise of 90")
    assert "not for shirt by a threshold of their own" in finding.sentence


def test_a_hard_class_is_no_broken_promise(rng):
    """One threshold leaves it short, its own threshold does not: said, but not found."""
    finding = asked(rng, on_cal=[3, 3, 0.8, 3], on_test=[3, 3, 0.8, 3])
    assert finding.status == "passed"
    assert finding.numbers["worst_class"] == "shirt"
    assert finding.numbers["worst_class_coverage"] < 0.85
    assert finding.numbers["worst_class_by_own_threshold_coverage"] > 0.85


def test_false_alarms_are_rare(rng):
    few = {"train": 40, "cal": 800, "test": 400}
    found = [asked(rng, on_cal=[2.0] * 4, on_test=[2.0] * 4, sizes=few).status == "found" for _ in range(40)]
    assert np.mean(found) <= 0.15


def test_a_few_alike_photos_are_not_held_against_it(rng):
    """Two hard senders of forty pull the coverage down by more than luck with single rows would."""
    sizes = {"train": 40, "cal": 800, "test": 800}
    groups = np.concatenate([np.arange(840), 840 + np.arange(800) // 20])
    data = dataset(*pictures(rng, 1640), sizes, groups=groups)
    cal, test = (sure(data, part, rng, boost=np.full(4, 2.0)) for part in ("cal", "test"))
    scores = test.scores.copy()
    scores[:60] = scores[:60, [1, 2, 3, 0]]
    hard = Predictions(ids=test.ids, scores=scores, kind=test.kind, model=test.model, part="test")
    alone = dataset(data.images, data.labels, sizes)
    grouped, single = (ask("FR011", evidence(d, cal, hard, copies=no_copies(d))) for d in (data, alone))
    assert grouped.numbers["coverage"] == single.numbers["coverage"]
    assert (single.status, grouped.status) == ("found", "passed")


@pytest.mark.parametrize(
    ("sizes", "kind", "because"),
    [
        ({"train": 4, "cal": 8, "test": 40}, "probabilities", "Cal has 8 images, too few to promise 90"),
        (SIZES, "scores", "It needs probabilities to judge; these predictions are scores."),
    ],
)
def test_not_applicable(rng, sizes, kind, because):
    finding = asked(rng, on_cal=[2.0] * 4, on_test=[2.0] * 4, sizes=sizes, kind=kind)
    assert finding.status == "not applicable"
    assert because in finding.sentence


def test_not_applicable_without_cal(rng):
    data = dataset(*pictures(rng, 2840), SIZES)
    finding = ask(
        "FR011", evidence(data, sure(data, "test", rng, boost=np.full(4, 2.0)), copies=no_copies(data))
    )
    assert finding.status == "not applicable"
    assert "no predictions on the cal part" in finding.sentence
