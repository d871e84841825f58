import numpy as np

from fittingroom.checks.fr002_duplicates_across_parts import copied_rows
from tests.checks.made import START, ask, dataset, evidence, pictures


def test_silent_without_copies(rng):
    finding = ask("FR002", evidence(dataset(*pictures(rng))))
    assert finding.status == "passed"
    assert finding.sentence == (
        "No image stands in two parts: train, val, cal and test share no image byte for byte."
    )
    assert finding.numbers["parts"]["test"] == {
        "images": 40,
        "copies": 0,
        "other_label": 0,
        "compared_with": ["train", "val", "cal"],
    }


def test_counts_copies_and_conflicts_once_per_image_of_the_later_part(rng):
    images, labels = pictures(rng)
    test, val = START["test"], START["val"]
    images[4] = images[0]
    images[test] = images[0]  # has two copies in train, counts once
    images[test + 1] = images[2]  # another label there
    images[val + 3] = images[7]
    finding = ask("FR002", evidence(dataset(images, labels)))
    assert finding.status == "found"
    counts = {part: (of["copies"], of["other_label"]) for part, of in finding.numbers["parts"].items()}
    assert counts == {"test": (2, 1), "cal": (0, 0), "val": (1, 0)}
    assert finding.sentence == (
        "2 of 40 test images also stand in train, val and cal and 1 of 20 val images also stands in train, "
        "byte for byte, 1 of them with another label: a model can answer such images from memory."
    )
    first = finding.numbers["pairs"][0]  # the conflict, in test
    assert (first["row"], first["other_row"], first["same_label"]) == (test + 1, 2, False)
    assert len(finding.numbers["pairs"]) == 3


def test_a_copy_within_a_part_is_not_its_business(rng):
    images, labels = pictures(rng)
    images[1] = images[0]
    assert ask("FR002", evidence(dataset(images, labels))).status == "passed"


def test_copied_rows_equal_a_loop(rng):
    exact, labels = rng.integers(0, 30, 80), rng.integers(0, 3, 80)
    rows, before = np.arange(40), np.arange(40, 80)
    copied, conflicting = copied_rows(exact, labels, rows, before)
    for row in rows:
        there = [other for other in before if exact[other] == exact[row]]
        assert copied[row] == bool(there)
        assert conflicting[row] == any(labels[other] != labels[row] for other in there)


def test_not_applicable_to_a_single_part(rng):
    finding = ask("FR002", evidence(dataset(*pictures(rng, 40), {"test": 40})))
    assert finding.status == "not applicable"
    assert finding.sentence == "There is only one part to look at (test)."
