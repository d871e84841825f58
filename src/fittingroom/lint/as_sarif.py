"""Findings as SARIF 2.1.0 (OASIS, 2020), which code hosts and editors show beside the code."""

import json
from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from fittingroom.explained import Explained
from fittingroom.lint.nouns import Flag, Linted, Place, Trouble

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def as_sarif(linted: Linted, rules: Sequence[Explained], *, version: str) -> str:
    """One run with all `rules` and their help, a result per finding, a notification per trouble."""
    codes = [rule.code for rule in rules]
    run = {
        "tool": {
            "driver": {"name": "fittingroom", "version": version, "rules": [_rule(rule) for rule in rules]}
        },
        "columnKind": "unicodeCodePoints",
        "invocations": [
            {
                "executionSuccessful": True,
                "toolExecutionNotifications": [_notification(trouble) for trouble in linted.troubles],
            }
        ],
        "results": [_result(flag, codes.index(flag.code)) for flag in linted.flags],
    }
    content = {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _rule(rule: Explained) -> dict[str, Any]:
    text = f"{rule.why}\n\n{rule.do}"
    return {
        "id": rule.code,
        "name": "".join(word.capitalize() for word in rule.title.replace("-", " ").split()),
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.how},
        "help": {"text": text, "markdown": f"**Why it matters.** {rule.why}\n\n**What to do.** {rule.do}"},
    }


def _result(flag: Flag, index: int) -> dict[str, Any]:
    return {
        "ruleId": flag.code,
        "ruleIndex": index,
        "level": flag.severity,
        "message": {"text": f"{flag.sentence}; {flag.fix}{_cell(flag.place)}"},
        "locations": [_location(flag.place)],
    }


def _notification(trouble: Trouble) -> dict[str, Any]:
    return {
        "level": "warning",
        "message": {"text": f"{trouble.sentence}{_cell(trouble.place)}"},
        "locations": [_location(trouble.place)],
    }


def _cell(place: Place) -> str:
    """SARIF knows lines of a file alone: for a notebook the message says where."""
    return f" (cell {place.cell}, line {place.line})" if place.cell else ""


def _location(place: Place) -> dict[str, Any]:
    region = {} if place.cell else {"region": {"startLine": place.line, "startColumn": place.column}}
    return {"physicalLocation": {"artifactLocation": {"uri": quote(place.path.as_posix())}, **region}}
