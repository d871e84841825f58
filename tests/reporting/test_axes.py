"""The ground of curves: round ends, numbers where they belong."""

import re

from fittingroom.reporting.axes import BOTTOM, LEFT, RIGHT, TOP, axes, scales


def test_all_values_lie_in_the_panel_and_more_is_higher():
    x, y = scales((1, 20), [0.71, 0.93])
    assert (x(1), x(20)) == (LEFT, RIGHT)
    assert TOP <= y(0.93) < y(0.71) <= BOTTOM


def test_a_panel_without_values_or_with_one_epoch_is_still_a_panel():
    x, y = scales((3, 3), [])
    assert x(3) == LEFT
    assert y.low < 0 < y.high


def test_rates_are_labelled_in_percent_and_losses_plainly():
    x, y = scales((1, 6), [0.2, 0.6])
    words = [re.findall(r">([^<]+)<", "".join(axes(x, y, 6, rates=rates))) for rates in (True, False)]
    assert words[0][:2] == ["20\u202f%", "30\u202f%"]
    assert words[1][:2] == ["0.2", "0.3"]
    assert words[0][-7:] == ["1", "2", "3", "4", "5", "6", "epoch"]
