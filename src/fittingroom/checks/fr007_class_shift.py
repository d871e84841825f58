"""Class shift between parts

## How it is detected
The class shares of val, cal and test are compared with those of train. The distance is half the sum
of the absolute differences: the share of images that would have to change class. It is compared with
the distances of 1,999 random splits of the same images, corrected for the number of comparisons
(Holm). A shift is reported if random splits practically never get so far apart (p < .01) *and* the
distance is at least .02: with enough images even a trifle becomes significant.

## Why it matters
Classes are not equally hard. If their mix differs, so does accuracy, with the model unchanged: by up
to the distance. Early stopping and calibration are then tuned to another mix than they are judged on.

## What to do
Split by class (`fittingroom.divide` is stratified). If the parts come from different sources and must
stay, compare recall per class rather than accuracy, and say in which mix the accuracy was measured.
"""

from typing import Any

import numpy as np

from fittingroom.checks.evidence import Evidence, NotApplicable
from fittingroom.reporting.format import counted, enumerated, percent
from fittingroom.types import Dataset, Finding

CODE = "FR007"
TITLE = "Class shift between parts"
LEVEL = 0.01
LEAST_DISTANCE = 0.02
DRAWS = 1999


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if a part's class shares differ from train's by more than chance, and by enough to matter."""
    data = evidence.data
    parts = [part for part in ("val", "cal", "test") if len(data.rows(part))]
    if not len(data.rows("train")) or not parts:
        raise NotApplicable("It needs a train part and another one to compare it with.")
    counts = {part: class_counts(data, part) for part in ("train", *parts)}
    distances = {part: float(distance(counts["train"], counts[part])) for part in parts}
    chances = holm({part: chance_of(counts["train"], counts[part], rng=rng) for part in parts})
    shifted = [part for part in parts if chances[part] < LEVEL and distances[part] >= LEAST_DISTANCE]
    numbers: dict[str, Any] = {
        "classes": list(data.card.classes),
        "train": {"images": int(counts["train"].sum()), "counts": counts["train"].tolist()},
        **{
            part: {
                "images": int(counts[part].sum()),
                "counts": counts[part].tolist(),
                "distance": distances[part],
                "p": chances[part],
            }
            for part in parts
        },
    }
    farthest = max(shifted or parts, key=distances.__getitem__)
    of = f"{percent(distances[farthest])} of the {counted(numbers[farthest]['images'], f'{farthest} image')}"
    if not shifted:
        trifle = chances[farthest] < LEVEL
        sentence = (
            f"The classes are mixed as in train in {enumerated(parts)}: at most {of} would have to change "
            f"class, {'too few to matter' if trifle else 'no more than in a random split'}."
        )
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    shares, known = (counts[part] / counts[part].sum() for part in (farthest, "train"))
    most = int(np.abs(shares - known).argmax())
    sentence = (
        f"The classes are mixed differently in {enumerated(shifted)} than in train: {of} would have to "
        f"change class (most of all {data.card.classes[most]}, {percent(shares[most])} against "
        f"{percent(known[most])}), so that accuracies can differ by as much without any change in the model."
    )
    return Finding(code=CODE, title=TITLE, status="found", sentence=sentence, numbers=numbers)


def class_counts(data: Dataset, part: str) -> np.ndarray:
    return np.bincount(data.labels[data.rows(part)], minlength=len(data.card.classes))


def distance(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    """Total variation distance of class counts, classes along the last axis: 0 equal, 1 disjoint."""
    return np.abs(a / a.sum(-1, keepdims=True) - b / b.sum(-1, keepdims=True)).sum(-1) / 2


def chance_of(train: np.ndarray, part: np.ndarray, *, rng: np.random.Generator) -> float:
    """How often a random split of the same images gets at least so far apart: a permutation p-value."""
    together = train + part
    drawn = rng.multivariate_hypergeometric(together, int(part.sum()), size=DRAWS, method="marginals")
    as_far = distance(together - drawn, drawn) >= distance(train, part) - 1e-12
    return float((1 + as_far.sum()) / (1 + DRAWS))


def holm(chances: dict[str, float]) -> dict[str, float]:
    """Holm's correction: the smallest of m p-values times m, the next times m - 1, never decreasing."""
    adjusted, so_far = {}, 0.0
    for i, part in enumerate(sorted(chances, key=chances.__getitem__)):
        so_far = max(so_far, min(1.0, chances[part] * (len(chances) - i)))
        adjusted[part] = so_far
    return adjusted
