"""The target: real photos of clothes, one class each, and who took them."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.data.image_folder import listed
from fittingroom.data.pictures import bombs_refused
from fittingroom.errors import InputError
from fittingroom.files import fingerprint
from fittingroom.models.attributes.decoding import decode_into

DROPPED = ("Not sure", "Other", "Skip")
"""Labels that name no garment, in the photos that the study was made for."""

LEAST_PHOTOS, LEAST_GROUPS = 20, 5
"""A class with fewer photos, or photos of fewer people, cannot be divided by people time and again."""


@dataclass(frozen=True, slots=True, eq=False)
class Target:
    """Photos (n, px, px, 3) uint8, stretched to a square; labels and groups (n,) int64; files as listed.

    `grouped`: whether the groups were told, or each photo is taken for one; notes: what was left out.
    """

    name: str
    files: tuple[Path, ...]
    images: np.ndarray
    labels: np.ndarray
    groups: np.ndarray
    classes: tuple[str, ...]
    grouped: bool
    notes: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def fingerprint(self) -> str:
        """Identifies pixels, labels and groups."""
        return fingerprint(self.images, self.labels, self.groups)


def read_target(
    path: Path,
    *,
    size_px: int,
    file: str = "file",
    label: str = "label",
    group: str = "group",
    drop: Sequence[str] = DROPPED,
) -> Target:
    """Read a folder of labelled photos (`data.image_folder`); file, label, group: columns of its CSV.

    Labels in `drop` are left out, and classes below LEAST_PHOTOS or LEAST_GROUPS. Raises DataError for a
    folder or photo that cannot be read, InputError where fewer than two classes are left.
    """
    there = listed(path, columns={"file": file, "label": label, "part": "part", "group": group, "id": "id"})
    groups = np.array(there.groups if there.groups is not None else there.names)
    labels = np.array(there.labels)
    names, left_out = _classes(labels, groups, drop)
    if len(names) < 2:
        raise InputError(
            f"{there.source} has {len(names)} classes with {LEAST_PHOTOS} photos of {LEAST_GROUPS} groups "
            "each, a study of transfer needs two: give more photos, or name the column of labels"
        )
    rows = np.flatnonzero(np.isin(labels, names))
    files = tuple(there.files[row] for row in rows.tolist())
    return Target(
        name=there.folder.resolve().name,
        files=files,
        images=pictures(files, size_px),
        labels=np.searchsorted(names, labels[rows]),
        groups=np.unique(groups[rows], return_inverse=True)[1],
        classes=tuple(names.tolist()),
        grouped=there.groups is not None,
        notes=left_out,
    )


def _classes(
    labels: np.ndarray, groups: np.ndarray, drop: Sequence[str]
) -> tuple[np.ndarray, tuple[str, ...]]:
    kept, notes = [], []
    for name in np.unique(labels):
        photos, people = int((labels == name).sum()), len(np.unique(groups[labels == name]))
        if name in drop:
            notes.append(f"{name}: {photos} photos left out, it names no garment")
        elif photos < LEAST_PHOTOS or people < LEAST_GROUPS:
            notes.append(f"{name}: {photos} photos of {people} groups left out, too few to divide")
        else:
            kept.append(name)
    return np.array(kept, dtype=str), tuple(notes)


def pictures(files: Sequence[Path], size_px: int) -> np.ndarray:
    """Files decoded and stretched, (n, size_px, size_px, 3) uint8. Raises DataError naming a bad one."""
    images = np.empty((len(files), size_px, size_px, 3), np.uint8)
    with bombs_refused():
        decode_into(
            images, [str(file.resolve()) for file in files], root=Path(), names=[str(f) for f in files]
        )
    return images
