"""Attribute labels in groups: which exist, which exclude each other, and in which column each stands.

A label map is a CSV with the header labelId,taskId,labelName,taskName, as the iMaterialist Fashion
competition published it; ours has a fifth column, `exclusive`, since the published one does not say it.
"""

import csv
import io
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

import numpy as np

from fittingroom.data.csv_columns import read_csv
from fittingroom.errors import DataError, did_you_mean

EXCLUSIVE = frozenset({"category", "neckline", "sleeve", "style"})
"""Groups of which an image has one label at most (Guo et al. 2019, Table 1, type S).

In the published map itself some of them do not exclude each other (Dresses and Casual Dresses): to treat
them so is a choice of the model, not a fact of the data.
"""

COLUMNS = ("labelId", "taskId", "labelName", "taskName")
YES, NO = "yes", "no"


@dataclass(frozen=True)
class Label:
    """One attribute; `group` is the name of its group."""

    id: int
    name: str
    group: str


@dataclass(frozen=True)
class Group:
    """A question about an image; `exclusive`: one answer at most. `task`: the group's published number."""

    name: str
    exclusive: bool
    task: int = 0


@dataclass(frozen=True)
class LabelMap:
    """The labels in the order of their columns, and their groups. Raises DataError where names repeat."""

    labels: tuple[Label, ...]
    groups: tuple[Group, ...]

    def __post_init__(self):
        if not self.labels:
            raise DataError("a label map needs at least one label, found none")
        for what, values in (
            ("id", [label.id for label in self.labels]),
            ("name", [label.name for label in self.labels]),
            ("group", [group.name for group in self.groups]),
        ):
            if len(set(values)) < len(values):
                twice = next(value for at, value in enumerate(values) if value in values[:at])
                raise DataError(f"a label map names each {what} once, found {twice!r} twice: remove one")
        if strays := {label.group for label in self.labels} - {group.name for group in self.groups}:
            raise DataError(f"labels stand in the group {min(strays)!r}, which the label map does not list")

    @cached_property
    def by_id(self) -> dict[int, Label]:
        """The labels by their ids."""
        return {label.id: label for label in self.labels}

    @cached_property
    def by_name(self) -> dict[str, Label]:
        """The labels by their names, spelt as in the map."""
        return {label.name: label for label in self.labels}

    @cached_property
    def ids(self) -> np.ndarray:
        """The id of each column, (k,) int16."""
        return np.array([label.id for label in self.labels], np.int16)

    def columns(self) -> dict[int, int]:
        """The column of each id: `map.labels[column].id` is the way back."""
        return {label.id: column for column, label in enumerate(self.labels)}

    def of_group(self, name: str) -> tuple[Label, ...]:
        """The labels of a group. Raises DataError, with the nearest name, where there is none."""
        if name not in {group.name for group in self.groups}:
            known = [group.name for group in self.groups]
            raise DataError(
                f"there is no group {name!r}{did_you_mean(name, known)}; the groups are {', '.join(known)}"
            )
        return tuple(label for label in self.labels if label.group == name)

    def named(self, names: Iterable[str]) -> tuple[Label, ...]:
        """The labels of these names, in their order. Raises DataError, with the nearest name, for others."""
        names = tuple(names)
        for name in names:
            if name not in self.by_name:
                raise DataError(
                    f"there is no label {name!r}{did_you_mean(name, self.by_name)} in the label map"
                )
        return tuple(self.by_name[name] for name in names)

    def multi_hot(self, lists: Sequence[Sequence[int]]) -> np.ndarray:
        """Lists of ids, one an image, as (n, k) bool. Raises DataError for an id that is not in the map."""
        columns = self.columns()
        present = np.zeros((len(lists), len(self.labels)), bool)
        for row, ids in enumerate(lists):
            try:
                present[row, [columns[label] for label in ids]] = True
            except KeyError as error:
                raise DataError(f"row {row} has the label {error}, which is not in the label map") from None
        return present


@lru_cache(maxsize=1)
def imaterialist() -> LabelMap:
    """The 228 labels in 8 groups of the iMaterialist Fashion Attribute set (visipedia/imat_fashion_comp)."""
    return read_label_map(Path(__file__).parent / "imaterialist" / "labels.csv")


def read_label_map(path: str | Path, *, exclusive: Collection[str] | None = None) -> LabelMap:
    """Read a label map from a CSV; its rows give the order of the columns, task numbers that of the groups.

    exclusive: names of the groups with one answer; else the column `exclusive` (yes or no) says it; else
    it is those of EXCLUSIVE. Raises DataError for any other file.
    """
    table = read_csv(Path(path))
    if absent := [name for name in COLUMNS if name not in table]:
        raise DataError(f"{path}: a label map has the columns {', '.join(COLUMNS)}, found no {absent[0]}")
    groups: dict[str, Group] = {}
    for task, name, told in zip(
        table["taskId"], table["taskName"], table.get("exclusive", [""] * len(table["taskId"])), strict=True
    ):
        if told not in (YES, NO, ""):
            raise DataError(f"{path}: `exclusive` of the group {name} is yes or no, found {told!r}")
        alone = name in exclusive if exclusive is not None else told == YES if told else name in EXCLUSIVE
        group = Group(name, alone, _number(path, "taskId", task))
        if groups.setdefault(name, group) != group:
            raise DataError(f"{path}: the rows of the group {name} differ in taskId or exclusive")
    labels = tuple(
        Label(_number(path, "labelId", number), name, group)
        for number, name, group in zip(table["labelId"], table["labelName"], table["taskName"], strict=True)
    )
    return LabelMap(labels, tuple(sorted(groups.values(), key=lambda group: group.task)))


def label_map_csv(labels: LabelMap) -> str:
    """A label map as the text of a CSV that `read_label_map` reads back."""
    groups = {group.name: group for group in labels.groups}
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow([*COLUMNS, "exclusive"])
    for label in labels.labels:
        group = groups[label.group]
        table.writerow([label.id, group.task, label.name, group.name, YES if group.exclusive else NO])
    return text.getvalue()


def _number(path: str | Path, column: str, text: str) -> int:
    if not (text.isascii() and text.isdigit() and int(text) < 2**15):
        raise DataError(f"{path}: {column} must be a whole number below 32,768, found {text!r}")
    return int(text)
