"""Every program of the corpus is found guilty of exactly what it carries, at its very line."""

from pathlib import Path

import pytest

from fittingroom.lint import RULES
from tests.lint.measured import (
    DOCS,
    PARTS,
    Tally,
    expected,
    first_look,
    found,
    known_missed,
    page,
    programs,
    source_of,
    tally,
)

EVERY = [path for part in PARTS for path in programs(part)]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_program_has_its_findings_and_no_other(path: Path):
    source = source_of(path)
    assert found(source) == expected(source) - known_missed(source)


def test_the_corpus_is_large_and_half_of_it_is_correct():
    correct = sum(not expected(source_of(path)) for path in EVERY)
    assert len(EVERY) >= 100
    assert 0.35 <= correct / len(EVERY) <= 0.65
    assert len(programs("held_out")) >= 25
    assert len(programs("second")) >= 64
    assert len(programs("third")) >= 60


def test_every_rule_has_programs_in_every_part():
    for part in PARTS:
        codes = {code for path in programs(part) for _, code in expected(source_of(path))}
        unmarked = {"FR100"} if part in ("second", "third") else set()  # their programs suppress nothing
        assert codes == {rule.code for rule in RULES} - unmarked, part


def test_the_essays_third_program_leaks_and_the_first_two_do_not():
    essay = [found(source_of(path)) for path in programs("development") if "essay" in path.name]
    assert [{code for _, code in marks} for marks in essay] == [set(), set(), {"FR101"}]


ESSAY = {
    "keras_functional_plain.py": set[str](),
    "fashion_plain.ipynb": set[str](),
    "keras_class_dropout.py": set[str](),
    "fashion_dropout.ipynb": set[str](),
    "keras_functional_augmented.py": {"FR101"},
    "keras_class_augmented.py": {"FR101"},
    "fashion_augmented.ipynb": {"FR101"},
}


@pytest.mark.parametrize("name", ESSAY)
def test_the_essays_programs_in_another_hand(name: str):
    """Functional, as a class and as a notebook: the third leaks, the first two do not."""
    (path,) = (path for path in programs("second") if path.name == name)
    assert {code for _, code in found(source_of(path))} == ESSAY[name]


@pytest.mark.parametrize("part", ["held_out", "second", "third"])
def test_the_first_look_is_kept_as_it_was(part: str):
    first = first_look(part)
    wanted = sum(len(expected(source_of(path))) for path in programs(part))
    assert first.right.total() + first.missed.total() == wanted
    assert first.missed.total() > 0, "the first look was not perfect; figures that say so were made later"


def test_a_second_finding_of_one_mistake_is_neither_right_nor_false(tmp_path):
    path = tmp_path / "program.py"
    path.write_text("model.fit(x_train, validation_data=(x_test, y_test))  # also: FR102\n")
    assert found(source_of(path)) == expected(source_of(path)) == set()


def test_a_miss_that_is_known_counts_as_missed(tmp_path):
    path = tmp_path / "program.py"
    path.write_text("pass  # missed: FR102\n")
    assert expected(source_of(path)) == known_missed(source_of(path)) == {(1, "FR102")}


def test_the_tally_counts_false_accusations_and_misses(monkeypatch):
    """A program that expects what is not there, and is found guilty of what it does not expect."""
    monkeypatch.setattr("tests.lint.measured.found", lambda source: {(1, "FR101"), (2, "FR103")})
    monkeypatch.setattr("tests.lint.measured.expected", lambda source: {(1, "FR101"), (2, "FR104")})
    monkeypatch.setattr("tests.lint.measured.programs", lambda part: EVERY[:1])
    assert tally("development") == Tally({"FR101": 1}, {"FR103": 1}, {"FR104": 1})  # pyright: ignore


def test_the_page_is_up_to_date():
    assert (DOCS / "README.md").read_text(encoding="utf-8") == page(), "run: python -m tests.lint.measured"
