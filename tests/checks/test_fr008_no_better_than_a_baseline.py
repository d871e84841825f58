import numpy as np
import pytest

from tests.checks.made import answers, ask, dataset, evidence, pictures, wrong_at

NNBSP = "\N{NARROW NO-BREAK SPACE}"


def test_silent_for_a_good_model(rng):
    data = dataset(*pictures(rng))
    finding = ask("FR008", evidence(data, answers(data, "test", wrong_at(data, "test", [0, 1]))))
    assert finding.status == "passed"
    assert finding.numbers["accuracy"] == 38 / 40
    assert finding.numbers["baseline"] == 10 / 40
    assert finding.numbers["difference"] == pytest.approx(28 / 40)
    assert finding.numbers["mcnemar_p"] < 1e-6


def test_fires_for_a_constant_answer(rng):
    data = dataset(*pictures(rng))
    finding = ask("FR008", evidence(data, answers(data, "test", np.full(40, 2))))
    assert finding.status == "found"
    assert finding.sentence.replace(NNBSP, " ").startswith(
        "The model is not shown to be better than always answering coat: it is right on 25.0 % of 40 test "
        "images, the constant answer on 25.0 %, difference 0.0 points"
    )


def test_fires_for_an_advantage_within_chance(rng):
    data = dataset(*pictures(rng))
    finding = ask("FR008", evidence(data, answers(data, "test", wrong_at(data, "test", range(28)))))
    assert finding.numbers["accuracy"] == 12 / 40
    assert finding.numbers["difference_low"] < 0 < finding.numbers["difference_high"]
    assert finding.status == "found"
    assert "not shown to be better" in finding.sentence


def test_the_baseline_is_the_most_frequent_class_of_train(rng):
    images, labels = pictures(rng)
    labels[:30] = 3
    data = dataset(images, labels)
    finding = ask("FR008", evidence(data, answers(data, "test", np.full(40, 3))))
    assert finding.numbers["baseline_class"] == "bag"
    assert finding.numbers["difference"] == 0


def test_without_train_the_most_frequent_class_of_test(rng):
    images, labels = pictures(rng, 40)
    labels[:] = np.repeat([1, 2], [25, 15])
    data = dataset(images, labels, {"test": 40})
    finding = ask("FR008", evidence(data, answers(data, "test", labels)))
    assert (finding.numbers["baseline_class"], finding.numbers["baseline"]) == ("dress", 25 / 40)


def test_not_applicable_without_test_predictions(rng):
    finding = ask("FR008", evidence(dataset(*pictures(rng))))
    assert finding.status == "not applicable"
    assert finding.sentence == "There are no predictions on the test part."
