import numpy as np
import pytest

from fittingroom.checks.fr007_class_shift import chance_of, distance, holm
from tests.checks.made import ask, dataset, evidence, no_copies, pictures

MANY = {"train": 600, "val": 200, "test": 400}


def test_silent_for_a_stratified_split(rng):
    finding = ask("FR007", evidence(dataset(*pictures(rng))))
    assert finding.status == "passed"
    assert finding.numbers["test"] == {"images": 40, "counts": [10] * 4, "distance": 0.0, "p": 1.0}


def test_fires_for_a_planted_shift(rng):
    images, labels = pictures(rng, 1200)
    labels[800:880] = 3  # 60 test images that were no bags become bags
    finding = ask("FR007", evidence(dataset(images, labels, MANY)))
    assert finding.status == "found"
    assert finding.numbers["test"]["counts"] == [80, 80, 80, 160]
    assert finding.numbers["test"]["distance"] == pytest.approx(60 / 400)
    assert finding.numbers["val"]["p"] == 1.0
    plain = finding.sentence.replace("\N{NARROW NO-BREAK SPACE}", " ")
    assert plain.startswith(
        "The classes are mixed differently in test than in train: 15.0 % of the 400 test images would have "
        "to change class (most of all bag, 40.0 % against 25.0 %)"
    )


def test_a_small_part_may_differ_by_chance(rng):
    images, labels = pictures(rng, 620)
    labels[600:] = np.repeat([0, 1, 2, 3], [7, 5, 4, 4])
    finding = ask("FR007", evidence(dataset(images, labels, {"train": 600, "test": 20})))
    assert finding.status == "passed"
    assert finding.numbers["test"]["distance"] == pytest.approx(0.1)
    assert "no more than in a random split" in finding.sentence


@pytest.mark.parametrize(("moved", "status"), [(190, "passed"), (300, "found")])
def test_with_many_images_a_significant_trifle_passes(moved, status):
    test = [2500 - moved, 2500, 2500, 2500 + moved]
    labels = np.repeat([0, 1, 2, 3] * 2, [15000] * 4 + test)
    data = dataset(np.zeros((70000, 1, 1), np.uint8), labels, {"train": 60000, "test": 10000})
    finding = ask("FR007", evidence(data, copies=no_copies(data)))
    assert finding.numbers["test"]["distance"] == pytest.approx(moved / 10000)
    assert finding.numbers["test"]["p"] < 0.01
    assert finding.status == status
    assert ("too few to matter" in finding.sentence) == (status == "passed")


def test_random_splits_seldom_look_shifted(rng):
    labels = rng.integers(0, 3, 300)
    small = 0
    for _ in range(200):
        shuffled = rng.permutation(labels)
        train, part = (np.bincount(half, minlength=3) for half in (shuffled[:250], shuffled[250:]))
        small += chance_of(train, part, rng=rng) < 0.05
    assert small <= 20  # 10 expected; more than 20 has a chance below .002


def test_distance_is_the_share_that_must_change():
    assert distance(np.array([10, 10]), np.array([6, 14])) == pytest.approx(0.2)
    assert distance(np.array([5, 0]), np.array([0, 9])) == 1


def test_holm_equals_the_textbook_example():
    assert holm({"a": 0.01, "b": 0.04, "c": 0.03}) == pytest.approx({"a": 0.03, "b": 0.06, "c": 0.06})


@pytest.mark.parametrize("sizes", [{"test": 40}, {"train": 40}])
def test_not_applicable_without_two_parts(rng, sizes):
    finding = ask("FR007", evidence(dataset(*pictures(rng, 40), sizes)))
    assert finding.status == "not applicable"
    assert "train part and another" in finding.sentence
