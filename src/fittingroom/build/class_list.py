"""Which classes a data set is to have, and which labels of the source belong to each."""

import os
from collections.abc import Mapping, Sequence

import numpy as np

from fittingroom.data.toml_file import read_toml
from fittingroom.errors import InputError, did_you_mean

FORM = 'a table [classes] with the labels of each class, as in Trouser = ["Jeans", "Track Pants"]'


def read_class_list(path: str | os.PathLike[str]) -> Mapping[str, tuple[str, ...]]:
    """Read classes from TOML, in their order: name -> labels. Raises InputError for anything else."""
    found = read_toml(path, "the classes")
    given = found.get("classes")
    if set(found) != {"classes"} or not isinstance(given, dict) or len(given) < 2:
        raise InputError(
            f"{path}: expected {FORM}, of 2 classes or more, found {', '.join(found) or 'nothing'}"
        )
    classes = {name: tuple([labels] if isinstance(labels, str) else labels) for name, labels in given.items()}
    texts = [label for labels in classes.values() for label in labels]
    if wrong := [label for label in texts if not isinstance(label, str)]:
        raise InputError(f"{path}: labels are texts in quotes, found {wrong[0]!r}")
    if twice := [label for label in dict.fromkeys(texts) if texts.count(label) > 1]:
        raise InputError(f"{path}: a label belongs to one class, found {twice[0]!r} in more")
    return classes


def classed(labels: np.ndarray, words: Sequence[str], classes: Mapping[str, Sequence[str]]) -> np.ndarray:
    """Class numbers (n,) of labels (n,) that number `words`; -1 for none, and for labels of no class.

    Raises InputError for a label that the source does not have: most likely it is spelt otherwise.
    """
    for name, given in classes.items():
        for label in given:
            if label not in words:
                hint = did_you_mean(label, words)
                raise InputError(f"class {name}: the source has no label {label!r}{hint}")
    number = {label: at for at, given in enumerate(classes.values()) for label in given}
    table = np.array([*(number.get(word, -1) for word in words), -1], np.int64)
    return table[labels]
