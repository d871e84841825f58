"""Drawn decisions as one HTML page with pictures, on which a person marks each as right or wrong."""

import base64
import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from markupsafe import Markup

from fittingroom.reporting.format import count
from fittingroom.reporting.html import environment

SCRIPT = (Path(__file__).parents[1] / "templates" / "by_eye.js").read_text()
"""The page's only script; the page's security policy allows it by its digest, and nothing else."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """A decision to judge: its number, what it is about, pictures as (data address, words), empty where one
    cannot be had, and lines of name and text."""

    number: int
    subject: str
    pictures: tuple[tuple[str, str], ...]
    lines: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownKind:
    """Decisions of one kind: the total in the set, the reason in a sentence, those that are shown."""

    step: str
    reason: str
    kept: bool
    total: int
    sentence: str
    shown: tuple[Shown, ...]


def page(
    kinds: Sequence[ShownKind],
    *,
    title: str,
    subtitle: str,
    rows: Sequence[Sequence[str]],
    verdicts: Sequence[str],
    file: str,
) -> str:
    """The whole page. rows: the lines of the CSV that it saves under the name `file`, header first, in which
    the marks are filled in as `verdict` and `note`."""
    data = json.dumps({"rows": rows, "file": file}, ensure_ascii=False, separators=(",", ":"))
    return (
        environment()
        .get_template("by_eye.html.j2")
        .render(
            title=title,
            subtitle=subtitle,
            digest=base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode(),
            script=Markup(SCRIPT),
            data=Markup(data.replace("<", "\\u003c")),  # a tag may hold "</script>"
            kinds=[
                {
                    "id": f"kind-{at}",
                    "name": f"{one.step}: {one.reason}",
                    "kept": "kept" if one.kept else "dropped",
                    "sentence": one.sentence,
                    "total": count(one.total),
                    "n": count(len(one.shown)),
                    "shown": one.shown,
                }
                for at, one in enumerate(kinds)
            ],
            verdicts=verdicts,
            file=file,
        )
    )
