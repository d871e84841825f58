"""Labels on few images: what methods for them find, by how many images there were to learn from."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from fittingroom.data.imaterialist import PARTS as PUBLISHED
from fittingroom.measure.attributes.buckets import BOUNDS, buckets
from fittingroom.measure.attributes.micro import count
from fittingroom.measure.attributes.recall import recall_influence
from fittingroom.measure.attributes.repeated import (
    Moved,
    less,
    moved_average_precision,
    moved_f1,
    moved_mean_recall,
    over_trainings,
)
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.measure.seeds import OverSeeds
from fittingroom.models.attributes.few_shot import logit_adjusted, neighbours, prototypes
from fittingroom.studies.attributes.arms import FEW
from fittingroom.studies.attributes.ladder import by_arm, logits_of
from fittingroom.studies.attributes.lessons import Lessons
from fittingroom.studies.attributes.runs import Run
from fittingroom.types import Unit

LEAST_FEW = 10
"""Few is at least fewer than these: the paper's 500 of a million, scaled to a small world, are none."""

STRENGTHS = (0.0, 0.125, 0.25, 0.5, 1.0)
"""Of the logit adjustment; val chooses by its mean recall over labels."""

PLAIN = "as learned"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bucket:
    """Labels that were on about so many images of train: their columns (L,) bool."""

    name: str
    labels: np.ndarray


@dataclass(frozen=True, slots=True, kw_only=True)
class Method:
    """One method: F1@8 of all, and by bucket mean recall@8 and mean average precision; None where no image
    of test has a label of the bucket. gains: of the recall over that of the plain network, on the same images
    and seeds; not corrected for their number."""

    name: str
    f1: OverSeeds
    recall: Mapping[str, OverSeeds | None]
    precision: Mapping[str, OverSeeds | None]
    gains: Mapping[str, OverSeeds | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rare:
    """bounds: images below which a label is few and above which it is many, scaled from the paper's."""

    bounds: tuple[int, int]
    shots: tuple[Bucket, ...]
    methods: tuple[Method, ...]
    strengths: tuple[float, ...]


def scaled(images: int) -> tuple[int, int]:
    """The paper's 500 and 10,000 images of a class, of so many images instead of 1,012,947."""
    few, many = (round(bound * images / PUBLISHED["train"]) for bound in BOUNDS)
    return max(few, LEAST_FEW), max(many, 4 * LEAST_FEW)


def shot_buckets(counts: np.ndarray, bounds: tuple[int, int]) -> tuple[Bucket, ...]:
    """Few in three, then middle and many, as far as labels are in them; counts: (L,) images of train."""
    few, many = bounds
    third = max(2, few // 3)
    parts = buckets(counts, bounds)
    tail = parts["tail"]
    found = (
        ("no image", counts == 0),
        (f"1 to {third - 1}" if third > 2 else "1", tail & (counts > 0) & (counts < third)),
        (f"{third} to {few - 1}", tail & (counts >= third)),
        (f"{few} to {many}", parts["middle"]),
        (f"more than {many}", parts["head"]),
    )
    return tuple(Bucket(name=name, labels=labels) for name, labels in found if labels.any())


def rare(runs: Sequence[Run], found: Lessons) -> Rare | None:
    """Every method on the curated labels; None where the arms were not trained."""
    arms = by_arm(runs)
    if not all(name in arms for name in FEW):
        return None
    base, repeated = (arms[name] for name in FEW)
    learned = found.train[base[0].arm.data].truth
    counts = learned.counts()
    bounds = scaled(len(learned))
    share = (counts + 1) / (learned.answered()[learned.group_of] + 2)
    strengths, said = [], {PLAIN: [], "adjusted, by val": [], "adjusted, in full": [], "prototypes": []}
    said |= {"nearest neighbours": [], "images repeated": [logits_of(run, "test") for run in repeated]}
    present, known = learned.of(slice(None))
    for run in base:
        val, test = logits_of(run, "val"), logits_of(run, "test")
        strengths.append(chosen_strength(val, found, share))
        stored, asked = (np.load(run.features(part)) for part in ("train", "test"))
        said[PLAIN].append(test)
        said["adjusted, by val"].append(logit_adjusted(test, share, strengths[-1]))
        said["adjusted, in full"].append(logit_adjusted(test, share))
        said["prototypes"].append(prototypes(stored, present, known).logits(asked))
        said["nearest neighbours"].append(neighbours(stored, present, known, asked))
    shots = shot_buckets(counts, bounds)
    return Rare(
        bounds=bounds,
        shots=shots,
        methods=_methods(said, shots, found),
        strengths=tuple(strengths),
    )


def chosen_strength(val: np.ndarray, found: Lessons, share: np.ndarray) -> float:
    """The strength of STRENGTHS with the highest mean recall@8 over labels on val; of equals the weakest."""
    truth = found.val.truth.measured()

    def worth(strength: float) -> float:
        got = recall_influence(top_k(logit_adjusted(val, share, strength)), truth)
        return got[0] if got else 0.0

    return max(STRENGTHS, key=worth)


def _methods(
    said: Mapping[str, Sequence[np.ndarray]], shots: Sequence[Bucket], found: Lessons
) -> tuple[Method, ...]:
    truth, groups = found.test.truth.measured(), found.test.groups

    def over(name: str, moved: Sequence[Moved | None], unit: Unit = "rate") -> OverSeeds | None:
        some = [one for one in moved if one is not None]
        return over_trainings(name, some, part="test", unit=unit, groups=groups) if some else None

    recalls: dict[str, dict[str, list[Moved | None]]] = {}
    methods = []
    for name, each in said.items():
        chosen = [top_k(logits) for logits in each]
        recalls[name] = {
            shot.name: [moved_mean_recall(cells, truth, shot.labels) for cells in chosen] for shot in shots
        }
        gains = {}
        for shot in shots:
            mine, plain = recalls[name][shot.name], recalls[PLAIN][shot.name]
            both = [(a, b) for a, b in zip(mine, plain, strict=True) if a is not None and b is not None]
            moved = less([a for a, _ in both], [b for _, b in both])
            gains[shot.name] = over(f"gain in recall@8, {shot.name}", moved, unit="points")
        methods.append(
            Method(
                name=name,
                f1=over_trainings(
                    f"F1@8, {name}", [moved_f1(count(c, truth)) for c in chosen], part="test", groups=groups
                ),
                recall={
                    shot.name: over(f"recall@8, {shot.name}", recalls[name][shot.name]) for shot in shots
                },
                precision={
                    shot.name: over(
                        f"macro AP, {shot.name}",
                        [moved_average_precision(logits, truth, shot.labels) for logits in each],
                    )
                    for shot in shots
                },
                gains=gains if name != PLAIN else {},
            )
        )
    return tuple(methods)
