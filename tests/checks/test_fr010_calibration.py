import numpy as np
import pytest

from tests.checks.made import answers, ask, dataset, evidence, no_copies, pictures, wrong_at

SIZES = {"train": 40, "cal": 800, "test": 2000}
NNBSP = "\N{NARROW NO-BREAK SPACE}"


def stating(rng, confidence: float, *, accuracy: float, parts=("cal", "test")):
    """A model that always states `confidence` and is right on the share `accuracy` of each part."""
    data = dataset(*pictures(rng, 2840), SIZES)
    said = [
        answers(
            data,
            part,
            wrong_at(data, part, rng.permutation(n)[: round(n * (1 - accuracy))]),
            kind="probabilities",
            confidence=rng.uniform(confidence - 0.04, confidence + 0.04, n),
        )
        for part, n in SIZES.items()
        if part in parts
    ]
    return ask("FR010", evidence(data, *said, copies=no_copies(data)))


def test_silent_when_confidence_is_right(rng):
    finding = stating(rng, 0.8, accuracy=0.8)
    assert finding.status == "passed"
    assert finding.numbers["ece"] < finding.numbers["floor_high"]
    assert "No miscalibration shown" in finding.sentence


@pytest.mark.parametrize(
    ("confidence", "accuracy", "word"), [(0.9, 0.7, "overconfident"), (0.6, 0.8, "underconfident")]
)
def test_fires_with_its_direction_and_the_cure(rng, confidence, accuracy, word):
    finding = stating(rng, confidence, accuracy=accuracy)
    assert (finding.status, finding.numbers["direction"]) == ("found", word)
    assert finding.numbers["ece"] == pytest.approx(0.2, abs=0.03)
    assert (finding.numbers["temperature"] > 1) == (word == "overconfident")
    assert finding.numbers["ece_after"] < 0.06
    sentence = finding.sentence.replace(NNBSP, " ")
    assert sentence.startswith(f"The model is {word}: {100 * finding.numbers['confidence']:.1f} % stated")
    assert "fitted on cal makes it 0.0" in sentence


def test_where_cal_needs_no_correction_none_is_advised(rng):
    data = dataset(*pictures(rng, 2840), SIZES)
    said = [
        answers(
            data,
            part,
            wrong_at(data, part, rng.permutation(SIZES[part])[: round(SIZES[part] * share)]),
            kind="probabilities",
            confidence=rng.uniform(0.76, 0.84, SIZES[part]),
        )
        for part, share in (("cal", 0.2), ("test", 0.3))
    ]
    finding = ask("FR010", evidence(data, *said, copies=no_copies(data)))
    assert finding.status == "found"
    assert finding.numbers["temperature"] == pytest.approx(1, abs=0.02)
    assert "on cal it needs no correction" in finding.sentence


def test_without_cal_there_is_no_temperature(rng):
    finding = stating(rng, 0.9, accuracy=0.7, parts=("test",))
    assert finding.status == "found"
    assert "temperature" not in finding.numbers
    assert "temperature" not in finding.sentence


def test_wrong_on_both_sides_has_no_direction(rng):
    data = dataset(*pictures(rng, 2840), SIZES)
    bold = np.arange(2000) < 1000
    wrong = np.concatenate([np.arange(300), np.arange(1000, 1100)])  # 70 % and 90 % right
    said = answers(
        data,
        "test",
        wrong_at(data, "test", wrong),
        kind="probabilities",
        confidence=np.where(bold, 0.9, 0.7),
    )
    finding = ask("FR010", evidence(data, said, copies=no_copies(data)))
    assert finding.status == "found"
    assert "not too sure on average" in finding.sentence


def test_a_significant_trifle_passes(rng):
    labels = np.zeros(20_000, np.int64)
    data = dataset(np.zeros((20_000, 1, 1), np.uint8), labels, {"test": 20_000})
    wrong = wrong_at(data, "test", range(2000))
    said = answers(data, "test", wrong, kind="probabilities", confidence=0.908)
    finding = ask("FR010", evidence(data, said, copies=no_copies(data)))
    assert finding.numbers["floor_high"] < finding.numbers["ece"] < 0.01
    assert finding.status == "passed"
    assert "too little to matter" in finding.sentence


@pytest.mark.parametrize("kind", ["labels", "scores"])
def test_not_applicable_without_probabilities(rng, kind):
    data = dataset(*pictures(rng))
    finding = ask("FR010", evidence(data, answers(data, "test", np.zeros(40, np.int64), kind=kind)))
    assert finding.status == "not applicable"
    assert finding.sentence == f"It needs probabilities to judge; these predictions are {kind}."


def test_not_applicable_without_test_predictions(rng):
    assert ask("FR010", evidence(dataset(*pictures(rng)))).status == "not applicable"


def in_senders(rng, groups: np.ndarray):
    """A calibrated model that is right or wrong on all of a sender's photos."""
    data = dataset(*pictures(rng, 1200), {"test": 1200}, groups=groups)
    confidence = rng.uniform(0.7, 0.9, 1200)
    wrong = np.flatnonzero((rng.random(1200) > 0.8)[groups])
    said = answers(data, "test", wrong_at(data, "test", wrong), kind="probabilities", confidence=confidence)
    return ask("FR010", evidence(data, said, copies=no_copies(data)))


def test_senders_who_are_right_together_are_no_miscalibration(rng):
    """60 senders of 20 photos: as rows, three times as sure of a gap as one may be."""
    found = [in_senders(rng, np.arange(1200) // 20).status for _ in range(8)]
    assert found.count("found") <= 1


def test_not_applicable_where_all_are_of_one_sender(rng):
    finding = in_senders(rng, np.zeros(1200, int))
    assert finding.status == "not applicable"
    assert finding.sentence.startswith("All test images are of one group")
