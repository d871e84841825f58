"""Agreement: the textbook's number, scikit-learn's kappa, and what chance gives."""

import numpy as np
import pytest
from sklearn.metrics import cohen_kappa_score

from fittingroom.curate.annotate.agreement import cohen, krippendorff
from fittingroom.curate.annotate.judgements import Answer, judgements
from fittingroom.data.attributes import Group, Label, LabelMap
from tests.curate.annotate.people import SMALL, made

VALUES = LabelMap(tuple(Label(i, str(i), "g") for i in range(1, 6)), (Group("g", True),))

TEXTBOOK = (
    "* * * * * 3 4 1 2 1 1 3 3 * 3",
    "1 * 2 1 3 3 4 3 * * * * * * *",
    "* * 2 1 3 4 4 * 2 1 1 3 3 * 4",
)
"""Krippendorff's example with missing values; alpha of nominal values is 0.691 (Krippendorff 2011)."""


def test_the_textbooks_alpha(rng):
    answers = [
        Answer(id=str(item), annotator=str(coder), labels=(int(value),))
        for coder, row in enumerate(TEXTBOOK)
        for item, value in enumerate(row.split())
        if value != "*"
    ]
    found = krippendorff(judgements(answers, VALUES), 0, rng=rng)
    assert found.value == pytest.approx(0.691, abs=5e-4)
    assert found.low <= found.value <= found.high


def test_kappa_of_two_people_is_scikit_learns(rng):
    a, b = rng.integers(0, 4, 200), rng.integers(0, 4, 200)
    b[:120] = a[:120]
    answers = [
        Answer(id=str(i), annotator=who, labels=(int(value),) if value else ())
        for who, values in (("ann", a), ("bob", b))
        for i, value in enumerate(values)
    ]
    found = cohen(judgements(answers, VALUES), 0)
    assert found.value == pytest.approx(cohen_kappa_score(a, b), abs=1e-9)
    assert found.n == 200


def test_full_agreement_is_one_and_chance_is_zero(rng):
    same, *_ = made(400, sensitivity=2, specificity=2, rng=rng)  # cut to .98 and .995
    assert all(krippendorff(same, group, rng=rng).value > 0.9 for group in (0, 1))
    answers = [
        Answer(
            id=str(i),
            annotator=str(a),
            labels=tuple(int(x) for x in np.flatnonzero(rng.random(6) < 0.4) if x),
        )
        for i in range(1500)
        for a in range(2)
    ]
    random = judgements(answers, SMALL)
    for group in (0, 1):
        assert abs(krippendorff(random, group, rng=rng).value) < 0.06
        assert abs(cohen(random, group).value) < 0.06


def test_where_nobody_overlaps_there_is_no_number(rng):
    alone = judgements([Answer(id=str(i), annotator="ann", labels=(1,)) for i in range(9)], SMALL)
    assert krippendorff(alone, 0, rng=rng).n == 0
    assert cohen(alone, 0).n == 0
