"""Exact duplicates across parts

## How it is detected
In the order train, val, cal, test, each image of a part is looked up, byte for byte, among the images
of all parts before it. Copies that carry another label there are counted apart.

## Why it matters
A model can answer a copied image from memory, so the score of the later part promises more than new
images will give. Where the copy carries another label, memory answers wrongly, and one of the two
labels is wrong.

## What to do
Remove the copies from the later part, or split anew with all copies of an image on one side
(`fittingroom.divide` does). Near copies are another question: FR003.
"""

from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, NotApplicable
from fittingroom.reporting.format import count, counted, enumerated
from fittingroom.types import PARTS, Dataset, Finding

CODE = "FR002"
TITLE = "Exact duplicates across parts"
SHOWN = 12


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if an image of a part stands, byte for byte, in a part before it; pairs of test come first."""
    data, exact = evidence.data, evidence.copies.exact
    parts = [part for part in PARTS if len(data.rows(part))]
    if len(parts) < 2:
        raise NotApplicable(f"There is only one part to look at ({enumerated(parts)}).")
    by_part, pairs = {}, []
    for at, part in reversed(list(enumerate(parts))[1:]):
        rows = data.rows(part)
        before = np.concatenate([data.rows(earlier) for earlier in parts[:at]])
        copied, conflicting = copied_rows(exact, data.labels, rows, before)
        by_part[part] = {
            "images": len(rows),
            "copies": int(copied.sum()),
            "other_label": int(conflicting.sum()),
            "compared_with": parts[:at],
        }
        shown = np.concatenate([rows[conflicting], rows[copied & ~conflicting]])[:SHOWN]
        pairs += [described(data, exact, row, before) for row in shown]
    numbers = {"parts": by_part, "pairs": pairs}
    if not pairs:
        sentence = f"No image stands in two parts: {enumerated(parts)} share no image byte for byte."
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    return Finding(code=CODE, title=TITLE, status="found", sentence=found(by_part), numbers=numbers)


def found(by_part: dict[str, dict[str, Any]]) -> str:
    copies = [
        f"{count(of['copies'])} of {counted(of['images'], f'{part} image')} also "
        f"{'stands' if of['copies'] == 1 else 'stand'} in {enumerated(of['compared_with'])}"
        for part, of in by_part.items()
        if of["copies"]
    ]
    conflicts = sum(of["other_label"] for of in by_part.values())
    return (
        f"{enumerated(copies)}, byte for byte, {count(conflicts)} of them with another label: "
        "a model can answer such images from memory."
    )


def copied_rows(
    exact: np.ndarray, labels: np.ndarray, rows: np.ndarray, before: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Which of `rows` have a copy among `before`, and which have one with another label there."""
    labelled = exact * (int(labels.max()) + 1) + labels
    times = occurrences(exact[rows], exact[before])
    return times > 0, times > occurrences(labelled[rows], labelled[before])


def occurrences(wanted: np.ndarray, among: np.ndarray) -> np.ndarray:
    """How often each of `wanted` stands in `among`."""
    ordered = np.sort(among)
    return np.searchsorted(ordered, wanted, "right") - np.searchsorted(ordered, wanted, "left")


def described(data: Dataset, exact: np.ndarray, row: int, before: np.ndarray) -> dict[str, Any]:
    """A row and its copy in an earlier part, rather one whose label differs."""
    others = before[exact[before] == exact[row]]
    other = max(others.tolist(), key=lambda candidate: data.labels[candidate] != data.labels[row])
    return {
        "row": int(row),
        "other_row": other,
        "label": data.card.classes[data.labels[row]],
        "other_label": data.card.classes[data.labels[other]],
        "same_label": bool(data.labels[row] == data.labels[other]),
    }
