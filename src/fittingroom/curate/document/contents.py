"""All numbers of a set, read in one pass over its labels: what `document` sets on a page."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_array

from fittingroom.curate.document.decisions import EACH, TOTAL, Decided, decided
from fittingroom.curate.document.tally import Tally, flat, nothing, read_tally, tally
from fittingroom.data.attributes import LabelMap, read_label_map
from fittingroom.data.parquet import pyarrow
from fittingroom.errors import DataError

PARTS = ("train", "val", "test")


@dataclass(frozen=True, slots=True, kw_only=True)
class Contents:
    """What a set holds. parts: the tally of each part; steps: of the rows left after each step that counted;
    together (k, k): rows that have both labels, all parts; unknown, not_applicable (g,): rows of which a
    group is unknown or does not apply; decisions, in the order of the steps; about: set.json."""

    folder: Path
    labels: LabelMap
    parts: Mapping[str, Tally]
    steps: Mapping[str, Tally]
    together: np.ndarray
    unknown: np.ndarray
    not_applicable: np.ndarray
    decisions: tuple[Decided, ...]
    about: Mapping[str, Any]
    scores: Mapping[str, Any]

    @property
    def whole(self) -> Tally:
        """All parts together."""
        return sum(self.parts.values(), nothing(self.labels))

    @property
    def left(self) -> dict[str, int]:
        """Records that were left after each step, in order: as set.json says, else as counted."""
        said = self.about.get("records", {})
        known = {step: one.rows for step, one in self.steps.items()}
        known |= {step: int(one["left"]) for step, one in said.items()}
        return {step: known[step] for step in self.about.get("steps", []) if step in known}

    @property
    def taken(self) -> int | None:
        """Records that the first step took; None where nothing was noted."""
        said = self.about.get("records", {})
        first = next(iter(self.left), None)
        return int(said[first]["in"]) if first in said else self.left.get(first) if first else None

    @property
    def simulated(self) -> bool:
        """Whether the set comes from a simulated world."""
        return bool(self.about.get("simulated"))


def contents(folder: Path) -> Contents:
    """Read a set's labels, counts and decisions. Raises DataError where it is none, or not finished."""
    about = manifest(folder)
    labels = read_label_map(folder / "labels.csv")
    parts, k, g = {}, len(labels.labels), len(labels.groups)
    together, open_ = np.zeros((k, k), np.int64), np.zeros((2, g), np.int64)
    for part in PARTS:
        files = sorted((folder / "part").glob(f"{part}-*.parquet"))
        if files:
            parts[part] = nothing(labels)
        for file in files:
            counted, both, apart = _file(file, labels)
            parts[part] += counted
            together += both
            open_ += apart
    if not parts:
        raise DataError(f"{folder}: there is no part/train-*.parquet, nor of val or test")
    steps = [str(step) for step in about.get("steps", [])]
    paths = [(step, folder / "counts" / f"{step}.parquet") for step in steps]
    each = max(1, min(EACH, TOTAL // max(1, 4 * len(steps))))
    return Contents(
        folder=folder,
        labels=labels,
        parts=parts,
        steps={step: read_tally(path, labels) for step, path in paths if path.is_file()},
        together=together,
        unknown=open_[0],
        not_applicable=open_[1],
        decisions=tuple(one for step in steps for one in decided(folder / "decisions", step, each=each)),
        about=about,
        scores=_json(folder / "scores.json") if (folder / "scores.json").is_file() else {},
    )


def manifest(folder: Path) -> Mapping[str, Any]:
    """What set.json says. Raises DataError where there is none: the set is not finished."""
    if not (folder / "set.json").is_file():
        raise DataError(
            f"{folder}: no set.json here; a set is finished once `fittingroom curate` has written it"
        )
    return _json(folder / "set.json")


def _json(path: Path) -> Mapping[str, Any]:
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise DataError(f"{path}: not a readable JSON file ({error}): make the set again") from error
    if not isinstance(found, dict):
        raise DataError(f"{path}: expected an object, found {type(found).__name__}")
    return found


def _file(file: Path, labels: LabelMap) -> tuple[Tally, np.ndarray, np.ndarray]:
    _, parquet = pyarrow("reading a set")
    k, number = len(labels.labels), {group.name: at for at, group in enumerate(labels.groups)}
    counted, together = nothing(labels), np.zeros((k, k), np.int64)
    apart = np.zeros((2, len(number)), np.int64)
    for batch in parquet.ParquetFile(file).iter_batches(
        1 << 15, columns=["labels", "unknown", "not_applicable"]
    ):
        counted += tally(batch["labels"], labels)
        rows, columns, n = flat(batch["labels"], labels)
        has = csr_array((np.ones(len(rows), np.int64), (rows, columns)), shape=(n, k))
        together += (has.T @ has).toarray()
        for at, name in enumerate(("unknown", "not_applicable")):
            for entry in batch[name].flatten().value_counts().to_pylist():
                if entry["values"] not in number:
                    raise DataError(f"{file}: {name} names {entry['values']!r}, which is no group")
                apart[at, number[entry["values"]]] += entry["counts"]
    return counted, together, apart
