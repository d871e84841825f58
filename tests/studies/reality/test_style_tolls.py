"""Digits in other styles over several seeds: a planted weakness is found, hand by hand, and nothing else."""

from pathlib import Path

import numpy as np
import pytest

from fittingroom.models.convnet import Params
from fittingroom.simulate.digit_styles import STYLES
from fittingroom.simulate.drawn_digits import drawn_digits
from fittingroom.studies.reality.arms import DEFAULT
from fittingroom.studies.reality.outcomes import Outcome, Said
from fittingroom.studies.reality.runs import Run
from fittingroom.studies.reality.style_tolls import style_tolls


def test_a_style_that_is_not_recognised_is_found(rng):
    drawn = drawn_digits(hands=12, rng=rng)
    hard = next(style for style in STYLES if style.against)
    rows = (drawn.styles == hard.name) & (drawn.pens == "medium")
    given = np.where(rows, (drawn.part.labels + 1) % 10, drawn.part.labels)
    nothing = Said(scores=np.empty((0, 10), np.float32), like=np.empty(0, bool))
    found = [
        Outcome(
            run=Run(arm=DEFAULT, seed=seed, params=Params(), folder=Path()),
            cal=nothing.scores,
            test=nothing,
            damaged={},
            photos={},
            styles={"drawn": np.eye(10, dtype=np.float32)[given]},
        )
        for seed in range(3)
    ]
    told = style_tolls(found, drawn, None)
    by_style = {one.style: one for one in told.each}
    assert by_style[hard.name].difference.measurement.value == -1
    assert by_style[hard.name].against == hard.against
    assert by_style[hard.name].p < 0.01
    others = [one for one in told.each if hard.name not in (one.style, one.against)]
    assert {one.difference.measurement.value for one in others} == {0.0}
    assert told.drawn.value == pytest.approx(1 - rows.mean())
    assert "12 groups" in told.drawn.method
    assert told.printed == ()
