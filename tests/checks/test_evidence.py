import dataclasses

import numpy as np
import pytest

from fittingroom.checks.evidence import Evidence, NotApplicable, judged
from fittingroom.data.copies import find_copies
from fittingroom.errors import InputError
from fittingroom.types import Predictions
from tests.checks.made import START, answers, dataset, evidence, pictures


def test_judged_matches_by_id_in_any_order(rng):
    data = dataset(*pictures(rng), groups=np.arange(140) // 2)
    said = answers(data, "test", data.labels[data.rows("test")])
    order = rng.permutation(40)[:25]
    said = dataclasses.replace(said, ids=said.ids[order], scores=said.scores[order])
    known = judged(evidence(data, said), "test")
    assert np.array_equal(known.rows, START["test"] + order)
    assert np.array_equal(known.labels, data.labels[known.rows])
    assert known.groups is not None
    assert np.array_equal(known.groups, known.rows // 2)
    assert known.correct.all()


def test_judged_says_what_is_missing(rng):
    with pytest.raises(NotApplicable, match="There are no predictions on the val part"):
        judged(evidence(dataset(*pictures(rng))), "val")


@pytest.mark.parametrize("foreign", ["row-0", "row-1000", "zebra"])  # of another part, of none, after all
def test_judged_refuses_unknown_ids(rng, foreign):
    data = dataset(*pictures(rng))
    said = answers(data, "test", np.zeros(3, np.int64))
    said = dataclasses.replace(said, ids=np.array([*said.ids[:2], foreign]))
    with pytest.raises(InputError, match=f"1 of 3 ids are not in the test part of made, such as '{foreign}'"):
        judged(evidence(data, said), "test")


def test_judged_refuses_ids_given_twice(rng):
    data = dataset(*pictures(rng))
    said = answers(data, "test", np.zeros(3, np.int64))
    said = dataclasses.replace(said, ids=said.ids[[0, 1, 0]])
    with pytest.raises(InputError, match="1 ids of the test part are predicted more than once"):
        judged(evidence(data, said), "test")


def test_predictions_of_a_part_that_the_data_lack_are_refused(rng):
    data = dataset(*pictures(rng, 20), {"train": 20})
    said = Predictions(
        ids=np.array(["row-0"]), scores=np.ones((1, 4), np.float32), kind="scores", model="m", part="test"
    )
    with pytest.raises(InputError, match="1 of 1 ids are not in the test part of made, such as 'row-0'"):
        judged(evidence(data, said), "test")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"part": "val"}, "predictions of 'val' were handed over as 'test'"),
        ({"scores": np.ones((40, 3), np.float32)}, "scores have 3 columns, made has 4 classes"),
        ({"data": "f" * 64}, "were made on data ffffffffffff, not on this made"),
    ],
)
def test_evidence_refuses_what_does_not_fit(rng, change, message):
    data = dataset(*pictures(rng))
    said = dataclasses.replace(answers(data, "test", np.zeros(40, np.int64)), **change)
    with pytest.raises(InputError, match=message):
        Evidence(data=data, copies=find_copies(data), predictions={"test": said})


def test_evidence_refuses_copies_of_other_data(rng):
    data = dataset(*pictures(rng))
    other = dataset(*pictures(rng, 50), {"test": 50})
    with pytest.raises(InputError, match="searched in 50 images, made has 140"):
        Evidence(data=data, copies=find_copies(other))


def test_copies_are_numbered_as_in_the_data(rng):
    images, labels = pictures(rng)
    images[START["test"] + 7] = images[START["cal"] + 2]
    copies = find_copies(dataset(images, labels))
    assert (copies.near.i.tolist(), copies.near.j.tolist()) == ([START["test"] + 7], [START["cal"] + 2])
    assert copies.exact[START["test"] + 7] == copies.exact[START["cal"] + 2]
    assert len(np.unique(copies.exact)) == 139


def test_copies_are_numbered_as_in_the_data_in_any_order_of_parts(rng):
    images, labels = pictures(rng, 50)
    images[3] = images[45]
    copies = find_copies(dataset(images, labels, {"test": 20, "val": 10, "train": 20}))
    for pairs in (copies.near, copies.plain):
        assert (pairs.i.tolist(), pairs.j.tolist()) == ([3], [45])


def test_many_copies_of_one_picture_make_one_pair_per_test_image(rng):
    images, labels = pictures(rng)
    images[:50] = 0
    images[START["test"] : START["test"] + 10] = 0
    near = find_copies(dataset(images, labels)).near
    assert near.i.tolist() == list(range(START["test"], START["test"] + 10))
    assert set(near.j.tolist()) == {0}
