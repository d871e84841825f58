"""The four ways in which findings are told."""

import json
import re
from pathlib import Path

import pytest

from fittingroom.lint import RULES
from fittingroom.lint.as_github import as_github
from fittingroom.lint.as_json import as_json
from fittingroom.lint.as_sarif import as_sarif
from fittingroom.lint.as_text import as_text
from fittingroom.lint.nouns import Flag, Linted, Place, Trouble

SCRIPT = Flag(Place(Path("a b/train, 1.py"), 0, 12, 5), "FR101", "100% of it: leaks", "hold out", "error")
BOOK = Flag(Place(Path("n.ipynb"), 3, 5, 1), "FR108", "divides by chance", "give it a seed", "note")
BROKEN = Trouble(Place(Path("old.py"), 0, 2, 1), "is not valid Python 3")
LINTED = Linted((SCRIPT, BOOK), (BROKEN,), 2)
NOTHING = Linted((), (), 1)


def test_text_is_a_line_each():
    assert as_text(LINTED).splitlines() == [
        "a b/train, 1.py:12:5 FR101 100% of it: leaks; hold out",
        "n.ipynb:cell 3:line 5 FR108 divides by chance; give it a seed",
    ]
    assert as_text(NOTHING) == ""


def test_json_holds_every_field():
    content = json.loads(as_json(LINTED))
    assert content["files"] == 2
    assert content["findings"][0] == {
        "code": "FR101",
        "severity": "error",
        "path": "a b/train, 1.py",
        "cell": None,
        "line": 12,
        "column": 5,
        "sentence": "100% of it: leaks",
        "fix": "hold out",
    }
    assert content["findings"][1]["cell"] == 3
    assert content["troubles"][0]["sentence"] == "is not valid Python 3"


def test_sarif_has_what_the_standard_requires():
    """SARIF 2.1.0: 3.13 log, 3.14 run, 3.18-3.19 tool, 3.49 rule, 3.27 result, 3.28-3.30 locations."""
    log = json.loads(as_sarif(LINTED, RULES, version="1.2"))
    assert log["version"] == "2.1.0"
    assert log["$schema"].endswith("sarif-schema-2.1.0.json")
    (run,) = log["runs"]
    driver = run["tool"]["driver"]
    assert (driver["name"], driver["version"]) == ("fittingroom", "1.2")
    assert [rule["id"] for rule in driver["rules"]] == [rule.code for rule in RULES]
    for rule in driver["rules"]:
        assert re.fullmatch(r"[A-Z]\w+", rule["name"])
        assert rule["shortDescription"]["text"]
        assert rule["help"]["text"]
        assert rule["help"]["markdown"]
    for result in run["results"]:
        assert result["level"] in ("none", "note", "warning", "error")
        assert driver["rules"][result["ruleIndex"]]["id"] == result["ruleId"]
        assert result["message"]["text"]
        (location,) = result["locations"]
        assert " " not in location["physicalLocation"]["artifactLocation"]["uri"]
    script, book = (result["locations"][0]["physicalLocation"] for result in run["results"])
    assert script["artifactLocation"]["uri"] == "a%20b/train%2C%201.py"
    assert script["region"] == {"startLine": 12, "startColumn": 5}
    assert "region" not in book
    assert "cell 3, line 5" in run["results"][1]["message"]["text"]
    (invocation,) = run["invocations"]
    assert invocation["executionSuccessful"] is True
    assert invocation["toolExecutionNotifications"][0]["message"]["text"] == "is not valid Python 3"


def test_github_annotations_are_escaped():
    assert as_github(LINTED).splitlines() == [
        "::error file=a b/train%2C 1.py,line=12,col=5,title=FR101::100%25 of it: leaks; hold out",
        "::notice file=n.ipynb,title=FR108::cell 3, line 5: divides by chance; give it a seed",
        "::warning file=old.py,line=2,col=1,title=not read::is not valid Python 3",
    ]


@pytest.mark.parametrize("line", ["a\nb", "a\r\nb"])
def test_a_line_break_does_not_end_an_annotation(line: str):
    flag = Flag(Place(Path("a.py"), 0, 1, 1), "FR101", line, "fix", "error")
    assert len(as_github(Linted((flag,), (), 1)).splitlines()) == 1
