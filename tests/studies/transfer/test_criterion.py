"""The two questions are settled by the rules that were written down beforehand."""

import pytest

from fittingroom.measure.seeds import OverSeeds
from fittingroom.studies.transfer.criterion import richer, settled, worth_it
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


@pytest.mark.parametrize(
    ("by", "p", "words"),
    [
        (0.03, 0.001, "multi-label pretraining beats category-only"),
        (-0.03, 0.001, "category-only pretraining beats multi-label"),
        (0.03, 0.02, "neither multi-label nor category-only pretraining is shown to be better"),
    ],
)
@pytest.mark.parametrize(
    ("gain", "said"),
    [(0.05, "is worth it:"), (0.01, "is not worth it:"), (0.03, "is neither shown to be worth it")],
)
def test_a_sentence_says_who_wins_and_whether_it_is_worth_it(by, p, words, gain, said):
    sentence = settled(over(by, p), over(gain, 0.001))
    assert words in sentence
    assert said in sentence
