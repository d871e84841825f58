"""What an arm is taught by: nested shares, as many steps, random labels that are the same again."""

import dataclasses

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.studies.overfitting.lessons import joined, lesson, some
from fittingroom.types import Part
from tests.studies.overfitting.made import arm, pictures

DATA = pictures({"train": 300, "val": 90, "test": 60}, side=8, groups=True)
PARTS = {"train": DATA.part("train"), "val": DATA.part("val"), "test": DATA.take("test")}


def taught(*, seed: int = 0, classes: int = 3, **what) -> tuple:
    return lesson(arm(**what), PARTS, classes=classes, seed=seed)


def assert_rows_belong_together(part: Part) -> None:
    """Images, labels, ids and groups are of the same pictures."""
    at = {name: row for row, name in enumerate(DATA.ids)}
    rows = [at[name] for name in part.ids]
    np.testing.assert_array_equal(part.images, DATA.images[rows])
    np.testing.assert_array_equal(part.labels, DATA.labels[rows])
    assert part.groups is not None
    np.testing.assert_array_equal(part.groups, DATA.groups[rows])


def test_an_arm_learns_train_and_watches_val_as_they_are():
    train, watched, params = taught()
    assert train is PARTS["train"]
    assert watched is PARTS["val"]
    assert params == arm().params


def test_an_arm_that_watches_test_learns_the_same():
    train, watched, _ = taught(watches="test")
    assert train is PARTS["train"]
    assert watched is PARTS["test"]


def test_an_arm_may_learn_train_and_val():
    train, watched, params = taught(learns="train and val", watches="test")
    assert sorted(train.ids) == sorted([*PARTS["train"].ids, *PARTS["val"].ids])
    assert_rows_belong_together(train)
    assert train.name == "train"
    assert watched is PARTS["test"]
    assert params.images_an_epoch is None


@pytest.mark.parametrize("learns", ["train", "train and val"])
@pytest.mark.parametrize("share", [0.5, 0.1, 0.03])
def test_a_share_takes_as_many_steps_as_the_whole(share, learns):
    train, _, params = taught(share=share, learns=learns)
    whole = 300 if learns == "train" else 390
    assert len(train) == round(share * whole)
    assert params == dataclasses.replace(arm().params, images_an_epoch=whole)
    assert len(set(train.ids)) == len(train)
    assert_rows_belong_together(train)


def test_shares_of_one_seed_are_parts_of_one_another_and_other_seeds_take_other_images():
    ids = [set(taught(share=share)[0].ids) for share in (0.03, 0.1, 0.3)]
    assert ids[0] < ids[1] < ids[2] < set(PARTS["train"].ids)
    assert set(taught(share=0.3, seed=1)[0].ids) != ids[2]
    assert set(taught(share=0.3, seed=0)[0].ids) == ids[2]


def test_random_labels_are_drawn_anew_for_every_image_and_the_same_again_for_the_same_seed():
    train = taught(random_labels=True)[0]
    np.testing.assert_array_equal(train.images, PARTS["train"].images)
    np.testing.assert_array_equal(train.labels, taught(random_labels=True)[0].labels)
    agreed = np.mean(train.labels == PARTS["train"].labels)
    assert agreed == pytest.approx(1 / 3, abs=0.08)
    assert agreed < 1
    assert np.bincount(train.labels, minlength=3).min() > 70
    assert (train.labels != taught(random_labels=True, seed=1)[0].labels).any()
    assert train.labels.dtype == np.int64


def test_random_labels_leave_val_and_the_images_of_a_share_alone():
    few, watched, _ = taught(share=0.1, random_labels=True)
    assert watched is PARTS["val"]
    np.testing.assert_array_equal(few.ids, taught(share=0.1)[0].ids)
    assert (few.labels != taught(share=0.1)[0].labels).any()


@pytest.mark.parametrize(("share", "classes", "left"), [(0.01, 3, 3), (0.03, 5, 9)])
def test_a_share_that_leaves_too_few_images_is_refused(share, classes, left):
    message = rf"{share:.0%} of the training images are {left}, too few for {classes} classes"
    with pytest.raises(InputError, match=message):
        taught(share=share, classes=classes)
    assert len(taught(share=0.02, classes=3)[0]) == 6


def test_parts_without_groups_stay_without():
    train, val = (dataclasses.replace(PARTS[name], groups=None) for name in ("train", "val"))
    assert joined(train, val).groups is None
    assert some(train, 0.5, seed=0).groups is None
