"""Every arm differs in one thing from its partner, and a selection brings the partners along."""

from dataclasses import asdict

import pytest

from fittingroom.studies.attributes.arms import ARMS, FEW, FREQUENCY, RULED, planned

TOLD = {"name", "title", "about", "rung", "against", "network"}
TOGETHER = {frozenset({"loss", "rates"})}
"""A corrected loss needs rates."""


@pytest.mark.parametrize("arm", [arm for arm in ARMS if arm.against != FREQUENCY], ids=lambda arm: arm.name)
def test_an_arm_differs_in_one_thing(arm):
    by_name = {one.name: asdict(one) for one in ARMS}
    mine, other = by_name[arm.name], by_name[arm.against]
    changed = frozenset(key for key in mine if key not in TOLD and mine[key] != other[key])
    assert len(changed) == 1 or changed in TOGETHER


def test_names_differ_and_titles_fit_into_the_chart():
    assert len({arm.name for arm in ARMS}) == len({arm.title for arm in ARMS}) == len(ARMS)
    assert all(len(arm.title) <= 20 for arm in ARMS)
    assert {*FEW, *RULED} <= {arm.name for arm in ARMS}


def test_partners_come_along_and_each_other_network_learns_as_the_paper_did():
    names = [arm.name for arm in planned(("small",), ("cleaned",))]
    assert names == ["flat", "masked", "group", "cleaned"]
    others = planned(("small", "resnet18"), ("flat",))
    assert [(arm.name, arm.network, arm.loss) for arm in others] == [
        ("flat", "", "bce"),
        ("flat-resnet18", "resnet18", "bce"),
    ]
