"""The list of arms: every comparison is of one thing, and the list can be kept in folders and read."""

import dataclasses
import re

import numpy as np
import pytest

from fittingroom.errors import InputError
from fittingroom.studies.overfitting.arms import ARMS, Arm, selected
from fittingroom.studies.overfitting.lessons import lesson
from fittingroom.types import Part

KNOWN = {arm.name: arm for arm in ARMS}
COMPARED = [arm for arm in ARMS if arm.name != "plain"]
MODERATE = {"dropout", "l2", "label_smoothing", "augmentation"}

BY_FACTOR = {
    "L1": {"l1"},
    "L2": {"l2"},
    "weight decay": {"weight_decay"},
    "dropout": {"dropout"},
    "augmentation": {"augmentation"},
    "label smoothing": {"label_smoothing"},
    "learning rate": {"lr"},
    "batch size": {"batch"},
    "epochs": {"epochs"},
    "early stopping": {"patience"},
    "training images": {"share"},
    "random labels": {"random_labels"},
}
"""What an arm of each factor changes: a setting of the training, or what it is taught by."""

BY_NAME = {
    "program-1": {"learns", "watches"},
    "program-2": {"dropout", "dense", "dense_dropout"},
    "program-3-published": {"learns"},
    "program-3-leaking": {"watches"},
    "program-3": {"augmentation", "epochs", "patience"},
    "program-3-wide": {"augmentation", "epochs", "patience"},
    "linear": {"widths"},
    "dense-128": {"widths", "dense"},
    "conv-8": {"widths"},
    "conv-128": {"widths"},
    "conv-32-64": {"widths"},
    "conv-32-64-128": {"widths"},
    "conv-32-dense-128": {"dense"},
    "wide": {"dense"},
    "together": MODERATE,
    "wide-together": {*MODERATE, "dense_dropout"},
    "wide-20": {"epochs"},
    "wide-20-together": {*MODERATE, "dense_dropout", "patience"},
}

LONGER = {
    "program-3",
    "program-3-wide",
    "batch size",
    "epochs",
    "wide-20",
    "program-1",
    "program-3-published",
}
"""Names and factors of arms whose steps are what is compared, or follow from the images they learn."""


def changed(one: Arm, other: Arm) -> set[str]:
    """The settings in which two arms differ, but for how they are called."""

    def settings(arm: Arm) -> dict:
        taught = {what: getattr(arm, what) for what in ("share", "random_labels", "learns", "watches")}
        return {
            field.name: getattr(arm.params, field.name) for field in dataclasses.fields(arm.params)
        } | taught

    mine, theirs = settings(one), settings(other)
    return {name for name, value in mine.items() if value != theirs[name]}


def test_names_are_unique_and_can_be_folders_and_addresses():
    assert len(KNOWN) == len(ARMS)
    assert len({arm.title for arm in ARMS}) == len(ARMS)
    for name in KNOWN:
        assert re.fullmatch(r"[a-z0-9][a-z0-9.-]*", name)
    assert len({name.replace(".", "-") for name in KNOWN}) == len(ARMS)


def test_arms_of_one_factor_stand_side_by_side():
    factors = [arm.factor for arm in ARMS]
    runs = [factor for at, factor in enumerate(factors) if at == 0 or factors[at - 1] != factor]
    assert len(runs) == len(set(runs))


@pytest.mark.parametrize("arm", ARMS, ids=lambda arm: arm.name)
def test_every_comparison_ends_at_the_plain_network(arm):
    met = [arm.name]
    while met[-1] != "plain":
        met.append(KNOWN[met[-1]].against)
        assert len(met) == len(set(met)) <= 5


@pytest.mark.parametrize("arm", COMPARED, ids=lambda arm: arm.name)
def test_an_arm_differs_from_its_partner_in_what_its_factor_names_and_in_nothing_else(arm):
    expected = BY_NAME.get(arm.name) or BY_FACTOR[arm.factor]
    assert changed(arm, KNOWN[arm.against]) == expected


@pytest.mark.parametrize("arm", COMPARED, ids=lambda arm: arm.name)
def test_an_arm_takes_as_many_steps_as_its_partner_unless_steps_are_the_factor(arm):
    if LONGER & {arm.name, arm.factor}:
        return
    assert steps(arm) == steps(KNOWN[arm.against])


def steps(arm: Arm) -> int:
    """Steps of a whole training on 4,800 images."""
    images = np.zeros((4800, 1, 1), np.uint8)
    train = Part("train", images, np.arange(4800) % 10, np.arange(4800).astype(str))
    val = Part("val", images[:1200], train.labels[:1200], train.ids[:1200])
    learned, _, params = lesson(arm, {"train": train, "val": val, "test": val}, classes=10, seed=0)
    return params.epochs * ((params.images_an_epoch or len(learned)) // params.batch)


def test_what_is_about_the_network_itself_is_marked():
    about = {"widths", "dense", "dropout", "dense_dropout"}
    for arm in ARMS:
        if arm.name == "together":
            continue  # a user's own network is given what of it is not dropout
        touched = changed(arm, KNOWN["plain"]) & about
        assert arm.network == (bool(touched) or arm.factor == "the programs"), arm.name


def test_everything_the_study_promises_is_there():
    shares = {arm.share for arm in ARMS if not arm.random_labels}
    assert shares == {0.01, 0.03, 0.1, 0.3, 1.0}
    assert any(arm.random_labels for arm in ARMS)
    leaks = {arm.name for arm in ARMS if arm.watches == "test"}
    assert leaks == {"program-1", "program-3-published", "program-3-leaking"}
    for name in ("plain", "program-1", "program-2", "program-3", "program-3-leaking", "program-3-published"):
        assert KNOWN[name].least_seeds >= 5


def test_a_selection_holds_what_it_is_compared_with_in_the_order_of_the_list():
    assert [arm.name for arm in selected(["program-3-published"])] == [
        "plain",
        "program-3-published",
        "program-3-leaking",
        "program-3",
    ]
    assert [arm.name for arm in selected(["wide-20-together", "mirror"])] == [
        "plain",
        "wide",
        "mirror",
        "wide-20",
        "wide-20-together",
    ]
    assert [arm.name for arm in selected([])] == ["plain"]
    assert selected(list(KNOWN)) == ARMS


def test_an_unknown_arm_is_refused_with_the_list():
    with pytest.raises(InputError, match="there is no arm drop-out, L3; the arms are plain, program-1"):
        selected(["mirror", "drop-out", "L3"])
