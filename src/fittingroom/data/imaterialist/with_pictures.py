"""The competition's JSON beside a folder of the pictures that somebody has: only addresses were published."""

import os
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from fittingroom.data.attribute_pictures import AttributePictures
from fittingroom.data.attributes import LabelMap, imaterialist
from fittingroom.data.image_folder import everything_below, is_picture
from fittingroom.data.imaterialist.official_json import read_official
from fittingroom.errors import DataError


def with_pictures(
    path: str | os.PathLike[str], folder: str | os.PathLike[str], labels: LabelMap | None = None
) -> AttributePictures:
    """Pair the images of an official JSON with the files of `folder`, at any depth, called as their ids.

    labels: the label map, else the competition's. Of a group without a label on an image all labels are
    unknown: that nobody named a colour does not make it colourless; and all are, where the file has no
    annotations. Images that are not there, or empty files, are left out, since many addresses are dead, and
    `notes` say how many. Raises DataError if none is there, if two files could be one image, or if an id is
    listed twice.
    """
    labels, folder = labels or imaterialist(), Path(folder)
    if not folder.is_dir():
        raise DataError(f"{folder}: there is no such folder of pictures")
    listed = read_official(path, labels)
    if len(set(listed.ids)) < len(listed.ids):
        raise DataError(f"{path}: an image id is listed twice: {_twice(listed.ids)}; pictures need one each")
    files: dict[str, Path] = {}
    for file in (file for file in everything_below(folder) if file.is_file() and is_picture(file)):
        if file.stem in files:
            both = f"{files[file.stem].name} and {file.name}"
            raise DataError(f"{folder}: {both} could both be the image {file.stem}; remove one")
        files[file.stem] = file
    there = [row for row, image in enumerate(listed.ids) if image in files and files[image].stat().st_size]
    if not there:
        raise DataError(
            f"{folder}: none of the {len(listed.ids):,} images of {path} is there; a picture is called as "
            f"its id, {listed.ids[0] if listed.ids else '1'}.jpg"
        )
    lists = [() if listed.labels is None else listed.labels[row] for row in there]
    present = labels.multi_hot(lists)
    left_out = len(listed.ids) - len(there)
    return AttributePictures(
        files=[files[listed.ids[row]] for row in there],
        ids=[listed.ids[row] for row in there],
        label_map=labels,
        present=present,
        known=groups_with_a_label(present, labels),
        notes=(f"{left_out:,} of {len(listed.ids):,} images are not in the folder, or empty",)
        if left_out
        else (),
    )


def groups_with_a_label(present: np.ndarray, labels: LabelMap) -> np.ndarray:
    """Which cells are known where only what is present was written: groups with any label; (n, L) bool."""
    known = np.zeros_like(present)
    group = np.array([label.group for label in labels.labels])
    for one in labels.groups:
        columns = np.flatnonzero(group == one.name)
        known[:, columns] = present[:, columns].any(axis=1, keepdims=True)
    return known


def _twice(ids: Sequence[str]) -> str:
    seen: set[str] = set()
    return next(one for one in ids if one in seen or seen.add(one))
