"""Clothing1M: a million shop photos labelled from their surrounding text, and 72,409 labelled by people.

Xiao, Xia, Yang, Huang & Wang 2015 (CVPR, "Learning from massive noisy labeled data for image
classification"). The authors hand it out on request; this reads their folder, in which the text files lie
beside images/ or in annotations/. Published are 1,000,000 noisy keys and 47,570 / 14,313 / 10,526 clean
ones of train, val and test; the iMaterialist paper calls the clean part Clothes-50K.
"""

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from fittingroom.data.attribute_pictures import check_there, read_lines
from fittingroom.data.image_folder import Listing
from fittingroom.errors import DataError

NAMES = "category_names_eng.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clothing1M:
    """Both halves, each as pictures that lie in a folder.

    `noisy` is all train, its labels are right for about 62 %; its `notes` count pictures that clean val or
    test have too. `clean` has train, val and test.
    `noisy_of_clean`: (n,) int64, the class that the text gave to each clean picture, -1 where it gave
    none: from these pairs one reads how labels go wrong. `classes` are those of both.
    """

    noisy: Listing
    clean: Listing
    noisy_of_clean: np.ndarray
    classes: tuple[str, ...]


def clothing1m(folder: str | os.PathLike[str]) -> Clothing1M:
    """Read the lists of a Clothing1M folder; no picture is opened, but each must be there.

    Raises DataError where a list is missing or names a picture twice, a key has no label or two, a label is
    no class, a picture stands in two clean parts, or pictures have not been unpacked.
    """
    root = Path(folder)
    lists = root / "annotations" if (root / "annotations").is_dir() else root
    if not (lists / NAMES).is_file():
        raise DataError(
            f"{root}: expected Clothing1M's {NAMES} here or in annotations, found {_listing(root)}"
        )
    classes = tuple(line.strip() for line in read_lines(lists / NAMES, "the class names"))
    if len(set(classes)) < len(classes):
        raise DataError(f"{lists / NAMES}: a class is named twice, found {', '.join(classes)}")
    clean_labels, noisy_labels = (
        _labels(lists / f"{kind}_label_kv.txt", len(classes)) for kind in ("clean", "noisy")
    )
    noisy_keys = _keys(lists / "noisy_train_key_list.txt", noisy_labels)
    in_parts = {
        part: _keys(lists / f"clean_{part}_key_list.txt", clean_labels) for part in ("train", "val", "test")
    }
    keys = [key for part in in_parts.values() for key in part]
    if len(set(keys)) < len(keys):
        raise DataError(
            f"{lists}: {len(keys) - len(set(keys))} pictures stand in two of the clean lists; "
            "download them anew"
        )
    check_there(lists, root, [*keys, *noisy_keys])

    held_out = len({*in_parts["val"], *in_parts["test"]}.intersection(noisy_keys))
    leak = f"{held_out:,} of {len(noisy_keys):,} pictures stand in clean val or test too: do not learn them"

    def listing(
        keys: Sequence[str], labels: dict[str, int], parts: Sequence[str], notes: tuple[str, ...] = ()
    ) -> Listing:
        return Listing(
            folder=root,
            source=lists,
            files=[root / key for key in keys],
            names=keys,
            labels=[classes[labels[key]] for key in keys],
            parts=parts,
            classes=classes,
            notes=notes,
        )

    return Clothing1M(
        noisy=listing(noisy_keys, noisy_labels, ["train"] * len(noisy_keys), (leak,) if held_out else ()),
        clean=listing(keys, clean_labels, [part for part, of in in_parts.items() for _ in of]),
        noisy_of_clean=np.array([noisy_labels.get(key, -1) for key in keys], np.int64),
        classes=classes,
    )


def _labels(path: Path, k: int) -> dict[str, int]:
    """Lines "images/0/00/1,2.jpg 3": the picture's key, and the number of its class from 0."""
    labels: dict[str, int] = {}
    for number, line in enumerate(read_lines(path, "the labels"), 1):
        key, _, label = line.strip().rpartition(" ")
        if not key or not label.isdecimal() or int(label) >= k:
            raise DataError(
                f"{path}: line {number} must be a key and a class in 0..{k - 1}, found {line[:80]!r}"
            )
        if labels.setdefault(key, int(label)) != int(label):
            raise DataError(
                f"{path}: line {number} gives {key} the class {label}, another line {labels[key]}"
            )
    return labels


def _keys(path: Path, labels: dict[str, int]) -> list[str]:
    keys = [line.strip() for line in read_lines(path, "the keys")]
    if unlabelled := [key for key in keys if key not in labels]:
        raise DataError(
            f"{path}: {len(unlabelled):,} of {len(keys):,} keys have no label, the first is {unlabelled[0]}; "
            "the label file may be cut short"
        )
    if not keys:
        raise DataError(f"{path}: there are no keys in it; download it anew")
    if twice := len(keys) - len(set(keys)):
        raise DataError(f"{path}: {twice:,} of {len(keys):,} keys are listed twice; download it anew")
    return keys


def _listing(folder: Path) -> str:
    if not folder.is_dir():
        return "no such folder"
    names = sorted(os.listdir(folder))
    return (
        ", ".join(names[:6]) + (f" and {len(names) - 6} more" if len(names) > 6 else "") or "an empty folder"
    )
