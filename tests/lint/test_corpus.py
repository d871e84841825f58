"""Every program of the corpus is found guilty of exactly what it carries, at its very line."""

from pathlib import Path

import pytest

from fittingroom.lint import RULES
from tests.lint.measured import (
    DOCS,
    HALVES,
    Tally,
    expected,
    first_look,
    found,
    page,
    programs,
    source_of,
    tally,
)

EVERY = [path for half in HALVES for path in programs(half)]


@pytest.mark.parametrize("path", EVERY, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_a_program_has_its_findings_and_no_other(path: Path):
    source = source_of(path)
    assert found(source) == expected(source)


def test_the_corpus_is_large_and_half_of_it_is_correct():
    correct = sum(not expected(source_of(path)) for path in EVERY)
    assert len(EVERY) >= 100
    assert 0.35 <= correct / len(EVERY) <= 0.65
    assert len(programs("held_out")) >= 25


def test_every_rule_has_programs_in_both_halves():
    for half in HALVES:
        codes = {code for path in programs(half) for _, code in expected(source_of(path))}
        assert codes == {rule.code for rule in RULES}, half


def test_the_essays_third_program_leaks_and_the_first_two_do_not():
    essay = [found(source_of(path)) for path in programs("development") if "essay" in path.name]
    assert [{code for _, code in marks} for marks in essay] == [set(), set(), {"FR101"}]


def test_the_first_look_is_kept_as_it_was():
    first = first_look()
    wanted = sum(len(expected(source_of(path))) for path in programs("held_out"))
    assert first.right.total() + first.missed.total() == wanted
    assert first.missed.total() > 0, "the first look was not perfect; figures that say so were made later"


def test_the_tally_counts_false_accusations_and_misses(monkeypatch):
    """A program that expects what is not there, and is found guilty of what it does not expect."""
    monkeypatch.setattr("tests.lint.measured.found", lambda source: {(1, "FR101"), (2, "FR103")})
    monkeypatch.setattr("tests.lint.measured.expected", lambda source: {(1, "FR101"), (2, "FR104")})
    monkeypatch.setattr("tests.lint.measured.programs", lambda half: EVERY[:1])
    assert tally("development") == Tally({"FR101": 1}, {"FR103": 1}, {"FR104": 1})  # pyright: ignore


def test_the_page_is_up_to_date():
    assert (DOCS / "README.md").read_text(encoding="utf-8") == page(), "run: python -m tests.lint.measured"
