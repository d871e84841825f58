"""A leaderboard as JSON, for programs, and as a compact Markdown table, for a README."""

import json

from fittingroom.reporting.format import NOTHING, measured
from fittingroom.reporting.leaderboard import Column, Entry, Leaderboard
from fittingroom.reporting.leaderboard.words import (
    NO_DIAGRAM,
    PUBLISHED,
    against_best,
    noise,
    places,
    plain_seconds,
    published,
    same_order,
    seeds,
    subtitle,
    verdict,
)
from fittingroom.reporting.text import bullets, plain, safe, table

FORMAT = "fittingroom leaderboard 1"


def as_json(board: Leaderboard) -> str:
    """Every value of the leaderboard under its field's name. NaN becomes null."""
    return (
        json.dumps({"format": FORMAT, **plain(board)}, indent=1, ensure_ascii=False, allow_nan=False) + "\n"
    )


def as_markdown(board: Leaderboard) -> str:
    """The leaderboard in plain Markdown: one row a line, all data sets side by side."""
    header = ["row", *(words for column in board.columns for words in _header(column))]
    rows = [
        [entry.name, *(cell for c in board.columns for cell in _cells(entry, c))] for entry in board.entries
    ]
    blocks = [
        f"# {safe(board.title)}",
        safe(subtitle(board)),
        bullets(verdict(board)),
        table(header, rows),
    ]
    blocks += [bullets(f"{column.title}: {column.chosen}" for column in board.columns)]
    blocks += [safe(f"≈: cannot be told from the best at 5 % (Holm over all rows). {NO_DIAGRAM}")]
    blocks += [safe(same_order(board.harder))] if board.harder else []
    blocks += [safe(noise(board.twins))] if board.twins else []
    for heading, lines in (("Not in the table", board.left_out), ("Not tested", board.not_tested)):
        blocks += [f"## {heading}", bullets(lines)] if lines else []
    if board.provenance:
        blocks += ["## Provenance", bullets(f"{name}: {text}" for name, text in board.provenance.items())]
    return "\n\n".join(blocks) + "\n"


def _header(column: Column) -> tuple[str, ...]:
    return (f"{column.title}, 95 %", "seeds", "to the best", "rank", PUBLISHED, "processor s")


def _cells(entry: Entry, column: Column) -> tuple[str, ...]:
    score = entry.scores[column.name]
    first = measured(score.accuracy) if score.accuracy else score.status
    if score.accuracy and score.status != "ok":
        first += f", {score.status}"
    stated, difference = published(score)
    return (
        first,
        seeds(entry, score)[0],
        against_best(score),
        places(score),
        f"{stated} ({difference})" if difference else stated,
        NOTHING if score.cpu_s is None else plain_seconds(score.cpu_s),
    )
