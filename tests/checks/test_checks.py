from pathlib import Path

import numpy as np
import pytest

from fittingroom import checks
from fittingroom.checks import CHECKS, Check, run_check, run_checks, write_docs
from fittingroom.checks.evidence import NotApplicable
from tests.checks.made import answers, dataset, evidence, pictures, wrong_at

FOLDER = Path(checks.__file__).parent
DOCS = Path(__file__).resolve().parents[2] / "docs" / "checks"
TESTS = Path(__file__).parent


def test_every_check_file_is_listed_once_and_in_order():
    files = sorted(path.stem for path in FOLDER.glob("fr*.py"))
    assert [check.ask.__module__.rpartition(".")[2] for check in CHECKS] == files
    assert [check.code for check in CHECKS] == [file[:5].upper() for file in files]
    assert len({check.title for check in CHECKS}) == len(CHECKS)


def test_every_check_has_its_own_test_file():
    assert [f"test_{path.stem}.py" for path in sorted(FOLDER.glob("fr*.py"))] == sorted(
        path.name for path in TESTS.glob("test_fr*.py")
    )


def test_every_check_explains_itself():
    for check in CHECKS:
        assert min(len(check.how), len(check.why), len(check.do)) > 80, check.code


def test_docs_are_in_step_with_the_checks(tmp_path):
    write_docs(tmp_path)
    written = {path.name: path.read_text() for path in tmp_path.iterdir()}
    assert {path.name: path.read_text() for path in DOCS.glob("*.md")} == written
    assert set(written) == {"README.md", *(f"{check.code}.md" for check in CHECKS)}


def test_all_checks_answer_once_and_alike_for_one_seed(rng):
    data = dataset(*pictures(rng))
    said = [answers(data, part, wrong_at(data, part, range(3))) for part in data.parts]
    shown = evidence(data, *said)
    first, second = (run_checks(shown, rng=np.random.default_rng(5)) for _ in range(2))
    assert [finding.code for finding in first] == [check.code for check in CHECKS]
    assert first == second


def test_all_checks_bear_bare_data(rng):
    findings = run_checks(evidence(dataset(*pictures(rng))), rng=rng)
    assert [finding.code for finding in findings if finding.status == "passed"] == [
        "FR001",
        "FR002",
        "FR003",
        "FR007",
    ]
    assert all(finding.status != "found" for finding in findings)


def test_every_answer_is_one_sentence(rng):
    data = dataset(*pictures(rng))
    for shown in (evidence(data), evidence(data, answers(data, "test", np.zeros(40, np.int64)))):
        for finding in run_checks(shown, rng=rng):
            assert finding.sentence[0].isupper()
            assert finding.sentence.endswith(".")
            assert ". " not in finding.sentence


def made_check(error: Exception) -> Check:
    def ask(evidence, *, rng):
        raise error

    return Check(code="FR999", title="Made", how="", why="", do="", ask=ask)


def test_not_applicable_carries_its_reason(rng):
    shown = evidence(dataset(*pictures(rng)))
    finding = run_check(made_check(NotApplicable("There is no such thing.")), shown, rng=rng)
    assert (finding.status, finding.sentence) == ("not applicable", "There is no such thing.")


def test_a_bug_is_not_an_answer(rng):
    with pytest.raises(ZeroDivisionError):
        run_check(made_check(ZeroDivisionError()), evidence(dataset(*pictures(rng))), rng=rng)
