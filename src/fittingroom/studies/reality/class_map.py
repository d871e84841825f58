"""What the labels of photos mean in the classes of a model: a class map, read from TOML.

Photos are labelled by other people with other words than the model's classes, so how strictly one reads
an answer is a choice that moves the score by tens of points. A map therefore holds several readings, and
all of them are printed.
"""

import os
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np

from fittingroom.errors import InputError, did_you_mean

SETTINGS = {"data": str, "group": str, "prepare": list, "unknown": list, "ignore": list, "groups": dict}
"""Keys of the file that are no readings, and of what type each is."""

FORM = (
    'a table for each reading, as in [strict] T-Shirt = "T-shirt/top", and lists of labels, unknown = [...] '
    "and ignore = [...]"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """One way to read answers: a photo's label -> the class names that are right for it."""

    name: str
    right: Mapping[str, tuple[str, ...]]

    @property
    def covers(self) -> tuple[str, ...]:
        """All class names that are right for some label, each once."""
        return tuple(dict.fromkeys(name for names in self.right.values() for name in names))

    def accepts(self, labels: np.ndarray, classes: Sequence[str]) -> np.ndarray:
        """Whether each class is right for each of the labels (n,) text: (n, k) bool."""
        distinct, at = np.unique(labels, return_inverse=True)
        table = [[name in self.right.get(str(label), ()) for name in classes] for label in distinct]
        return np.array(table, bool).reshape(len(distinct), len(classes))[at]

    def answered(
        self, labels: np.ndarray, answers: np.ndarray, classes: Sequence[str]
    ) -> tuple[np.ndarray, np.ndarray]:
        """Rows (m,) whose label this reading knows, and whether each got a right answer, (m,) bool.

        labels: (n,) text; answers: (n,) class numbers.
        """
        rows = np.flatnonzero(np.isin(labels, list(self.right)))
        return rows, self.accepts(labels[rows], classes)[np.arange(len(rows)), answers[rows]]


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassMap:
    """Readings, the first of which makes the headline, and the labels that no class is right for.

    unknown: labels of things that the model has no class for; ignore: labels that say nothing. `data`: the
    data set whose classes are meant; `group`: the CSV's column of who took a photo; `prepare`: the names of
    the preparations to try, the first of which makes the headline; `groups`: the names given to several
    classes.
    """

    name: str
    readings: tuple[Reading, ...]
    unknown: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    data: str = ""
    group: str = ""
    prepare: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()

    def __post_init__(self):
        if not self.readings or not all(reading.right for reading in self.readings):
            raise InputError(
                f"class map {self.name}: there is no reading with a label in it; expected {FORM}"
            )
        sides = {"mapped": self.mapped, "unknown": self.unknown, "ignore": self.ignore}
        listed = [label for labels in sides.values() for label in labels]
        if twice := [label for label in dict.fromkeys(listed) if listed.count(label) > 1]:
            raise InputError(
                f"class map {self.name}: a label is either mapped, unknown or ignored, "
                f"found more than once: {', '.join(twice)}"
            )

    @property
    def mapped(self) -> tuple[str, ...]:
        """The labels that some reading knows a class for, each once."""
        return tuple(dict.fromkeys(label for reading in self.readings for label in reading.right))

    def check(self, labels: Sequence[str], classes: Sequence[str], *, data: str) -> None:
        """Refuse a map that does not fit the photos' `labels` or the `classes` of the data set `data`.

        Raises InputError for class names that the data set does not have or that a group of classes is called
        by, and for labels of the photos that the map says nothing of.
        """
        named = dict.fromkeys(name for reading in self.readings for name in reading.covers)
        if strange := [name for name in named if name not in classes]:
            of = f", this map is for {self.data}" if self.data not in ("", data) else ""
            raise InputError(
                f"class map {self.name}: {data} has no class {_with_hints(strange, classes)}; its classes "
                f"are {', '.join(classes)}{of}"
            )
        if taken := [name for name in self.groups if name in classes]:
            raise InputError(
                f"class map {self.name}: the group {taken[0]!r} is called like a class of {data}, so that a "
                "label mapped to it could mean either; call the group otherwise"
            )
        known = (*self.mapped, *self.unknown, *self.ignore)
        if left := [label for label in dict.fromkeys(labels) if label not in known]:
            raise InputError(
                f"class map {self.name} says nothing of {len(left)} labels of the photos: "
                f"{_with_hints(left, known)}; map them in a reading, or list them under unknown or ignore"
            )
        if not any(label in self.mapped for label in labels):
            raise InputError(
                f"class map {self.name} maps {', '.join(self.mapped[:5])}, but none of the photos has such a "
                "label: there is nothing to measure"
            )

    def readings_of(self, labels: Sequence[str] | np.ndarray, *, source: Path) -> tuple[Reading, ...]:
        """The readings that know some of the `labels` of the photos that are asked about, from `source`.

        Raises InputError if the first does not: it makes the headline.
        """
        first, *_ = self.readings
        known = tuple(r for r in self.readings if any(label in r.right for label in labels))
        if first not in known:
            raise InputError(
                f"{source}: none of the {len(labels)} photos that are asked about has a label of the "
                f"{first.name} reading ({', '.join(list(first.right)[:5])}), which makes the headline; put a "
                f"reading that fits first in class map {self.name}"
            )
        return known


def shipped() -> tuple[str, ...]:
    """The names of the maps that come with fittingroom."""
    folder = files("fittingroom.studies.reality") / "maps"
    return tuple(sorted(entry.name.removesuffix(".toml") for entry in folder.iterdir()))


def read_class_map(source: str | os.PathLike[str]) -> ClassMap:
    """Read a map from a TOML file, or one that comes with fittingroom by its name.

    Raises InputError where there is none, and for a file that is no map.
    """
    path = Path(source)
    if str(source) in shipped() and not path.is_file():
        path = Path(str(files("fittingroom.studies.reality") / "maps" / f"{source}.toml"))
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError:
        hint = did_you_mean(str(source), shipped())
        raise InputError(
            f"no class map lies at {source}{hint}; give a TOML file, or one of {', '.join(shipped())}"
        ) from None
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{source}: not a class map in TOML: {error}") from error
    return class_map(content, name=path.stem)


def class_map(content: Mapping[str, Any], *, name: str) -> ClassMap:
    """A map of what its TOML holds: a table for each reading, `groups` of class names, lists of labels."""
    for key, kind in SETTINGS.items():
        if not isinstance(content.get(key, kind()), kind):
            raise InputError(f"class map {name}: {key} must be a {_KINDS[kind]}, found {content[key]!r}")
    groups = {key: _names(value, f"group {key}", name) for key, value in content.get("groups", {}).items()}
    readings = []
    for key, table in content.items():
        if key in SETTINGS:
            continue
        if not isinstance(table, dict):
            hint = did_you_mean(key, SETTINGS)
            raise InputError(f"class map {name}: {key} = {table!r} is no reading{hint}; expected {FORM}")
        right = {label: _names(value, f"{key}: {label}", name) for label, value in table.items()}
        readings.append(
            Reading(name=key, right={label: _resolved(names, groups) for label, names in right.items()})
        )
    return ClassMap(
        name=name,
        readings=tuple(readings),
        unknown=_names(content.get("unknown", []), "unknown", name),
        ignore=_names(content.get("ignore", []), "ignore", name),
        data=content.get("data", ""),
        group=content.get("group", ""),
        prepare=_names(content.get("prepare", []), "prepare", name),
        groups=tuple(groups),
    )


_KINDS = {str: "text", list: "list", dict: "table"}


def _names(value: Any, what: str, name: str) -> tuple[str, ...]:
    """One name or a list of names, as names."""
    listed = [value] if isinstance(value, str) else value
    if not isinstance(listed, list) or not all(isinstance(entry, str) for entry in listed):
        raise InputError(f"class map {name}: {what} must be a name or a list of names, found {value!r}")
    if what not in ("unknown", "ignore", "prepare") and not listed:
        raise InputError(f"class map {name}: {what} names no class; list the label under unknown instead")
    return tuple(listed)


def _resolved(names: Sequence[str], groups: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(member for name in names for member in groups.get(name, (name,))))


def _with_hints(strange: Sequence[str], known: Sequence[str], most: int = 5) -> str:
    said = [f"{name!r}{did_you_mean(name, known)}" for name in strange[:most]]
    return ", ".join(said) + (f" and {len(strange) - most} more" if len(strange) > most else "")
