"""Decisions drawn at random, each with what a person needs to judge it: pictures, texts, labels around it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
from pyarrow import parquet

from fittingroom.curate import clean_taxonomy, duplicates, map_tags, sample, verify
from fittingroom.curate.document.contents import manifest
from fittingroom.curate.document.decisions import batches
from fittingroom.curate.pictures import Places, contents, read_places
from fittingroom.curate.pictures import Settings as PictureSettings
from fittingroom.curate.records import DECIDED
from fittingroom.data.attributes import LabelMap, read_label_map
from fittingroom.errors import DataError, InputError

STEPS = (map_tags.STEP, clean_taxonomy.STEP, verify.STEP, duplicates.STEP)
"""Steps whose decisions can be judged by looking, in the order in which they run."""

SET, LABEL = "set", "label"
"""Labels that the finished set holds are drawn too, as decisions of this step for this reason."""

LABEL_SENTENCE = "the set says that the picture shows this"

PAIRED = frozenset({"exact-copy", "near-copy", "perhaps-copy", "recoloured", "told-apart"})
"""Reasons that speak of two records; the subject is the other one's id."""

SHORT = 300
"""Characters that are shown of a text: a title can be a megabyte."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """Decisions of one step for one reason: how many there are in the whole set, and what the reason says."""

    step: str
    reason: str
    kept: bool
    total: int
    sentence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """What the catalogue says of a record, texts cut to SHORT; picture: None where it cannot be had now."""

    row: int
    id: str
    title: str
    description: str
    tags: tuple[str, ...]
    picture: bytes | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One decision to judge. before, after: names of the record's labels around the step (after: None where
    it was dropped); other: the record that a decision about copies names."""

    kind: Kind
    subject: str
    number: float | None
    record: Record
    before: tuple[str, ...]
    after: tuple[str, ...] | None
    other: Record | None = None


def draw(folder: Path, *, each: int, rng: np.random.Generator) -> tuple[Case, ...]:
    """Draw `each` decisions of every kind that can be judged by looking, all of a kind that has fewer.

    Every decision of a kind is as likely as any other, of all parts, and the draw is the same however the
    work was divided. It judges labels and copies, no model, so that test pictures may be among them. Raises
    DataError for a folder that is no finished set, InputError for `each` below 1.
    """
    if each < 1:
        raise InputError(f"at least 1 decision of each kind is drawn, got {each}")
    about, labels = manifest(folder), read_label_map(folder / "labels.csv")
    if not (folder / "work" / map_tags.STEP).is_dir():
        raise DataError(
            f"{folder}: work/ is gone, which knows titles and tags; run `fittingroom curate` again"
        )
    drawn: list[tuple[Kind, Mapping[str, Any]]] = []
    sources = {step: batches(folder / "decisions" / step) for step in STEPS}
    for step, some in (sources | {SET: _labels(folder, labels)}).items():
        said = {LABEL: LABEL_SENTENCE} if step == SET else about["reasons"].get(step, {})
        for (reason, kept), (total, table) in _drawn(some, each, rng).items():
            kind = Kind(step=step, reason=reason, kept=kept, total=total, sentence=said.get(reason, ""))
            drawn += [(kind, one) for one in table.to_pylist()]
    return _cases(folder, drawn, labels)


def _labels(folder: Path, labels: LabelMap) -> Iterator[pa.Table]:
    """Every label that a row of the set has, as a decision."""
    for file in sorted((folder / "work" / sample.STEP).glob("*.parquet")):
        for batch in parquet.ParquetFile(file).iter_batches(1 << 15, columns=["row", "id", "labels"]):
            some = batch["labels"]
            at = np.repeat(np.arange(len(some)), np.diff(some.offsets.to_numpy()))
            names = [labels.by_id[label].name for label in some.flatten().to_pylist()]
            n = len(names)
            columns = (batch["row"].take(pa.array(at)), batch["id"].take(pa.array(at)))
            yield pa.table(
                [*columns, [SET] * n, [True] * n, [LABEL] * n, names, pa.nulls(n, pa.float64())],
                schema=DECIDED,
            )


def _drawn(
    some: Iterable[pa.Table], each: int, rng: np.random.Generator
) -> dict[tuple[str, bool], tuple[int, pa.Table]]:
    """Of each reason the number of decisions and the `each` with the lowest lots, the most frequent first."""
    totals: dict[tuple[str, bool], int] = {}
    best: dict[tuple[str, bool], pa.Table] = {}
    for batch in some:
        table = batch.append_column("lot", pa.array(rng.random(len(batch))))
        kinds = list(zip(table["reason"].to_pylist(), table["kept"].to_pylist(), strict=True))
        for kind in dict.fromkeys(kinds):
            mine = table.filter(pa.array([one == kind for one in kinds]))
            totals[kind] = totals.get(kind, 0) + len(mine)
            joined = pa.concat_tables([best[kind], mine]) if kind in best else mine
            best[kind] = joined.sort_by("lot").slice(0, each)
    return {kind: (totals[kind], best[kind]) for kind in sorted(totals, key=lambda k: (-totals[k], k))}


def _cases(
    folder: Path, drawn: Sequence[tuple[Kind, Mapping[str, Any]]], labels: LabelMap
) -> tuple[Case, ...]:
    rows = {one["row"] for _, one in drawn}
    others = _others(folder, [one for kind, one in drawn if kind.reason in PAIRED])
    records = _records(folder, rows | set(others.values()))
    around = {step: _labels_of(folder, step, rows, labels) for step in STEPS}
    cases = []
    for kind, one in drawn:
        row, at = one["row"], STEPS.index(kind.step) if kind.step in STEPS else len(STEPS) - 1
        before = around[STEPS[at - 1]].get(row, ()) if at else ()
        cases.append(
            Case(
                kind=kind,
                subject=(one["subject"] or "")[:SHORT],
                number=one["number"],
                record=records[row],
                before=before,
                after=around[STEPS[at]].get(row),
                other=records.get(others.get((row, one["subject"]), -1)) if kind.reason in PAIRED else None,
            )
        )
    return tuple(cases)


def _others(folder: Path, pairs: Sequence[Mapping[str, Any]]) -> dict[tuple[int, str], int]:
    """The row of the record that each names by its id, in its own leak group, since ids may repeat."""
    if not pairs:
        return {}
    groups = parquet.read_table(folder / "work" / "found" / "groups.parquet")
    group = dict(zip(groups["row"].to_pylist(), groups["leak_group"].to_pylist(), strict=True))
    ids = _read(folder, verify.STEP, ("row", "id"), ("id", "in", {one["subject"] for one in pairs}))
    found = {(group.get(one["row"]), one["id"], one["row"]) for one in ids}
    return {
        (one["row"], one["subject"]): row
        for one in pairs
        for shared, record, row in sorted(found, key=lambda place: -place[2])
        if (shared, record) == (group[one["row"]], one["subject"]) and row != one["row"]
    }


def _records(folder: Path, rows: set[int]) -> dict[int, Record]:
    columns = ("row", "id", "title", "description", "tags", "image", "file", "at")
    found = sorted(_read(folder, map_tags.STEP, columns, ("row", "in", rows)), key=lambda one: one["row"])
    work = folder / "work"
    pictures = _pictures(found, read_places(work / "places.json", work / "fetched"))
    return {
        one["row"]: Record(
            row=one["row"],
            id=one["id"][:SHORT],
            title=one["title"][:SHORT],
            description=one["description"][:SHORT],
            tags=tuple(tag[:SHORT] for tag in one["tags"]),
            picture=picture,
        )
        for one, picture in zip(found, pictures, strict=True)
    }


def _pictures(found: Sequence[Mapping[str, Any]], places: Places) -> Iterator[bytes | None]:
    pointers = {"image": pa.string(), "file": pa.int32(), "at": pa.int64()}
    table = pa.table({name: pa.array([one[name] for one in found], kind) for name, kind in pointers.items()})
    for content in contents(table, places, PictureSettings()):
        yield content if isinstance(content, bytes) else None


def _labels_of(folder: Path, step: str, rows: set[int], labels: LabelMap) -> dict[int, tuple[str, ...]]:
    """The names of the labels that rows have after a step."""
    return {
        one["row"]: tuple(labels.by_id[label].name for label in one["labels"])
        for one in _read(folder, step, ("row", "labels"), ("row", "in", rows))
    }


def _read(
    folder: Path, step: str, columns: Sequence[str], where: tuple[str, str, set[Any]]
) -> list[dict[str, Any]]:
    files = sorted((folder / "work" / step).glob("*.parquet"))
    tables = (parquet.read_table(file, columns=list(columns), filters=[where]) for file in files)
    return [one for table in tables for one in table.to_pylist()] if where[2] else []
