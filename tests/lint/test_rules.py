from pathlib import Path

import pytest

from fittingroom import lint
from fittingroom.errors import InputError
from fittingroom.lint import RULES, chosen, write_docs
from tests.lint.measured import DOCS

FOLDER = Path(lint.__file__).parent


def test_every_rule_file_is_listed_once_and_in_order():
    files = sorted(path.stem for path in FOLDER.glob("fr*.py"))
    assert [rule.find.__module__.rpartition(".")[2] for rule in RULES] == files
    assert [rule.code for rule in RULES] == [file[:5].upper() for file in files]
    assert len({rule.title for rule in RULES}) == len(RULES)


def test_every_rule_explains_itself():
    for rule in RULES:
        assert min(len(rule.how), len(rule.why), len(rule.do)) > 80, rule.code


def test_docs_are_in_step_with_the_rules(tmp_path):
    write_docs(tmp_path)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert {path.name: path.read_text() for path in DOCS.glob("FR*.md")} == written


def test_rules_are_chosen_by_code():
    assert [rule.code for rule in chosen(["FR103", "FR101"])] == ["FR101", "FR103"]
    assert [rule.code for rule in chosen(ignore=["FR108"])] == [r.code for r in RULES if r.code != "FR108"]
    with pytest.raises(InputError, match="no rule FR999; the rules are FR100"):
        chosen(["FR999"])
    with pytest.raises(InputError, match="no rule is left"):
        chosen(["FR101"], ["FR101"])


def test_the_projects_own_code_is_clean():
    linted = lint.lint(lint.files([FOLDER.parent, DOCS.parents[1] / "benchmarks"]))
    assert linted.n_read > 50
    assert (linted.flags, linted.troubles) == ((), ())
