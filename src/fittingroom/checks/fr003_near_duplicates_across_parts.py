"""Near and mirrored duplicates across parts

## How it is detected
Each test image is compared with every image of train, val and cal, as it is and mirrored left to
right, by the Pearson correlation of their pixels: every pair, no approximation. Test images with a
partner at .98, .99, .995 and .999 are counted (exact copies among them), and accuracy is computed
again without them. A finding is reported when there is one at .99. The interval of the difference
resamples images (bootstrap).

## Why it matters
A model can answer a near copy from memory, so the score may promise more than new images will give.
The difference in accuracy is the *most* that the copies can be worth, not what they are worth:
pictures with a close neighbour are also the typical, easy ones.

## What to do
Look at the pairs before calling them copies: typical trousers correlate highly without being the
same item, and at 28 x 28 pixels small differences are lost. If they are copies, quote the accuracy
without them, and when the split is yours to make, keep copies on one side (`fittingroom.divide` does).
"""

from typing import Any

import numpy as np

from fittingroom.checks.evidence import (
    NEAR_THRESHOLDS,
    Evidence,
    Judged,
    NotApplicable,
    judged,
)
from fittingroom.data.copies import other_rows
from fittingroom.match.near import NearPairs
from fittingroom.measure.intervals import percentiles, resampled_sums
from fittingroom.reporting.format import count, counted, enumerated, measured, percent
from fittingroom.types import PARTS, Finding, Measurement

CODE = "FR003"
TITLE = "Near and mirrored duplicates across parts"
THRESHOLD = 0.99
SHOWN = 12


def check(evidence: Evidence, *, rng: np.random.Generator) -> Finding:
    """Found if a test image has a near copy elsewhere; the numbers hold the sweep and pairs to look at."""
    data = evidence.data
    others = [part for part in PARTS if part != "test" and len(data.rows(part))]
    if not len(data.rows("test")) or not others:
        raise NotApplicable("It needs a test part and another one to compare it with.")
    answers = judged(evidence, "test") if "test" in evidence.predictions else None
    sweep = [
        counts_at(evidence, threshold) | accuracy_at(evidence, threshold, answers, rng=rng)
        for threshold in NEAR_THRESHOLDS
    ]
    at = sweep[NEAR_THRESHOLDS.index(THRESHOLD)]
    numbers = {
        "test_images": len(data.rows("test")),
        "compared_with": len(other_rows(data)),
        "threshold": THRESHOLD,
        "sweep": sweep,
        **pairs_to_show(evidence),
    }
    tested = counted(len(data.rows("test")), "test image")
    where = f"among the {counted(len(other_rows(data)), 'image')} of {enumerated(others)}"
    n = at["counting_mirrored"]
    if not n:
        sentence = (
            f"None of {tested} has a near copy {where} (correlation of {THRESHOLD} or more, also mirrored)."
        )
        return Finding(code=CODE, title=TITLE, status="passed", sentence=sentence, numbers=numbers)
    sentence = (
        f"{count(n)} of {tested} {'has' if n == 1 else 'have'} a near copy {where} "
        f"(correlation of {THRESHOLD} or more; {count(n - at['plain'])} only when mirrored){worth(at)}; "
        "look at the pairs before calling them copies."
    )
    return Finding(code=CODE, title=TITLE, status="found", sentence=sentence, numbers=numbers)


def counts_at(evidence: Evidence, threshold: float) -> dict[str, Any]:
    """How many test images have a near copy at this correlation; how many share the closest one's label."""
    plain, labels = evidence.copies.plain, evidence.data.labels
    closest = closest_pairs(evidence, threshold)
    return {
        "threshold": threshold,
        "plain": len(np.unique(plain.i[plain.correlation >= np.float32(threshold)])),
        "counting_mirrored": len(closest),
        "same_label": int((labels[closest.i] == labels[closest.j]).sum()),
    }


def accuracy_at(
    evidence: Evidence, threshold: float, answers: Judged | None, *, rng: np.random.Generator
) -> dict[str, Any]:
    """Accuracy with and without the images that have a near copy; empty where there is no such number."""
    if answers is None:
        return {}
    near, correct = evidence.copies.near, answers.correct
    copied = np.isin(answers.rows, near.i[near.correlation >= np.float32(threshold)])
    if not copied.any() or copied.all():
        return {"accuracy": float(correct.mean())}
    low, high = gain_interval(correct, copied, answers.groups, rng=rng)
    return {
        "accuracy": float(correct.mean()),
        "accuracy_without": float(correct[~copied].mean()),
        "worth": float(correct.mean() - correct[~copied].mean()),
        "worth_low": low,
        "worth_high": high,
    }


def gain_interval(
    correct: np.ndarray, copied: np.ndarray, groups: np.ndarray | None, *, rng: np.random.Generator
) -> tuple[float | None, float | None]:
    """Bound the accuracy on all images minus that on the others, by resampling images or whole groups."""
    if groups is not None and len(np.unique(groups)) < 2:
        return None, None
    columns = np.column_stack([correct, np.ones(len(correct)), correct & ~copied, ~copied])
    right, n, right_without, n_without = resampled_sums(columns, groups=groups, rng=rng).T
    some = n_without > 0
    return percentiles(right[some] / n[some] - right_without[some] / n_without[some])


def worth(at: dict[str, Any]) -> str:
    """What the sentence says of accuracy, as far as it could be computed."""
    if "worth" not in at:
        return ""
    difference = Measurement(
        name="difference",
        unit="points",
        value=at["worth"],
        low=at["worth_low"],
        high=at["worth_high"],
        n=at["counting_mirrored"],
        method="bootstrap",
        part="test",
    )
    at_most = f"they are worth {measured(difference)} at most" if at["worth"] > 0 else "they do not raise it"
    return (
        f"; without them accuracy is {percent(at['accuracy_without'], 2)} instead of "
        f"{percent(at['accuracy'], 2)}, so {at_most}"
    )


def closest_pairs(evidence: Evidence, threshold: float) -> NearPairs:
    """The pair of each test image with its closest near copy, closest first."""
    closest = evidence.copies.near.closest()
    n = int((closest.correlation >= np.float32(threshold)).sum())
    return NearPairs(closest.i[:n], closest.j[:n], closest.correlation[:n], closest.mirrored[:n])


def pairs_to_show(evidence: Evidence) -> dict[str, list[dict[str, Any]]]:
    """The closest pairs, and those just above the threshold, where one may doubt that they are copies."""
    closest = closest_pairs(evidence, THRESHOLD)
    described = [describe(evidence, closest, number) for number in range(len(closest))]
    return {"pairs": described[:SHOWN], "doubtful_pairs": described[SHOWN:][-SHOWN:]}


def describe(evidence: Evidence, pairs: NearPairs, number: int) -> dict[str, Any]:
    """One pair as JSON values: its rows in the data set, their labels, and how alike they are."""
    data, row, other = evidence.data, int(pairs.i[number]), int(pairs.j[number])
    return {
        "test_row": row,
        "other_row": other,
        "correlation": float(pairs.correlation[number]),
        "mirrored": bool(pairs.mirrored[number]),
        "test_label": data.card.classes[data.labels[row]],
        "other_label": data.card.classes[data.labels[other]],
        "same_label": bool(data.labels[row] == data.labels[other]),
    }
