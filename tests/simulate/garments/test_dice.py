"""Decisions by name: no other one moves them, and neither does time."""

import pytest

from fittingroom.simulate.garments.dice import Dice


def test_decisions_are_the_same_for_ever():
    dice = Dice(3)
    assert dice.uniform("sleeve") == 0.0310727304684687
    assert dice.normal("width", 2.0) == pytest.approx(4.095378275663218, rel=1e-15)
    assert dice.other(4).seed == 14694836086070225932
    assert Dice(-1).uniform("x") == 0.6552705657543328


def test_seed_name_and_number_all_matter():
    dice = Dice(3)
    told = [
        dice.uniform("a"),
        dice.uniform("b"),
        Dice(4).uniform("a"),
        dice.other(0).uniform("a"),
        dice.other(1).uniform("a"),
    ]
    assert len(set(told)) == 5
    assert all(0 <= one < 1 for one in told)
