"""Findings for another program."""

import json
from typing import Any

from fittingroom.lint.nouns import Linted, Place


def as_json(linted: Linted) -> str:
    """An object with `files` (how many were read), `findings` and `troubles`, each with its place."""
    content = {
        "files": linted.n_read,
        "findings": [
            {
                "code": flag.code,
                "severity": flag.severity,
                **_place(flag.place),
                "sentence": flag.sentence,
                "fix": flag.fix,
            }
            for flag in linted.flags
        ],
        "troubles": [{**_place(trouble.place), "sentence": trouble.sentence} for trouble in linted.troubles],
    }
    return json.dumps(content, indent=2, ensure_ascii=False) + "\n"


def _place(place: Place) -> dict[str, Any]:
    """`cell` is null outside notebooks."""
    return {
        "path": place.path.as_posix(),
        "cell": place.cell or None,
        "line": place.line,
        "column": place.column,
    }
