"""fittingroom lint as a user meets it."""

import argparse
import json

import pytest

from fittingroom.cli import lint as command
from fittingroom.cli import run

GOOD = "x = 1\n"
BAD = "from sklearn.model_selection import train_test_split\na, b = train_test_split(X)\n"


def lint(*argv: str) -> int:
    top = argparse.ArgumentParser()
    command.add(top.add_subparsers())
    return run(top.parse_args(["lint", *argv]))


@pytest.fixture
def good(tmp_path) -> str:
    (tmp_path / "good.py").write_text(GOOD)
    return str(tmp_path / "good.py")


@pytest.fixture
def bad(tmp_path) -> str:
    (tmp_path / "bad.py").write_text(BAD)
    return str(tmp_path / "bad.py")


def test_exit_codes_are_0_1_and_2(good: str, bad: str, tmp_path, capsys):
    assert lint(good) == 0
    assert "nothing found in 1 file" in capsys.readouterr().err
    assert lint(good, bad) == 1
    said = capsys.readouterr()
    assert said.out.startswith(f"{bad}:2:8 FR108 ")
    assert "1 finding in 2 files" in said.err
    assert lint(str(tmp_path / "absent")) == 2
    assert "absent" in capsys.readouterr().err


def test_a_broken_file_is_told_and_does_not_stop_the_rest(bad: str, tmp_path, capsys):
    (tmp_path / "old.py").write_text("print 'two'\n")
    (tmp_path / "broken.ipynb").write_text("{")
    assert lint(str(tmp_path)) == 1
    said = capsys.readouterr()
    assert said.out.count("\n") == 1
    assert "old.py:1:1 is not valid Python 3" in said.err
    assert "broken.ipynb:1:1 is not a notebook" in said.err
    assert "2 could not be read in full" in said.err


def test_if_nothing_can_be_read_nothing_is_claimed(tmp_path, capsys):
    (tmp_path / "old.py").write_text("print 'two'\n")
    assert lint(str(tmp_path)) == 2
    assert "nothing could be read of" in capsys.readouterr().err


@pytest.mark.parametrize("form", ["json", "sarif"])
def test_what_programs_read_is_whole_and_alone_on_standard_output(bad: str, form: str, capsys):
    assert lint(bad, "--format", form) == 1
    assert "FR108" in str(json.loads(capsys.readouterr().out))


def test_github_format(bad: str, capsys):
    assert lint(bad, "--format", "github") == 1
    assert capsys.readouterr().out.startswith("::notice file=")


def test_rules_are_selected_and_ignored(bad: str, capsys):
    assert lint(bad, "--ignore", "fr108") == 0
    assert lint(bad, "--select", "FR101,FR103") == 0
    assert lint(bad, "--select", "FR108") == 1
    capsys.readouterr()
    assert lint(bad, "--select", "FR999") == 2
    assert "no rule FR999" in capsys.readouterr().err
