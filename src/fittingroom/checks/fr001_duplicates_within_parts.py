"""Exact duplicates within a part

## How it is detected
Images of one part whose bytes are all equal are grouped. Each image beyond the first of its group is
counted as a copy; a group whose labels differ is counted as a conflict.

## Why it matters
A copied training image weighs double in the loss. A copied test image counts double in the score and
makes intervals narrower than they should be. A group with two labels holds at least one wrong one.

## What to do
Drop all but one image of each group before splitting, and look at the groups whose labels differ.
If copies are meant (the same product photographed for two listings), give them one group number, so
that intervals resample the group and not the image.
"""

from itertools import pairwise
from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, NotApplicable
from fittingroom.reporting.format import count, counted, enumerated
from fittingroom.types import PARTS, Dataset, Finding

CODE = "FR001"
TITLE = "Exact duplicates within a part"
SHOWN = 12


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if any part holds two images of equal bytes; the numbers list the largest groups."""
    data = evidence.data
    parts = [part for part in PARTS if len(data.rows(part)) > 1]
    if not parts:
        raise NotApplicable("No part holds more than one image.")
    groups = {part: copied_groups(evidence.copies.exact, data.rows(part)) for part in parts}
    by_part = {part: summary(data, part, groups[part]) for part in parts}
    largest = sorted(
        ((part, rows) for part in parts for rows in groups[part]), key=lambda group: -len(group[1])
    )
    numbers = {"parts": by_part, "groups": [described(data, *group) for group in largest[:SHOWN]]}
    if not largest:
        compared = enumerated([f"{count(of['images'])} of {part}" for part, of in by_part.items()])
        sentence = f"No image is a byte-for-byte copy of another image of its part ({compared} compared)."
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    return Finding(code=CODE, title=TITLE, status="found", sentence=found(by_part), numbers=numbers)


def found(by_part: dict[str, dict[str, int]]) -> str:
    copies = [
        f"{count(of['copies'])} of {counted(of['images'], f'{part} image')}"
        for part, of in by_part.items()
        if of["copies"]
    ]
    one = sum(of["copies"] for of in by_part.values()) == 1
    conflicts = sum(of["conflicts"] for of in by_part.values())
    return (
        f"{enumerated(copies)} {'repeats' if one else 'repeat'} an earlier image of the same part byte for "
        f"byte and so {'counts' if one else 'count'} again; in {counted(conflicts, 'group')} of such copies "
        "the labels differ."
    )


def copied_groups(exact: np.ndarray, rows: np.ndarray) -> list[np.ndarray]:
    """The groups of two or more among `rows` that share a number in `exact`, each as row numbers."""
    order = np.argsort(exact[rows], kind="stable")
    starts = np.flatnonzero(np.diff(exact[rows][order], prepend=-1, append=-1))
    return [rows[order[start:stop]] for start, stop in pairwise(starts) if stop - start > 1]


def summary(data: Dataset, part: str, groups: list[np.ndarray]) -> dict[str, int]:
    return {
        "images": len(data.rows(part)),
        "copies": sum(len(rows) - 1 for rows in groups),
        "groups": len(groups),
        "conflicts": sum(len(np.unique(data.labels[rows])) > 1 for rows in groups),
    }


def described(data: Dataset, part: str, rows: np.ndarray) -> dict[str, Any]:
    shown = rows[:SHOWN]
    labels = [data.card.classes[label] for label in data.labels[shown]]
    return {"part": part, "size": len(rows), "rows": shown.tolist(), "labels": labels}
