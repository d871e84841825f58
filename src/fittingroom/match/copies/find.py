"""Copies among pictures: which pairs, how sure, and what was done to them."""

from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import chain

import numpy as np
from tqdm import tqdm

from fittingroom.cores import usable_cores
from fittingroom.errors import InputError
from fittingroom.match.copies.alignment import align
from fittingroom.match.copies.description import RECORD
from fittingroom.match.copies.groups import best_first
from fittingroom.match.copies.kinds import is_far_fetched, kind
from fittingroom.match.copies.overlap import overlap
from fittingroom.match.copies.search import MOST_EACH, Candidates, candidates
from fittingroom.match.groups import first_of_group, join

Laid = tuple[int, int, bool, float, str]
"""A pair of rows, whether the first is mirrored, score, and kind."""

Found = dict[tuple[int, int], tuple[float, bool, str]]
"""Score, whether mirrored, and kind, of a pair of rows."""


@dataclass(frozen=True, slots=True)
class Settings:
    """What counts as a copy. `calibrate` proposes the two thresholds for a set of pictures.

    drop: score from which a pair is verified; suggest: from which it is worth a look. shared: points in which
    two pictures must meet before they are laid on each other; most: pairs of each picture that are, those
    that meet in most points.
    """

    drop: float = 0.88
    suggest: float = 0.78
    shared: int = 2
    most: int = MOST_EACH

    def __post_init__(self) -> None:
        if not 0 < self.suggest <= self.drop <= 1:
            raise InputError(
                f"the thresholds must satisfy 0 < suggest <= drop <= 1, got {self.suggest} and {self.drop}"
            )
        if self.shared < 2:
            raise InputError(f"two pictures must meet in 2 points or more to be compared, got {self.shared}")
        if self.most < 1:
            raise InputError(f"of each picture 1 pair or more must be compared, got {self.most}")


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


AT_ONCE = 1024
"""Pairs that one thread compares at a time."""

LEAST_AGREEING = 5
"""Points that must agree on how one picture lies on the other."""

UNLIKELY = 0.07
"""What a pair loses whose kind is far-fetched: among 24,576 simulated garments 320 of 340 pairs that were
mistaken at .88 were of this kind, and 2 of those 320 reach .95 (docs/copies.md)."""

LEAST_SHARED = 0.45
"""Share of the smaller picture that both must show."""

LEAST_SEEN = 0.1
"""Share of the common part that must have anything to compare: six blocks."""


def find_copies(records: np.ndarray, settings: Settings | None = None) -> Copies:
    """Find the copies among described pictures.

    records: (n,) of RECORD, may be mapped; see `candidates` for what is held. The work grows as n
    (docs/copies.md) and uses all cores. Pictures that hang together by verified pairs are each compared with
    the best of them (`best_first`) too.
    """
    settings = settings or Settings()
    if records.dtype != RECORD:
        raise InputError("copies are found among what `describe` returns, found an array of another kind")
    return verified(records, candidates(records, shared=settings.shared, most=settings.most), settings)


def verified(records: np.ndarray, pairs: Candidates, settings: Settings) -> Copies:
    """Lay the pictures of each pair on each other and keep the pairs that look alike from `suggest` on."""
    return settled(records, chain(equal_pictures(records), _side_by_side(records, pairs, settings)), settings)


def lay(records: np.ndarray, pairs: Candidates, settings: Settings) -> list[Laid]:
    """Lay the pictures of each pair on each other: the pairs that reach `suggest`, on one core.

    Elsewhere than in `verified` this belongs within `opencv_on_one_thread`.
    """
    rows = zip(pairs.i.tolist(), pairs.j.tolist(), pairs.mirrored.tolist(), strict=True)
    told = (
        (i, j, mirrored, *compare(*_in_order(records, i, j), mirrored=mirrored, least=settings.suggest))
        for i, j, mirrored in rows
    )
    return [one for one in told if one[3] >= settings.suggest]


def _in_order(records: np.ndarray, i: int, j: int) -> tuple[np.ndarray, np.ndarray]:
    """Two records, by what they show and not by their rows: a score differs a little by which is first."""
    a, b = records[i], records[j]
    return (a, b) if a["digest"] <= b["digest"] else (b, a)


def settled(records: np.ndarray, laid: Iterable[Laid], settings: Settings) -> Copies:
    """The copies among pairs that were laid on each other, or are equal, each the better way round.

    Where a picture has more copies than were compared, the pair with the best of them may be missing; it
    is compared as well, because `stars` asks for it.
    """
    found: Found = {}
    _take(found, laid)
    _take(found, _side_by_side(records, _with_the_best(records, found, settings.drop), settings))
    keys = sorted(found)
    i, j = np.array(keys, np.int64).reshape(-1, 2).T
    score = np.array([found[key][0] for key in keys], np.float32)
    mirrored = np.array([found[key][1] for key in keys], bool)
    names = np.array([found[key][2] for key in keys], object)
    return Copies(i, j, names, score, mirrored, score >= settings.drop, score >= settings.suggest)


def _take(found: Found, laid: Iterable[Laid]) -> None:
    for i, j, mirrored, score, name in laid:
        if (i, j) not in found or score > found[i, j][0]:
            found[i, j] = score, mirrored, name


def _side_by_side(records: np.ndarray, pairs: Candidates, settings: Settings) -> Iterator[Laid]:
    """`lay` on all cores."""

    def laid(start: int) -> list[Laid]:
        return lay(records, pairs.take(np.arange(start, min(start + AT_ONCE, len(pairs)))), settings)

    with (
        opencv_on_one_thread(),
        ThreadPoolExecutor(usable_cores()) as threads,
        tqdm(total=len(pairs), desc="comparing pictures", disable=None, leave=False, delay=1) as progress,
    ):
        for some in threads.map(laid, range(0, len(pairs), AT_ONCE)):
            progress.update(min(AT_ONCE, len(pairs) - progress.n))
            yield from some


@contextmanager
def opencv_on_one_thread() -> Iterator[None]:
    """Thumbnails are too small to share: OpenCV's own threads would double the time of ours by waiting."""
    import cv2

    before = cv2.getNumThreads()
    cv2.setNumThreads(1)
    try:
        yield
    finally:
        cv2.setNumThreads(before)


def _with_the_best(records: np.ndarray, found: Found, drop: float) -> Candidates:
    """The pairs of each picture with the best of those it hangs together with, but for what was found."""
    edges = np.array([pair for pair, (score, *_) in found.items() if score >= drop], np.int64).reshape(-1, 2)
    parents = np.arange(len(records))
    if len(edges):
        join(parents, *edges.T)
    rows = np.unique(edges)
    rows = rows[best_first(records["box"][rows], records["digest"][rows])]
    _, best, group = np.unique(first_of_group(parents, rows), return_index=True, return_inverse=True)
    ends = np.sort(np.stack([rows[best][group], rows], axis=1), axis=1).tolist()
    new = np.array([(i, j) for i, j in ends if i != j and (i, j) not in found], np.int64).reshape(-1, 2)
    both = np.repeat(new, 2, axis=0)
    way = np.tile([False, True], len(new))
    return Candidates(both[:, 0], both[:, 1], way, np.zeros(len(both), np.int64))


def compare(a: np.ndarray, b: np.ndarray, *, mirrored: bool, least: float = 0.0) -> tuple[float, str]:
    """Score two records, 0 to 1, the first mirrored or not; from a score of `least` on, name the kind too."""
    found = align(a, b, mirrored=mirrored)
    if found is None or found.agreeing < LEAST_AGREEING:
        return 0.0, ""
    common = overlap(a, b, found)
    if common.shared < LEAST_SHARED or common.seen < LEAST_SEEN:
        return 0.0, ""
    score = float(np.clip(common.alike - found.doubt, 0, 1))
    if score < least:
        return score, ""
    name = kind(a, b, found, common)
    return max(0.0, score - UNLIKELY * is_far_fetched(name)), name


def equal_pictures(records: np.ndarray) -> Iterator[Laid]:
    """Pictures of equal pixels, each with the first of them; mapped records are read from front to back."""
    digest, number = np.unique(records["digest"], return_inverse=True)
    first = np.full(len(digest), len(records))
    np.minimum.at(first, number, np.arange(len(records)))
    for row in np.flatnonzero(first[number] < np.arange(len(records))):
        yield int(first[number[row]]), int(row), False, 1.0, "exact"
