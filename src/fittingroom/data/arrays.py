"""Plain arrays, in memory or in an .npz file, to a Dataset.

Here it is decided once, for every source that users bring, what counts as an image, a label, a
part and an id.
"""

import re
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import isqrt
from pathlib import Path
from zipfile import BadZipFile

import numpy as np
from numpy.typing import ArrayLike

from fittingroom.data.ids import row_ids
from fittingroom.errors import DataError
from fittingroom.types import PARTS, Card, Dataset

BLOCK = 4096
"""Images converted at a time, so that floats never need twice their memory."""


def from_arrays(
    images: ArrayLike,
    labels: ArrayLike,
    *,
    test: tuple[ArrayLike, ArrayLike] | None = None,
    classes: Sequence[str] | None = None,
    name: str = "arrays",
    ids: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    card: Card | None = None,
) -> Dataset:
    """Make a Dataset of arrays that you already hold.

    images: (n, h, w), (n, h, w, 1 or 3), or (n, h * h) for square grey ones. uint8 is taken as it
    is; floats all in 0..1 are multiplied by 255 and rounded, which the card notes; other numbers
    must be whole and in 0..255. labels: (n,) whole numbers or text. `test` holds the images and
    labels of the published test part; without it every row is train. `classes` names the labels
    0, 1, ...; without it the labels found, in order, are the classes. `ids` (text, unique) and
    `groups` (rows of one product or person share a value) cover all rows, train first, then test.
    A `card` that you give replaces the one made here, and its classes are used.
    Raises DataError, with what was expected and found, for anything else.
    """
    pairs = [(images, labels), *([test] if test is not None else [])]
    if any(len(pair) != 2 for pair in pairs):
        raise DataError(f"{name}: test must be a pair (images, labels), found {len(pairs[1])} values")
    given = [as_array(pair[0], "images", name) for pair in pairs]
    if len({(array.dtype.kind, array.shape[1:]) for array in given}) > 1:
        raise DataError(
            f"{name}: the images of train and test must be alike, "
            f"found {' and '.join(f'{array.dtype} of shape {array.shape}' for array in given)}"
        )
    marks = [as_array(pair[1], "labels", name) for pair in pairs]
    for what, array, mark in zip(("train", "test"), given, marks, strict=False):
        if mark.ndim != 1 or array.ndim == 0 or len(mark) != len(array):
            hint = "; of one-hot labels pass labels.argmax(axis=1)" if mark.ndim == 2 else ""
            raise DataError(
                f"{name}: {what} needs one label an image, found images of shape {array.shape} "
                f"and labels of shape {mark.shape}{hint}"
            )
    return assemble(
        given[0] if len(given) == 1 else np.concatenate(given),
        marks[0] if len(marks) == 1 else np.concatenate(marks),
        part=np.repeat(("train", "test")[: len(marks)], [len(mark) for mark in marks]),
        classes=card.classes if card else classes,
        name=card.name if card else name,
        ids=ids,
        groups=groups,
        source="arrays",
        card=card,
    )


def assemble(
    images: ArrayLike,
    labels: ArrayLike,
    *,
    name: str,
    source: str,
    part: ArrayLike | None = None,
    classes: Sequence[str] | None = None,
    ids: ArrayLike | None = None,
    groups: ArrayLike | None = None,
    notes: Sequence[str] = (),
    card: Card | None = None,
) -> Dataset:
    """Put together what a source of the user's holds; every reader of this room ends here.

    As `from_arrays`, but with all rows in one array; `part` names each row's part (n,), None puts
    all into train; `notes` goes on the card.
    """
    pixels, done = as_pixels(images, name=name)
    codes, found = encode_labels(as_array(labels, "labels", name), classes, name=name)
    n = len(pixels)
    part = np.full(n, "train") if part is None else np.asarray(part).astype(str)
    if part.shape != (n,):
        raise DataError(f"{name}: {n} images need parts of shape ({n},), found {part.shape}")
    if unknown := sorted(set(part.tolist()) - set(PARTS)):
        raise DataError(f"{name}: the parts are {', '.join(PARTS)}, found {', '.join(unknown[:5])}")
    parts = {which: np.flatnonzero(part == which) for which in PARTS if (part == which).any()}
    if "train" not in parts:
        raise DataError(f"{name}: there is no train part, found only {', '.join(parts)}")
    if card is None:
        card = Card(
            name=name,
            classes=found,
            counts={which: len(rows) for which, rows in parts.items()},
            source=source,
            chance={"accuracy": 1 / len(found)},
        )
    if notes or done:
        card = replace(card, notes=(*card.notes, *notes, *done))
    return Dataset(
        card=card,
        images=pixels,
        labels=codes,
        ids=default_ids(parts) if ids is None else _unique_text(ids, n, name),
        groups=None if groups is None else _group_numbers(groups, n, name),
        parts=parts,
        split=f"as brought: {', '.join(parts)}",
    )


def brought(path: Path) -> str:
    """A card's word on where data came from; without the folders above, which are the user's own affair."""
    place = path.resolve()
    return f"brought by the user: {place.parent.name}/{place.name}"


def default_ids(parts: Mapping[str, np.ndarray]) -> np.ndarray:
    """Ids (n,) of rows that have none: the part and the place within it, as in "test-00042"."""
    names = row_ids({part: len(rows) for part, rows in parts.items()})
    ids = np.empty_like(names)
    ids[np.concatenate(list(parts.values()))] = names
    return ids


def as_array(values: ArrayLike, what: str, name: str) -> np.ndarray:
    """`values` as one array; rows of unequal length have no shape and are refused."""
    try:
        return np.asarray(values)
    except ValueError as error:
        raise DataError(f"{name}: {what} must form one array, all rows of one shape: {error}") from error


def as_pixels(images: ArrayLike, *, name: str) -> tuple[np.ndarray, tuple[str, ...]]:
    """Images as (n, h, w) or (n, h, w, 3) uint8, and in words what was done to the values."""
    array = as_array(images, "images", name)
    if array.dtype.kind not in "uif":
        raise DataError(
            f"{name}: images must be numbers of one shape, found {array.dtype} of shape {array.shape}"
        )
    array = _shaped(array, name)
    if not array.size:
        raise DataError(f"{name}: there are no images, found shape {array.shape}")
    if array.dtype == np.uint8:
        return array, ()
    low, high = float(array.min()), float(array.max())
    scale = 255 if array.dtype.kind == "f" and high <= 1 else 1
    pixels = np.empty(array.shape, np.uint8)
    exact = low >= 0 and high <= 255  # false for NaN too
    for start in range(0, len(array) if exact else 0, BLOCK):
        block = array[start : start + BLOCK]
        pixels[start : start + BLOCK] = np.rint(block * scale) if scale == 255 else block
        exact = exact and (scale == 255 or np.array_equal(pixels[start : start + BLOCK], block))
    if not exact:
        raise DataError(
            f"{name}: images must be uint8, or all in 0..1, or all whole numbers in 0..255, found "
            f"{array.dtype} in {low:.4g}..{high:.4g}; undo any standardisation before"
        )
    return pixels, (f"pixels given as {array.dtype} in 0..1, multiplied by 255 and rounded",) * (scale == 255)


def encode_labels(
    labels: np.ndarray, classes: Sequence[str] | None, *, name: str
) -> tuple[np.ndarray, tuple[str, ...]]:
    """Labels as class numbers (n,) int64, and the class names in that order.

    With `classes`, whole numbers index into them and text must be one of them. Without, the
    distinct labels are the classes: numbers by size, text in the order a person would count.
    """
    if labels.dtype.kind == "O" and all(isinstance(label, str) for label in labels.flat):
        labels = labels.astype(str)
    if labels.ndim != 1 or labels.dtype.kind not in "uibU":
        raise DataError(
            f"{name}: labels must be whole numbers or text of shape (n,), "
            f"found {labels.dtype} of shape {labels.shape}"
        )
    distinct, codes = np.unique(labels, return_inverse=True)
    if len(distinct) < 2:
        found = "none" if not len(distinct) else f"only {str(distinct[0])!r}"
        raise DataError(
            f"{name}: a data set needs at least 2 classes, found {found} among {len(labels)} labels"
        )
    if labels.dtype.kind == "U" and (empty := int((labels == "").sum())):
        raise DataError(
            f"{name}: {empty} of {len(labels)} labels are empty; fill them or take these rows out"
        )
    if classes is None:
        text = labels.dtype.kind == "U"
        order = sorted(
            range(len(distinct)), key=lambda at: in_counting_order(str(distinct[at])) if text else at
        )
        place = np.empty(len(order), np.int64)
        place[order] = np.arange(len(order))
        return place[codes], tuple(str(distinct[at]) for at in order)
    known = tuple(str(label) for label in classes)
    if labels.dtype.kind != "U":
        return labels.astype(np.int64), known
    number = {label: place for place, label in enumerate(known)}
    if unknown := [str(label) for label in distinct if str(label) not in number]:
        raise DataError(
            f"{name}: {len(unknown)} labels are not among the {len(known)} classes, "
            f"the first are {', '.join(unknown[:3])}"
        )
    return np.array([number[str(label)] for label in distinct], np.int64)[codes], known


def in_counting_order(text: str) -> list[tuple[int, int, str]]:
    """A sort key by which "2" comes before "10" and "img9" before "img10"."""
    pieces = re.split(r"(\d+)", text)
    return [(0, int(piece), "") if piece.isdecimal() else (1, 0, piece) for piece in pieces if piece]


def read_npz(path: Path) -> Dataset:
    """Read an .npz of plain arrays; nothing in it is ever unpickled.

    Keys: x_train, y_train and, if there is a test part, x_test, y_test (with ids_train, ids_test,
    groups_train, groups_test where known); or images, labels and any of ids, groups, part. `classes`
    may name the labels. Raises DataError for other keys, Python objects, or a damaged file.
    """
    found = plain_arrays(path)
    if {"images", "labels"} <= found.keys():
        rows = {key: found[key] for key in ("images", "labels", "ids", "groups", "part") if key in found}
    elif {"x_train", "y_train"} <= found.keys():
        rows = _by_part(path, found)
    else:
        raise DataError(
            f"{path}: expected the arrays x_train and y_train, or images and labels, "
            f"found {', '.join(found) or 'none'}"
        )
    if rows["images"].shape[:1] != rows["labels"].shape[:1]:
        raise DataError(
            f"{path}: images of shape {rows['images'].shape} do not fit "
            f"labels of shape {rows['labels'].shape}"
        )
    classes = found["classes"].tolist() if "classes" in found else None
    return assemble(
        rows["images"],
        rows["labels"],
        name=path.stem,
        source=brought(path),
        part=rows.get("part"),
        classes=classes,
        ids=rows.get("ids"),
        groups=rows.get("groups"),
    )


def plain_arrays(path: Path) -> dict[str, np.ndarray]:
    """Every array of an .npz by its name. Raises DataError for what is none, or must be unpickled."""
    try:
        with path.open("rb") as stream:
            loaded = np.load(stream, allow_pickle=False)
            if isinstance(loaded, np.ndarray):
                raise ValueError("it is a single array without a name, as np.save writes it")
            return {key: loaded[key] for key in loaded.files}
    except (ValueError, BadZipFile, EOFError, OSError, zlib.error, RuntimeError) as error:
        why = "it holds Python objects, which are never unpickled" if "allow_pickle" in str(error) else error
        raise DataError(f"{path}: not a readable .npz of plain arrays: {why}") from error


def _by_part(path: Path, found: Mapping[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Arrays named like x_train joined over train, val and test."""
    present = [part for part in ("train", "val", "test") if f"x_{part}" in found]
    if lonely := [part for part in present if f"y_{part}" not in found]:
        raise DataError(f"{path}: x_{lonely[0]} has no y_{lonely[0]} beside it")
    for part in present:
        if not found[f"y_{part}"].ndim or found[f"x_{part}"].shape[:1] != found[f"y_{part}"].shape[:1]:
            raise DataError(
                f"{path}: x_{part} of shape {found[f'x_{part}'].shape} does not fit "
                f"y_{part} of shape {found[f'y_{part}'].shape}"
            )
    rows = {"part": np.repeat(present, [len(found[f"y_{part}"]) for part in present])}
    for key, prefix in (("images", "x"), ("labels", "y"), ("ids", "ids"), ("groups", "groups")):
        arrays = [found[f"{prefix}_{part}"] for part in present if f"{prefix}_{part}" in found]
        if len(arrays) == len(present):
            if len({array.shape[1:] for array in arrays}) > 1:
                raise DataError(f"{path}: {key} differ in shape: {', '.join(str(a.shape) for a in arrays)}")
            rows[key] = np.concatenate(arrays)
    return rows


def _shaped(array: np.ndarray, name: str) -> np.ndarray:
    shape = array.shape
    if array.ndim == 2 and isqrt(shape[1]) ** 2 == shape[1]:
        return array.reshape(shape[0], isqrt(shape[1]), isqrt(shape[1]))
    if array.ndim == 3:
        return array
    if array.ndim == 4 and shape[3] in (1, 3):
        return array[..., 0] if shape[3] == 1 else array
    hint = ""
    if array.ndim == 4 and shape[1] in (1, 3):
        hint = "; channels come last here: images.transpose(0, 2, 3, 1)"
    raise DataError(
        f"{name}: images must have shape (n, h, w), (n, h, w, 1 or 3) or (n, h * h), found {shape}{hint}"
    )


def _unique_text(ids: ArrayLike, n: int, name: str) -> np.ndarray:
    text = np.asarray(ids).astype(str)
    if text.shape != (n,):
        raise DataError(f"{name}: {n} images need ids of shape ({n},), found {text.shape}")
    distinct, counts = np.unique(text, return_counts=True)
    if len(distinct) < n:
        raise DataError(
            f"{name}: ids must be unique, found {n - len(distinct)} repeated, "
            f"the first is {str(distinct[counts > 1][0])!r}"
        )
    return text


def _group_numbers(groups: ArrayLike, n: int, name: str) -> np.ndarray:
    """Groups as numbers by first occurrence, (n,); a row whose own is not told (None, NaN, "") is alone."""
    array = np.asarray(groups)
    if array.shape != (n,):
        raise DataError(f"{name}: {n} images need groups of shape ({n},), found {array.shape}")
    text = array.astype(str).astype(object)
    untold = np.array([value in ("", None) for value in array.tolist()], bool) | (text == "nan")
    text[untold] = [f"\0{row}" for row in np.flatnonzero(untold)]
    _, first, numbers = np.unique(text.astype(str), return_index=True, return_inverse=True)
    by_first_occurrence = np.argsort(np.argsort(first))
    return by_first_occurrence[numbers].astype(np.int64)
