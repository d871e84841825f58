from tests.checks.made import START, ask, dataset, evidence, pictures


def test_silent_without_copies(rng):
    finding = ask("FR001", evidence(dataset(*pictures(rng))))
    assert finding.status == "passed"
    assert "60 of train, 20 of val, 20 of cal and 40 of test" in finding.sentence


def test_counts_copies_groups_and_conflicts(rng):
    images, labels = pictures(rng)
    images[[4, 8, 12]] = images[0]  # three copies of one label
    images[21] = images[20]  # one copy, another label
    test = START["test"]
    images[test + 4] = images[test]
    finding = ask("FR001", evidence(dataset(images, labels)))
    assert finding.status == "found"
    assert finding.numbers["parts"]["train"] == {"images": 60, "copies": 4, "groups": 2, "conflicts": 1}
    assert finding.numbers["parts"]["test"] == {"images": 40, "copies": 1, "groups": 1, "conflicts": 0}
    assert finding.numbers["parts"]["val"]["copies"] == 0
    assert [group["rows"] for group in finding.numbers["groups"]] == [
        [0, 4, 8, 12],
        [20, 21],
        [test, test + 4],
    ]
    assert finding.numbers["groups"][1]["labels"] == ["coat", "dress"]
    assert finding.sentence == (
        "4 of 60 train images and 1 of 40 test images repeat an earlier image of the same part byte for byte "
        "and so count again; in 1 group of such copies the labels differ."
    )


def test_a_copy_in_another_part_is_not_its_business(rng):
    images, labels = pictures(rng)
    images[START["test"]] = images[0]
    assert ask("FR001", evidence(dataset(images, labels))).status == "passed"


def test_rows_of_no_part_are_not_looked_at(rng):
    images, labels = pictures(rng, 10)
    images[9] = images[0]
    assert ask("FR001", evidence(dataset(images, labels, {"test": 9}))).status == "passed"


def test_not_applicable_to_single_images(rng):
    finding = ask("FR001", evidence(dataset(*pictures(rng, 2), {"train": 1, "test": 1})))
    assert finding.status == "not applicable"
    assert "more than one image" in finding.sentence
