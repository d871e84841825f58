"""What a curation prints: a table of steps, and one of scores where truth is known."""

from collections.abc import Mapping, Sequence
from typing import Any

from fittingroom.curate.work import Note

BETWEEN = ("search", "compare", "copies", "drawing")
"""What sees all rows at once: no record comes in or goes."""


def steps_table(notes: Mapping[str, Note], partitions: int) -> str:
    """Each step: records in and left, decisions, processor seconds, images a second, memory."""
    rows = [("step", "in", "left", "kept with a note", "dropped", "cpu s", "images/cpu s", "peak MB")]
    for step, note in notes.items():
        noted, dropped = (sum(pair[at] for pair in note.reasons.values()) for at in (0, 1))
        rate = f"{note.taken / note.cpu_s:,.0f}" if note.cpu_s >= 0.005 else "-"
        between = step in BETWEEN
        rows.append(
            (
                step,
                "" if between else f"{note.taken:,}",
                "" if between else f"{note.left:,}",
                f"{noted:,}" if noted else "",
                f"{dropped:,}" if dropped else "",
                f"{note.cpu_s:,.1f}",
                "" if between else rate,
                f"{note.peak_mb:,.0f}",
            )
        )
    return f"{aligned(rows)}\n{partitions:,} partitions; every decision and its reason: decisions/STEP/"


def reasons_table(notes: Mapping[str, Note]) -> str:
    """How often each reason was given."""
    rows = [("step", "reason", "kept", "dropped")]
    for step, note in notes.items():
        rows += [
            (step, reason, f"{kept:,}" if kept else "", f"{dropped:,}" if dropped else "")
            for reason, (kept, dropped) in note.reasons.items()
        ]
    return aligned(rows)


def scores_table(scores: Mapping[str, Any]) -> str:
    """Precision and recall of labels per group after each step, copies found per kind, and leaks."""
    by_step = scores["labels"]
    groups = list(next(iter(by_step.values())))
    rows = [("simulated: precision / recall of tagged", *by_step)]
    for group in groups:
        cells = (by_step[step][group] for step in by_step)
        rows.append((group, *(f"{_share(c['precision'])} / {_share(c['recall_of_tagged'])}" for c in cells)))
    copies = scores["copies"]
    kinds = [("simulated: copies of kind", "n", "merged", "in one leak group")]
    kinds += [
        (
            kind,
            f"{n['copies']:,}",
            _share(n["merged"] / n["copies"]),
            _share(n["in_one_leak_group"] / n["copies"]),
        )
        for kind, n in copies["kinds"].items()
    ]
    held, leaked = copies["held_out"], copies["held_out_with_their_product_in_train"]
    return (
        f"{aligned(rows)}\n\n{aligned(kinds)}\n"
        f"dropped as copies: {copies['dropped']:,}, of them copies: {_share(copies['precision'])}\n"
        f"val and test images with their product in train: {leaked:,} of {held:,}"
    )


def _share(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}"


def aligned(rows: Sequence[Sequence[str]], *, left: int = 1) -> str:
    """Rows of cells as lines, the first `left` columns flush left, the others right."""
    widths = [max(len(row[at]) for row in rows) for at in range(len(rows[0]))]
    lines = []
    for row in rows:
        cells = zip(row, widths, strict=True)
        lines.append(
            "  ".join(
                cell.ljust(w) if at < left else cell.rjust(w) for at, (cell, w) in enumerate(cells)
            ).rstrip()
        )
    return "\n".join(lines)
