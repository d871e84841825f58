"""Curves by share: every point is there, and shares lie in order."""

import re

import pytest

from fittingroom.errors import InputError
from fittingroom.reporting.shares import by_share
from fittingroom.types import Measurement


def m(value: float) -> Measurement:
    return Measurement(
        name="x", value=value, n=9, method="made", part="test", low=value - 0.05, high=value + 0.05
    )


def test_every_point_is_drawn_and_named():
    lines = [(f"line <{at}>", [(0.05, m(0.3 + at / 50)), (1.0, m(0.5 + at / 50))]) for at in range(7)]
    drawn = by_share(lines, title="Curves", quantity="Balanced accuracy")
    assert drawn.count("<circle") == 14
    assert "line &lt;6&gt;, 100" in drawn
    assert "<line <" not in drawn
    for place in re.findall(r'cx="([\d.]+)" cy="([\d.]+)"', drawn):
        assert 0 < float(place[0]) < 400
        assert 0 < float(place[1]) < 270


def test_one_share_alone_can_be_drawn():
    assert by_share([("a", [(0.1, m(0.4))])], title="Curves", quantity="Accuracy").count("<circle") == 1


def test_nothing_to_draw_is_refused():
    with pytest.raises(InputError, match="at least one line"):
        by_share([("a", [])], title="Curves", quantity="Accuracy")
