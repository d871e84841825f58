"""Near copies of a part's pictures in the other parts: mirrored, cropped, recoloured, framed or turned ones.

Each picture costs some milliseconds to describe and to compare, so of large parts a sample is compared.
"""

from importlib.util import find_spec
from pathlib import Path

import numpy as np
from tqdm import tqdm

from fittingroom.checks.attribute_copies import NearCopies
from fittingroom.errors import InputError
from fittingroom.match.copies import Copies, describe, find_copies
from fittingroom.models.attributes.shards import Source
from fittingroom.studies.attribute_report.stored import PARTS, part_of, stored_pictures

COMPARED = 4000
"""Pictures of all parts together that are compared, unless told otherwise: about a minute of one core."""

LEAST_PX = 256
"""A JPEG may be decoded at a fraction that leaves each edge so long: a description needs no more."""


def can_compare() -> bool:
    """Whether OpenCV and numba are installed, by which pictures are described and compared."""
    return all(find_spec(name) is not None for name in ("cv2", "numba"))


def find_near_copies(
    data: Path, judged: Source, *, most: int = COMPARED, rng: np.random.Generator
) -> NearCopies | None:
    """Describe up to `most` pictures of all parts, and keep the pairs that join the judged part to another.

    None where there is no other part. Raises InputError for `most` below 2, DataError for a picture that
    cannot be decoded.
    """
    if most < 2:
        raise InputError(f"near copies are looked for among 2 pictures or more, got {most}")
    sources = {judged.name: judged}
    sources |= {p: s for p in PARTS if p != judged.name and (s := part_of(data, p)) is not None}
    if len(sources) < 2:
        return None
    shares = quotas({name: len(source) for name, source in sources.items()}, judged.name, most)
    drawn = {
        name: np.sort(rng.choice(len(source), shares[name], replace=False))
        for name, source in sources.items()
    }
    records = np.concatenate([_described(sources[name], places) for name, places in drawn.items()])
    return _joining(judged.name, sources, drawn, find_copies(records))


def quotas(of: dict[str, int], judged: str, most: int) -> dict[str, int]:
    """How many pictures of each part are compared: half of `most` of the judged one where it has so many, the
    rest of the others by their size; what one part does not need the others get."""
    others = sum(n for name, n in of.items() if name != judged)
    own = min(of[judged], max(most // 2, most - others))
    rest = min(others, most - own)
    shares = {name: n * rest // others for name, n in of.items() if name != judged}
    for name in sorted(shares, key=lambda name: of[name]):
        shares[name] = min(of[name], shares[name] + rest - sum(shares.values()))
    return {judged: own, **shares}


def _described(source: Source, places: np.ndarray) -> np.ndarray:
    pictures = stored_pictures(source, places, least_px=LEAST_PX)
    seen = tqdm(
        pictures, f"describing {source.name}", len(places), disable=None, leave=False, delay=2, unit=" images"
    )
    order, records = [], []
    for place, picture in seen:
        order.append(place)
        records.append(describe([picture]))
    return np.concatenate(records)[np.argsort(order)] if records else describe([])


def _joining(
    judged: str, sources: dict[str, Source], drawn: dict[str, np.ndarray], found: Copies
) -> NearCopies:
    """The pairs between the judged part and others; records lie in the order of `drawn`, the judged first."""
    names = np.array(list(drawn))
    part = np.repeat(np.arange(len(names)), [len(places) for places in drawn.values()])
    place = np.concatenate(list(drawn.values()))
    group = np.concatenate([sources[name].groups[places] for name, places in drawn.items()])
    pairs = found.take((part[found.i] == 0) & (part[found.j] != 0))  # i < j
    return NearCopies(
        part=judged,
        compared={name: len(places) for name, places in drawn.items()},
        of={name: len(source) for name, source in sources.items()},
        row=place[pairs.i],
        where=names[part[pairs.j]],
        other=place[pairs.j],
        kind=pairs.kind,
        score=pairs.score,
        verified=pairs.verified,
        known=group[pairs.i] == group[pairs.j],
    )
