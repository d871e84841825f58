"""The two questions are settled by the rules that were written down beforehand."""

import pytest

from fittingroom.measure.seeds import OverSeeds
from fittingroom.studies.transfer.criterion import richer, worth_it
from fittingroom.types import Measurement


def over(value: float, p: float, reach: float = 0.02) -> OverSeeds:
    m = Measurement(
        name="gain", value=value, n=100, method="made", part="test", low=value - reach, high=value + reach,
        unit="points",
    )  # fmt: skip
    return OverSeeds(measurement=m, each=(value,), p=p)


@pytest.mark.parametrize(
    ("value", "p", "said"),
    [(0.03, 0.001, "supported"), (-0.03, 0.001, "not supported"), (0.03, 0.02, "not settled")],
)
def test_richer(value, p, said):
    assert richer(over(value, p)) == said


@pytest.mark.parametrize(
    ("value", "p", "said"),
    [
        (0.05, 0.001, "supported"),
        (0.05, 0.02, "not settled"),
        (0.03, 0.001, "not settled"),
        (0.01, 0.001, "not supported"),
    ],
)
def test_worth_it(value, p, said):
    assert worth_it(over(value, p)) == said
