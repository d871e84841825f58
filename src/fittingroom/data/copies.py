"""Which images of a data set are copies of others, or nearly: searched once, then remembered.

The search compares every pair and takes seconds on a set like Fashion-MNIST; its answer depends on
nothing but the pixels, so it is kept in the cache under the data's fingerprint.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from fittingroom.data.cache import cache_folder
from fittingroom.files import fingerprint, landing
from fittingroom.match.exact import exact_groups
from fittingroom.match.near import NearPairs, duplicate_groups, near_pairs
from fittingroom.types import PARTS, Dataset

COPY_CORRELATION = 0.99
"""Images whose pixels correlate at least this much are kept on one side of a split."""

NEAR_CORRELATION = 0.98
"""From this correlation on, pairs of a test image and another one are searched and counted."""

WORTH_REMEMBERING = 5_000
"""Number of images from which on the answer is kept: below, the search is faster than reading it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Copies:
    """Copies within a data set, for the checks to ask about.

    exact: (n,) int64, rows of identical bytes share a number. near: the pairs of a test row `i` and
    a row `j` of another part, numbered as in the data set, whose pixels correlate by at least
    NEAR_CORRELATION, as they are or with one of the two mirrored. plain: those that do so as they
    are, since a pair may be alike both ways.
    """

    exact: np.ndarray
    near: NearPairs
    plain: NearPairs


def find_families(data: Dataset, rows: np.ndarray) -> np.ndarray:
    """Number `rows` (m,) so that exact, near and mirrored copies share a number; (m,) int64."""
    found = _remembered(
        data,
        f"families-{COPY_CORRELATION}",
        rows,
        lambda: {"family": duplicate_groups(data.images[rows], threshold=COPY_CORRELATION)},
    )
    return found["family"]


def find_copies(data: Dataset) -> Copies:
    """Search all parts for exact copies, and test against the others for near and mirrored ones.

    Of exact copies outside test only the first can be the `j` of a pair: a set with thousands of blank
    images would have millions of pairs that say nothing new.
    """
    exact = exact_groups(data.images)
    test, others = data.rows("test"), other_rows(data)
    others = others[np.sort(np.unique(exact[others], return_index=True)[1])]

    def search() -> dict[str, np.ndarray]:
        near = _pairs(data, test, others, mirrored=True)
        plain = _pairs(data, np.unique(near.i), np.unique(near.j), mirrored=False)
        return {
            f"{kind}_{field}": getattr(pairs, field)
            for kind, pairs in (("near", near), ("plain", plain))
            for field in NearPairs.__slots__
        }

    found = _remembered(data, f"pairs-{NEAR_CORRELATION}", np.concatenate([test, [-1], others]), search)
    near, plain = (
        NearPairs(**{field: found[f"{kind}_{field}"] for field in NearPairs.__slots__})
        for kind in ("near", "plain")
    )
    return Copies(exact=exact, near=near, plain=plain)


def other_rows(data: Dataset) -> np.ndarray:
    """Row numbers of every part but test, (m,) int64."""
    return np.concatenate([data.rows(part) for part in PARTS if part != "test"])


def _pairs(data: Dataset, test: np.ndarray, others: np.ndarray, *, mirrored: bool) -> NearPairs:
    a, b = data.images[test], data.images[others]
    pairs = near_pairs(a, b, threshold=NEAR_CORRELATION, mirrored=mirrored)
    return NearPairs(test[pairs.i], others[pairs.j], pairs.correlation, pairs.mirrored)


def _remembered(
    data: Dataset, question: str, rows: np.ndarray, search: Callable[[], dict[str, np.ndarray]]
) -> dict[str, np.ndarray]:
    """The arrays that `search` finds about these rows, from the cache if they were asked for before."""
    if len(rows) < WORTH_REMEMBERING:
        return search()
    path = cache_folder() / "copies" / data.fingerprint / f"{question}-{fingerprint(rows)[:16]}.npz"
    if path.exists():
        with np.load(path, allow_pickle=False) as arrays:
            return {name: arrays[name] for name in arrays.files}
    found = search()
    with landing(path) as beside, beside.open("wb") as stream:
        np.savez_compressed(stream, **found)  # pyright: ignore[reportArgumentType]
    return found
