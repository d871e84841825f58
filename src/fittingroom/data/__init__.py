"""Data sets: get the bytes, check them, and open them as one `Dataset`.

Wherever a data set is named, a path will do: `load` takes a known name or whatever the user has.
"""

import os
import sys
from dataclasses import dataclass
from pathlib import Path

from numpy.typing import ArrayLike

from fittingroom.data import cifar10, emnist, fashion_mnist, kmnist, mnist, qmnist
from fittingroom.data.cache import Cached, cache_folder, check_bytes, locked, open_cached, write_cached
from fittingroom.data.fetch import fetch_files
from fittingroom.data.ids import row_ids
from fittingroom.data.published import PartArrays, PublishedSet
from fittingroom.errors import DataError, FetchError, InputError, did_you_mean
from fittingroom.types import Card, Dataset

KNOWN: tuple[PublishedSet, ...] = (
    fashion_mnist.SET,
    mnist.SET,
    qmnist.SET,
    kmnist.SET,
    *emnist.SETS,
    cifar10.SET,
)
"""Every data set that has a name, in the order in which lists show them."""

ALIASES = {"emnist": "emnist-balanced", "cifar-10": "cifar10"}
"""Other names that people use; of EMNIST's six selections the balanced one is the usual benchmark."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Verified:
    """What `verify` read: the data set's folder, how many bytes, and digests of what they came from."""

    name: str
    folder: Path
    bytes: int
    payloads_recomputed: int


def names() -> tuple[str, ...]:
    """The names that `load`, `get` and `card` know."""
    return tuple(known.card.name for known in KNOWN)


def card(name: str) -> Card:
    """The card of a known data set; nothing is fetched."""
    return _find(name).card


def published(source: str) -> PublishedSet | None:
    """The known data set of that name, or None where `source` can only be a path.

    Raises InputError for what is neither a known name nor looks like a path.
    """
    if _normal(source) in (*names(), *ALIASES):
        return _find(source)
    if os.sep not in source and not Path(source).exists():
        raise _unknown(source)
    return None


def is_cached(name: str) -> bool:
    """Whether a known data set can be opened without fetching anything."""
    return _opened(_find(name)) is not None


def get(name: str) -> Path:
    """Make sure that a known data set lies in the cache; returns its folder there.

    A cache that is damaged is built again; two processes at once build it once. Raises InputError
    for an unknown name, and FetchError where its files cannot be had or the cache cannot be written.
    """
    known = _find(name)
    folder = _folder(known)
    if _opened(known) is None:
        try:
            with locked(known.shelf):
                if _opened(known, say_why=True) is None:
                    paths = fetch_files(known, cache_folder() / "downloads")
                    write_cached(
                        folder, known.read(paths), counts=known.card.counts, payload=known.card.sha256
                    )
        except OSError as error:
            raise FetchError(
                f"{known.card.name}: cannot write to the cache {cache_folder()} ({error.strerror or error}); "
                "set FITTINGROOM_CACHE to a folder with room that you may write to"
            ) from error
    return folder


def open_set(name: str) -> Dataset:
    """Open a known data set as published (train and test), getting it first where needed.

    Images are memory-mapped: opening reads a few kilobytes, whatever the size of the set.
    """
    known = _find(name)
    get(name)
    cached = open_cached(_folder(known), payload=known.card.sha256)
    return Dataset(
        card=known.card,
        images=cached.images,
        labels=cached.labels,
        ids=row_ids(cached.counts),
        parts=cached.parts(),
        groups=cached.groups,
        fingerprint=cached.fingerprint,
    )


def verify(name: str) -> Verified:
    """Read every cached byte of a data set and check it against what its publisher's files must hold.

    Where the digest of the uncompressed files is known, it is computed again from the cached arrays.
    Raises DataError where a digest is wrong or nothing is cached.
    """
    known = _find(name)
    folder = _folder(known)
    try:
        cached = open_cached(folder, payload=known.card.sha256)
    except FileNotFoundError:
        raise DataError(f"{known.card.name} is not in the cache {cache_folder()}: get it first") from None
    size = check_bytes(folder)
    digests = known.payloads(_by_part(cached)) if known.payloads else {}
    for file, found in digests.items():
        if found != known.card.sha256[file]:
            raise DataError(
                f"{folder} does not hold what {file} holds: expected sha256 {known.card.sha256[file]}, "
                f"found {found}; delete the folder and get the data set again"
            )
    return Verified(name=known.card.name, folder=folder, bytes=size, payloads_recomputed=len(digests))


def load(
    source: str | os.PathLike[str] | ArrayLike, *, seed: int = 0, labels: ArrayLike | None = None
) -> Dataset:
    """Load a data set by name, path or as arrays, with the parts train, val, cal and test.

    source: a known name (case, `_` and spaces do not matter); or the path of a folder with IDX files
    named as MNIST's, of a folder of class folders, of an .npz or a Parquet file; or images (n, h, w)
    or (n, h, w, 3), whose `labels` (n,) are given beside them. What the source does not divide is
    divided with `seed`. Raises InputError for an unknown name, FetchError where the data cannot be
    had, DataError where they are not what they say.
    """
    from fittingroom.data.split import divide

    if isinstance(source, str | os.PathLike):
        if labels is not None:
            raise InputError(f"labels go with images given as an array; {source} brings its own")
        return divide(open_source(source), seed=seed)
    if labels is None:
        raise InputError("images given as an array need their labels: load(images, labels=...)")
    from fittingroom.data.arrays import from_arrays

    return divide(from_arrays(source, labels), seed=seed)


def open_source(source: str | os.PathLike[str]) -> Dataset:
    """Open a data set by name or path with the parts that it publishes, not divided any further."""
    if isinstance(source, str) and published(source):
        return open_set(source)
    from fittingroom.data.own import open_path

    return open_path(source)


def _find(name: str) -> PublishedSet:
    wanted = ALIASES.get(_normal(name), _normal(name))
    for known in KNOWN:
        if known.card.name == wanted:
            return known
    raise _unknown(name)


def _normal(name: str) -> str:
    return "-".join(name.lower().replace("_", " ").replace("-", " ").split())


def _unknown(name: str) -> InputError:
    hint = did_you_mean(_normal(name), (*names(), *ALIASES))
    return InputError(
        f"no data set and no file or folder is named {name!r}{hint}; the known names are {', '.join(names())}"
    )


def _folder(known: PublishedSet) -> Path:
    return cache_folder() / "sets" / known.card.name


def _opened(known: PublishedSet, *, say_why: bool = False) -> Cached | None:
    """Open what is cached, or return None; `say_why` prints what is wrong with a damaged cache."""
    try:
        return open_cached(_folder(known), payload=known.card.sha256)
    except FileNotFoundError:
        return None
    except DataError as error:
        if say_why:
            print(f"{error}; building it again", file=sys.stderr)
        return None


def _by_part(cached: Cached) -> dict[str, PartArrays]:
    return {
        part: PartArrays(cached.images[rows[0] : rows[-1] + 1], cached.labels[rows])
        for part, rows in cached.parts().items()
    }
