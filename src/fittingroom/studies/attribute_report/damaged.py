"""What damage does to a model of attributes: the same images clean and under every defect, in colour.

A score under these defects is synthetic: it never stands for one on real photos (docs/defects.md).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.files import landing
from fittingroom.measure.attributes import AttributeTruth
from fittingroom.measure.attributes.group_recall import first_answers
from fittingroom.measure.attributes.influence import influenced
from fittingroom.measure.attributes.micro import Counts, count
from fittingroom.measure.attributes.repeated import Moved, less, moved_f1, over_trainings
from fittingroom.measure.attributes.top_k import top_k
from fittingroom.measure.attributes.truth import group_columns
from fittingroom.measure.defects import DEFECTS, Defect
from fittingroom.measure.seeds import holm
from fittingroom.studies.reality.defects import CLEAN, Condition, conditions, shown_as
from fittingroom.types import Measurement

IMAGES = 300
SEVERITIES = (1, 3, 5)
"""Of the five severities, those that are shown: every image is asked about some sixty times."""

Ask = Callable[[np.ndarray], np.ndarray]
"""Images (n, px, px, 3) uint8 to logits (n, L) float32."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Under:
    """F1@8 under one condition, and how often the first answer of each group is right (None: on no image)."""

    severity: int | None
    f1: Measurement
    hits: tuple[Measurement | None, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Damage:
    """One defect: `f1`, `hits` over its severities together, `each` of them, and what it costs.

    lost: F1@8 less that of the same images clean, in points, p adjusted by Holm for all defects.
    """

    defect: Defect
    f1: Measurement
    hits: tuple[Measurement | None, ...]
    lost: Measurement
    p: float
    each: tuple[Under, ...]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Damaged:
    """Everything that was measured on n images. suite: the mean F1@8 of all defects; groups: in order.

    example: an image (h, w, 3), clean and under each defect once.
    """

    n: int
    groups: tuple[str, ...]
    clean: Under
    suite: Measurement
    each: tuple[Damage, ...]
    example: tuple[tuple[str, np.ndarray], ...]


def under_damage(
    ask: Ask,
    images: np.ndarray,
    truth: AttributeTruth,
    *,
    ids: np.ndarray,
    part: str,
    groups: np.ndarray,
    defects: Sequence[Defect] = DEFECTS,
    severities: Sequence[int] = SEVERITIES,
    write: Path | None = None,
    rng: np.random.Generator,
) -> Damaged:
    """Ask about images (n, px, px, 3) clean and under each defect and severity; measure image by image.

    groups: (n,) products, of which there must be two. write: an .npz for everything that the model said,
    made before anything is scored. The damage of an image depends on `rng` and the defect alone.
    """
    if len(np.unique(groups)) < 2 or not defects:
        raise InputError(
            "damage is measured on images of 2 or more products, under at least one defect, found "
            f"{len(np.unique(groups))} and {len(defects)}"
        )
    entropy, named = int(rng.integers(2**62)), {defect.name: defect for defect in defects}
    asked = conditions(defects, (), severities)
    said = [
        ask(shown_as(images, condition, named, entropy))
        for condition in tqdm(asked, "asking under defects", disable=None, leave=False, delay=2)
    ]
    if write:
        _write(write, asked, ids, said)
    measure = _Measure(truth, part, groups)
    by_condition = {c: measure.seen(logits) for c, logits in zip(asked, said, strict=True)}
    clean, costs, whole = by_condition[CLEAN], [], []
    for defect in defects:
        own = {c: s for c, s in by_condition.items() if c.damage == defect.name}
        together = _together(list(own.values()))
        moved = moved_f1(together.counts)
        where = f"{part}, {defect.name}"
        lost = over_trainings(
            "F1@8 less clean",
            less([moved], [moved_f1(clean.counts)]),
            part=where,
            unit="points",
            groups=groups,
        )
        whole.append(moved)
        each = tuple(measure.under(s, c) for c, s in own.items())
        costs.append((defect, measure.under(together, CLEAN, where), lost.measurement, each, lost.p))
    ps = holm([cost[-1] for cost in costs])
    return Damaged(
        n=len(images),
        groups=tuple(group.name for group in truth.label_map.groups),
        clean=measure.under(clean, CLEAN),
        suite=over_trainings(
            f"F1@8, mean of {len(defects)} defects", [_mean(whole)], part=f"{part}, damaged", groups=groups
        ).measurement,
        each=tuple(
            Damage(defect=defect, f1=one.f1, hits=one.hits, lost=lost, p=float(p), each=each)
            for (defect, one, lost, each, _), p in zip(costs, ps, strict=True)
        ),
        example=_example(images[:1], defects, named, entropy),
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Seen:
    """Counts of the top eight, and of each group which images have a right first answer, over how many."""

    counts: Counts
    hits: np.ndarray
    asked: np.ndarray


@dataclass(frozen=True, slots=True, eq=False)
class _Measure:
    truth: AttributeTruth
    part: str
    groups: np.ndarray

    def seen(self, logits: np.ndarray) -> _Seen:
        truth, hits, asked = self.truth, [], []
        for group in truth.label_map.groups:
            first = first_answers(logits, truth, group.name)
            labelled = truth.present[:, group_columns(truth.label_map, group.name)].any(axis=1)
            asked.append(labelled & (first & truth.known).any(axis=1))
            hits.append(asked[-1] & (first & truth.present).any(axis=1))
        return _Seen(count(top_k(logits), truth), np.array(hits, float), np.array(asked, float))

    def under(self, seen: _Seen, condition: Condition, where: str = "") -> Under:
        where = where or (self.part if condition == CLEAN else f"{self.part}, {condition.name}")
        f1 = over_trainings("F1@8", [moved_f1(seen.counts)], part=where, groups=self.groups).measurement
        hits = tuple(
            self._rate(f"hit rate of {group.name}", right, of, where)
            for group, right, of in zip(self.truth.label_map.groups, seen.hits, seen.asked, strict=True)
        )
        return Under(severity=condition.severity, f1=f1, hits=hits)

    def _rate(self, name: str, right: np.ndarray, of: np.ndarray, where: str) -> Measurement | None:
        rows = np.flatnonzero(of)
        if not len(rows):
            return None
        value = float(right.sum() / of.sum())
        moved = (right - value * of)[rows] / of.sum()
        return influenced(name, value, moved, part=where, groups=self.groups[rows])


def _together(seen: Sequence[_Seen]) -> _Seen:
    """The sums over severities, image by image."""
    hits, chosen, present = (
        np.sum([getattr(s.counts, name) for s in seen], axis=0) for name in ("hits", "chosen", "present")
    )
    return _Seen(
        Counts(hits, chosen, present),
        np.sum([s.hits for s in seen], axis=0),
        np.sum([s.asked for s in seen], axis=0),
    )


def _mean(each: Sequence[Moved]) -> Moved:
    return Moved(
        float(np.mean([one.value for one in each])), np.mean([one.influence for one in each], axis=0)
    )


def _example(
    image: np.ndarray, defects: Sequence[Defect], named: dict[str, Any], entropy: int
) -> tuple[tuple[str, np.ndarray], ...]:
    shown = [("clean", image[0])]
    for defect in defects:
        severity = None if defect.severities == (None,) else 3
        condition = Condition(damage=defect.name, title=defect.title, family=defect.family, severity=severity)
        shown.append((defect.title, shown_as(image, condition, named, entropy)[0]))
    return tuple(shown)


def _write(path: Path, asked: Sequence[Condition], ids: np.ndarray, said: Sequence[np.ndarray]) -> None:
    """conditions (m,) text, ids (n,) text, logits (m, n, L) float32."""
    with landing(path) as beside, open(beside, "wb") as stream:
        names = np.array([condition.name for condition in asked])
        np.savez_compressed(stream, conditions=names, ids=ids, logits=np.stack(said))
