"""Photos prepared by several recipes, and a model asked about what came out.

Nothing is lost silently: a photo that cannot be read, a copy of another one and a label that says nothing
are counted; a step that cannot be done is left out and counted (see build.prepare).
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.build import Recipe, prepare_all
from fittingroom.build.framing import limit
from fittingroom.build.recipe import Stages
from fittingroom.data.csv_columns import read_csv
from fittingroom.data.image_folder import Listing, find_csv, listed
from fittingroom.data.photo import Unreadable, read_photo
from fittingroom.data.pictures import bombs_refused, in_threads
from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.match import equal_groups

PHOTO_PX = 512
"""Longest edge of a photo at most; no recipe looks at more than half of it."""

SHOWN_EACH = 3
"""Photos of each label whose steps are kept, to be shown."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """One photo with the picture after each step of each recipe: its row, and stages by recipe name."""

    row: int
    stages: dict[str, Stages]


@dataclass(frozen=True, slots=True, kw_only=True)
class PreparedPhotos:
    """What the recipes made of the photos that count.

    ids, labels: (n,) text; groups: (n,) text, a photo of which nothing is said being one of its own, or None;
    pictures: recipe name -> (n, s, s) uint8; failures: recipe name -> n tuples of "step: why not";
    unreadable: id -> why; copies: ids left out because an earlier photo has the same pixels, `conflicting` of
    them with another label; ignored: how many photos had a label that says nothing; shown: some photos of
    each label, with their steps.
    """

    ids: np.ndarray
    labels: np.ndarray
    groups: np.ndarray | None
    pictures: dict[str, np.ndarray]
    failures: dict[str, tuple[tuple[str, ...], ...]]
    unreadable: dict[str, str]
    copies: tuple[str, ...]
    conflicting: int
    ignored: int
    shown: tuple[Shown, ...]


@dataclass(frozen=True, slots=True)
class _Read:
    identity: bytes
    pictures: tuple[np.ndarray, ...]
    failures: tuple[tuple[str, ...], ...]
    stages: tuple[Stages, ...]


def list_photos(
    path: str | os.PathLike[str], *, file: str, label: str, group: str | None, usual_group: str
) -> Listing:
    """Find labelled photos: a folder per label, or a CSV; see data.image_folder.

    `group` is the CSV's column of who took a photo and must be there; without one `usual_group` is taken,
    which need not be there.
    """
    path = Path(path)
    table = find_csv(path) if path.is_dir() else path
    has_columns = table is not None and table.is_file()
    if group and path.is_dir() and not has_columns:
        raise InputError(
            f"{path}: asked for the group {group!r}, but its labels are names of folders, so there are no "
            "columns; add a CSV with file, label and that column, or leave the group out"
        )
    if not group and has_columns and usual_group and usual_group in read_csv(Path(str(table))):
        group = usual_group
    columns = {"file": file, "label": label, "part": "part", "group": group or "group", "id": "id"}
    return listed(path, columns=columns)


def prepare_photos(
    listing: Listing, recipes: Sequence[Recipe], *, ignore: Sequence[str], rng: np.random.Generator
) -> PreparedPhotos:
    """Read every photo whose label is not in `ignore`, and carry out all recipes on it, on all cores.

    `rng` draws which photos of each label are kept with their steps. Raises InputError if no photo is left.
    """
    ids, labels = np.array(listing.ids or listing.names), np.array(listing.labels)
    groups = _senders(listing.groups, ids)
    rows = np.flatnonzero(~np.isin(labels, list(ignore)))
    kept = _some_of_each(labels, rows, rng)
    with bombs_refused():
        reads = list(
            in_threads(
                lambda row: _read(listing.files[row], recipes, keep=row in kept),
                rows.tolist(),
                desc="preparing photos",
                unit="photo",
            )
        )
    found = {row: read for row, read in zip(rows.tolist(), reads, strict=True) if isinstance(read, _Read)}
    if not found:
        reason = next((read for read in reads if isinstance(read, str)), "all labels are to be ignored")
        raise InputError(f"{listing.source}: none of {len(labels)} photos can be used ({reason})")
    good = np.array(list(found), np.int64)
    numbers = equal_groups(read.identity for read in found.values())
    first = np.unique(numbers, return_index=True)[1]
    used = good[np.sort(first)]
    copies = np.delete(good, np.sort(first))
    original = good[first][numbers][np.isin(good, copies)]
    place = {row: at for at, row in enumerate(used.tolist())}
    return PreparedPhotos(
        ids=ids[used],
        labels=labels[used],
        groups=None if groups is None else groups[used],
        pictures={
            recipe.name: np.stack([found[row].pictures[at] for row in place])
            for at, recipe in enumerate(recipes)
        },
        failures={
            recipe.name: tuple(found[row].failures[at] for row in place) for at, recipe in enumerate(recipes)
        },
        unreadable={
            str(ids[row]): read
            for row, read in zip(rows.tolist(), reads, strict=True)
            if isinstance(read, str)
        },
        copies=tuple(ids[copies].tolist()),
        conflicting=int((labels[copies] != labels[original]).sum()),
        ignored=len(labels) - len(rows),
        shown=tuple(
            Shown(
                row=place[row],
                stages={r.name: s for r, s in zip(recipes, found[row].stages, strict=True)},
            )
            for row in place
            if row in kept
        ),
    )


def _senders(groups: Sequence[str] | None, ids: np.ndarray) -> np.ndarray | None:
    """Who took each photo, (n,) text: one of whom nothing is said is a sender apart; None if of all."""
    if groups is None or not any(group.strip() for group in groups):
        return None
    return np.array(
        [group if group.strip() else f"\n{id}" for group, id in zip(groups, ids.tolist(), strict=True)]
    )


def _read(file: Path, recipes: Sequence[Recipe], *, keep: bool) -> _Read | str:
    read = read_photo(file, least_px=PHOTO_PX)
    if isinstance(read, Unreadable):
        return read.why
    photo = read.pixels
    identity = bytes.fromhex(fingerprint(photo))
    done = prepare_all(limit(photo, longest_px=PHOTO_PX), recipes)
    return _Read(
        identity=identity,
        pictures=tuple(one.picture for one in done),
        failures=tuple(one.failures for one in done),
        stages=tuple(one.stages for one in done) if keep else (),
    )


def _some_of_each(labels: np.ndarray, rows: np.ndarray, rng: np.random.Generator) -> set[int]:
    kept: set[int] = set()
    for label in np.unique(labels[rows]):
        kept.update(rng.permutation(rows[labels[rows] == label])[:SHOWN_EACH].tolist())
    return kept
