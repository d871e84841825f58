"""Answers as arrays, and as files."""

import numpy as np
import pytest

from fittingroom.curate.annotate.judgements import Answer, judgements, read_answers, write_answers
from fittingroom.errors import DataError
from tests.curate.annotate.people import SMALL, said

MIXED = [
    Answer(id="7", annotator="ann", labels=(1, 4), unknown=()),
    Answer(id="7", annotator="bob", labels=(1,), unknown=("color",)),
    Answer(id="x", annotator="ann", not_applicable=("color",)),
    Answer(id="x", annotator="bob", discarded=True),
]


def test_answers_come_back_from_parquet_as_they_were(tmp_path):
    write_answers(tmp_path / "answers.parquet", MIXED)
    assert read_answers(tmp_path / "answers.parquet") == MIXED
    assert read_answers(tmp_path) == MIXED


def test_what_nobody_answered_is_not_a_no():
    found = judgements(MIXED, SMALL)
    assert found.asked().tolist() == [[2, 1], [1, 1]]  # bob left color open, and put x aside
    assert found.yes().tolist() == [[2, 0, 0, 1, 0], [0, 0, 0, 0, 0]]
    assert found.discarded.tolist() == [False, False, False, True]
    assert found.not_applicable.sum() == 1


def test_one_person_judges_a_picture_once():
    with pytest.raises(DataError, match="ann judged the picture 7 2 times: keep one"):
        said(("7", "ann", (1,)), ("8", "bob", (1,)), ("7", "ann", (2,)))


@pytest.mark.parametrize("wrong", [{"labels": (9,)}, {"unknown": ("colour",)}])
def test_strangers_are_named(wrong):
    with pytest.raises(DataError, match=r"9|colour"):
        judgements([Answer(id="7", annotator="ann", **wrong)], SMALL)


def test_a_file_without_answers_says_so(tmp_path):
    with pytest.raises(DataError, match="no answers"):
        read_answers(tmp_path)
    (tmp_path / "a.parquet").write_bytes(b"nothing")
    with pytest.raises(DataError, match="not a readable Parquet"):
        read_answers(tmp_path)


def test_order_of_answers_changes_no_count(rng):
    answers = [Answer(id=f"{i % 5}", annotator=f"{i // 5}", labels=(1 + i % 5,)) for i in range(15)]
    a, b = (judgements([answers[i] for i in order], SMALL) for order in (range(15), rng.permutation(15)))
    assert np.array_equal(a.yes()[np.argsort(a.ids)], b.yes()[np.argsort(b.ids)])
