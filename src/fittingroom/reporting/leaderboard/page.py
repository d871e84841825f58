"""A leaderboard as one HTML page: values become words here, and the templates only set them on the page."""

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from markupsafe import Markup

from fittingroom.reporting import svg
from fittingroom.reporting.format import THIN, count, interval, percent
from fittingroom.reporting.html import environment, figure_on_page
from fittingroom.reporting.html import style as styled
from fittingroom.reporting.leaderboard import STATUSES, Column, Entry, Leaderboard, Score
from fittingroom.reporting.leaderboard import words as said
from fittingroom.reporting.leaderboard.charts import mark
from fittingroom.reporting.leaderboard.figures import SECTIONS, figures, numbered
from fittingroom.reporting.svg import Scale
from fittingroom.types import Measurement

OFF_SCALE = 0.1
"""The share of rows that may lie below the common axis, so that a few bad ones do not squeeze all others."""

SCRIPT = (Path(__file__).parents[1] / "templates" / "leaderboard.js").read_text()
"""The page's only script; the page's security policy allows it by its digest, and nothing else."""


def page(board: Leaderboard) -> str:
    """The whole page."""
    numbers = numbered(board)
    drawn = figures(board)
    chapters = [
        {
            "id": f"section-{section.name}",
            "heading": section.title,
            "opened": section.opened,
            "figures": [figure_on_page(figure) for figure in drawn if figure.section == section.name],
        }
        for section in SECTIONS
        if any(figure.section == section.name for figure in drawn)
    ]
    axes = [_axis(board, column) for column in board.columns]
    return (
        environment()
        .get_template("leaderboard.html.j2")
        .render(
            title=board.title,
            subtitle=said.subtitle(board),
            digest=base64.b64encode(hashlib.sha256(SCRIPT.encode()).digest()).decode(),
            script=Markup(SCRIPT),
            heads=[_head(board, column) for column in board.columns if column.best],
            verdict=said.answers(board),
            said=[(c.said, c.verdict, styled(c.verdict), c.sentence) for c in said.claims(board)],
            columns=[_column(board, column, axis) for column, axis in zip(board.columns, axes, strict=True)],
            signs=[Markup(_sign(number)) for number in numbers.values()],
            families=[(name, number) for name, number in numbers.items()],
            statuses=_statuses(board),
            rows=[_row(entry, board.columns, axes, numbers) for entry in board.entries],
            published=said.PUBLISHED,
            no_diagram=said.NO_DIAGRAM,
            chapters=chapters,
            left_out=board.left_out,
            not_tested=board.not_tested,
            provenance=list(board.provenance.items()),
            contents=_contents(board, chapters),
        )
    )


def _contents(board: Leaderboard, chapters: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    entries = [
        ("table", "The table", True),
        ("said", "What was said", board.harder is not None),
        *((chapter["id"], chapter["heading"], True) for chapter in chapters),
        ("left-out", "Not in the table", board.left_out),
        ("not-tested", "Not tested", board.not_tested),
        ("provenance", "Provenance", board.provenance),
    ]
    return [(address, name) for address, name, something in entries if something]


def _head(board: Leaderboard, column: Column) -> dict[str, Any]:
    """The best of one data set, in large."""
    entry = board.entry(column.best)
    accuracy = entry.scores[column.name].accuracy
    return {
        "title": column.title,
        "name": entry.name,
        "number": percent(accuracy.value) if accuracy else "",
        "interval": interval(accuracy) if accuracy else "",
        "n": count(column.n),
        "ranked": count(column.ranked),
        "alike": said.alike(board, column),
        "chosen": column.chosen,
        "on_val": column.on_val,
    }


def _sign(number: int) -> str:
    """The sign of a family, to be used wherever a row of it stands."""
    return svg.element("symbol", mark(number, 6, 6, 4.2), id=f"sign-{number}", viewBox="0 0 12 12")


def _statuses(board: Leaderboard) -> list[str]:
    found = {score.status for entry in board.entries for score in entry.scores.values()}
    return [status for status in STATUSES if status in found]


def _axis(board: Leaderboard, column: Column) -> Scale:
    """The common line, 0 to 100 % of its cell, that the intervals of one data set are drawn on."""
    scores = [entry.scores[column.name].accuracy for entry in board.entries]
    ends = sorted(_ends(m) for m in scores if m is not None)
    if not ends:
        return Scale(0, 1, 0, 100)
    low, high = svg.around(ends[int(OFF_SCALE * len(ends))][0], max(high for _, high in ends), 8)
    return Scale(max(0.0, low), min(1.0, high), 0, 100)


def _column(board: Leaderboard, column: Column, axis: Scale) -> dict[str, Any]:
    best = board.entry(column.best).scores[column.name].accuracy if column.best else None
    return {
        "title": column.title,
        "best": f"{axis(best.value):.1f}%" if best and best.value >= axis.low else "",
        "low": percent(axis.low, 0).removesuffix(f"{THIN}%"),
        "high": percent(axis.high, 0).removesuffix(f"{THIN}%"),
    }


def _row(
    entry: Entry, columns: Sequence[Column], axes: Sequence[Scale], numbers: dict[str, int]
) -> dict[str, Any]:
    scores = [entry.scores[column.name] for column in columns]
    return {
        "sign": numbers[said.short(entry.family)],
        "name": entry.name,
        "family": said.short(entry.family),
        "heading": said.short(entry.family) if entry.name.startswith(entry.family) else entry.name,
        "rest": said.settings(entry) if entry.name.startswith(entry.family) else said.short(entry.family),
        "facts": _facts(entry, columns),
        "cells": [_cells(entry, score, axis) for score, axis in zip(scores, axes, strict=True)],
        "statuses": [score.status for score in scores],
        "standings": [_standings(score) for score in scores],
    }


def _standings(score: Score) -> str:
    """What a row may be looked for by."""
    words = ["best"] * (score.standing in ("best", "like the best")) + ["front"] * score.front
    return " ".join(words)


def _facts(entry: Entry, columns: Sequence[Column]) -> list[tuple[str, str]]:
    facts = [("spelled", entry.spelling), ("today", entry.today)]
    for column in columns:
        score = entry.scores[column.name]
        engine = ", ".join(word for word in (score.engine, score.equivalence) if word)
        facts += [(column.title, f"{score.status}{f': {score.said}' if score.said else ''}")]
        facts += [(f"engine, {column.title}", engine)]
    return [(name, text) for name, text in facts if text]


def _cells(entry: Entry, score: Score, axis: Scale) -> dict[str, Any]:
    """All that one row shows of one data set: words, and the number that each is sorted by."""
    accuracy, difference = score.accuracy, score.difference
    spread, runs = said.seeds(entry, score)
    stated, to_published = said.published(score)
    return {
        "status": score.status,
        "style": styled(score.status),
        "said": score.said,
        "accuracy": (_bare(percent(accuracy.value)), accuracy.value) if accuracy else None,
        "interval": interval(accuracy) if accuracy else "",
        "bar": _bar(accuracy, axis) if accuracy else "",
        "against": (said.against_best(score), difference.value) if difference else None,
        "against_interval": interval(difference) if difference and score.standing != "best" else "",
        "standing": styled(score.standing or ""),
        "rank": (said.places(score), score.rank.mean) if score.rank else None,
        "seeds": (spread, 0.0 if score.spread is None else score.spread) if spread else None,
        "runs": runs,
        "val": (_bare(percent(score.val)), score.val) if score.val is not None else None,
        "published": (stated, score.published) if stated else None,
        "to_published": to_published,
        "cpu": (said.plain_seconds(score.cpu_s), score.cpu_s) if score.cpu_s is not None else None,
        "memory": (count(round(score.peak_mb)), score.peak_mb) if score.peak_mb is not None else None,
        "front": score.front,
    }


def _bare(words: str) -> str:
    return words.removesuffix(f"{THIN}%")


def _ends(m: Measurement) -> tuple[float, float]:
    return (m.value, m.value) if m.low is None or m.high is None else (m.low, m.high)


def _bar(m: Measurement, axis: Scale) -> str:
    """Where a row's interval lies on the common axis: start, width and middle; '' when below it."""
    low, high = _ends(m)
    if high < axis.low:
        return ""
    start = axis(max(low, axis.low))
    width = axis(min(high, axis.high)) - start
    middle = axis(max(m.value, axis.low))
    return f"--a:{start:.1f}%;--w:{width:.1f}%;--m:{middle:.1f}%"
