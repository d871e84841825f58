"""A curation as one HTML page: values become words here, and the template only sets them on the page."""

import base64
import hashlib
from pathlib import Path
from typing import Any

from markupsafe import Markup

from fittingroom.reporting.curation import SECTIONS, Curation, Ruling, searchable
from fittingroom.reporting.format import count, percent
from fittingroom.reporting.html import environment, figure_on_page

SCRIPT = (Path(__file__).parents[1] / "templates" / "curation.js").read_text()
"""The page's only script; the page's security policy allows it by its digest, and nothing else."""

LAST = f"section-{SECTIONS[-1].name}"
"""The chapter that stands below the decisions."""


def page(curation: Curation) -> str:
    """The whole page."""
    chapters = [
        {
            "id": f"section-{section.name}",
            "heading": section.title,
            "opened": section.opened,
            "figures": [figure_on_page(f) for f in curation.figures if f.section == section.name],
        }
        for section in SECTIONS
        if any(f.section == section.name for f in curation.figures)
    ]
    rulings = curation.rulings
    return (
        environment()
        .get_template("curation.html.j2")
        .render(
            title=curation.title,
            subtitle=curation.subtitle,
            digest=base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode(),
            script=Markup(SCRIPT),
            heads=curation.heads,
            verdict=curation.verdict,
            before=[chapter for chapter in chapters if chapter["id"] != LAST],
            after=[chapter for chapter in chapters if chapter["id"] == LAST],
            rulings=[_ruling(at, one) for at, one in enumerate(rulings)],
            steps=list(dict.fromkeys(one.step for one in rulings)),
            decisions=Markup(searchable(rulings)),
            shown=count(sum(len(one.sample) for one in rulings)),
            total=count(sum(one.total for one in rulings)),
            whole=curation.whole,
            not_tested=curation.not_tested,
            provenance=list(curation.provenance.items()),
            contents=_contents(curation, chapters),
        )
    )


def _contents(curation: Curation, chapters: list[dict[str, Any]]) -> list[tuple[str, str]]:
    entries = [
        *((chapter["id"], chapter["heading"], True) for chapter in chapters if chapter["id"] != LAST),
        ("decisions", "Decisions", curation.rulings),
        *((chapter["id"], chapter["heading"], True) for chapter in chapters if chapter["id"] == LAST),
        ("not-tested", "Not tested", curation.not_tested),
        ("provenance", "Provenance", curation.provenance),
    ]
    return [(address, name) for address, name, something in entries if something]


def _ruling(place: int, one: Ruling) -> dict[str, Any]:
    return {
        "place": place,
        "step": one.step,
        "reason": one.reason,
        "sentence": one.sentence,
        "kept": "kept" if one.kept else "dropped",
        "total": count(one.total),
        "share": percent(len(one.sample) / one.total, 0) if one.total else "",
        "shown": count(len(one.sample)),
    }
