"""Copies among pictures: which pairs, how sure, and what was done to them."""

from collections.abc import Iterator
from dataclasses import dataclass, fields

import numpy as np
from tqdm import tqdm

from fittingroom.errors import InputError
from fittingroom.match.copies.alignment import align
from fittingroom.match.copies.description import RECORD
from fittingroom.match.copies.kinds import kind
from fittingroom.match.copies.overlap import overlap
from fittingroom.match.copies.search import Candidates, candidates


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as a copy. `calibrate` proposes the two thresholds for a set of pictures.

    drop: score from which a pair is verified; suggest: from which it is worth a look. shared: points in which
    two pictures must meet before they are laid on each other, by default what is `suited` to their number.
    """

    drop: float = 0.88
    suggest: float = 0.78
    shared: int | None = None

    def __post_init__(self) -> None:
        if not 0 < self.suggest <= self.drop <= 1:
            raise InputError(
                f"the thresholds must satisfy 0 < suggest <= drop <= 1, got {self.suggest} and {self.drop}"
            )
        if self.shared is not None and self.shared < 2:
            raise InputError(f"two pictures must meet in 2 points or more to be compared, got {self.shared}")


@dataclass(frozen=True, slots=True)
class Copies:
    """Pairs of pictures that are, or may be, copies; i < j, sorted.

    i, j: (m,) int64 rows; kind: (m,) text, names of CHANGES joined by "+"; score: (m,) float32, at most 1;
    mirrored, verified, suggested: (m,) bool. A verified pair is suggested as well.
    """

    i: np.ndarray
    j: np.ndarray
    kind: np.ndarray
    score: np.ndarray
    mirrored: np.ndarray
    verified: np.ndarray
    suggested: np.ndarray

    def __len__(self) -> int:
        return len(self.i)

    def take(self, rows: np.ndarray) -> "Copies":
        """The pairs of these rows, or of this mask."""
        return Copies(*(getattr(self, field.name)[rows] for field in fields(self)))


LEAST_AGREEING = 5
"""Points that must agree on how one picture lies on the other."""

DISAGREEING = 0.12
"""What a pair loses where all matching points contradict how the pictures lie: of a copy's points most agree,
of two garments in one pose some hem and some button."""

LEAST_SHARED = 0.45
"""Share of the smaller picture that both must show."""

LEAST_SEEN = 0.1
"""Share of the common part that must have anything to compare: six blocks."""


def find_copies(records: np.ndarray, settings: Settings | None = None) -> Copies:
    """Find the copies among described pictures.

    records: (n,) of RECORD, may be mapped: beside 100 bytes for each point of a picture only the pairs found
    are held. The work grows nearly as n.
    """
    settings = settings or Settings()
    if records.dtype != RECORD:
        raise InputError("copies are found among what `describe` returns, found an array of another kind")
    shared = settings.shared or suited(len(records))
    return verified(records, candidates(records, shared=shared), settings)


def suited(n: int) -> int:
    """Points in which two of n pictures must meet: pairs that meet by chance grow as n squared."""
    return 2 if n <= 10_000 else 3 if n <= 200_000 else 4


def verified(records: np.ndarray, pairs: Candidates, settings: Settings) -> Copies:
    """Lay the pictures of each pair on each other and keep the pairs that look alike from `suggest` on."""
    found: dict[tuple[int, int], tuple[float, bool, str]] = {}
    for i, j, mirrored in _exact_last(records, pairs):
        least = max(settings.suggest, found.get((i, j), (0.0,))[0])
        score, name = compare(records[i], records[j], mirrored=mirrored, least=least)
        if score > least or (score == least and (i, j) not in found):
            found[i, j] = score, mirrored, name
    for i, j in _equal(records):
        found[i, j] = 1.0, False, "exact"
    keys = sorted(found)
    i, j = np.array(keys, np.int64).reshape(-1, 2).T
    score = np.array([found[key][0] for key in keys], np.float32)
    mirrored = np.array([found[key][1] for key in keys], bool)
    names = np.array([found[key][2] for key in keys], object)
    return Copies(i, j, names, score, mirrored, score >= settings.drop, score >= settings.suggest)


def compare(a: np.ndarray, b: np.ndarray, *, mirrored: bool, least: float = 0.0) -> tuple[float, str]:
    """Score two records, 0 to 1, the first mirrored or not; from a score of `least` on, guess the kind."""
    found = align(a, b, mirrored=mirrored)
    if found is None or found.agreeing < LEAST_AGREEING:
        return 0.0, ""
    common = overlap(a, b, found)
    if common.shared < LEAST_SHARED or common.seen < LEAST_SEEN:
        return 0.0, ""
    score = float(np.clip(common.alike - DISAGREEING * (1 - found.agreeing / found.of), 0, 1))
    return score, kind(a, b, found, common) if score >= least else ""


def _exact_last(records: np.ndarray, pairs: Candidates) -> Iterator[tuple[int, int, bool]]:
    """The pairs that need a comparison: equal pictures do not."""
    digest = records["digest"]
    rows = np.flatnonzero(digest[pairs.i] != digest[pairs.j])
    for row in tqdm(rows, "comparing pictures", disable=None, leave=False, delay=1):
        yield int(pairs.i[row]), int(pairs.j[row]), bool(pairs.mirrored[row])


def _equal(records: np.ndarray) -> Iterator[tuple[int, int]]:
    """Pictures of equal pixels, each with the first of them."""
    digest, number = np.unique(records["digest"], return_inverse=True)
    first = np.full(len(digest), len(records))
    np.minimum.at(first, number, np.arange(len(records)))
    for row in np.flatnonzero(first[number] < np.arange(len(records))):
        yield int(first[number[row]]), int(row)
