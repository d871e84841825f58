import numpy as np
import pytest

from fittingroom.types import LabelNoise
from tests.checks.made import answers, ask, dataset, evidence, pictures, wrong_at

SIZES = {"train": 100, "test": 1000}
NNBSP = "\N{NARROW NO-BREAK SPACE}"


def noisy(rng, low: float):
    return dataset(*pictures(rng, 1100), SIZES, label_noise=LabelNoise(low=low, high=0.2, source="a reader"))


def test_fires_above_the_ceiling(rng):
    data = noisy(rng, 0.1)
    finding = ask("FR009", evidence(data, answers(data, "test", wrong_at(data, "test", range(40)))))
    assert finding.status == "found"
    assert finding.numbers["ceiling"] == pytest.approx(0.9)
    assert finding.numbers["accuracy"] == 0.96
    assert finding.numbers["label_noise_source"] == "a reader"
    plain = finding.sentence.replace(NNBSP, " ")
    assert plain.startswith(
        "An accuracy of 96.0 % [94.6, 97.0] needs explaining: it lies above the ceiling of 90.0 %"
    )


def test_silent_below_the_ceiling(rng):
    data = noisy(rng, 0.02)
    finding = ask("FR009", evidence(data, answers(data, "test", wrong_at(data, "test", range(40)))))
    assert finding.status == "passed"


def test_silent_when_only_the_point_lies_above(rng):
    data = noisy(rng, 0.045)
    finding = ask("FR009", evidence(data, answers(data, "test", wrong_at(data, "test", range(40)))))
    assert finding.numbers["accuracy"] > finding.numbers["ceiling"]
    assert finding.status == "passed"


def test_not_applicable_when_the_card_is_silent(rng):
    data = dataset(*pictures(rng))
    finding = ask("FR009", evidence(data, answers(data, "test", np.zeros(40, np.int64))))
    assert finding.status == "not applicable"
    assert finding.sentence == "The card of made does not say how many of its test labels are wrong."


def test_not_applicable_without_test_predictions(rng):
    finding = ask("FR009", evidence(noisy(rng, 0.01)))
    assert finding.status == "not applicable"
    assert "no predictions on the test part" in finding.sentence
