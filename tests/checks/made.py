"""Small made data that the checks are tried on: noise pictures, of which no two are alike by chance."""

import json

import numpy as np

from fittingroom.checks import CHECKS, Evidence, run_check
from fittingroom.data.copies import Copies, find_copies
from fittingroom.match.near import NearPairs
from fittingroom.types import Card, Dataset, Epoch, Finding, LabelNoise, Opening, Predictions, ScoreKind

CLASSES = ("coat", "dress", "shirt", "bag")
SIZES = {"train": 60, "val": 20, "cal": 20, "test": 40}
START = {"train": 0, "val": 60, "cal": 80, "test": 100}


def pictures(rng: np.random.Generator, n: int = sum(SIZES.values())) -> tuple[np.ndarray, np.ndarray]:
    """Noise images (n, 8, 8) and labels that take the classes in turn, so that every part is balanced."""
    return rng.integers(0, 256, (n, 8, 8), dtype=np.uint8), np.arange(n) % len(CLASSES)


def dataset(
    images: np.ndarray,
    labels: np.ndarray,
    sizes: dict[str, int] = SIZES,
    *,
    label_noise: LabelNoise | None = None,
    groups: np.ndarray | None = None,
) -> Dataset:
    """Images in the order of the parts, as a data set."""
    stops = np.cumsum(list(sizes.values()))
    parts = {part: np.arange(stop - n, stop) for (part, n), stop in zip(sizes.items(), stops, strict=True)}
    ids = np.array([f"row-{row}" for row in range(len(labels))])
    card = Card(name="made", classes=CLASSES, counts=sizes, label_noise=label_noise)
    return Dataset(card=card, images=images, labels=labels, ids=ids, parts=parts, groups=groups)


def answers(
    data: Dataset,
    part: str,
    answer: np.ndarray,
    *,
    kind: ScoreKind = "labels",
    confidence: float | np.ndarray = 1.0,
) -> Predictions:
    """Predictions that give the classes `answer` the scores `confidence`, the other classes what is left."""
    n, k = len(answer), len(data.card.classes)
    top = np.broadcast_to(np.asarray(confidence, np.float64), (n,))
    scores = np.repeat((1 - top)[:, None] / (k - 1), k, axis=1)
    scores[np.arange(n), answer] = top
    ids = data.ids[data.rows(part)[:n]]
    return Predictions(ids=ids, scores=scores.astype(np.float32), kind=kind, model="made model", part=part)


def wrong_at(data: Dataset, part: str, wrong: list[int] | np.ndarray) -> np.ndarray:
    """The labels of a part, those at the given places replaced by the next class."""
    answer = data.labels[data.rows(part)].copy()
    answer[wrong] = (answer[wrong] + 1) % len(data.card.classes)
    return answer


def evidence(
    data: Dataset,
    *said: Predictions,
    curves: tuple[Epoch, ...] = (),
    openings: tuple[Opening, ...] = (),
    copies: Copies | None = None,
) -> Evidence:
    """What a check gets; the copies are searched unless given."""
    return Evidence(
        data=data,
        copies=find_copies(data) if copies is None else copies,
        predictions={predictions.part: predictions for predictions in said},
        curves=curves,
        openings=openings,
    )


def no_copies(data: Dataset) -> Copies:
    """What the search finds in pictures that are all different, without searching."""
    none = np.empty(0, np.int64)
    pairs = NearPairs(none, none, none.astype(np.float32), none.astype(bool))
    return Copies(exact=np.arange(len(data.labels)), near=pairs, plain=pairs)


def ask(code: str, evidence: Evidence) -> Finding:
    """The finding of one check; its numbers must be plain JSON."""
    check = next(check for check in CHECKS if check.code == code)
    finding = run_check(check, evidence, rng=np.random.default_rng(3))
    assert (finding.code, finding.title) == (check.code, check.title)
    assert json.loads(json.dumps(finding.numbers, allow_nan=False)) == finding.numbers
    return finding
