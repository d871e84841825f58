import numpy as np
import pytest

from fittingroom.measure.labels import label_noise
from fittingroom.types import LabelNoise
from tests.checks.made import START, answers, ask, dataset, evidence, no_copies, pictures

SIZES = {"train": 100, "test": 400}


def planted(rng, wrong: np.ndarray):
    """A good model on data whose test labels at `wrong` were changed to the next class."""
    images, truth = pictures(rng, 500)
    labels = truth.copy()
    labels[100 + wrong] = (labels[100 + wrong] + 1) % 4
    data = dataset(images, labels, SIZES, label_noise=LabelNoise(low=0.01, high=0.03, source="a reader"))
    said = answers(data, "test", truth[100:], kind="probabilities", confidence=0.95)
    return data, said


def test_finds_the_planted_labels(rng):
    wrong = np.array([3, 50, 51, 200, 333])
    data, said = planted(rng, wrong)
    finding = ask("FR006", evidence(data, said, copies=no_copies(data)))
    assert finding.status == "found"
    assert finding.numbers["suspects"] == 5
    assert {suspect["row"] for suspect in finding.numbers["most_suspect"]} == set(100 + wrong)
    given = [suspect["given_probability"] for suspect in finding.numbers["most_suspect"]]
    assert given == sorted(given)
    third = next(suspect for suspect in finding.numbers["most_suspect"] if suspect["row"] == 103)
    assert (third["id"], third["given"], third["answered"]) == ("row-103", "coat", "bag")
    assert third["answered_probability"] > 0.9


def test_the_ceiling_is_what_the_measure_says(rng):
    data, said = planted(rng, np.arange(5))
    finding = ask("FR006", evidence(data, said, copies=no_copies(data)))
    noise = label_noise(5, 400)
    assert finding.numbers["ceiling_high"] == pytest.approx(1 - noise.low)
    assert finding.numbers["ceiling_low"] == pytest.approx(1 - noise.high)
    assert finding.sentence.replace("\N{NARROW NO-BREAK SPACE}", " ") == (
        "5 of 400 test labels are suspect to this model; if people confirm as many as elsewhere, 0.1 % to "
        "2.6 % of the labels are wrong (the card says 1.0 % to 3.0 %), and the ceiling of any honest "
        "accuracy lies between 97.4 % and 99.9 %."
    )


def test_silent_on_clean_labels(rng):
    data, said = planted(rng, np.array([], np.int64))
    finding = ask("FR006", evidence(data, said, copies=no_copies(data)))
    assert finding.status == "passed"
    assert finding.sentence == "None of 400 test labels is suspect to this model."


@pytest.mark.parametrize("kind", ["labels", "scores"])
def test_not_applicable_without_probabilities(rng, kind):
    data = dataset(*pictures(rng))
    said = answers(data, "test", data.labels[START["test"] :], kind=kind)
    finding = ask("FR006", evidence(data, said))
    assert finding.status == "not applicable"
    assert finding.sentence.endswith(f"these predictions are {kind}.")


def test_not_applicable_to_a_model_that_is_mostly_wrong(rng):
    data = dataset(*pictures(rng))
    said = answers(data, "test", np.zeros(40, np.int64), kind="probabilities", confidence=0.9)
    finding = ask("FR006", evidence(data, said))
    assert finding.status == "not applicable"
    assert "says too little about their labels" in finding.sentence


def test_not_applicable_without_test_predictions(rng):
    assert ask("FR006", evidence(dataset(*pictures(rng)))).status == "not applicable"
