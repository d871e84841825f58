"""What is still wrong: expected errors are the real ones where the model holds; the formula is the rule."""

import numpy as np
import pytest

from fittingroom.curate.annotate.consensus import paper, probable
from fittingroom.curate.annotate.dawid_skene import dawid_skene
from fittingroom.curate.annotate.residual import doubts, residual, two_plus_one
from tests.curate.annotate.people import FREE, made


def test_two_plus_one_by_counting(rng):
    assert two_plus_one(0.1) == pytest.approx(0.028)
    wrong = rng.random((400_000, 3)) < 0.2
    third = np.where(wrong[:, 0] == wrong[:, 1], wrong[:, 0], wrong[:, 2])
    assert two_plus_one(0.2) == pytest.approx(third.mean(), abs=3e-3)


def test_expected_errors_are_the_real_ones(rng):
    people, truth, *_ = made(4000, labels=FREE, rng=rng)
    posterior = dawid_skene(people)
    found = probable(people, posterior)
    left = residual(found, posterior)
    assert left.images == 4000
    assert left.labels == found.present.sum()
    assert left.wrong == pytest.approx((found.present & ~truth).sum(), rel=0.2)
    assert left.missed == pytest.approx((~found.present & truth).sum(), rel=0.2)
    assert 0 < left.wrong_share < 1 > left.missed_share > 0


def test_doubts_are_the_cells_most_often_wrong(rng):
    people, truth, *_ = made(2000, labels=FREE, rng=rng)
    posterior = dawid_skene(people)
    found = probable(people, posterior)
    asked = doubts(found, posterior, least=0.05)
    chances = [abs(doubt.probability - found.present[doubt.image, doubt.column]) for doubt in asked]
    assert chances == sorted(chances, reverse=True)
    assert min(chances) >= 0.05 - 1e-6
    wrong = found.present != truth
    assert np.mean([wrong[doubt.image, doubt.column] for doubt in asked]) > 4 * wrong.mean()


def test_nothing_to_doubt_where_people_are_still_asked(rng):
    people, *_ = made(200, each=1, rng=rng)
    assert doubts(paper(people), dawid_skene(people)) == []
