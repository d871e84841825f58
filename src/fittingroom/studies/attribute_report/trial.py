"""Asking a model about a part, and everything that a report of it rests on."""

import dataclasses
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
from fittingroom.models.attributes.work import HERE, Means, answering, answers_on
from fittingroom.studies.attribute_report.crossing import find_crossing
from fittingroom.studies.attribute_report.damaged import IMAGES, Damaged, under_damage
from fittingroom.studies.attribute_report.near_copies import COMPARED, can_compare, find_near_copies
from fittingroom.studies.attribute_report.stored import PARTS, is_simulated, stored_pictures
from fittingroom.types import Measurement

SHOWN_PX = 128
"""An edge that a picture for a page needs."""


@dataclass(frozen=True, kw_only=True)
class Trial:
    """A model, what it said of a part, and what that is worth.

    data: the set's name; simulated: whether it is drawn; numbers: those of docs/attribute-metrics.md;
    pictures: row numbers (m,) -> images (m, px, px, 3) uint8 as they are kept for the model; stored: a part
    and row numbers -> the pictures as the set has them; damaged: None where no damage was shown.
    """

    learned: Learned
    data: str
    simulated: bool
    evidence: AttributeEvidence
    numbers: tuple[Measurement, ...]
    pictures: Callable[[np.ndarray], np.ndarray]
    stored: Callable[[str, np.ndarray], list[np.ndarray]]
    damaged: Damaged | None = None

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
    damaged: int = IMAGES,
    compared: int = COMPARED,
    means: Means = HERE,
    rng: np.random.Generator,
) -> Trial:
    """Ask, write down, measure. world: the world that a set was curated from, whose truth says which of the
    set's labels are wrong; damaged: images that are shown under defects, at most; compared: pictures of all
    parts among which near copies are looked for, at most; 0 of either: none.

    Raises what `answers_on`, `report_numbers` and `scenes_of` raise; InputError, before anything is asked,
    for a world that is none and for the test part without a reason."""
    if part == "test" and not why.strip():
        raise InputError(
            "opening a test part needs the model's name, its fingerprint and a reason, which the ledger "
            'keeps: say why it is opened, as --why "the final number"'
        )
    if world is not None and not (world / "world.json").is_file():
        raise InputError(
            f"{world} is no simulated world: it has no world.json; give the folder that `fittingroom "
            "simulate` made, from which the set was curated"
        )
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

    harm, drawn = rng.spawn(2)
    crossing = find_crossing(data, source)
    if compared and can_compare():
        near = find_near_copies(data, source, most=compared, rng=drawn)
        crossing = dataclasses.replace(crossing, near=near)
    evidence = AttributeEvidence(
        predictions=predictions,
        truth=truth,
        train_counts=learned.train_counts,
        groups=source.groups,
        crossing=crossing,
        openings=_openings(source if part == "test" else None, data),
        scenes=None if world is None else scenes_of(source, world),
    )
    return Trial(
        learned=learned,
        data=data.resolve().name,
        simulated=is_simulated(data),
        evidence=evidence,
        numbers=numbers,
        pictures=pictures,
        stored=lambda of, rows: _stored(source if of == part else read_source(data, of), rows),
        damaged=_damaged(learned, source, pictures, most=damaged, out=out, means=means, rng=harm),
    )


def _damaged(
    learned: Learned,
    source: Source,
    pictures: Callable[[np.ndarray], np.ndarray],
    *,
    most: int,
    out: Path,
    means: Means,
    rng: np.random.Generator,
) -> Damaged | None:
    """Damage to some images of the part, drawn by chance; None for none, or for those of one product."""
    rows = np.sort(rng.permutation(len(source))[:most])
    if len(np.unique(source.groups[rows])) < 2:
        return None
    with answering(learned, means) as ask:
        return under_damage(
            ask,
            pictures(rows),
            source.truth.measured().of_rows(rows),
            ids=source.ids[rows],
            part=source.name,
            groups=source.groups[rows],
            write=out / f"damaged-{source.name}.npz",
            rng=rng,
        )


def _stored(source: Source, rows: np.ndarray) -> list[np.ndarray]:
    """The pictures at some rows, in their order, reduced as a JPEG allows."""
    found = dict(stored_pictures(source, rows, least_px=SHOWN_PX))
    return [found[int(row)] for row in rows]


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
