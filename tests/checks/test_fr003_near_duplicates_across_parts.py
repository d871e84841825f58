import numpy as np
import pytest

from tests.checks.made import START, answers, ask, dataset, evidence, pictures, wrong_at

TEST = START["test"]


def planted(rng):
    """Test images 0-3: an exact copy, a faint copy, a mirrored copy, and one between .98 and .99."""
    images, labels = pictures(rng)
    images[TEST] = images[0]
    images[TEST + 1] = images[1] ^ 1
    images[TEST + 2] = images[2][:, ::-1]
    images[TEST + 3] = images[3]
    images[TEST + 3, :4] ^= 16
    return images, labels


def test_silent_without_copies(rng):
    finding = ask("FR003", evidence(dataset(*pictures(rng))))
    assert finding.status == "passed"
    assert finding.sentence == (
        "None of 40 test images has a near copy among the 100 images of train, val and cal "
        "(correlation of 0.99 or more, also mirrored)."
    )


def test_sweep_counts_plain_and_mirrored(rng):
    data = dataset(*planted(rng))
    finding = ask("FR003", evidence(data))
    assert finding.status == "found"
    sweep = {at["threshold"]: (at["plain"], at["counting_mirrored"]) for at in finding.numbers["sweep"]}
    between = np.corrcoef(data.images[3].ravel(), data.images[TEST + 3].ravel())[0, 1]
    assert 0.98 < between < 0.99
    assert sweep == {0.98: (3, 4), 0.99: (2, 3), 0.995: (2, 3), 0.999: (2, 3)}
    assert finding.numbers["sweep"][0]["same_label"] == 4
    assert finding.sentence == (
        "3 of 40 test images have a near copy among the 100 images of train, val and cal "
        "(correlation of 0.99 or more; 1 only when mirrored); look at the pairs before calling them copies."
    )


def test_an_image_alike_both_ways_counts_as_plain(rng):
    images, labels = pictures(rng)
    images[:, :, 4:] = images[:, :, 3::-1]  # symmetric pictures
    images[TEST] = images[0][:, ::-1] ^ (
        np.arange(64).reshape(8, 8) == 5
    )  # a trace closer to the mirror image
    finding = ask("FR003", evidence(dataset(images, labels)))
    assert (finding.numbers["sweep"][1]["plain"], finding.numbers["sweep"][1]["counting_mirrored"]) == (1, 1)


def test_accuracy_with_and_without(rng):
    data = dataset(*planted(rng))
    said = answers(data, "test", wrong_at(data, "test", np.arange(10, 20)))
    at = ask("FR003", evidence(data, said)).numbers["sweep"][1]
    assert at["accuracy"] == 30 / 40
    assert at["accuracy_without"] == 27 / 37
    assert at["worth"] == pytest.approx(30 / 40 - 27 / 37)
    assert 0 <= at["worth_low"] <= at["worth"] <= at["worth_high"] < 0.06


def test_the_sentence_says_what_copies_are_worth(rng):
    data = dataset(*planted(rng))
    sentence = ask("FR003", evidence(data, answers(data, "test", wrong_at(data, "test", [10])))).sentence
    plain = sentence.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert "without them accuracy is 97.30 % instead of 97.50 %, so they are worth +0.2 points [" in plain
    assert "at most" in plain


def test_copies_that_are_answered_wrongly_do_not_raise_accuracy(rng):
    data = dataset(*planted(rng))
    finding = ask("FR003", evidence(data, answers(data, "test", wrong_at(data, "test", [0, 1, 2]))))
    assert finding.numbers["sweep"][1]["worth"] < 0
    assert "so they do not raise it" in finding.sentence


def test_whole_groups_are_resampled(rng):
    images, labels = planted(rng)

    def width(groups):
        data = dataset(images, labels, groups=groups)
        said = answers(data, "test", wrong_at(data, "test", np.arange(10, 20)))
        at = ask("FR003", evidence(data, said)).numbers["sweep"][1]
        return None if at["worth_low"] is None else at["worth_high"] - at["worth_low"]

    assert width(np.arange(140) // 10) > 1.3 * width(
        None
    )  # right answers, wrong ones and copies each keep together
    assert width(np.zeros(140, np.int64)) is None  # one group says nothing of others


def test_predictions_of_the_copies_alone_give_no_accuracy_without(rng):
    data = dataset(*planted(rng))
    said = answers(data, "test", data.labels[data.rows("test")][:3])
    finding = ask("FR003", evidence(data, said))
    assert finding.status == "found"
    assert "accuracy_without" not in finding.numbers["sweep"][1]
    assert "without them" not in finding.sentence


def test_pairs_are_listed_closest_first(rng):
    finding = ask("FR003", evidence(dataset(*planted(rng))))
    pairs = finding.numbers["pairs"]
    assert {(pair["test_row"], pair["other_row"], pair["mirrored"]) for pair in pairs} == {
        (TEST, 0, False),
        (TEST + 1, 1, False),
        (TEST + 2, 2, True),
    }
    correlations = [pair["correlation"] for pair in pairs]
    assert correlations == sorted(correlations, reverse=True)
    assert all(pair["same_label"] for pair in pairs)


def test_the_first_pairs_are_shown_and_then_the_most_doubtful(rng):
    images, labels = pictures(rng)
    for at in range(30):
        images[TEST + at] = images[at]
        images[TEST + at].flat[:at] ^= 16  # the further, the less alike
    numbers = ask("FR003", evidence(dataset(images, labels))).numbers
    above = numbers["sweep"][1]["counting_mirrored"]
    assert 24 < above < 30
    assert [pair["other_row"] for pair in numbers["pairs"][:3]] == [0, 1, 2]
    assert len(numbers["pairs"]) == len(numbers["doubtful_pairs"]) == 12
    least = [pair["correlation"] for pair in numbers["doubtful_pairs"]]
    assert max(least) < min(pair["correlation"] for pair in numbers["pairs"])
    assert min(least) >= 0.99


def test_near_copies_among_other_parts_are_not_its_business(rng):
    images, labels = pictures(rng)
    images[START["val"]] = images[0] ^ 1
    assert ask("FR003", evidence(dataset(images, labels))).status == "passed"


@pytest.mark.parametrize("sizes", [{"test": 40}, {"train": 40}])
def test_not_applicable_to_a_single_part(rng, sizes):
    finding = ask("FR003", evidence(dataset(*pictures(rng, 40), sizes)))
    assert finding.status == "not applicable"
    assert finding.sentence == "It needs a test part and another one to compare it with."
