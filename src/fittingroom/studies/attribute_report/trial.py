"""Asking a model about a part, and everything that a report of it rests on."""

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.checks.attributes import AttributeEvidence
from fittingroom.data.ledger import openings_of
from fittingroom.errors import DataError, InputError
from fittingroom.files import fingerprint
from fittingroom.measure.attributes import report_numbers
from fittingroom.models.attributes.gallery import gallery, gallery_folder
from fittingroom.models.attributes.learned import Learned
from fittingroom.models.attributes.shards import Source, read_source
from fittingroom.models.attributes.work import HERE, Means, answers_on
from fittingroom.studies.attribute_report.crossing import PARTS, find_crossing
from fittingroom.types import Measurement


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A model, what it said of a part, and what that is worth.

    data: the set's name; simulated: whether it is drawn; numbers: those of docs/attribute-metrics.md;
    pictures: row numbers (m,) -> images (m, px, px, 3) uint8 as they are kept for the model.
    """

    learned: Learned
    data: str
    simulated: bool
    evidence: AttributeEvidence
    numbers: tuple[Measurement, ...]
    pictures: Callable[[np.ndarray], np.ndarray]

    def number(self, name: str) -> Measurement | None:
        """The measurement of this name, if these images gave one."""
        return next((m for m in self.numbers if m.name == name), None)


def try_on(
    learned: Learned,
    data: Path,
    part: str,
    *,
    out: Path,
    why: str = "",
    world: Path | None = None,
    means: Means = HERE,
    rng: np.random.Generator,
) -> Trial:
    """Ask, write down, measure. world: the world that a set was curated from, whose truth says which of the
    set's labels are wrong. Raises what `answers_on`, `report_numbers` and `scenes_of` raise."""
    predictions, source = answers_on(learned, data, part, out=out, why=why, means=means)
    truth = source.truth.measured()
    numbers = report_numbers(
        predictions, truth, train_counts=learned.train_counts, groups=source.groups, rng=rng
    )
    size_px = learned.settings.recipe.stored_px(learned.settings.size_px)

    def pictures(rows: np.ndarray) -> np.ndarray:
        shown = np.empty((len(rows), size_px, size_px, 3), np.uint8)
        gallery(source, size_px, gallery_folder(data, means.cache), means.keep).gather(rows, shown)
        return shown

    evidence = AttributeEvidence(
        predictions=predictions,
        truth=truth,
        train_counts=learned.train_counts,
        groups=source.groups,
        crossing=find_crossing(data, source),
        openings=_openings(source if part == "test" else None, data),
        scenes=None if world is None else scenes_of(source, world),
    )
    return Trial(
        learned=learned,
        data=data.resolve().name,
        simulated=_simulated(data),
        evidence=evidence,
        numbers=numbers,
        pictures=pictures,
    )


def scenes_of(source: Source, world: Path) -> np.ndarray:
    """What a world's scenes truly hold, (n, L) bool, for images of a set made from it, by their ids.

    Raises InputError for other labels or an image that the world has not, DataError for ids that repeat.
    """
    at: dict[str, int] = {}
    cells = []
    for part in PARTS:
        of_part = read_source(world, part)
        if of_part.truth.labels != source.truth.labels:
            raise InputError(f"{world} has other labels than the set: give the world that it was made from")
        start = sum(map(len, cells))
        at |= {one: start + place for place, one in enumerate(of_part.ids.tolist())}
        cells.append(of_part.truth.measured().present)
    if len(at) < sum(map(len, cells)):
        raise DataError(
            f"{world}: ids repeat, so that a set's images cannot be told: simulate it with other ids"
        )
    absent = [one for one in source.ids.tolist() if one not in at]
    if absent:
        raise InputError(
            f"{world} has no image {absent[0]!r} ({len(absent)} of {len(source)} are missing): "
            "give the world that the set was made from"
        )
    return np.concatenate(cells)[[at[one] for one in source.ids.tolist()]]


def _openings(source: Source | None, data: Path):
    if source is None:
        try:
            source = read_source(data, "test")
        except InputError:  # the set has no test part
            return ()
    return openings_of(fingerprint(source.ids, source.truth.present))


def _simulated(data: Path) -> bool:
    """Whether the set or world says of itself that it is drawn."""
    for name in ("world.json", "set.json"):
        if (data / name).is_file():
            return bool(json.loads((data / name).read_text(encoding="utf-8")).get("simulated", False))
    return False
